"""What a text says of its days that does not fit together: a weekday that is another day's, a year that is left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from models.words import Service
from notices.blocks import Window
from notices.doubts import YEARLESS

FAR = 60
"""Days from the publishing date beyond which a day without a year may be meant of another one."""
_WEEK = "一二三四五六日"
_DATED = re.compile(
    r"(?:(?P<year>20\d\d)\s*[年./-]\s*)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*[月./-]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日号]?"
    r"\s*[(（,，]?\s*(?:星期|周|礼拜)(?P<week>[一二三四五六日天])(?![一二三四五六日天\-至到~末])"
)
_IMPOSSIBLE = re.compile(
    r"(?<!\d)(?:(?:1[3-9]|[2-9]\d|00?)\s*月\s*(?=\d)|(?:1[0-2]|0?[1-9])\s*月\s*(?:3[2-9]|[4-9]\d|00?)\s*[日号])"
    r"|(?<![\d:.\-/])(?:(?:2[5-9]|[3-9]\d):[0-5]\d|(?:[01]?\d|2[0-4]):[6-9]\d)(?![\d:])"
)
_NEXT_DAY = re.compile(r"[次翌隔]日|次晨|翌晨|第二天|凌晨|明[早天日]|夜|通宵|跨日")
LONG, LONG_ROAD = timedelta(days=31), timedelta(days=400)
"""How long supply may be off, or a road closed, before somebody must look at it (ours, D)."""
DAY, EVENING = timedelta(days=1), time(18)
_YEAR = re.compile(r"(?<!\d)20\d\d\s*[年./-]")


def weekdays(plain: str, published: datetime) -> Iterator[str]:
    """Weekdays that stand beside a date and are not its own; ``published`` local, naive."""
    for found in _DATED.finditer(plain):
        of, said = _date(found, published.date()), found["week"].replace("天", "日")
        if of and _WEEK[of.weekday()] != said:
            yield f"写的是{of.month}月{of.day}日星期{said}，{of.year}年那天是星期{_WEEK[of.weekday()]}"


def _date(found: re.Match[str], around: date) -> date | None:
    """The day that is written, without a year the nearest one; None when there is no such day."""
    years = (int(found["year"]),) if found["year"] else (around.year - 1, around.year, around.year + 1)
    days = [d for year in years if (d := _of(year, int(found["month"]), int(found["day"])))]
    return min(days, key=lambda d: abs((d - around).days), default=None)


def _of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def impossible(plain: str) -> Iterator[str]:
    """Months, days and clocks that do not exist, which no reading may pass over."""
    yield from (f"写的日期或时间不存在：{found[0].strip()}" for found in _IMPOSSIBLE.finditer(plain))


def lengths(plain: str, spans: Sequence[Window], service: Service | None) -> Iterator[str]:
    """Windows that last for months without supply, or begin by day and end on a morning that nobody wrote."""
    both = [(w.start, w.end) for w in spans if w.start and w.end]
    longest = LONG_ROAD if service is Service.ROAD else LONG
    yield from (f"从{_day(a)}到{_day(b)}有 {(b - a).days} 天，时间可能写错了" for a, b in both if b - a > longest)
    for start, end in both:
        rolled = timedelta() < end - start < DAY and end.date() > start.date() and end.time() > time.min
        if rolled and start.time() < EVENING and not _NEXT_DAY.search(plain) and not _written(plain, end):
            yield f"写的是 {start:%H:%M} 至 {end:%H:%M}，没有写次日，结束早于开始"


def _written(plain: str, day: datetime) -> bool:
    """Whether the text itself names that day of a month."""
    return bool(re.search(rf"(?<!\d)0?{day.day}\s*[日号]|[月./-]\s*0?{day.day}(?!\d)", plain))


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def years(plain: str, spans: Sequence[Window], published: datetime) -> Iterator[str]:
    """A day without a year whose nearest one is far from the publishing date."""
    times = [t for w in spans for t in (w.start, w.end) if t]
    if not times or _YEAR.search(plain):
        return
    near = min(times, key=lambda t: abs(t - published))
    gap = (near.date() - published.date()).days
    if abs(gap) > FAR:
        yield f"{YEARLESS}，{near.month}月{near.day}日最近也在发布的{gap if gap > 0 else -gap} 天{'后' if gap > 0 else '前'}"


def contradictions(
    plain: str, spans: Sequence[Window], published: datetime, service: Service | None
) -> tuple[str, ...]:
    """All of it."""
    return (
        *impossible(plain),
        *weekdays(plain, published),
        *years(plain, spans, published),
        *lengths(plain, spans, service),
    )
