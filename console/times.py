"""Times as a person reads them, and clocks that turn amber and red."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

AMBER = timedelta(minutes=30)
AMBER_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline on a page. ``tone`` is ok, amber, red or done; ``name`` says which clock it is; ``by`` local ``HH:MM``."""

    name: str
    text: str
    tone: str
    by: str


def span(length: timedelta) -> str:
    """A length of time in its largest fitting unit: 45 秒, 12 分, 3 小时 20 分, 2 天; never negative."""
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return f"{seconds} 秒"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} 分"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} 天"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"


def minutes(value: float | None) -> str:
    """A median of minutes for a person, — for nothing."""
    return "—" if value is None else span(timedelta(minutes=value))


def day_and_time(at: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Local ``HH:MM`` when it is today, with the day before it otherwise; both arguments aware."""
    local, today = at.astimezone(tz), now.astimezone(tz)
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local.month}月{local.day}日 {local:%H:%M}"


def running(name: str, by: datetime, since: datetime, now: datetime, tz: ZoneInfo) -> Clock:
    """A clock that runs: red when it is over, amber in its last quarter, at most the last 30 minutes; all aware."""
    left = by - now
    if left < timedelta(0):
        return Clock(name, f"超 {span(-left)}", "red", day_and_time(by, now, tz))
    near = left <= min(AMBER, (by - since) * AMBER_SHARE)
    return Clock(name, f"剩 {span(left)}", "amber" if near else "ok", day_and_time(by, now, tz))


def stopped(name: str, by: datetime | None, at: datetime, now: datetime, tz: ZoneInfo) -> Clock:
    """A clock that was stopped at ``at``: done, or red when that was too late."""
    late = by is not None and at > by
    text = f"迟 {span(at - by)}" if late and by else day_and_time(at, now, tz)
    return Clock(name, text, "red" if late else "done", day_and_time(by, now, tz) if by else "")
