"""回电: a person rings who was not satisfied, or who was not met twice; recorded with caller and hour, climbing when not done."""

from __future__ import annotations

import re

from dispatch import wording_answers as answer
from dispatch import wording_callback as words
from dispatch.ask import Ask, Done, by_number
from dispatch.ladder import ladder
from dispatch.moments import climb_of
from dispatch.rights import Denial, covers
from dispatch.scene import Scene, subject
from dispatch.survey import doers
from dispatch.tell import Said, overseers, where
from models.opinion import UNHAPPY, CallBack
from models.ticket import Ticket

_NOT_REACHED = re.compile(r"^(?:没人接|没有?接|打不通|没打通|关机|停机|空号|占线|不接)")


def owe(scene: Scene, ticket: Ticket, kind: str) -> CallBack | None:
    """From now on a call is owed; None when one is owed already, or nobody could make it."""
    if any(call.kind == kind for call in scene.tx.callbacks.open(ticket.number)):
        return None
    levels = callers(scene, ticket, kind)
    if not levels:
        return None
    due = scene.now + scene.clocks.call_back
    call = CallBack(ticket.number, kind, scene.now, levels[0], 0, due)
    scene.tx.callbacks.add(call)
    scene.note(subject(ticket), "owe call", reason=kind, after=",".join(levels[0]))
    return call


def callers(scene: Scene, ticket: Ticket, kind: str) -> list[tuple[str, ...]]:
    """Who should ring, level by level: of the discontent the grid worker first; never who has done the work."""
    barred = doers(scene.tx, ticket) if kind == UNHAPPY else frozenset()
    mine = [(ticket.worker,)] if kind == UNHAPPY and ticket.worker else []
    chain = [*mine, *ladder(scene, ticket)] or [tuple(overseers(scene, ticket))]
    free = (tuple(p for p in level if p not in barred) for level in chain)
    return [level for level in free if level]


def climb(scene: Scene, call: CallBack) -> int:
    """A call that nobody has made in time is asked of the next level too; at the top it stays owed, and is listed."""
    ticket = scene.tx.tickets.get(call.ticket)
    levels = callers(scene, ticket, call.kind)
    level = call.level + 1
    if level >= len(levels) or (call.kind != UNHAPPY and not ticket.open):
        scene.tx.callbacks.save(call.evolve(chase_at=None))
        return 0
    asked = tuple(dict.fromkeys((*call.asked, *levels[level])))
    again = scene.now + climb_of(ticket, scene.clocks)
    scene.tx.callbacks.save(call.evolve(level=level, asked=asked, chase_at=again))
    text = words.late(scene.district, ticket, call, scene.now, scene.tz)
    return len(scene.tell(ticket, levels[level], f"call late {call.id} {level}", text, night=False))


def tell_callers(scene: Scene, ticket: Ticket, call: CallBack, said: str) -> Said:
    """The call for those who should make it."""
    text = words.please_ring(scene.district, ticket, call.kind, said)
    return scene.tell(ticket, call.asked, f"call {call.kind} {scene.now:%Y-%m-%dT%H:%MZ}", text, night=False)


def calls_over(scene: Scene, ticket: Ticket, why: str, kind: str = "") -> None:
    """What made the calls (of a kind) needful is over."""
    for call in (c for c in scene.tx.callbacks.open(ticket.number) if c.kind == kind or not kind):
        scene.tx.callbacks.save(call.evolve(chase_at=None, done_at=scene.now, said=why))
        scene.note(subject(ticket), "call done", reason=why)


def take_call(ask: Ask) -> Done:
    """回电 12 说明早有人: who rang, when, what came of it; 没人接 counts as a try."""
    found = _meant(ask)
    if isinstance(found, Done):
        return found
    ticket, call = found
    scene = ask.scene
    if reason := _denied(ask, ticket, call):
        return ask.reply(ticket, words.not_yours(ticket, reason), reason)
    if not ask.command.text:
        return ask.reply(ticket, words.what_came_of_it(ticket), "reason")
    if _NOT_REACHED.match(ask.command.text):
        return _not_reached(ask, ticket, call)
    if scene.trail:
        scene.trail.touch(ticket.number)
        scene.trail.asked = True
    done = call.evolve(chase_at=None, done_at=scene.now, done_by=ask.sender, said=ask.command.text)
    scene.tx.callbacks.save(done)
    scene.note(subject(ticket), "call done", reason=ask.command.text)
    return ask.reply(ticket, words.noted(scene.district, ticket, ask.sender, scene.now, scene.tz))


def _not_reached(ask: Ask, ticket: Ticket, call: CallBack) -> Done:
    scene = ask.scene
    due = max(filter(None, (call.chase_at, scene.now + climb_of(ticket, scene.clocks))))
    tried = call.evolve(tries=call.tries + 1, chase_at=due)
    scene.tx.callbacks.save(tried)
    scene.note(subject(ticket), "call tried", reason=ask.command.text)
    return ask.reply(ticket, words.tried(ticket, tried, scene.now, scene.tz))


def _denied(ask: Ask, ticket: Ticket, call: CallBack) -> str:
    """Who may ring: who was asked, else anybody of the staff for the place; of the discontent nobody who did the work."""
    person = ask.person
    if person is None:
        return Denial.STRANGER
    if call.kind == UNHAPPY and (person.id in doers(ask.scene.tx, ticket) or _of_member(ask, ticket)):
        return Denial.OWN_WORK
    near = covers(ask.scene.district, person, where(ask.scene, ticket), ticket.building)
    return "" if person.id in call.asked or near else Denial.AREA


def _of_member(ask: Ask, ticket: Ticket) -> bool:
    person = ask.person
    return bool(person and person.member and person.member in (ticket.member, *ticket.co))


def _meant(ask: Ask) -> tuple[Ticket, CallBack] | Done:
    scene = ask.scene
    if ask.person is None:
        return ask.reply(None, answer.SAY_NUMBER, Denial.STRANGER)
    if ask.command.number is not None:
        found = by_number(ask, ask.command.number)
        if isinstance(found, Done):
            return found
        owed = scene.tx.callbacks.open(found.number)
        return (found, owed[0]) if owed else ask.reply(found, words.nothing_owed(found), "unknown")
    mine = [call for call in scene.tx.callbacks.open() if ask.sender in call.asked]
    if len(mine) == 1:
        return scene.tx.tickets.get(mine[0].ticket), mine[0]
    return ask.reply(None, words.which([call.ticket for call in mine]), "choice" if mine else "unknown")
