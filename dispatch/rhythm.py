"""The hours of an emergency state: when rooms and the duty hear of it, how long it stands unreviewed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Limits of an emergency state; all ours (D), a street replaces them in its settings.

    ``bulletins`` are the local hours of the bulletins to the rooms, ``flash_every`` the span between two reports to the
    duty, ``longest`` how far off a review may be, ``grace`` how long its question may stay unanswered, ``shifts`` the
    local hours at which the day's and the night's twelve begin.
    """

    bulletins: tuple[time, ...] = (time(8), time(12), time(18))
    flash_every: timedelta = timedelta(hours=4)
    longest: timedelta = timedelta(hours=72)
    grace: timedelta = timedelta(hours=1)
    shifts: tuple[time, time] = (time(8), time(20))


def slots(hours: Iterable[time], since: datetime, until: datetime, tz: ZoneInfo) -> list[datetime]:
    """The moments (aware) after ``since`` and not after ``until`` at which one of the local ``hours`` strikes, in order."""
    day, last = since.astimezone(tz).date(), until.astimezone(tz).date()
    days: list[date] = [day + timedelta(days=n) for n in range((last - day).days + 1)]
    every = sorted(datetime.combine(d, hour, tz) for d in days for hour in hours)
    return [at.astimezone(since.tzinfo) for at in every if since < at <= until]


def next_slot(hours: Iterable[time], now: datetime, tz: ZoneInfo) -> datetime:
    """The next such moment."""
    return slots(tuple(hours), now, now + timedelta(days=1), tz)[0]
