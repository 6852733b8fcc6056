"""The commands that move a ticket: 退单, 转派, 延期, 挂账, 续办, 不予受理, 并单."""

from __future__ import annotations

from datetime import datetime

from dispatch import wording_answers as answer
from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.act_work import started
from dispatch.ask import Ask, Done
from dispatch.assign import reassign, route_ticket, timed
from dispatch.clocks import stopped
from dispatch.finish import reject
from dispatch.life import step
from dispatch.matters import matter_subject
from dispatch.rights import LEADERS
from dispatch.route import SERVICE_WORDS, find_target, member_person
from dispatch.tell import AUTOMATIC, Said, crew, overseers, rooms_of, spoken, tell_rooms, where
from dispatch.wording import member_of, shown, who
from models.areas import Member, Person
from models.ticket import Ticket
from models.words import Action, Priority, Role, Status

_NOT_SIGNED = frozenset({Status.DISPATCHED, Status.REWORK})


def give_back(ask: Ask, ticket: Ticket) -> Done:
    """退单: once, with a reason; those above assign it anew, and where nobody is above the fallback member gets it."""
    reason = ask.command.text
    if not reason:
        return ask.reply(ticket, answer.needs_reason(ticket), "reason")
    scene = ask.scene
    scene.withdraw(ticket, "已退单")
    back = step(ticket, Action.RETURN, scene.now)
    ticket = scene.save(ticket, back.evolve(respond_by=timed(scene, back).respond_by), Action.RETURN, reason)
    above = overseers(scene, ticket)
    if not above:
        ticket, said = reassign(scene, ticket, (scene.district.fallback, None), f"退单后无人改派：{reason}")
    else:
        text = to_staff.returned(scene.district, ticket, who(scene.district, ask.sender), reason)
        said = scene.tell(ticket, above, "returned", text)
    return ask.reply(ticket, answer.given_back(ticket), said=said)


def pass_on(ask: Ask, ticket: Ticket) -> Done:
    """转派: to a member or one of its people; the staff of a member only within it."""
    target = _target(ask, ticket)
    if target is None:
        return ask.reply(ticket, answer.which_member(ask.scene.district, ticket), "target")
    member, person = target
    own = ask.person is not None and ask.person.role is Role.MEMBER_STAFF
    if own and member.code != ticket.member:
        return ask.reply(ticket, answer.only_within(ticket), "member")
    if ticket.status is not Status.ACCEPTED and (member.code, person.id if person else "") == _now(ticket):
        return ask.reply(ticket, answer.already(ticket, Action.REASSIGN), "already")
    if ticket.status is Status.CAPTURED:
        ticket = ask.scene.advance(ticket, Action.ACCEPT, reason="转派即受理")
    ask.scene.withdraw(ticket, "已改派")
    ticket, said = reassign(ask.scene, ticket, target, ask.command.text)
    return ask.reply(ticket, answer.passed_on(ask.scene.district, ticket), said=said)


def _now(ticket: Ticket) -> tuple[str, str]:
    return ticket.member, ticket.person


def _target(ask: Ask, ticket: Ticket) -> tuple[Member, Person | None] | None:
    """Who is meant; a service's word means its member here; a member alone gets its person for the place."""
    words = ask.command.target.strip()
    if service := SERVICE_WORDS.get(words):
        found = route_ticket(ask.scene, ticket, service)
        return found.member, found.person
    target = find_target(ask.scene.district, words)
    if target is None or target[1]:
        return target
    scene = ask.scene
    at = scene.now.astimezone(scene.tz)
    return target[0], member_person(scene.district, target[0], where(scene, ticket), ticket.building, at)[0]


