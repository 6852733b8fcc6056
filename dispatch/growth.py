"""What the staff hear of a matter that grows: one text that is kept up to date while it waits, then a count at milestones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dispatch import wording_staff as to_staff
from dispatch.route import grid_worker
from dispatch.scene import Scene, private, urgent_first
from dispatch.tell import crew
from models.capture import Capture
from models.outgoing import Outgoing
from models.ticket import Ticket

MILESTONES = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Counts of households at which the crew hears of a growing matter."""

ALSO = "also"
"""How the text for the grid worker of another estate is named: one for each worker, however many of their estates."""
_TASKS = ("dispatched", "reassigned", ALSO)
_NEWS = ("households", "urgency")
_LASTS = timedelta(hours=6)


def tell_count(scene: Scene, old: Ticket, ticket: Ticket) -> bool:
    """A milestone: to those who have read of the ticket the new count, to the others one text as it is now."""
    reached = [m for m in MILESTONES if old.households < m <= ticket.households]
    if not reached:
        return False
    text = to_staff.more_households(scene.district, ticket)
    tell_news(scene, ticket, f"households {reached[-1]}", text, expires=_LASTS)
    return True


def tell_news(scene: Scene, ticket: Ticket, name: str, text: str, expires: timedelta | None = None) -> None:
    """``text`` to the crew; who has not yet been sent the last one gets that one anew instead."""
    for person in crew(ticket):
        waiting = _waiting(scene, ticket, person)
        if waiting:
            _renew(scene, ticket, waiting, text)
        else:
            scene.say(private(scene, ticket, person, name, text, expires=expires))


def tell_also(scene: Scene, ticket: Ticket, capture: Capture) -> None:
    """The grid worker of another estate that the matter has reached hears of it, once."""
    worker, _ = grid_worker(scene.district, capture.estate, capture.building)
    if worker is None or worker.id in crew(ticket) or scene.tx.outbox.get(_also(ticket, worker.id)):
        return
    text = to_staff.dispatched(scene.district, ticket, scene.now, scene.tz)
    scene.tell(ticket, [worker.id], ALSO, text)


def _also(ticket: Ticket, person: str) -> str:
    return f"ticket {ticket.number} {ALSO} → {person}"


def _waiting(scene: Scene, ticket: Ticket, person: str) -> list[Outgoing]:
    """Tasks and news of this ticket that have not left yet, in order."""
    rows = scene.tx.outbox.waiting_for(person)
    return [r for r in rows if r.ticket == ticket.number and r.why.startswith((*_TASKS, *_NEWS))]


def _renew(scene: Scene, ticket: Ticket, waiting: Sequence[Outgoing], news: str) -> None:
    """The first of them says all that there is to say now; the others need not be said any more."""
    first, rest = waiting[0], [row.key for row in waiting[1:]]
    task = first.why.startswith(_TASKS)
    text = to_staff.dispatched(scene.district, ticket, scene.now, scene.tz) if task else news
    priority, night = urgent_first(ticket)
    scene.tx.outbox.save(first.evolve(text=text, priority=priority, at_night=first.at_night or night))
    if rest:
        scene.tx.outbox.withdraw(keys=rest, reason="已并入前一条")
