"""Commands that call others in: 已转外部, 协办, 吹哨, 督办."""

from __future__ import annotations

import re

from dispatch import wording_answers as answer
from dispatch import wording_more as more
from dispatch.act_work import started
from dispatch.ask import Ask, Done, meant
from dispatch.ladder import ladder
from dispatch.rights import LEADERS
from dispatch.route import route
from dispatch.targets import SERVICE_WORDS, find_target
from dispatch.tell import helpers, where
from dispatch.wording import who
from models.areas import Member
from models.ticket import Ticket
from models.words import Action

_REFERENCE = re.compile(r"^\S{2,20}\s+\S*\d{4,}\S*$")


def hand_outside(ask: Ask, ticket: Ticket) -> Done:
    """已转外部: the outside system has its own ticket and clock; ours keeps the number, follows, and is sent to nobody."""
    scene, reference = ask.scene, ask.command.target
    if not _REFERENCE.match(reference):
        return ask.reply(ticket, more.say_reference(ticket), "reference")
    if ticket.outside == reference:
        return ask.reply(ticket, answer.already(ticket, Action.OUTSIDE), "already")
    twin = next((t for t in scene.tx.tickets.outside(reference) if t.number != ticket.number), None)
    if twin:
        return ask.reply(ticket, more.same_reference(ticket, twin), "twin")
    ticket, said = started(ask, ticket, "转外部即受理")
    scene.withdraw(ticket, "已转外部")
    review = scene.now + scene.clocks.follow_outside
    ticket = scene.advance(ticket, Action.OUTSIDE, reason=ask.command.text, text=reference, until=review)
    return ask.reply(ticket, more.linked(scene.district, ticket, scene.now, scene.tz), said=said)


def assist(ask: Ask) -> Done:
    """协办 12 供水: another member helps; the main one stays in charge."""
    found = meant(ask, Action.REASSIGN)
    if isinstance(found, Done):
        return found
    member = _member(ask, found)
    if member is None:
        return ask.reply(found, answer.which_member(ask.scene.district, found), "target")
    if member.code == found.member or member.code in found.co:
        return ask.reply(found, more.helps_already(found, member), "already")
    scene = ask.scene
    ticket = scene.save(found, found.evolve(co=(*found.co, member.code)), "assist", ask.command.text)
    by = who(scene.district, ask.sender)
    text = more.asked_to_help(scene.district, ticket, by, ask.command.text)
    new = [p for p in helpers(scene, ticket) if p not in helpers(scene, found)]
    said = scene.tell(ticket, new, f"assist {member.code}", text)
    return ask.reply(ticket, more.helps(scene.district, ticket, member, new), said=said)


def _member(ask: Ask, ticket: Ticket) -> Member | None:
    words, scene = ask.command.target.strip(), ask.scene
    if service := SERVICE_WORDS.get(words):
        at = scene.now.astimezone(scene.tz)
        return route(scene.district, service, None, where(scene, ticket), ticket.building, at, scene.shifts()).member
    target = find_target(scene.district, words)
    return target[0] if target else None


def whistle(ask: Ask) -> Done:
    """吹哨: the next level above who blows it is called, and the one after it told when nobody answers."""
    found = meant(ask, Action.PROGRESS)
    if isinstance(found, Done):
        return found
    if not ask.command.text:
        return ask.reply(found, more.why_whistle(found), "reason")
    scene = ask.scene
    levels = [level for level in ladder(scene, found, but=ask.sender) if not _passed(ask, level)]
    if not levels:
        return ask.reply(found, more.nobody_above(found), "nobody")
    ticket = scene.save(found, found.evolve(whistled_at=scene.now), "whistle", ask.command.text)
    text = more.whistled(scene.district, ticket, who(scene.district, ask.sender), ask.command.text)
    name = f"whistle {scene.now:%Y-%m-%dT%H:%M:%SZ}"
    said = scene.tell(ticket, levels[0], name, text)
    names = "、".join(who(scene.district, p) for p in levels[0])
    return ask.reply(ticket, more.whistle_heard(ticket, names), said=said)


def _passed(ask: Ask, level: tuple[str, ...]) -> bool:
    """Whether a level is not above who blows: a leader calls those over the leaders of the same kind."""
    if ask.person is None or ask.person.role not in LEADERS:
        return False
    roles = {ask.scene.district.person[p].role for p in level if p in ask.scene.district.person}
    ranks = [LEADERS.index(r) for r in roles if r in LEADERS]
    return max(ranks, default=-1) <= LEADERS.index(ask.person.role)


def supervise(ask: Ask) -> Done:
    """督办: the flag is set by hand, and the crew hears it."""
    return _flag(ask, on=True)


def unsupervise(ask: Ask) -> Done:
    """解除督办."""
    return _flag(ask, on=False)


def _flag(ask: Ask, *, on: bool) -> Done:
    found = meant(ask, Action.DECIDE)
    if isinstance(found, Done):
        return found
    if found.supervised is on:
        return ask.reply(found, more.flag_stands(found), "already")
    scene = ask.scene
    action = "supervise" if on else "unsupervise"
    ticket = scene.save(found, found.evolve(supervised=on), action, ask.command.text)
    text = more.supervised(scene.district, ticket, who(scene.district, ask.sender), ask.command.text)
    people = [p for p in (ticket.person, ticket.worker) if p and p != ask.sender] if on else []
    said = scene.tell(ticket, people, f"supervised {scene.now:%Y-%m-%dT%H:%MZ}", text, night=False)
    return ask.reply(ticket, more.flagged(ticket), said=said)
