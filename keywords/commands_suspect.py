"""What is answered to a card of a suspected outage: 确认 3 预计17:00, 已知 3, 不是 3, or the bare word in a quotation of it. Pure.

A word alone counts in private or quoting a card; whether one waits is looked up by who obeys it.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from keywords.commands_time import read_until
from models.ticket import Command
from models.words import Role

YES, KNOWN, NO, BACK = "suspect_yes", "suspect_known", "suspect_no", "suspect_back"
VERBS = frozenset({YES, KNOWN, NO, BACK})
_LONGEST = 200
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＃　\u2005\xa0", "0123456789#   ")
_MENTION = re.compile(r"^(?:@\S+\s+)+|\s*@\S+\s*$")
_QUOTED = re.compile(r"疑似停[电水气]\s*(\d{1,6})")
_SEP = r"[\s,，、。:：;；!！]*"
_CARD = (
    r"(?:疑似(?:停[电水气])?\s*)?(?P<n>\d{1,6})(?!\d)(?![号点时分日月年天元个米度家人次楼栋幢室层户:：./\-~～%至到])"
)
_WORDS = {
    "确认": YES,
    "属实": YES,
    "是的": YES,
    "已知": KNOWN,
    "已知道": KNOWN,
    "知道了": KNOWN,
    "知道": KNOWN,
    "不是": NO,
    "没停": NO,
    "没有停": NO,
    "没这回事": NO,
    "已恢复": BACK,
    "恢复了": BACK,
    "都恢复了": BACK,
}
_NUMBERED = ("确认", "已知", "已知道", "不是")
"""With a number, these mean a card wherever the staff speak to the bot; 属实 and 知道了 are words of tickets as well."""
_EITHER = "|".join(sorted(_WORDS, key=len, reverse=True))
_LINE = re.compile(
    rf"^(?P<word>{_EITHER})(?:了|的)?(?:{_SEP}{_CARD})?(?P<rest>(?:[\s,，、。:：;；!！].*|预计.*|大?约.*|范围.*)?)$",
    re.S,
)
_TIME = re.compile(r"(?:预计|估计|大约|大概|约|计划|争取)+\s*(?:到|在|于)?\s*(?P<when>.+)$", re.S)
_PLACE = re.compile(r"(?:范围|区域)(?:是|为|到)?[\s:：]*(?P<place>[^\s。;；]+)|(?P<all>全线)")
_NOTICE = re.compile(r"(?:见|并入|是)?公告\s*(?P<notice>\d{1,6})")
_AFTER = re.compile(r"^(?:才?能?恢复|来[电水]|通气|送电|左右|之?前)+")


def parse_card_answer(
    text: str, *, quotes: str = "", now: datetime, tz: ZoneInfo, role: Role | None, addressed: bool
) -> Command | None:
    """The answer that a line of the staff is, or None; ``addressed``: said to the bot, in private or in a staff room.

    ``until`` (aware) is the hour that was stated, ``target`` the area or ``公告 12``, ``text`` the rest.
    """
    line = _MENTION.sub("", text.translate(_FULL_WIDTH)).strip()
    if role is None or not line or len(line) > _LONGEST:
        return None
    numbers = {int(n) for n in _QUOTED.findall(quotes.translate(_FULL_WIDTH))}
    quoted = next(iter(numbers)) if len(numbers) == 1 else None
    found = _LINE.match(line)
    if found is None or not (quoted or (addressed and found["word"] in _NUMBERED)):
        return None
    number = int(found["n"]) if found["n"] else quoted
    return _command(found["word"], number, found["rest"] or "", now, tz)


def _command(word: str, number: int | None, rest: str, now: datetime, tz: ZoneInfo) -> Command:
    target = ""
    if named := _NOTICE.search(rest):
        target, rest = f"公告 {named['notice']}", _without(rest, named)
    elif place := _PLACE.search(rest):
        target, rest = place["place"] or place["all"], _without(rest, place)
    until, rest = _stated(rest, now, tz)
    return Command(_WORDS[word], number, rest.strip(" ,，、。:：;；!！"), target, until, why=(word,))


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _stated(rest: str, now: datetime, tz: ZoneInfo) -> tuple[datetime | None, str]:
    """The hour after 预计, or one with which the rest begins; and what is left."""
    if found := _TIME.search(rest):
        until, left = read_until(found["when"], now, tz)
        if until:
            return until, f"{rest[: found.start()]} {_AFTER.sub('', left)}"
    until, left = read_until(rest.strip(" ,，、。:：;；"), now, tz)
    return (until, _AFTER.sub("", left)) if until else (None, rest)
