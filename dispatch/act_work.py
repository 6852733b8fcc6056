"""The commands of those who mend: 受理, 接单, 已联系, 到场, 进度, 没人在家, 完成, 误报, 办结."""

from __future__ import annotations

import re

from dispatch import wording_answers as answer
from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.ask import Ask, Done
from dispatch.assign import accept_and_dispatch
from dispatch.back import restore, speaks_for_notice
from dispatch.call_back import calls_over
from dispatch.finish import dismiss, resolve
from dispatch.moments import hold_of, overdue
from dispatch.not_met import missed_again
from dispatch.rights import LEADERS
from dispatch.tell import Said, rooms_of, spoken, tell_room, tell_rooms
from dispatch.wording import public_numbers, who
from models.opinion import MISSED
from models.ticket import Ticket
from models.words import Action, Priority, Role, Status, Urgency

_CALLED = re.compile(r"已(?:经)?(?:拨打|打)(?:了|过)?\s*(?P<number>\d{3,5}(?!\d)|0\d{2,3}-?\d{7,8})")
_LINES = frozenset({"110", "119", "120", "122", "95598", "12345"})
"""Lines for emergencies; beside them the members' own hotlines."""


def started(ask: Ask, ticket: Ticket, reason: str) -> tuple[Ticket, Said]:
    """A ticket that still waited is accepted and dispatched first, by the one who takes it up; its room hears of it."""
    if ticket.status not in (Status.CAPTURED, Status.ACCEPTED):
        return ticket, ()
    ticket, said = accept_and_dispatch(ask.scene, ticket, reason, skip=ask.sender)
    if ticket.urgency is Urgency.P0 or spoken(ask.scene, ticket, ticket.room, ("received",)):
        return ticket, said
    text = to_room.received(ask.scene.district, ticket)
    return ticket, said + tell_room(ask.scene, ticket, ticket.room, "received", text)


def taken_by(ask: Ask, ticket: Ticket) -> Ticket:
    """The ticket with who acts in their place: a grid worker as its worker, the member's staff as its person."""
    person = ask.person
    if person is None or person.id in (ticket.person, ticket.worker):
        return ticket
    if person.role is Role.GRID_WORKER:
        return ticket.evolve(worker=person.id)
    ours = person.role is Role.MEMBER_STAFF and person.member == ticket.member
    return ticket.evolve(person=person.id) if ours else ticket


def accept(ask: Ask, ticket: Ticket) -> Done:
    """Confirmed by a person: it goes to who answers for it."""
    ticket, said = started(ask, ticket, ask.command.text or "人工确认")
    return ask.reply(ticket, answer.accepted(ask.scene.district, ticket), said=said)


def sign(ask: Ask, ticket: Ticket) -> Done:
    """接单: the response clock stops; who signs stands in for the one it was sent to."""
    if _sees_to_it(ask, ticket):
        return _acknowledge(ask, ticket)
    ticket, said = started(ask, ticket, "接单即受理")
    if ticket.status in (Status.SIGNED, Status.IN_PROGRESS):
        return _stand_in(ask, ticket, said)
    ticket = ask.scene.advance(taken_by(ask, ticket), Action.SIGN, reason=ask.command.text)
    return ask.reply(ticket, answer.signed(ask.scene.district, ticket, ask.scene.now, ask.scene.tz), said=said)


_HEARD = frozenset({"好", "好的", "收到", "知道了", "OK", "ok"})


def _sees_to_it(ask: Ask, ticket: Ticket) -> bool:
    """Whether somebody above the crew answers 收到 to a reminder that has climbed: the work stays where it is."""
    above = ask.person is not None and (ask.person.role in LEADERS or ask.sender in _chiefs(ask, ticket))
    late = overdue(ticket, ask.scene.clocks, ask.scene.now)[1] > 0
    own = ask.sender in (ticket.person, ticket.worker)
    return above and late and not own and ticket.urgency is not Urgency.P0 and bool(_HEARD & set(ask.command.why))


def _chiefs(ask: Ask, ticket: Ticket) -> list[str]:
    person = ask.scene.district.person.get(ticket.person)
    return [person.chief] if person and person.chief else []


