"""The ticker's round of the emergency states: the 快报, the review, the end of what nobody reviewed, clocks let go."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from dispatch import wording_emergency as words
from dispatch import wording_room as to_room
from dispatch.emergency import end, stamp, subject, tell_duty
from dispatch.emergency_figures import flash
from dispatch.finish import verify
from dispatch.scene import Scene, in_room, may_speak
from dispatch.survey import ask_privately, raters
from models.emergency import Emergency
from models.ticket import PENDING, Ticket
from models.words import Priority, Status

_AT_ONCE = 200
"""Clocks that are let go in one round."""


def watch(scene: Scene) -> None:
    """Do what is due at ``scene.now``. A round that was missed is made up for by one; what is over is not said late."""
    for emergency in scene.tx.emergencies.unsettled():
        if emergency.stands:
            _review(scene, _report(scene, emergency))


def next_watch(scene: Scene) -> datetime | None:
    """When there is something to do next."""
    unsettled = scene.tx.emergencies.unsettled()
    return min((at for e in unsettled if (at := _next(scene, e))), default=None)


def _next(scene: Scene, emergency: Emergency) -> datetime | None:
    rhythm = scene.clocks.rhythm
    if not emergency.stands:
        return scene.now
    review = emergency.asked_at + rhythm.grace if emergency.asked_at else emergency.review_at
    return min(review, emergency.flash_at + rhythm.flash_every)


def _report(scene: Scene, emergency: Emergency) -> Emergency:
    """One report, however many are due."""
    if scene.now < emergency.flash_at + scene.clocks.rhythm.flash_every:
        return emergency
    tell_duty(scene, emergency, f"flash {stamp(scene.now)}", flash(scene, emergency))
    after = emergency.evolve(flash_at=scene.now)
    scene.tx.emergencies.save(after)
    return after


def _review(scene: Scene, emergency: Emergency) -> None:
    grace = scene.clocks.rhythm.grace
    if emergency.asked_at is None:
        if scene.now >= emergency.review_at:
            text = words.review(scene.district, emergency, grace, scene.now, scene.tz)
            people = tell_duty(scene, emergency, f"review {stamp(emergency.review_at)}", text)
            scene.note(subject(emergency), "review", after=",".join(people))
            scene.tx.emergencies.save(emergency.evolve(asked_at=scene.now))
    elif scene.now >= emergency.asked_at + grace:
        end(scene, emergency, words.UNREVIEWED)


def let_go(scene: Scene) -> None:
    """Since the end of their state the clocks of its tickets run again, some at each round; what was solved is asked about."""
    ended = {e.id: e for e in scene.tx.emergencies.unsettled() if not e.stands}
    if not ended:
        return
    tickets = scene.tx.tickets.held(list(ended), _AT_ONCE)
    solved: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        after = _resumed(scene, ticket, ended[ticket.emergency or 0])
        if after.room and after.asked_at and after.status is Status.VERIFYING and ticket.status is Status.RESOLVED:
            solved[after.room].append(after)
    for room, found in solved.items():
        _ask(scene, room, found)
    if len(tickets) < _AT_ONCE:
        for emergency in ended.values():
            scene.tx.emergencies.save(emergency.evolve(settled=True))


def _resumed(scene: Scene, ticket: Ticket, emergency: Emergency) -> Ticket:
    """One clock runs again, from the moment at which the state ended."""
    at = emergency.ended_at or scene.now
    then = Scene(scene.tx, scene.district, scene.clocks, at, scene.tz, source="ticker")
    after = then.save(ticket, ticket, "resume clock", "应急结束，时限接着计")
    if after.status is Status.RESOLVED and not after.held_at and after.outcome != PENDING:
        asked = raters(scene, after)
        ask_privately(scene, after, asked)
        return verify(scene, after, asked)
    return after


def _ask(scene: Scene, room: str, tickets: list[Ticket]) -> None:
    """One question a room for all that was solved meanwhile."""
    first = tickets[0]
    if not (room or first.reporter) or not may_speak(scene, room):
        return
    text = to_room.rate_after(scene.district, tickets)
    scene.say(in_room(scene, first, room, f"rate {scene.now:%Y-%m-%d}", text, priority=Priority.SURVEY))
