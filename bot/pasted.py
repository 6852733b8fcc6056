"""A chat as WeChat copies it, as lines that somebody said. Pure: text in, lines and what could not be read out.

Read are (a paste is of one form throughout)::

    张三  2026/7/3 09:01          a head with a time, then the text; the date may be 2026-07-03, 2026年7月3日, 7月3日,
    停水了吗？                     昨天, 星期五 or missing, the time 9:01, 09:01:22, 上午9:01 or 下午3:20
    2026-07-03 09:01:22 张三      the same with the time in front, also [09:01] 张三: 停水了吗？
    ————— 2026-07-03 —————        a day for the heads that follow
    张三:                         a head without a time, when no head of the paste has one
    停水了吗？
    张三：停水了吗？               or both in one line

A text that begins with 「李四：停水了」 and a line of dashes quotes; [图片] and the like are kinds of messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.assisted import Said

_TIME = r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?\s*(?P<hour>[01]?\d|2[0-3])[:：](?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?"
_DATE = (
    r"(?:(?:(?P<year>\d{4})[-/.年])?(?P<month>1[0-2]|0?[1-9])[-/.月](?P<day>3[01]|[12]\d|0?[1-9])日?"
    r"|(?P<ago>前天|昨天|今天)|(?:星期|周)(?P<week>[一二三四五六日天]))"
)
_STAMP = rf"(?:{_DATE}\s*(?:(?:星期|周)[一二三四五六日天])?\s*)?{_TIME}"
_NICK = r"(?P<nick>[^\s:：][^:：]{0,38}?)(?<!时间)(?<!日期)(?<!预计)(?<!计划)"
_HEADS = (
    re.compile(rf"^{_NICK}\s*[:：]?\s+{_STAMP}[:：]?(?P<text>)$"),
    re.compile(rf"^\[?{_STAMP}\]?\s+{_NICK}(?:\(\d+\)|<[^<>]+>)?\s*(?:[:：]\s*(?P<text>.*))?$"),
)
_DAY = re.compile(rf"^[\s—\-–=*]*{_DATE}\s*(?:(?:星期|周)[一二三四五六日天])?[\s—\-–=*]*$")
_ALONE = re.compile(r"^(?P<nick>[^:：「」]{1,30})[:：](?P<text>)$")
_INLINE = re.compile(r"^(?P<nick>[^:：「」\s][^:：「」]{0,29})[:：]\s*(?P<text>\S.*)$")
_SYSTEM = re.compile(
    r"^(?:.{1,60}(?:撤回了一条消息|加入了?群聊|移出了?群聊|修改群名为.*|拍了拍\s*[\x22“「].*|退出了群聊)|以(?:上|下)[是为].{0,6}消息"
    r"|.{0,30}的?聊天记录(?:如下)?[:：]?|.*(?:领取了.{0,20}红包|开启了.{0,20}验证))[。.]?$"
)
_QUOTE = re.compile(r"^「(?:[^：:」]{1,40}[：:])?(?P<quoted>.+?)」\s*\n\s*(?:[-—]\s?){3,}\s*\n(?P<text>.+)$", re.DOTALL)
_AFTERNOON = frozenset({"下午", "晚上"})
_BACK = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read, in order, and the lines (1-based, with their text) that belong to nobody."""

    lines: tuple[Said, ...]
    unknown: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    nick: str
    day: date | None = None
    at: time | None = None
    text: str = ""


def read_paste(text: str, *, now: datetime, day: date | None = None) -> Pasted:
    """Read a pasted chat. ``now`` is local and naive; ``day`` is the day of the first line when the chat says none.

    Without ``day`` a time without a date is the last such time before ``now``. Dates without a year are past ones.
    """
    rows = [(number, line.strip("\ufeff\u200b \t\r")) for number, line in enumerate(text.splitlines(), start=1)]
    said, unknown = _collect(rows, _form(rows), now)
    return Pasted(tuple(_timed(said, now, day)), tuple(unknown))