def _acknowledge(ask: Ask, ticket: Ticket) -> Done:
    """The climb is held for a while."""
    scene = ask.scene
    by, level = overdue(ticket, scene.clocks, scene.now)
    if ticket.acked_at and (ticket.climbed, ticket.climbed_from) == (level, by):
        return ask.reply(
            ticket, answer.held(ticket, ticket.acked_at + hold_of(ticket, scene.clocks), scene.now, scene.tz), "already"
        )
    after = ticket.evolve(acked_at=scene.now, climbed=level, climbed_from=by)
    ticket = scene.save(ticket, after, "acknowledge", ask.command.text)
    return ask.reply(ticket, answer.held(ticket, scene.now + hold_of(ticket, scene.clocks), scene.now, scene.tz))


def _stand_in(ask: Ask, ticket: Ticket, said: Said) -> Done:
    """Somebody else has signed: the other hand joins, nothing else changes."""
    joined = ask.scene.save(ticket, taken_by(ask, ticket), "join", ask.command.text)
    return ask.reply(joined, answer.joined(ask.scene.district, joined, ask.scene.now, ask.scene.tz), said=said)


def at_step(ask: Ask, ticket: Ticket) -> Done:
    """已联系, 到场, 进度, 没人在家: the step is kept with its hour and words."""
    action = Action(ask.command.verb)
    ticket, said = started(ask, ticket, "到岗即受理")
    step_before = ticket.step
    ticket = ask.scene.advance(taken_by(ask, ticket), action, reason=ask.command.text)
    if _rung(ask) and step_before is None:  # who rang is not yet at work there
        ticket = ask.scene.save(ticket, ticket.evolve(step=None), "called", ask.command.text)
    said += _tell_call(ask, ticket)
    more = ""
    if action is Action.NOT_MET:
        more, told = missed_again(ask.scene, ticket, ask.command.text)
        said += told
    elif action is not Action.PROGRESS:
        calls_over(ask.scene, ticket, "已联系上", MISSED)
    return ask.reply(ticket, answer.stepped(ticket, action, ask.scene.now, ask.scene.tz) + more, said=said)


def _rung(ask: Ask) -> re.Match[str] | None:
    """The emergency line that somebody says to have rung."""
    found = _CALLED.search(ask.command.text)
    return found if found and found["number"] in _LINES | public_numbers(ask.scene.district) else None


def _tell_call(ask: Ask, ticket: Ticket) -> Said:
    """已拨打 119, said by the one who rang: the rooms of a danger hear who and when."""
    scene = ask.scene
    found = _rung(ask)
    if not found or ticket.urgency is not Urgency.P0:
        return ()
    by = who(scene.district, ask.sender)
    text = to_room.called(scene.district, ticket, by, found["number"], scene.now, scene.tz)
    rooms = [(room, text) for room in rooms_of(scene, ticket)]
    heard = (row.person for row in scene.tx.outbox.of_ticket(ticket.number))
    people = [p for p in heard if p in scene.district.person and p != ask.sender]
    known = to_staff.called(scene.district, ticket, by, found["number"], scene.now, scene.tz)
    told = scene.tell(ticket, people, f"called {found['number']}", known)
    return told + tell_rooms(scene, ticket, f"called {found['number']}", rooms, Priority.EMERGENCY, at_once=True)


def finish(ask: Ask, ticket: Ticket) -> Done:
    """完成: the result goes to the rooms, masked, and the reporter is asked."""
    ticket, said = started(ask, ticket, "已处理")
    if speaks_for_notice(ask.scene, ticket):
        ticket = restore(ask.scene, taken_by(ask, ticket), ask.command.text or "已恢复")
        return ask.reply(ticket, answer.finished_by_notice(ask.scene.district, ticket), said=said)
    ticket, told = resolve(ask.scene, taken_by(ask, ticket), ask.command.text)
    calls_over(ask.scene, ticket, "已办好", MISSED)
    return ask.reply(ticket, answer.finished(ask.scene.district, ticket), said=said + told)


def false_alarm(ask: Ask, ticket: Ticket) -> Done:
    """误报: nothing was found."""
    ticket, said = dismiss(ask.scene, ticket, ask.command.text or "现场核实为误报")
    return ask.reply(ticket, answer.dismissed(ticket), said=said)


def shut(ask: Ask, ticket: Ticket) -> Done:
    """办结: by hand; the only way to close a P0."""
    ticket = ask.scene.advance(ticket, Action.CLOSE, reason=ask.command.text)
    return ask.reply(ticket, answer.closed(ticket))
