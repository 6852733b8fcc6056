"""What an answer to a card does to tickets and people; the notice is made by who calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dispatch.act_merge import absorb
from dispatch.assign import accept_and_dispatch
from dispatch.cause import SUSPECTED, Suspecting
from dispatch.matters import main_ticket
from dispatch.route import grid_worker
from dispatch.scene import Scene
from dispatch.suspect import heard_now, note_to, places_of, subject_of, with_estates
from dispatch.tell import rooms_of, tell_rooms
from dispatch.wording import place
from dispatch.wording_suspect import NAMES, VERDICTS, answered, for_workers, name_of, told_rooms
from models.suspicion import Suspicion, Verdict
from models.ticket import Ticket
from models.words import Action, Priority, Role, Status, Urgency

_EARLY = frozenset({Status.CAPTURED, Status.ACCEPTED})
_AT_WORK = frozenset({Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK})


def settle_card(
    scene: Scene,
    card: Suspicion,
    verdict: Verdict,
    limits: Suspecting,
    *,
    estates: Sequence[str] = (),
    until: datetime | None = None,
    reason: str = "",
    notice: int | None = None,
) -> Suspicion:
    """The card with its answer; ``estates`` are those that the answer is about (by default those heard of), ``notice`` the
    notice that it became or joined. Tickets follow, and everybody hears once who must know."""
    lines = [r.matter for r in scene.tx.suspicions.heard(places_of(scene, card), card.topic, card.since, scene.now)]
    heard = heard_now(scene, card)
    after = card.evolve(
        state=verdict,
        estates=tuple(estates) or with_estates(scene.district, heard.estates or card.estates),
        households=max(heard.households, card.households),
        until=until,
        reason=reason,
        decided_by=scene.actor,
        decided_at=scene.now,
        quiet_until=scene.now + (limits.quiet if verdict is Verdict.DENIED else limits.holds),
        chase_at=None,
        notice=notice,
    )
    if verdict is not Verdict.DENIED:
        after = after.evolve(ticket=_take_up(scene, after, _tickets(scene, after, lines)))
    scene.tx.suspicions.save(after)
    what = f"{VERDICTS[verdict]} {reason}".strip()
    scene.note(subject_of(card), verdict.value, reason=what, before=card.state, after=f"notice={notice or ''}")
    _tell(scene, card, after)
    return after


def _tickets(scene: Scene, card: Suspicion, matters: Sequence[str]) -> list[Ticket]:
    """The open tickets of what was said in its estates, the one with the most households first; dangers stay alone."""
    found = (main_ticket(scene.tx, key) for key in dict.fromkeys(matters))
    ours = {t.number: t for t in found if t and t.open and _fits(t, card)}
    return sorted(ours.values(), key=lambda t: (-t.households, t.number))


def _fits(ticket: Ticket, card: Suspicion) -> bool:
    same = ticket.service is card.service and ticket.topic in SUSPECTED
    return same and ticket.urgency is not Urgency.P0 and ticket.status in _EARLY | _AT_WORK and not ticket.outside


def _take_up(scene: Scene, card: Suspicion, found: Sequence[Ticket]) -> int | None:
    """With a notice the first is the main ticket and takes the others in; without one each goes on by itself."""
    if not found:
        return None
    if card.notice is None:
        for ticket in found:
            _tell_room(scene, card, _started(scene, card, ticket))
        return found[0].number
    main = _started(scene, card, found[0])
    for other in found[1:]:
        absorb(scene, other, main, f"同一处{NAMES[card.topic]}，{name_of(card)}")
        main = scene.tx.tickets.get(main.number)
    return main.number


def _started(scene: Scene, card: Suspicion, ticket: Ticket) -> Ticket:
    """Dispatched if it was not, signed by who answered if they are of its member, with the notice and the stated hour."""
    reason = f"{name_of(card)}：{VERDICTS[card.state]}"
    if ticket.status in _EARLY:
        ticket, _ = accept_and_dispatch(scene, ticket, reason, skip=scene.actor)
    person = scene.district.person.get(scene.actor)
    with_card = ticket.evolve(notice=card.notice or ticket.notice, expected_at=None if card.notice else card.until)
    ours = person and person.role is Role.MEMBER_STAFF and person.member == ticket.member
    if person and ours and ticket.status in (Status.DISPATCHED, Status.REWORK):
        return scene.advance(with_card.evolve(person=person.id), Action.SIGN, reason=reason)
    return scene.save(ticket, with_card, "suspected", reason)


def _tell_room(scene: Scene, card: Suspicion, ticket: Ticket) -> None:
    """What the member knows, to the rooms that spoke of it, when what led to it cannot be taken back any more."""
    text = told_rooms(scene.district, card, place(scene.district, ticket), ticket.number, scene.now, scene.tz)
    rooms = [(room, text) for room in rooms_of(scene, ticket)]
    tell_rooms(scene, ticket, f"known {card.number}", rooms, Priority.REPLY)


def _tell(scene: Scene, before: Suspicion, card: Suspicion) -> None:
    """The others who were asked, and the grid workers of the place; each hears it once."""
    told = answered(scene.district, card, scene.now, scene.tz)
    others = [p for p in before.asked if p != scene.actor]
    for person in others:
        scene.say(note_to(scene, card, person, "answered", told))
    text = for_workers(scene.district, card, scene.now, scene.tz)
    found = (grid_worker(scene.district, estate, None)[0] for estate in card.estates)
    for worker in dict.fromkeys(p.id for p in found if p):
        if worker not in (*others, scene.actor):
            scene.say(note_to(scene, card, worker, "workers", text))
