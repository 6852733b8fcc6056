"""Hours as people write them in a command: 明天下午, 后天, 周五上午, 7月4日, 3天后, 两小时后, 今晚8点半."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "日": 7, "天": 7}
_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_DAYS = {"今": 0, "明": 1, "后": 2, "大后": 3}
_PARTS = {
    "凌晨": 6,
    "早上": 9,
    "早晨": 9,
    "早": 9,
    "上午": 12,
    "中午": 13,
    "下午": 18,
    "傍晚": 19,
    "晚上": 22,
    "夜里": 22,
    "晚": 22,
}
_END_OF_WORK = 18

_SPAN = re.compile(rf"(?P<n>{_NUMBER}|半)\s*个?(?P<unit>小时|钟头|分钟|天|周|星期)(?:之?后|以后|内)?")
_DAY = re.compile(
    r"(?:(?P<near>大后|今|明|后)(?:天|日|(?=[早晚]))"
    r"|(?P<next>下下|下|本|这)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天1-7])"
    rf"|(?:(?P<month>{_NUMBER})\s*月\s*)?(?P<day>{_NUMBER})\s*[日号])"
)
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_CLOCK = re.compile(
    rf"(?P<hour>{_NUMBER})\s*(?:[:：](?P<min>\d{{2}})|[点时](?:(?P<half>半)|(?P<quarter>一刻)|(?P<m>\d{{1,2}})分?)?)"
)
_LEAD = re.compile(r"^[\s,，、:：]*(?:延|推迟)?[到至]?\s*")
_TAIL = re.compile(r"^\s*(?:之前|以前|前|再说|再来|左右)?[\s,，、。:：;；]*")


def read_until(text: str, now: datetime, tz: ZoneInfo) -> tuple[datetime | None, str]:
    """The hour that ``text`` begins with, in the zone of ``now`` (aware), and the rest; (None, text) without one.

    A day without an hour means 18:00 of it, a part of a day its end (上午 12:00, 下午 18:00, 晚上 22:00; 早 9:00).
    """
    body = _LEAD.sub("", text, count=1)
    local = now.astimezone(tz)
    if span := _SPAN.match(body):
        return now + _length(span), _rest(body, span.end())
    day_found = _DAY.match(body)
    at = day_found.end() if day_found else 0
    day = _day(day_found, local.date()) if day_found else None
    part = _PART.match(body, _skip(body, at))
    at = part.end() if part else at
    clock = _CLOCK.match(body, _skip(body, at))
    at = clock.end() if clock else at
    if not (day_found or part or clock) or (day_found and day is None):
        return None, text.strip()
    hour = _hour(clock, part[0] if part else "")
    if hour is None:
        return None, text.strip()
    return _moment(day, hour, local, sure=part is not None).astimezone(now.tzinfo), _rest(body, at)


def number(text: str) -> int:
    """``12``, ``十二``, ``两`` as a number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text]
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _rest(text: str, at: int) -> str:
    return _TAIL.sub("", text[at:], count=1).strip()


def _length(found: re.Match[str]) -> timedelta:
    n = 0.5 if found["n"] == "半" else float(number(found["n"]))
    unit = found["unit"]
    if unit in ("小时", "钟头"):
        return timedelta(hours=n)
    if unit == "分钟":
        return timedelta(minutes=n)
    return timedelta(days=n if unit == "天" else 7 * n)


def _day(found: re.Match[str], today: date) -> date | None:
    if found["near"]:
        return today + timedelta(days=_DAYS[found["near"]])
    if found["weekday"]:
        return _weekday(found["next"] or "", number(found["weekday"]), today)
    return _date(number(found["month"]) if found["month"] else None, number(found["day"]), today)


def _weekday(which: str, wanted: int, today: date) -> date:
    monday = today - timedelta(days=today.isoweekday() - 1)
    weeks = {"下下": 2, "下": 1}.get(which, 0)
    day = monday + timedelta(days=7 * weeks + wanted - 1)
    return day + timedelta(days=7) if not which and day < today else day


def _date(month: int | None, day: int, today: date) -> date | None:
    """The next such date; None when there is none (31 of a short month, month 13)."""
    for ahead in range(13):
        year, index = divmod(today.month - 1 + ahead, 12)
        if month and index + 1 != month:
            continue
        try:
            found = date(today.year + year, index + 1, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _hour(clock: re.Match[str] | None, part: str) -> time | None:
    if clock is None:
        return time(_PARTS.get(part, _END_OF_WORK))
    hour = number(clock["hour"])
    minute = 30 if clock["half"] else 15 if clock["quarter"] else int(clock["min"] or clock["m"] or 0)
    if part in ("下午", "傍晚", "晚上", "晚", "夜里") and hour < 12:
        hour += 12
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _moment(day: date | None, hour: time, local: datetime, *, sure: bool) -> datetime:
    """The local moment; an hour without a day is the next such hour (8点 said at 10:00 is 20:00, without 上午)."""
    at = datetime.combine(day or local.date(), hour, local.tzinfo)
    if day or at > local:
        return at
    later = at + timedelta(hours=12)
    return later if not sure and hour.hour < 12 and later > local else at + timedelta(days=1)
