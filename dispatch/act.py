"""What people tell the bot to do with a ticket: 接单, 到场, 完成, 退单, 查, 催, 撤单, 满意 … A double command changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch import act_duty as duty
from dispatch import act_join as joining
from dispatch import act_leave as leave
from dispatch import act_merge as merging
from dispatch import act_more as more
from dispatch import act_return as returns
from dispatch import act_steer as steer
from dispatch import act_talk as talk
from dispatch import act_work as work
from dispatch import wording_answers as answer
from dispatch.act_emergency import VERBS as EMERGENCY
from dispatch.act_emergency import obey_emergency
from dispatch.act_undo import take_back
from dispatch.ask import Ask, Done, pick
from dispatch.call_back import take_call
from dispatch.choose import chosen, completed, labels
from dispatch.clocks import Clocks
from dispatch.life import hindrance
from dispatch.proof import take_photo
from dispatch.rate import take_called_back, take_rating
from dispatch.repeat import repeats
from dispatch.rights import denied
from dispatch.scene import Scene
from dispatch.trail import Trail
from dispatch.wording import public_numbers
from dispatch.wording_help import HELP_RESIDENT, commanded
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
    A.RETURN: returns.give_back,
    A.DISPUTE: returns.give_back,
    A.OUTSIDE: more.hand_outside,
    A.REASSIGN: steer.pass_on,
    A.EXTEND: leave.extend,
    A.SUSPEND: leave.suspend,
    A.RESUME: steer.resume,
    A.REJECT: steer.refuse,
    A.MERGE: merging.merge,
}
_TALK: dict[str, Callable[[Ask], Done]] = {
    "help": talk.give_help,
    "undo": take_back,
    "mine": talk.list_mine,
    "find": talk.find,
    "urge": talk.urge,
    "thanks": talk.thanks,
    "withdraw": talk.withdraw,
    A.RATE: take_rating,
    "called_back": take_called_back,
    "phoned": take_call,
    "photo": take_photo,
    A.REOPEN: talk.reopen,
    A.DECIDE: returns.decide,
    "who_duty": duty.who_is_on_duty,
    "who_mine": duty.who_answers_for_me,
    "handover": duty.hand_on,
    "joint": returns.joint,
    "split": merging.split,
    "join": joining.join,
    "apart": joining.apart,
    "grant": leave.grant,
    "deny": leave.deny,
    "assist": more.assist,
    "whistle": more.whistle,
    "supervise": more.supervise,
    "unsupervise": more.unsupervise,
    **dict.fromkeys(EMERGENCY, obey_emergency),
}
_FINAL = frozenset({"undo", *EMERGENCY})
"""What 撤销 does not take back: a state is ended, not undone."""
_EARLY = frozenset({Status.CAPTURED, Status.ACCEPTED})
_STARTS = frozenset({A.SIGN, A.CONTACT, A.ARRIVE, A.PROGRESS, A.NOT_MET, A.RESOLVE, A.REASSIGN, A.EXTEND, A.OUTSIDE})


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
    sealed: bytes = b"",
) -> Done:
    """Do what was told, if this person may and the table allows it; the answer to them is put as well.

    ``actor`` is set for the staff; ``actor_hash`` is the message's sender (a keyed hash, or the id of the staff);
    ``sealed`` are the words as they were said, encrypted, of what a rating comments; ``room`` "" is a private chat; ``source`` names the message ("practice msg-7") and makes the answer's key.
    Refusals are answers, not errors.
    """
    sender = actor.id if actor else actor_hash
    trail = Trail(tx)
    scene = Scene(tx, district, clocks, now, tz, source, sender, trail=trail, because=commanded(command.verb))
    command = _masked(command, district)
    done = _do(Ask(scene, command, actor, sender, room, sealed))
    if command.verb not in _FINAL:
        trail.keep(sender, command.verb, now)
    return done


def _do(ask: Ask) -> Done:
    verb = ask.command.verb
    if verb == "choose":
        return _choose(ask)
    if talked := _TALK.get(verb):
        return talked(ask)
    action = _ACTIONS.get(verb)
    return _work_on(ask, action) if action else talk.give_help(ask)


def _choose(ask: Ask) -> Done:
    """One digit answers the question that is open; without one it names a ticket to look at."""
    scene, said = ask.scene, str(ask.command.number)
    choice = scene.tx.choices.take(ask.sender)
    if choice is None or choice.at < scene.now - scene.clocks.choose_within:
        by_number = replace(ask, command=replace(ask.command, verb="find"))
        return ask.reply(None, answer.NOTHING_TO_CHOOSE, "unknown") if ask.command.text else talk.find(by_number)
    option = chosen(choice, said)
    if option is None:
        scene.tx.choices.ask(choice)
        return ask.reply(None, answer.choose_of(labels(choice.options)), "choice")
    return _do(replace(ask, command=completed(choice, option, ask.command.text)))


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
    if action is A.RETURN and found.returns:
        return _checked(ask, found, A.DISPUTE)
    return _checked(ask, found, action)


def _checked(ask: Ask, found: Ticket, action: Action) -> Done:
    starts = found.status in _EARLY and action in _STARTS
    joins = action is A.SIGN and found.status in (Status.SIGNED, Status.IN_PROGRESS)
    if not (starts or joins) and (hindered := hindrance(found, action)):
        return ask.reply(found, answer.hindered(found, _said_as(action), hindered), hindered)
    return _WORK[action](ask, found)


def _said_as(action: Action) -> Action:
    """A quarrel is opened by what people type as a return."""
    return A.RETURN if action is A.DISPUTE else action


_ACTIONS: dict[str, Action] = {a.value: a for a in _WORK if a not in (A.RESUME, A.DISPUTE)} | {"carry_on": A.RESUME}
"""Verbs of work; 续办 is "carry_on", since "resume" lets the bot speak again and is not for here."""

VERBS = frozenset({*_TALK, *_ACTIONS, "choose"})
"""Every verb that ``perform`` knows; another one is answered with help."""
