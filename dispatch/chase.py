"""The ticker's round: reminders before, at and after the deadlines, each once; what nobody rates is closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch import wording_staff as to_staff
from dispatch.clocks import Clocks
from dispatch.finish import dismiss
from dispatch.moments import Level, Moment, coming, passed
from dispatch.rate import settle
from dispatch.scene import Scene
from dispatch.tell import Said, admins, crew, overseers
from models.areas import District
from models.store import Tx
from models.ticket import Ticket
from models.words import Status, Urgency

REMINDER_LASTS = timedelta(hours=12)
NOBODY_ASKED_ON = "过了确认时限一天，没有第二户反映，也没有人证实"


def chase(tx: Tx, *, district: District, clocks: Clocks, now: datetime, tz: ZoneInfo) -> int:
    """Do what the deadlines of the open tickets ask for at ``now`` (aware, UTC); how many deeds.

    A function of the rows and ``now``: calling it again changes nothing, a round that was missed is made up for.
    """
    scene = Scene(tx, district, clocks, now, tz, source="ticker")
    return sum(_chase_and_plan(scene, ticket) for ticket in tx.tickets.chased(now))


def next_chase(tx: Tx) -> datetime | None:
    """The first moment at which ``chase`` has something to look at; None when there is none."""
    return tx.tickets.next_chase()


def _chase_and_plan(scene: Scene, ticket: Ticket) -> int:
    done = _chase_one(scene, ticket)
    after = scene.tx.tickets.get(ticket.number)
    scene.tx.tickets.save(after.evolve(chase_at=coming(after, scene.clocks, scene.now)))
    return done


def _chase_one(scene: Scene, ticket: Ticket) -> int:
    done = 0
    for moment in passed(ticket, scene.clocks, scene.now):
        if moment.clock == "expire":
            dismiss(scene, ticket, NOBODY_ASKED_ON, tell_room=False)
            return done + 1
        if moment.clock == "rating":
            return done + _end(scene, ticket)
        if moment.stage.startswith("over") and moment.clock == "resolve" and not ticket.supervised:
            ticket = scene.save(ticket, ticket.evolve(supervised=True), "supervise", "超时未办完，列入督办")
            done += 1
        done += len(_remind(scene, ticket, moment))
    return done


def _end(scene: Scene, ticket: Ticket) -> int:
    after, said = settle(scene, ticket)
    return len(said) + (after.status is not ticket.status)


def _remind(scene: Scene, ticket: Ticket, moment: Moment) -> Said:
    name = f"{moment.clock} {moment.stage} {moment.by:%Y-%m-%dT%H:%MZ}"
    text = to_staff.reminder(scene.district, ticket, moment.clock, moment.stage, moment.by, scene.now, scene.tz)
    people = [p for p in _people(scene, ticket, moment) if not _knows(scene, ticket, moment, p)]
    return scene.tell(ticket, people, name, text, expires=REMINDER_LASTS)


def _knows(scene: Scene, ticket: Ticket, moment: Moment, person: str) -> bool:
    """Whether the last stage was sent to who is the first of the level before as well (no dispatcher, so the admin)."""
    before = f"ticket {ticket.number} {moment.clock} over1 {moment.by:%Y-%m-%dT%H:%MZ} → {person}"
    return moment.stage == "over2" and scene.tx.outbox.get(before) is not None


def _people(scene: Scene, ticket: Ticket, moment: Moment) -> list[str]:
    """Who hears of it; a level without anybody is passed upwards. A P0 reaches the next level at its due hour already."""
    if ticket.status is Status.ACCEPTED:
        return overseers(scene, ticket)
    level = Level(min(moment.level + (ticket.urgency is Urgency.P0), Level.ADMINS))
    own = [ticket.person or ticket.worker] if moment.clock != "confirm" else [ticket.worker]
    if level is Level.CREW and any(own):
        return own if moment.stage != "due" else [*own, *crew(ticket)]
    if level is not Level.ADMINS and (above := overseers(scene, ticket)):
        return above
    return [*_chiefs(scene, ticket), *admins(scene, ticket)] or crew(ticket)


def _chiefs(scene: Scene, ticket: Ticket) -> list[str]:
    person = scene.district.person.get(ticket.person)
    return [person.chief] if person and person.chief in scene.district.person else []
