"""When residents may be told things, as a plan counts it: nights, days off, evenings. All times local, naive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from notices.gas_night import GAS_NIGHT
from notices.quiet import QUIET, Quiet

EVENING = Quiet(time(18), time(20, 30))


def weekend(day: date) -> bool:
    """Saturday and Sunday: what is known without a calendar of holidays."""
    return day.weekday() >= 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of a district. ``day_off`` knows weekends and holidays, on which the quiet hours last until ``sleep_in``.

    In the ``evening`` a room hears of one planned notice at once and of all others together at its end. ``ask_member``
    after a stated end that passed without word the member is asked, ``ask_room`` after it the room (ours, D). In the
    ``gas_night`` no gas may come back to homes. With ``posters`` the first word of a notice
    is followed by its picture.
    """

    quiet: Quiet = QUIET
    day_off: Callable[[date], bool] = weekend
    sleep_in: time = time(8)
    evening: Quiet = EVENING
    ask_member: timedelta = timedelta(minutes=15)
    ask_room: timedelta = timedelta(minutes=45)
    gas_night: Quiet = GAS_NIGHT
    posters: bool = False

    def holds(self, at: datetime) -> bool:
        """Whether a time lies in the quiet hours of its day."""
        return self.quiet.holds(at) or (self._late(at) and at.time() < self.sleep_in)

    def after(self, at: datetime) -> datetime:
        """``at``, or the end of the quiet hours in which it lies."""
        morning = self.quiet.after(at)
        return datetime.combine(morning.date(), self.sleep_in) if self.holds(morning) else morning

    def before(self, at: datetime) -> datetime:
        """``at``, or half an hour before the quiet hours in which it lies; a last reminder may come early on a day off."""
        return self.quiet.before(at)

    def night(self, at: datetime) -> datetime | None:
        """Since when the quiet hours last in which ``at`` lies; None outside of them."""
        if not self.holds(at):
            return None
        began = datetime.combine(at.date(), self.quiet.start)
        return began if began <= at else began - timedelta(days=1)

    def gathered(self, at: datetime) -> datetime | None:
        """The end of the evening in which ``at`` lies, when what came together is told; None outside of it."""
        return datetime.combine(at.date(), self.evening.end) if self.evening.holds(at) else None

    def _late(self, at: datetime) -> bool:
        return self.quiet.start != self.quiet.end and self.day_off(at.date())


CALENDAR = Calendar()
