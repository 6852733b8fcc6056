"""What a plan is made of: the hour in which it is made, and the steps that it wants. Times local, naive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from notices.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Step:
    """One text of a plan; ``wording`` is what it is worded as when that is not its ``stage``."""

    stage: str
    due: datetime
    expires: datetime
    why: str
    urgent: bool = False
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """Now, the zone, the calendar; the rooms that asked this night (``heard``) or were told this evening (``told``)."""

    now: datetime
    tz: ZoneInfo
    calendar: Calendar
    heard: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

    def utc(self, local: datetime) -> datetime:
        """A local time as an aware one."""
        return local.replace(tzinfo=self.tz).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        """An aware time as a local one."""
        return at.astimezone(self.tz).replace(tzinfo=None)
