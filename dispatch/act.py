"""What people tell the bot to do with a ticket: 接单, 到场, 完成, 退单, 查, 催, 撤单, 满意 … A double command changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch import act_steer as steer
from dispatch import act_talk as talk
from dispatch import act_work as work
from dispatch import wording_answers as answer
from dispatch.ask import Ask, Done, pick
from dispatch.clocks import Clocks
from dispatch.life import hindrance
from dispatch.rate import take_rating
from dispatch.repeat import repeats
from dispatch.rights import denied
from dispatch.scene import Scene
from dispatch.wording import public_numbers
from dispatch.wording_help import HELP_RESIDENT
from models.areas import District, Person
from models.privacy import mask
from models.store import Tx
from models.ticket import Command, Ticket
from models.words import Action, Status

A = Action

_WORK: dict[Action, Callable[[Ask, Ticket], Done]] = {
    A.ACCEPT: work.accept,
    A.SIGN: work.sign,
    A.CONTACT: work.at_step,
    A.ARRIVE: work.at_step,
    A.PROGRESS: work.at_step,
    A.NOT_MET: work.at_step,
    A.RESOLVE: work.finish,
    A.DISMISS: work.false_alarm,
    A.CLOSE: work.shut,
    A.RETURN: steer.give_back,
    A.REASSIGN: steer.pass_on,
    A.EXTEND: steer.extend,
    A.SUSPEND: steer.suspend,
    A.RESUME: steer.resume,
    A.REJECT: steer.refuse,
    A.MERGE: steer.merge,
}
_TALK: dict[str, Callable[[Ask], Done]] = {
    "help": talk.give_help,
    "mine": talk.list_mine,
    "find": talk.find,
    "urge": talk.urge,
    "withdraw": talk.withdraw,
    A.RATE: take_rating,
    A.REOPEN: talk.reopen,
}
_EARLY = frozenset({Status.CAPTURED, Status.ACCEPTED})
_STARTS = frozenset({A.SIGN, A.CONTACT, A.ARRIVE, A.PROGRESS, A.NOT_MET, A.RESOLVE, A.REASSIGN, A.EXTEND})


def perform(
    tx: Tx,
    *,
    command: Command,
    actor: Person | None,
    actor_hash: str,
    room: str,
    district: District,
    clocks: Clocks,
    now: datetime,
    tz: ZoneInfo,
    source: str,
) -> Done:
    """Do what was told, if this person may and the table allows it; the answer to them is put as well.

    ``actor`` is set for the staff; ``actor_hash`` is the message's sender (a keyed hash, or the id of the staff);
    ``room`` "" is a private chat; ``source`` names the message ("practice msg-7") and makes the answer's key.
    Refusals are answers, not errors.
    """
    sender = actor.id if actor else actor_hash
    command = _masked(command, district)
    ask = Ask(Scene(tx, district, clocks, now, tz, source, sender), command, actor, sender, room)
    if talked := _TALK.get(command.verb):
        return talked(ask)
    action = _ACTIONS.get(command.verb)
    return _work_on(ask, action) if action else talk.give_help(ask)


def _masked(command: Command, district: District) -> Command:
    return replace(command, text=mask(command.text, public_numbers(district)).strip())


def _work_on(ask: Ask, action: Action) -> Done:
    if ask.person is None:
        return ask.reply(None, HELP_RESIDENT, "stranger")
    found = pick(ask, action)
    if isinstance(found, Done):
        return found
    if repeats(ask, found, action):
        return ask.reply(found, answer.already(found, action), "already")
    if reason := denied(ask.scene.district, ask.person, found, action):
        return ask.reply(found, answer.denied(ask.scene.district, found, action, reason), reason)
    starts = found.status in _EARLY and action in _STARTS
    if not starts and (hindered := hindrance(found, action)):
        return ask.reply(found, answer.hindered(found, action, hindered), hindered)
    return _WORK[action](ask, found)


_ACTIONS: dict[str, Action] = {a.value: a for a in _WORK if a is not A.RESUME} | {"carry_on": A.RESUME}
"""Verbs of work; 续办 is "carry_on", since "resume" lets the bot speak again and is not for here."""

VERBS = frozenset({*_TALK, *_ACTIONS})
"""Every verb that ``perform`` knows; another one is answered with help."""
