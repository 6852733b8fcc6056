"""From words of time to stretches: ranges, points, whole days, daily windows, durations, with where they stand.

days    = day ("、" day)* | day dash day          9日、11日、16日 · 8月4日～8月6日
stretch = days? EACH? (window | hour | WHOLE) ("、" window)*
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from notices import dates
from notices.cursor import DASH, DAYS, Cursor, Hour, Window
from notices.dates import Day
from notices.tokens import CLOCK, DATE, EACH, LASTS, MONTH, PART, WHOLE, Token

_FAR, _MOST = 400, 62
_LIST = re.compile(r"\s*[、,和及与]\s*")
_TO_CLOCK = re.compile(
    r"[\s,(:|]*(?:(?:这|的)?[一二三四五六七八九两]天|(?:连续)?\d+天|期间|的?[一二三两]个|当天|都是|均为|仍是|还是|钟点还是|钟点|时段|时间|分别?为|的|在|自|从|于|[,(:\s])*"
)
_AFTER_EACH = re.compile(r"[\s,:(]*(?:只在|仍是|还是|都是|均为|的)?[\s:]*")
_SAID = re.compile(r"^[\s,(]*(?:这|连续|共|为期)$")
_MORE = re.compile(r"\s*[、,;和及与]\s*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in the text, ``plain[at:to]``. ``kind``: range, point, day (no clock), days, lasts (only ``minutes``).

    ``loose``: a bare hour such as 8点半, which may be meant after noon. ``broken``: a date that does not exist.
    """

    kind: str
    at: int
    to: int
    start: datetime | None = None
    end: datetime | None = None
    minutes: int = 0
    loose: bool = False
    broken: bool = False
    dated: bool = True
    loop: int = 0


def stretches(plain: str, published: datetime) -> list[Stretch]:
    """All stretches of ``plain`` in reading order; ``published`` local, naive. Linear in the text."""
    return list(_Reader(plain, published).run())


