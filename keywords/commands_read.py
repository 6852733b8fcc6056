"""What stands after a word of command: a person, an hour, a boundary, an outside number, a result."""

from __future__ import annotations

import re
from collections.abc import Callable

from keywords.commands_said import SEP, WORD, Said
from keywords.commands_time import read_until
from keywords.commands_words import BOUNDARIES, PLAIN, RATINGS, STAFF
from models.ticket import Command
from models.words import Action

_TELLING: frozenset[str] = frozenset({Action.PROGRESS, Action.RETURN, Action.NOT_MET})
_DENIED = re.compile(r"^\s*(?:不|没|吗|么)")
_ASKED = re.compile(r"[吗?？]\s*$")
_DEEDS: frozenset[str] = frozenset(
    {Action.SIGN, Action.CONTACT, Action.ARRIVE, Action.RESOLVE, Action.CLOSE, Action.DISMISS, Action.ACCEPT}
)


def command_of(said: Said, word: str, number: int | None, rest: str) -> Command | None:
    """The command of one word of ``STAFF`` or ``PLAIN``; None when the rest denies it or asks."""
    action = PLAIN.get(word) or STAFF[word]
    if action in _DEEDS and (_DENIED.match(rest) or _ASKED.search(rest)):
        return None
    rest = re.sub(rf"^(?:{SEP}(?:了|啦|咯)(?=[\s,，、。:：;；!！]|$))?{SEP}", "", rest).strip()
    if action in _READ:
        return _READ[action](said, word, number, rest)
    if word == "约":
        rest = word + rest
    elif word in PLAIN and action in _TELLING:
        rest = f"{word} {rest}".strip()
    if action == Action.RETURN:
        return Command(action, number, rest, _boundary(rest), why=(word,), evidence=_evidence(rest))
    return Command("carry_on" if action == Action.RESUME else action, number, rest, why=(word,))


def _to_somebody(_said: Said, word: str, number: int | None, rest: str) -> Command:
    target, reason = _target(rest)
    return Command(PLAIN.get(word) or STAFF[word], number, reason, target, why=(word,))


def _into(_said: Said, word: str, number: int | None, rest: str) -> Command:
    into = re.search(r"\d{1,6}", rest)
    return Command(STAFF[word], number, "", into[0] if into else "", why=(word,))


def _until(said: Said, word: str, number: int | None, rest: str) -> Command:
    until, reason = read_until(rest, said.now, said.tz)
    return Command(PLAIN.get(word) or STAFF[word], number, reason, until=until, why=(word,))


_REFERENCE = re.compile(
    r"^(?:到|给|至)?\s*(?P<system>\S{2,20}?)(?:[\s,，、:：]+|(?=单号|工单号|编号|受理号))(?:单号|工单号|编号|受理号)?[\s:：]*"
    r"(?P<number>[A-Za-z]{0,6}\d[A-Za-z0-9-]{3,30})(?P<rest>.*)$",
    re.S,
)


def _outside(_said: Said, word: str, number: int | None, rest: str) -> Command:
    """转外部 12 95598 20261124001: the system and its number go together into ``target``, unmasked."""
    found = _REFERENCE.match(rest)
    target = f"{found['system']} {found['number']}" if found else ""
    return Command(STAFF[word], number, (found["rest"] if found else rest).strip(" ,，。"), target, why=(word,))


def _called_back(_said: Said, word: str, number: int | None, rest: str) -> Command:
    """电话回访 12 满意 王奶奶说灯亮了: what was said by telephone."""
    found = re.match(rf"^(?P<word>{WORD})(?:{SEP}(?P<rest>.*))?$", rest, re.S)
    rating = RATINGS[found["word"]] if found else None
    return Command(STAFF[word], number, ((found["rest"] if found else rest) or "").strip(), rating=rating, why=(word,))


_READ: dict[str, Callable[[Said, str, int | None, str], Command]] = {
    Action.REASSIGN: _to_somebody,
    Action.DECIDE: _to_somebody,
    "assist": _to_somebody,
    Action.MERGE: _into,
    Action.EXTEND: _until,
    Action.SUSPEND: _until,
    "joint": _until,
    Action.OUTSIDE: _outside,
    "called_back": _called_back,
}


def _boundary(text: str) -> str:
    return next((name for name, words in BOUNDARIES if any(w in text for w in words)), "")


_CLAIM = re.compile(
    "|".join(word for _, words in BOUNDARIES for word in words)
    + r"|非|不是|不归|不属于?|属于|归|我司|我方|我们|咱们|我|管|负责|范围|真|的|是|在|了|这|事|[\s,，。、;；:：!！]"
)


def _evidence(text: str) -> bool:
    """Whether something is left beside the boundary and whose it is said to be: what was seen there."""
    return len(_CLAIM.sub("", text)) >= 2


def _target(rest: str) -> tuple[str, str]:
    found = re.match(rf"^(?:转?给|到|往)?\s*(?P<who>[^\s,，、。:：;；]+){SEP}(?P<why>.*)$", rest, re.S)
    return (found["who"], found["why"].strip()) if found else ("", "")
