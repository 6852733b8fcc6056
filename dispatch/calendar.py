"""Working days by the Chinese holiday calendar; beyond its data Monday to Friday, and ``known`` says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

_FIRST = min(chinese_calendar.holidays).year
_LAST = max(chinese_calendar.holidays).year


def known(day: date) -> bool:
    """Whether the holiday data covers the year of ``day``."""
    return bool(_FIRST <= day.year <= _LAST)


def last_known_year() -> int:
    """The last year whose holidays the data holds."""
    return int(_LAST)


def is_workday(day: date) -> bool:
    """Whether people work on ``day``: holidays and shifted weekends as the State Council published them."""
    weekday = day.weekday() < 5
    return bool(chinese_calendar.is_workday(day)) if known(day) else weekday


def add_workdays(start: datetime, days: int, tz: ZoneInfo) -> datetime:
    """``days`` working days after ``start`` (aware), at the same local hour; from a day off it counts from the next day on."""
    local = start.astimezone(tz)
    day, left = local.date(), days
    while left > 0:
        day += timedelta(days=1)
        left -= is_workday(day)
    return datetime.combine(day, local.time(), tz).astimezone(start.tzinfo)


def workdays_between(start: datetime, end: datetime, tz: ZoneInfo) -> int:
    """How many working days begin after ``start`` and not after ``end`` (both aware); 0 when it is not later."""
    day, last, count = start.astimezone(tz).date(), end.astimezone(tz).date(), 0
    while day < last:
        day += timedelta(days=1)
        count += is_workday(day)
    return count


def next_duty(at: datetime, begins: time, ends: time, tz: ZoneInfo) -> datetime:
    """``at`` itself when it lies in the daily duty hours, else the next local ``begins``."""
    local = at.astimezone(tz)
    if begins <= local.time() < ends:
        return at
    day = local.date() + timedelta(days=local.time() >= ends)
    return datetime.combine(day, begins, tz).astimezone(at.tzinfo)


def add_duty(start: datetime, span: timedelta, begins: time, ends: time, tz: ZoneInfo) -> datetime:
    """``span`` after ``start``, counted only within the daily duty hours ``begins``–``ends`` (local)."""
    at, left = next_duty(start, begins, ends, tz), span
    while True:
        local = at.astimezone(tz)
        room = datetime.combine(local.date(), ends, tz) - local
        if left <= room:
            return at + left
        left -= room
        at = next_duty(at + room, begins, ends, tz)