def extend(ask: Ask, ticket: Ticket) -> Done:
    """延期: a new hour with its reason; the rooms hear it with source and hour."""
    scene, until = ask.scene, ask.command.until
    if until is None or until <= scene.now:
        return ask.reply(ticket, answer.needs_hour(ticket), "hour")
    ticket, said = started(ask, ticket, "延期即受理")
    if ticket.status in _NOT_SIGNED:
        ticket = scene.advance(ticket, Action.SIGN)
    ticket = scene.advance(ticket, Action.EXTEND, reason=ask.command.text, until=until)
    said += _tell_new_hour(ask, ticket)
    if ask.person and ask.person.role not in LEADERS:
        text = answer.extended(scene.district, ticket, scene.now, scene.tz, ask.command.text)
        said += scene.tell(ticket, overseers(scene, ticket), f"extended {until:%Y-%m-%dT%H:%MZ}", text, night=False)
    return ask.reply(ticket, answer.extended(scene.district, ticket, scene.now, scene.tz, ""), said=said)


def _tell_new_hour(ask: Ask, ticket: Ticket) -> Said:
    """Once a room, and only where fewer than its three texts have been said."""
    scene = ask.scene
    by = member_of(scene.district, ticket).name if ask.person and ask.person.member else "网格员"
    why = shown(scene.district, ask.command.text)
    text = to_room.changed_time(scene.district, ticket, by, why, scene.now, scene.tz)
    rooms = [r for r in rooms_of(scene, ticket) if spoken(scene, ticket, r, AUTOMATIC) < 2]
    return tell_rooms(scene, ticket, "changed", [(room, text) for room in rooms], Priority.REPLY)


def suspend(ask: Ask, ticket: Ticket) -> Done:
    """挂账: the clock stops until the review date."""
    scene = ask.scene
    until: datetime = ask.command.until or scene.now + scene.clocks.review_after
    if until <= scene.now:
        return ask.reply(ticket, answer.needs_hour(ticket), "hour")
    ticket = scene.advance(ticket, Action.SUSPEND, reason=ask.command.text, until=until)
    return ask.reply(ticket, answer.suspended(ticket, scene.now, scene.tz))


def resume(ask: Ask, ticket: Ticket) -> Done:
    """续办: the clocks run anew."""
    after = timed(ask.scene, step(ticket, Action.RESUME, ask.scene.now))
    ticket = ask.scene.save(ticket, after, Action.RESUME, ask.command.text)
    return ask.reply(ticket, answer.resumed(ask.scene.district, ticket, ask.scene.now, ask.scene.tz))


def refuse(ask: Ask, ticket: Ticket) -> Done:
    """不予受理: with a reason that is told."""
    if not ask.command.text:
        return ask.reply(ticket, answer.needs_reason(ticket), "reason")
    ticket, said = reject(ask.scene, ticket, ask.command.text)
    return ask.reply(ticket, answer.refused(ticket), said=said)


def merge(ask: Ask, ticket: Ticket) -> Done:
    """并单: the other one is the main ticket from now on; its rooms and households grow by this one's."""
    scene, words = ask.scene, ask.command.target.strip()
    parent = scene.tx.tickets.find(int(words)) if words.isdigit() else None
    if parent is None or parent.number == ticket.number or not parent.open or parent.service is not ticket.service:
        return ask.reply(ticket, answer.no_parent(ticket, words), "target")
    after = stopped(step(ticket, Action.MERGE, scene.now)).evolve(parent=parent.number)
    ticket = scene.save(ticket, after, Action.MERGE, ask.command.text)
    scene.note(matter_subject(ticket.matter), Action.MERGE, after=str(parent.number))
    _grow_parent(ask, parent, ticket)
    scene.withdraw(ticket, f"并入工单 {parent.number}")
    text = to_staff.taken_off(scene.district, ticket, f"并入工单 {parent.number}")
    said = scene.tell(ticket, [p for p in crew(ticket) if p != ask.sender], "merged", text, night=False)
    return ask.reply(ticket, answer.merged(ticket, parent), said=said)


def _grow_parent(ask: Ask, parent: Ticket, child: Ticket) -> None:
    scene = ask.scene
    grown = parent.evolve(households=parent.households + child.households)
    scene.save(parent, grown, "absorb", f"并入工单 {child.number}")
    ours, theirs = scene.tx.matters.get(parent.matter), scene.tx.matters.get(child.matter)
    if ours and theirs:
        scene.tx.matters.save(ours.evolve(rooms=tuple(dict.fromkeys((*ours.rooms, *theirs.rooms)))))
