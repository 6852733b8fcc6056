"""The hours of the night in which only what is urgent is said. All times local, naive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

_DAY = timedelta(days=1)
_EARLIER = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``start`` to ``end`` (DOMAIN §7: 22:00–07:00); equal ends mean never."""

    start: time = time(22)
    end: time = time(7)

    def holds(self, at: datetime) -> bool:
        """Whether a time lies in the quiet hours."""
        if self.start <= self.end:
            return self.start <= at.time() < self.end
        return at.time() >= self.start or at.time() < self.end

    def after(self, at: datetime) -> datetime:
        """``at``, or the end of the quiet hours in which it lies."""
        if not self.holds(at):
            return at
        morning = datetime.combine(at.date(), self.end)
        return morning if morning > at else morning + _DAY

    def before(self, at: datetime) -> datetime:
        """``at``, or half an hour before the quiet hours in which it lies begin."""
        if not self.holds(at):
            return at
        evening = datetime.combine(at.date(), self.start)
        return (evening if evening <= at else evening - _DAY) - _EARLIER


QUIET = Quiet()