def _form(rows: Sequence[tuple[int, str]]) -> tuple[re.Pattern[str], bool]:
    """What a head of this paste looks like, as the first one does, and whether it states a whole date.

    A text may hold a line like one ("恢复 17:00"); where heads state a whole date, such a line is no head.
    """
    for _, line in rows:
        for head in _HEADS:
            if found := head.match(line):
                return head, bool(found["year"])
    return (_ALONE if any(_ALONE.match(line) for _, line in rows) else _INLINE), False


def _collect(
    rows: Sequence[tuple[int, str]], form: tuple[re.Pattern[str], bool], now: datetime
) -> tuple[list[tuple[_Head, list[str]]], list[tuple[int, str]]]:
    said: list[tuple[_Head, list[str]]] = []
    unknown: list[tuple[int, str]] = []
    day: date | None = None
    for number, line in rows:
        if separator := _DAY.match(line):
            day = _date(separator, now.date())
        elif head := _head(number, line, form, now):
            day = head.day or day
            said.append((replace(head, day=day), [head.text]))
        elif said:
            said[-1][1].append("" if _SYSTEM.match(line) else line)
        elif line and not _SYSTEM.match(line):
            unknown.append((number, line))
    return said, unknown


def _head(number: int, line: str, form: tuple[re.Pattern[str], bool], now: datetime) -> _Head | None:
    head, whole = form
    found = head.match(line)
    if not found or (whole and not found["year"]):
        return None
    nick, text = found["nick"].strip(), found["text"] or ""
    if head not in _HEADS:
        return _Head(number, nick, text=text)
    return _Head(number, nick, _date(found, now.date()), _time(found), text)


def _time(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if (found["half"] in _AFTERNOON and hour < 12) or (found["half"] == "中午" and hour < 3):
        hour += 12
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _date(found: re.Match[str], today: date) -> date | None:
    """The day that a head or a separator names; None when it names none, or one that does not exist."""
    if found["ago"]:
        return today - timedelta(days={"今天": 0, "昨天": 1, "前天": 2}[found["ago"]])
    if found["week"]:
        weekday = "一二三四五六日".index(found["week"].replace("天", "日"))
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    if not found["month"]:
        return None
    try:
        stated = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
        return stated.replace(year=today.year - 1) if not found["year"] and stated > today else stated
    except ValueError:
        return None


def _timed(said: Sequence[tuple[_Head, list[str]]], now: datetime, day: date | None) -> Iterator[Said]:
    """The lines with their moments; what says nothing is left out."""
    moments = _moments([head for head, _ in said], now, day)
    for (head, lines), at in zip(said, moments, strict=True):
        text = "\n".join(lines).strip()
        if text:
            own, quoted = _unquoted(text)
            yield Said(head.nick, own, at, head.line, quoted)


def _moments(heads: Sequence[_Head], now: datetime, day: date | None) -> list[datetime | None]:
    """Times without a date follow one another: one that falls far back is of the next day."""
    at: datetime | None = None
    moments: list[datetime | None] = []
    floating: list[int] = []
    for index, head in enumerate(heads):
        if head.at is None:
            moments.append(None)
            continue
        if head.day is None:
            floating.append(index)
        at = _next(head, at, day or now.date())
        moments.append(at)
    return moments if day or not floating else _shifted(moments, floating, now)


def _next(head: _Head, before: datetime | None, first: date) -> datetime:
    assert head.at is not None
    if head.day:
        return datetime.combine(head.day, head.at)
    at = datetime.combine(before.date() if before else first, head.at)
    return at + timedelta(days=1) if before and before - at > _BACK else at


def _shifted(moments: list[datetime | None], floating: Sequence[int], now: datetime) -> list[datetime | None]:
    """The undated ones as many days earlier as are needed for none to lie ahead."""
    latest = max(at for index in floating if (at := moments[index]))
    days = max(0, -(-(latest - now) // timedelta(days=1)))
    return [at - timedelta(days=days) if at and index in floating else at for index, at in enumerate(moments)]


def _unquoted(text: str) -> tuple[str, str]:
    """What was said, and what it quotes ("" = nothing)."""
    found = _QUOTE.match(text)
    return (found["text"].strip(), found["quoted"].strip()) if found else (text, "")
