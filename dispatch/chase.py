"""The ticker's round: reminders before, at and after the deadlines, each once; what nobody rates is closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch import wording_staff as to_staff
from dispatch.act_leave import tell_request, wait_of
from dispatch.back import ask_rooms, end_in_silence
from dispatch.call_back import climb
from dispatch.clocks import Clocks
from dispatch.finish import dismiss
from dispatch.ladder import duty_list, ladder
from dispatch.life import hindrance
from dispatch.look_again import look_again
from dispatch.moments import Moment, coming, passed
from dispatch.rate import settle
from dispatch.scene import Scene
from dispatch.tell import Said, crew, overseers
from dispatch.wording_more import follow
from models.areas import District
from models.deed import Approval
from models.store import Tx
from models.ticket import Ticket
from models.words import Status, Urgency

REMINDER_LASTS = timedelta(hours=12)
ON_TIME = "到点"
NOBODY_ASKED_ON = "过了确认时限一天，没有第二户反映，也没有人证实"


def chase(tx: Tx, *, district: District, clocks: Clocks, now: datetime, tz: ZoneInfo) -> int:
    """Do what the deadlines of the open tickets ask for at ``now`` (aware, UTC); how many deeds.

    A function of the rows and ``now``: calling it again changes nothing, a round that was missed is made up for.
    """
    scene = Scene(tx, district, clocks, now, tz, source="ticker", because=ON_TIME)
    done = sum(_chase_and_plan(scene, ticket) for ticket in tx.tickets.chased(now))
    waiting = tx.approvals.next_chase()
    late = tx.approvals.chased(now) if waiting and waiting <= now else []
    done += sum(_ask_higher(scene, request) for request in late)
    owed = tx.callbacks.next_chase()
    return done + sum(climb(scene, call) for call in (tx.callbacks.chased(now) if owed and owed <= now else []))


def next_chase(tx: Tx) -> datetime | None:
    """The first moment at which ``chase`` has something to look at; None when there is none."""
    return min(filter(None, (shelf.next_chase() for shelf in (tx.tickets, tx.approvals, tx.callbacks))), default=None)


def _ask_higher(scene: Scene, request: Approval) -> int:
    """Leave that nobody has given or refused in time is asked of the next level; at the top it waits."""
    ticket = scene.tx.tickets.get(request.ticket)
    levels = ladder(scene, ticket, but=request.by)
    level = request.level + 1
    if ticket.held_at and not hindrance(ticket, request.action):  # escalations wait as long as the clocks do
        scene.tx.approvals.save(request.evolve(chase_at=scene.now + wait_of(scene, ticket)))
        return 0
    if hindrance(ticket, request.action) or level >= len(levels):
        scene.tx.approvals.save(request.evolve(chase_at=None))
        return 0
    higher = request.evolve(
        level=level, asked=(*request.asked, *levels[level]), chase_at=scene.now + wait_of(scene, ticket)
    )
    scene.tx.approvals.save(higher)
    return len(tell_request(scene, ticket, higher))


def _chase_and_plan(scene: Scene, ticket: Ticket) -> int:
    stilled = scene.stilled(ticket, ticket)
    if stilled.held_at:
        scene.tx.tickets.save(stilled.evolve(chase_at=None))
        return 0
    done = _chase_one(scene, ticket)
    after = scene.tx.tickets.get(ticket.number)
    scene.tx.tickets.save(after.evolve(chase_at=coming(after, scene.clocks, scene.now)))
    return done


def _chase_one(scene: Scene, ticket: Ticket) -> int:
    done = 0
    for moment in (m for m in passed(ticket, scene.clocks, scene.now) if m.clock != "say_back"):
        if moment.clock == "expire":
            dismiss(scene, ticket, NOBODY_ASKED_ON, tell_room=False)
            return done + 1
        if moment.clock in ("rating", "restored"):
            return done + _end(scene, ticket, moment)
        if moment.clock == "look":
            return done + look_again(scene, ticket)
        if moment.clock == "supervise":
            done += not ticket.supervised
            ticket = _supervise(scene, ticket)
        elif moment.clock == "back":
            done += len(ask_rooms(scene, ticket, _name(moment, moment.stage)))
        elif moment.clock == "review" and ticket.outside:
            return done + _follow(scene, ticket, moment)
        else:
            done += len(_remind(scene, ticket, moment))
    return done


def _supervise(scene: Scene, ticket: Ticket) -> Ticket:
    if ticket.supervised:
        return ticket
    return scene.save(ticket, ticket.evolve(supervised=True), "supervise", "超时未办完，列入督办")


def _follow(scene: Scene, ticket: Ticket, moment: Moment) -> int:
    """What an outside system has is asked after, again and again."""
    name = f"follow {moment.by:%Y-%m-%dT%H:%MZ}"
    people = crew(ticket) or overseers(scene, ticket)
    said = scene.tell(ticket, people, name, follow(scene.district, ticket), night=False, expires=REMINDER_LASTS)
    again = scene.now + scene.clocks.follow_outside
    scene.save(ticket, ticket.evolve(resolve_by=again), "follow", ticket.outside)
    return len(said) + 1


def _end(scene: Scene, ticket: Ticket, moment: Moment) -> int:
    after, said = (settle if moment.clock == "rating" else end_in_silence)(scene, ticket)
    return len(said) + (after.status is not ticket.status)


def _remind(scene: Scene, ticket: Ticket, moment: Moment) -> Said:
    text = to_staff.reminder(scene.district, ticket, moment.clock, moment.stage, moment.by, scene.now, scene.tz)
    people = [p for p in _people(scene, ticket, moment) if not _knows(scene, ticket, moment, p)]
    return scene.tell(ticket, people, _name(moment, moment.stage), text, expires=REMINDER_LASTS)


def _name(moment: Moment, stage: str) -> str:
    return f"{moment.clock} {stage} {moment.by:%Y-%m-%dT%H:%MZ}"


def _knows(scene: Scene, ticket: Ticket, moment: Moment, person: str) -> bool:
    """Whether somebody above the crew has heard of this deadline at a lower level."""
    lower = (f"ticket {ticket.number} {_name(moment, f'over{n}')} → {person}" for n in range(1, moment.level))
    return moment.stage.startswith("over") and any(scene.tx.outbox.get(key) for key in lower)


def _people(scene: Scene, ticket: Ticket, moment: Moment) -> list[str]:
    """Who hears of it; where nobody is on a level, the top one. A P0 without a confirmation calls the next on its list."""
    if moment.clock == "respond" and ticket.urgency is Urgency.P0:
        return _called(scene, ticket, moment)
    if ticket.status is Status.ACCEPTED:
        return overseers(scene, ticket)
    levels = ladder(scene, ticket)
    level = moment.level + (ticket.urgency is Urgency.P0 and moment.stage == "due")
    if level and levels:
        return list(levels[min(level, len(levels)) - 1])
    own = [ticket.person or ticket.worker] if moment.clock != "confirm" else [ticket.worker]
    if any(own):
        return own if moment.stage != "due" else [*own, *crew(ticket)]
    return list(levels[0]) if levels else crew(ticket)


def _called(scene: Scene, ticket: Ticket, moment: Moment) -> list[str]:
    """At two minutes all who were told at first and the next on the duty list, then one more each time, then all anew."""
    first, rest = duty_list(scene, ticket)
    if moment.stage == "due":
        return [*first, *rest[:1]]
    if moment.stage.startswith("again"):
        return [*first, *rest]
    return rest[moment.level : moment.level + 1]
