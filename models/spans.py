"""Periods by name: a day, an ISO week, a month, a quarter, a year, or two days and all between them. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK, MONTH, QUARTER, YEAR, DAYS = "day", "week", "month", "quarter", "year", "days"
KINDS = (DAY, WEEK, MONTH, QUARTER, YEAR)
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.I)
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"(\d{4})")


@dataclass(frozen=True, slots=True)
class Span:
    """A period of local days, both ends included; ``name`` is ``2026-11-24``, ``2026-W47``, ``2026-11``, ``2026Q4``,
    ``2026``, or ``2026-11-01..2026-11-09``."""

    kind: str
    name: str
    first: date
    last: date

    @property
    def before(self) -> Span:
        """The period of the same kind (or length) just before."""
        if self.kind == DAYS:
            length = self.last - self.first
            end = self.first - timedelta(days=1)
            return days_span(end - length, end)
        return span_of(self.kind, self.first - timedelta(days=1))


def span_of(kind: str, day: date) -> Span:
    """The day, week, month, quarter or year that a day lies in."""
    if kind == WEEK:
        first = day - timedelta(days=day.weekday())
        year, week, _ = day.isocalendar()
        return Span(WEEK, f"{year}-W{week:02}", first, first + timedelta(days=6))
    if kind == MONTH:
        return Span(MONTH, f"{day:%Y-%m}", day.replace(day=1), _month_end(day.year, day.month))
    if kind == QUARTER:
        number = (day.month + 2) // 3
        first = date(day.year, 3 * number - 2, 1)
        return Span(QUARTER, f"{day:%Y}Q{number}", first, _month_end(day.year, 3 * number))
    if kind == YEAR:
        return Span(YEAR, f"{day:%Y}", date(day.year, 1, 1), date(day.year, 12, 31))
    return Span(DAY, day.isoformat(), day, day)


def days_span(first: date, last: date) -> Span:
    """Two days and all between them."""
    return span_of(DAY, first) if first == last else Span(DAYS, f"{first}..{last}", first, last)


def read_span(text: str) -> Span:
    """The period of a name; ValueError for one that is none."""
    name = text.strip()
    if found := _WEEK.fullmatch(name):
        return span_of(WEEK, date.fromisocalendar(int(found[1]), int(found[2]), 1))
    if found := _QUARTER.fullmatch(name):
        return span_of(QUARTER, date(int(found[1]), 3 * int(found[2]), 1))
    if found := _MONTH.fullmatch(name):
        return span_of(MONTH, date(int(found[1]), int(found[2]), 1))
    if found := _YEAR.fullmatch(name):
        return span_of(YEAR, date(int(found[1]), 1, 1))
    first, _, last = name.partition("..")
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if end < start:
        raise ValueError(f"{end} 早于 {start}")
    return days_span(start, end)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
