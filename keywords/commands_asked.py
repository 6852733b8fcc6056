"""What anybody asks of a notice that was posted (详情, 海报), and what its member says of it (公告 12 已恢复, 延到 20:00). Pure.

A resident's word counts only as the whole line; whether a notice was posted there is looked up by who obeys it.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from keywords.commands_time import read_until
from models.ticket import Command
from models.words import Role

VERBS = frozenset({"notice_detail", "notice_poster", "notice_back", "notice_later"})
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＃　\u2005\xa0", "0123456789#   ")
_MENTION = re.compile(r"^(?:@\S+\s+)+|\s*@\S+\s*$")
_QUOTED = re.compile(r"公告\s*(\d{1,6})")
_SEP = r"[\s,，、。:：;；!！]*"
_NUMBER = rf"(?:公告\s*(?P<n>\d{{1,6}}){_SEP})?"
_LATER_NUMBER = r"(?:\s*(?:公告)?\s*(?P<m>\d{1,6}))?"
_ENDS = r"[\s。.!！~～?？]*"
_DETAIL = re.compile(rf"^{_NUMBER}(?:公告|看|要|发)?(?:一下)?详情{_LATER_NUMBER}{_ENDS}$")
_POSTER = re.compile(rf"^{_NUMBER}(?:公告|看|要|发|来)?(?:一?[张个])?(?:海报|公告图片?|图片版){_LATER_NUMBER}{_ENDS}$")
_BACK = re.compile(
    rf"^{_NUMBER}(?:都|全部|已经?|均已)*(?:恢复|来电|来水|通气|通水|通电|送电|供上|修好|抢通|搞定|好)(?:供[电水气]|正常)?(?:了|啦)?{_ENDS}$"
)
_LATER = re.compile(
    rf"^{_NUMBER}(?:还?没好|没修好|未恢复|还没恢复)?{_SEP}(?:要|得|估计|预计)?(?:延[到至长期]|推迟到?|改到|到)[到至]?{_SEP}(?P<until>.{{2,20}}?)(?:才?能?恢复|左右|来[电水]|通气)*{_ENDS}$",
    re.S,
)
_LONGEST = 60


def parse_asked(text: str, *, quotes: str = "", now: datetime, tz: ZoneInfo, role: Role | None) -> Command | None:
    """The command that a line is, or None; ``quotes`` is what it quotes, ``role`` the speaker's (None for residents).

    Verbs are ``VERBS``; ``number`` is None when no notice was named, ``until`` (aware) is the new end of notice_later.
    """
    line = _MENTION.sub("", text.translate(_FULL_WIDTH)).strip()
    if not line or len(line) > _LONGEST:
        return None
    numbers = {int(n) for n in _QUOTED.findall(quotes.translate(_FULL_WIDTH))}
    quoted = next(iter(numbers)) if len(numbers) == 1 else None
    for verb, pattern in (("notice_detail", _DETAIL), ("notice_poster", _POSTER)):
        if found := pattern.match(line):
            return Command(verb, _number(found, quoted), why=(verb,))
    return _of_member(line, quoted, now, tz) if role is not None else None


def _number(found: re.Match[str], quoted: int | None) -> int | None:
    named = found.groupdict().get("m") or found["n"]
    return int(named) if named else quoted


def _of_member(line: str, quoted: int | None, now: datetime, tz: ZoneInfo) -> Command | None:
    """How a notice stands, said by the staff: only with its number, or quoting a text that names it."""
    if found := _BACK.match(line):
        number = _number(found, quoted)
        return Command("notice_back", number, line, why=("已恢复",)) if number else None
    found = _LATER.match(line)
    number = _number(found, quoted) if found else None
    if found is None or number is None:
        return None
    until, _ = read_until(found["until"], now, tz)
    return Command("notice_later", number, line, until=until, why=("延到",)) if until else None
