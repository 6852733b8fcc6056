"""并 12 13, 不并 12 13, 拆开 13: whether troubles on one line or road are one. Pure."""

from __future__ import annotations

import re

from keywords.commands_said import ENDS, NAMED, Said
from models.ticket import Command

_NUMBER = rf"(?:{NAMED})?\d{{1,6}}"
_BETWEEN = r"[\s,，、和与跟及+＋]+"
_LIST = rf"(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})+)"
_JOIN = re.compile(rf"^(?:是一起[\s,，]*)?(?:并|合并|并单|并起来)[\s:：]*{_LIST}$")
_APART = re.compile(rf"^(?:不并|别并|不合并|不是一起)[\s:：]*{_LIST}$")
_SPLIT = re.compile(rf"^(?:拆开|拆|分开)[\s:：]*(?:{_LIST}|(?:{NAMED})(?P<one>\d{{1,6}}))$")
_BARE = {"并": "join", "合并": "join", "是一起": "join", "不并": "apart", "不是一起": "apart"}


def joining(said: Said) -> Command | None:
    """A decision of the staff about several tickets: with their numbers, or quoting the text that names them."""
    if said.role is None:
        return None
    text = said.text.strip(ENDS)
    if len(said.named) > 1 and (verb := _BARE.get(text)):
        return _of(verb, list(map(str, said.named)))
    for verb, pattern in (("join", _JOIN), ("apart", _APART)):
        if found := pattern.match(text):
            return _of(verb, re.findall(r"\d+", found["numbers"]))
    if found := _SPLIT.match(text):
        number = found["one"] or re.findall(r"\d+", found["numbers"])[-1]
        return Command("split", int(number), why=("拆开",))
    return None


def _of(verb: str, numbers: list[str]) -> Command:
    first, *others = dict.fromkeys(numbers)
    return Command(verb, int(first), target=" ".join(others), why=(verb,))