class _Reader:
    def __init__(self, plain: str, published: datetime) -> None:
        self._plain, self._published = plain, published
        self._words = Cursor(plain)
        self._tokens = self._words.tokens
        self._last: tuple[int, date] | None = None
        self._i = 0

    def run(self) -> Iterator[Stretch]:
        while self._i < len(self._tokens):
            before = self._i
            yield from self._stretch()
            self._i = max(self._i, before + 1)

    # -- building stretches

    def _stretch(self) -> Iterator[Stretch]:
        token = self._tokens[self._i]
        if token.kind == LASTS:
            self._i += 1
            yield Stretch("lasts", token.start, token.end, minutes=token.minute)
        elif token.kind == MONTH:
            yield from self._monthly(token)
        elif token.kind in DAYS:
            yield from self._dated()
        elif token.kind in (PART, CLOCK, EACH, WHOLE):
            yield from self._undated()
        else:
            self._i += 1

    def _dated(self) -> Iterator[Stretch]:
        start = self._tokens[self._i].start
        days, through, i = self._days(self._i)
        end = self._tokens[i - 1].end
        self._last = (end, days[-1].date)
        i = self._over_lasts(i)
        close = i < len(self._tokens) and _TO_CLOCK.fullmatch(self._plain, end, self._tokens[i].start)
        if close and (found := list(self._clocks(i, days, start, through))):
            yield from found
            return
        self._i = i
        self._last = (end, days[-1].date)
        yield from self._whole_days(days, through, start, end)

    def _over_lasts(self, i: int) -> int:
        """``连续5天`` and ``这三天`` between the days and their hours say nothing new."""
        return i + 1 if self._words.kind(i) == LASTS and _SAID.search(self._words.gap(i)) else i

    def _days(self, i: int) -> tuple[list[Day], bool, int]:
        group, i = self._words.group(i)
        days = [self._resolve(group, None)]
        while len(days) < _MOST and self._words.kind(i) in DAYS and _LIST.fullmatch(self._words.gap(i)):
            group, i = self._words.group(i)
            days.append(self._resolve(group, days[-1].date))
        if (
            len(days) == 1
            and i < len(self._tokens)
            and self._words.kind(i) in DAYS
            and DASH.fullmatch(self._words.gap(i))
        ):
            group, j = self._words.group(i)
            last = self._resolve(group, days[0].date)
            return [days[0], last], True, j
        return days, False, i

    def _resolve(self, group: list[Token], after: date | None) -> Day:
        return dates.resolve(group, self._published, last=self._last[1] if self._last else None, after=after)

    def _clocks(self, i: int, days: list[Day], start: int, through: bool) -> Iterator[Stretch]:
        each = self._words.kind(i) == EACH
        if each:
            i += 1
            if not _AFTER_EACH.fullmatch(self._words.gap(i)):
                return
        if self._words.kind(i) == WHOLE:
            self._i = i + 1
            for whole in self._whole_days(days, through, start, self._tokens[i].end):
                yield replace(whole, kind="range")
            return
        while True:
            hour, window, j = self._words.window(i)
            if window:
                self._i = j
                yield from self._ranges(window, _expand(days, through), start, through)
            elif hour and not (through and each):
                self._i = j
                yield self._point_or_end(hour, days, start, through)
                return
            else:
                return
            if (
                j >= len(self._tokens)
                or not _MORE.fullmatch(self._words.gap(j))
                or self._words.kind(j) not in (PART, CLOCK)
            ):
                return
            i, start = j, self._tokens[j].start

    def _point_or_end(self, hour: Hour, days: list[Day], start: int, through: bool) -> Stretch:
        if through:
            begin = dates.at(days[0].date, (0, 0))
            return Stretch("range", start, hour.to, begin, self._moment(hour, days[1]), broken=days[1].broken)
        return self._point(hour, days[-1], start, dated=True)

    def _point(self, hour: Hour, day: Day, start: int, *, dated: bool) -> Stretch:
        moment = self._moment(hour, day)
        return Stretch(
            "point", start, hour.to, moment, loose=hour.bare and not day.part, broken=day.broken, dated=dated
        )

    def _moment(self, hour: Hour, day: Day) -> datetime:
        return dates.at(day.date, dates.hour(hour.clock, hour.part or day.part))

    def _ranges(self, window: Window, days: list[Day], start: int, through: bool) -> Iterator[Stretch]:
        ends = self._round_the_clock(window, days) if through else None
        if ends:
            yield replace(ends, at=start, to=window.to)
            return
        for loop, day in enumerate(days):
            begin = self._moment(window.first, day)
            end, broken = self._end(window, begin, day)
            self._last = (window.to, end.date() if window.day else day.date)
            yield Stretch("range", start, window.to, begin, end, broken=day.broken or broken, loop=loop)

    def _round_the_clock(self, window: Window, days: list[Day]) -> Stretch | None:
        if (window.first.clock.hour, window.last.clock.hour) != (0, 24):
            return None
        return Stretch("days", 0, 0, dates.at(days[0].date, (0, 0)), dates.at(days[-1].date, (24, 0)))

    def _end(self, window: Window, begin: datetime, day: Day) -> tuple[datetime, bool]:
        if window.day:
            named = dates.resolve(window.day, self._published, last=day.date, after=begin.date())
            return self._moment(window.last, Day(named.date, named.part)), named.broken
        part = window.last.part or (
            window.first.part or day.part if window.last.clock.loose or window.first.part else ""
        )
        if not window.last.part and part and not dates.afternoon(part):
            part = ""
        end = dates.at(begin.date() if begin.time() else day.date, dates.hour(window.last.clock, part))
        plain = dates.at(day.date, dates.hour(window.last.clock, window.last.part))
        if part and not window.last.part and not (begin < end <= begin + timedelta(hours=12)):
            end = plain
        return (end if end > begin else end + timedelta(days=1)), False

    def _whole_days(self, days: list[Day], through: bool, start: int, end: int) -> Iterator[Stretch]:
        broken = any(d.broken for d in days)
        if through:
            first, last = dates.at(days[0].date, (0, 0)), dates.at(days[1].date, (24, 0))
            yield Stretch("days", start, end, first, last, broken=broken)
            return
        for loop, day in enumerate(days):
            midnight = dates.at(day.date, (0, 0))
            yield Stretch("day", start, end, midnight, midnight + dates.ONE, broken=broken, loop=loop)

    # -- without a date

    def _undated(self) -> Iterator[Stretch]:
        i = self._i
        start = self._tokens[i].start
        if self._words.kind(i) in (EACH, WHOLE):
            self._i = i + 1
            return
        hour, window, j = self._words.window(i)
        self._i = max(j, i + 1)
        day = Day(self._context(start, wide=window is not None))
        if window:
            yield from (replace(s, dated=False) for s in self._ranges(window, [day], start, False))
        elif hour:
            yield self._point(hour, day, start, dated=False)

    def _context(self, at: int, *, wide: bool) -> date:
        """The day that was named before: for a window in the lines just above, for a point in the same sentence."""
        if self._last is None:
            return self._published.date()
        between = self._plain[max(self._last[0], at - _FAR) : at]
        if wide:
            far = between.count("\n") > 1 or len(between) == _FAR
        elif self._last[1] < self._published.date():
            far = re.search(r"\n|预计|将|争取|估计|计划", between) is not None
        else:
            far = re.search(r"[。!?\n]", between) is not None
        return self._published.date() if far else self._last[1]

    def _monthly(self, token: Token) -> Iterator[Stretch]:
        self._i += 1
        if self._words.kind(self._i) != EACH or "周" not in self._tokens[self._i].word:
            return
        weekday = "一二三四五六日".index(self._tokens[self._i].word[-1].replace("天", "日"))
        year = dates.resolve(
            [Token(DATE, 0, 0, month=token.month, day=1)], self._published, last=None, after=None
        ).date.year
        first = date(year, token.month or 1, 1)
        days = [
            Day(d) for n in range(31) if (d := first + n * dates.ONE).month == first.month and d.weekday() == weekday
        ]
        _, window, j = self._words.window(self._i + 1)
        if window:
            self._i = j
            yield from self._ranges(window, days, token.start, False)


def _expand(days: list[Day], through: bool) -> list[Day]:
    if not through:
        return days
    first, last = days[0].date, days[1].date
    return [Day(first + n * dates.ONE) for n in range(min((last - first).days, 366) + 1)]
