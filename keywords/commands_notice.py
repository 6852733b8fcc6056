"""What the staff type about announcements: 发布 12, 改 12 时间 …, 作废 12, 拆开 12, 地名 12 甲=乙, 澄清 12 …. Pure.

Only in private, in a staff room, to the bot, or quoting a text that names 公告 12: in a residents' room nobody who
merely talks moves a notice.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from keywords.commands_time import read_until
from models.ticket import Command

LONGEST = 3000
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＃　\u2005\xa0", "0123456789#   ")
_MENTION = re.compile(r"^(?:@\S+\s+)+|\s*@\S+\s*$")
_QUOTED = re.compile(r"公告\s*(\d{1,6})")
_SEP = r"[\s,，、。:：;；!！]*"
_NUM = r"(?:公告\s*)?(?P<n>\d{1,6})(?!\d)(?![号点时分日月年天元个米度家人次楼栋幢室层户:：./\-~～%至到])"
_ENDS = " 。.!！~～"
_VERBS = {
    "发布": "notice_publish",
    "发出": "notice_publish",
    "作废": "notice_drop",
    "不发": "notice_drop",
    "拆开": "notice_split",
    "拆分": "notice_split",
    "公告": "notice_show",
}
_LISTED = frozenset({"公告", "待核实", "待审", "待审公告", "待发布", "公告列表"})
_PARTS = {
    "时间": "time",
    "时段": "time",
    "地点": "place",
    "范围": "place",
    "区域": "place",
    "小区": "place",
    "原因": "reason",
    "电话": "phone",
    "热线": "phone",
}
_ALONE = re.compile(rf"^(?P<word>{'|'.join(_VERBS)}){_SEP}(?:{_NUM})?(?:{_SEP}(?P<rest>.*))?$", re.S)
_AMEND = re.compile(
    rf"^(?:改|更正|修改)(?=[\s:：\d公]|{'|'.join(_PARTS)}){_SEP}(?:{_NUM})?{_SEP}"
    rf"(?:(?P<part>{'|'.join(_PARTS)}){_SEP}(?:改?[为成到])?{_SEP})?(?P<rest>.+)$",
    re.S,
)
_ALIAS = re.compile(
    rf"^(?:地名|别名){_SEP}(?:{_NUM})?{_SEP}(?P<name>[^=＝\s]*?)\s*(?:[=＝]|就是|[是指](?=[^=＝]))\s*(?P<area>\S+?)[{_ENDS}]*$"
)
_PICK = re.compile(rf"^(?:地名|别名)\s*{_NUM}\s+(?P<area>\d)$")
_CLARIFY = re.compile(rf"^澄清{_SEP}(?:{_NUM})?{_SEP}(?P<rest>.+)$", re.S)
_UNTIL = re.compile(r"[\s,，、。;；]*(?:有效|截止)?[到至](?P<until>[^\s,，。;；]{2,12})$")
_POST = re.compile(rf"^(?:发公告|公告{_SEP}(?=\n|[:：])|发布公告){_SEP}(?P<rest>.{{8,}})$", re.S)


def parse_notice_command(
    text: str, *, quotes: str = "", now: datetime, tz: ZoneInfo, addressed: bool
) -> Command | None:
    """The command about a notice that a line of the staff is, or None; ``addressed`` says that it is said at the desk:
    in private, in a staff room, or to the bot. ``now`` is aware; ``until`` of a 澄清 is given in its zone.

    Verbs: notice_publish, notice_amend (``target`` the part), notice_drop, notice_split, notice_alias (``text`` the
    name, ``target`` the place or the number of a candidate), notice_clarify, notice_show, notice_list, notice_post.
    """
    line = _MENTION.sub("", text.translate(_FULL_WIDTH)).strip()
    numbers = {int(n) for n in _QUOTED.findall(quotes.translate(_FULL_WIDTH))}
    if not line or len(line) > LONGEST or not (addressed or numbers):
        return None
    quoted = next(iter(numbers)) if len(numbers) == 1 else None
    if line.strip(_ENDS) in _LISTED and quoted is None:
        return Command("notice_list", why=("待审公告",))
    return (
        _posted(line)
        or _alone(line, quoted)
        or _amended(line, quoted)
        or _named(line, quoted)
        or _clarified(line, quoted, now, tz)
    )


def _number(found: re.Match[str], quoted: int | None) -> int | None:
    return int(found["n"]) if found["n"] else quoted


def _posted(line: str) -> Command | None:
    found = _POST.match(line)
    return Command("notice_post", text=found["rest"].strip(), why=("发公告",)) if found else None


def _alone(line: str, quoted: int | None) -> Command | None:
    found = _ALONE.match(line)
    if found is None:
        return None
    number, rest = _number(found, quoted), (found["rest"] or "").strip(_ENDS)
    verb = _VERBS[found["word"]]
    if (rest and verb != "notice_drop") or (rest and number is None) or (verb == "notice_show" and number is None):
        return None
    return Command(verb, number, rest, why=(found["word"],))


def _amended(line: str, quoted: int | None) -> Command | None:
    found = _AMEND.match(line)
    if found is None or not (found["n"] or found["part"] or quoted):
        return None
    part = _PARTS[found["part"]] if found["part"] else ""
    return Command("notice_amend", _number(found, quoted), found["rest"].strip(), part, why=("改",))


def _named(line: str, quoted: int | None) -> Command | None:
    found = _PICK.match(line) or _ALIAS.match(line)
    if found is None:
        return None
    name = found.groupdict().get("name") or ""
    return Command("notice_alias", _number(found, quoted), name, found["area"], why=("地名",))


def _clarified(line: str, quoted: int | None, now: datetime, tz: ZoneInfo) -> Command | None:
    found = _CLARIFY.match(line)
    if found is None:
        return None
    said, ends = found["rest"].strip(), _UNTIL.search(found["rest"].strip())
    until, left = read_until(ends["until"], now, tz) if ends else (None, "")
    if ends and until and not left:
        said = said[: ends.start()]
    else:
        until = None
    return Command("notice_clarify", _number(found, quoted), said.strip(), until=until, why=("澄清",))
