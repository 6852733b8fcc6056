"""When a feed is looked at: every so many minutes, or by a cron line; patient with one that fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

SOON, PATIENCE = timedelta(minutes=1), timedelta(hours=1)


class Schedule(Protocol):
    """The moments at which something is due."""

    def after(self, at: datetime) -> datetime:
        """The first moment after ``at`` (aware, UTC)."""
        ...


@dataclass(frozen=True, slots=True)
class Interval:
    """So much time after the last look."""

    span: timedelta

    def after(self, at: datetime) -> datetime:
        """``at`` and the span."""
        return at + self.span


class Cron:
    """A cron line of five fields (minute hour day month weekday) in a zone; ValueError when it is none."""

    def __init__(self, line: str, tz: ZoneInfo) -> None:
        self._trigger = CronTrigger.from_crontab(line, timezone=tz)

    def after(self, at: datetime) -> datetime:
        """The next minute that fits; a day later when none ever does."""
        following: datetime | None = self._trigger.get_next_fire_time(None, at + timedelta(microseconds=1))
        return following.astimezone(UTC) if following else at + timedelta(days=1)


def after_failures(at: datetime, failures: int) -> datetime:
    """When a feed that has failed so often in a row is asked again: a minute later, twice as long each time, at most
    an hour."""
    doubled: int = 1 << min(max(failures - 1, 0), 16)
    return at + min(SOON * doubled, PATIENCE)
