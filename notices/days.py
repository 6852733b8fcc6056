"""How a time is said to residents: 今天（3日）/ 明天（4日）/ 周五（7月10日）, ranges and durations. All times local, naive.

The date always stands beside 今天 and 明天, since a text may be read the next morning.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_WEEK = "一二三四五六日"
_NEAR = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}


def day(of: date, today: date) -> str:
    """``今天（3日）`` … ``后天（5日）``, ``周五（6月12日）`` within a week, else ``6月20日``; the year when it differs."""
    gap = (of - today).days
    if gap in _NEAR:
        return f"{_NEAR[gap]}（{of.day}日）"
    plain = f"{of.month}月{of.day}日" if of.year == today.year else f"{of.year}年{of.month}月{of.day}日"
    return f"周{_WEEK[of.weekday()]}（{plain}）" if 0 < gap < 7 else plain


def clock(at: datetime) -> str:
    """``8:30``."""
    return f"{at.hour}:{at.minute:02d}"


def moment(at: datetime, today: date) -> str:
    """``明天（4日）8:30``; midnight at the end of a day is ``今天（3日）24:00``."""
    if at.time() == time.min:
        return _joined(day(at.date() - timedelta(days=1), today), "24:00")
    return _joined(day(at.date(), today), clock(at))


def hour(at: datetime, today: date) -> str:
    """``14:20`` for today, else as ``moment``."""
    return clock(at) if at.date() == today else moment(at, today)


def window(start: datetime | None, end: datetime | None, today: date) -> str:
    """``明天（4日）8:30–17:00``, ``… 22:00 至次日 6:00``, ``… 8:30 起``, ``… 17:00 前``; "" when nothing is known."""
    if start and end:
        return _both(start, end, today)
    if start:
        return f"{_joined(day(start.date(), today), clock(start))} 起"
    return f"{moment(end, today)} 前" if end else ""


def span(start: datetime, end: datetime) -> str:
    """The hours alone: ``8:30–17:00``, ``22:00 至次日 6:00``."""
    if end.date() == start.date():
        return f"{clock(start)}–{clock(end)}"
    if end.time() == time.min and end.date() - start.date() == timedelta(days=1):
        return f"{clock(start)}–24:00"
    return f"{clock(start)} 至次日 {clock(end)}"


def _both(start: datetime, end: datetime, today: date) -> str:
    first = day(start.date(), today)
    if start.time() == end.time() == time.min:
        last = end.date() - timedelta(days=1)
        return f"{first}全天" if last == start.date() else f"{first}至{day(last, today)}"
    if end.date() - start.date() <= timedelta(days=1):
        return _joined(first, span(start, end))
    return f"{_joined(first, clock(start))} 至{moment(end, today)}"


def _joined(of: str, rest: str) -> str:
    return f"{of}{rest}" if of.endswith("）") else f"{of} {rest}"


def length(start: datetime, end: datetime) -> str:
    """``9 小时``, ``2 小时 30 分``, ``3 天``; "" when it is not positive."""
    minutes = int((end - start).total_seconds() // 60)
    if minutes <= 0:
        return ""
    if minutes >= 48 * 60:
        return f"{round(minutes / 1440)} 天"
    hours, rest = divmod(minutes, 60)
    return " ".join(p for p in (f"{hours} 小时" if hours else "", f"{rest} 分" if rest else "") if p)
