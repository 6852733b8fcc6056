"""The commands that move a ticket to somebody, or back to work: 转派, 续办, 不予受理."""

from __future__ import annotations

from dispatch import wording_answers as answer
from dispatch.ask import Ask, Done
from dispatch.assign import reassign, route_ticket, timed
from dispatch.clocks import clocks_for, rested
from dispatch.finish import reject
from dispatch.life import step
from dispatch.route import member_person
from dispatch.targets import SERVICE_WORDS, find_target
from dispatch.tell import where
from models.areas import Member, Person
from models.ticket import Ticket
from models.words import Action, Role, Status

_NOT_SIGNED = frozenset({Status.DISPATCHED, Status.REWORK})


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
    return target[0], member_person(
        scene.district, target[0], where(scene, ticket), ticket.building, at, scene.shifts()
    )[0]


def resume(ask: Ask, ticket: Ticket) -> Done:
    """续办: the clock goes on with what was left of it."""
    scene = ask.scene
    anew = timed(scene, step(ticket, Action.RESUME, scene.now))
    after = rested(ticket, anew, scene.now, scene.tz, clocks_for(scene.clocks, scene.district, ticket))
    ticket = ask.scene.save(ticket, after, Action.RESUME, ask.command.text)
    return ask.reply(ticket, answer.resumed(ask.scene.district, ticket, ask.scene.now, ask.scene.tz))


def refuse(ask: Ask, ticket: Ticket) -> Done:
    """不予受理: with a reason that is told."""
    if not ask.command.text:
        return ask.reply(ticket, answer.needs_reason(ticket), "reason")
    ticket, said = reject(ask.scene, ticket, ask.command.text)
    return ask.reply(ticket, answer.refused(ticket), said=said)
