"""How much an account may say: gaps and sliding windows over what was really sent (DOMAIN §7), as pure functions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.settings import Budget

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Spent:
    """What one account has sent, in the order of time; the same rows stand in the store, so a restart refills nothing."""

    at: list[datetime] = field(default_factory=list)
    target: list[str] = field(default_factory=list)

    def add(self, at: datetime, target: str) -> None:
        """One more text left at ``at``."""
        place = bisect_right(self.at, at)
        self.at.insert(place, at)
        self.target.insert(place, target)

    def forget(self, before: datetime) -> None:
        """Drop what no window reaches any more."""
        place = bisect_left(self.at, before)
        del self.at[:place], self.target[:place]


def earliest(spent: Spent, target: str, *, urgent: bool, now: datetime, budget: Budget) -> datetime:
    """The first moment, not before ``now``, at which one more text to ``target`` keeps every limit.

    ``urgent`` (P0) may spend the reserve of the minute; every other text may not. What was sent after ``now``
    does not count: a replay that is resumed stands before its own past.
    """
    known = bisect_right(spent.at, now)
    moments = [now, *_gaps(spent, known, target, budget)]
    for window, limit in _windows(budget, urgent):
        if known >= limit:
            moments.append(spent.at[known - limit] + window)
    return max(moments)


def _gaps(spent: Spent, known: int, target: str, budget: Budget) -> list[datetime]:
    if not known:
        return []
    same, other = timedelta(seconds=budget.same_target_seconds), timedelta(seconds=budget.other_target_seconds)
    last = spent.at[known - 1] + (same if spent.target[known - 1] == target else other)
    floor = spent.at[known - 1] - same
    mine = (spent.at[i] + same for i in range(known - 1, -1, -1) if spent.at[i] > floor and spent.target[i] == target)
    return [last, *list(mine)[:1]]


def _windows(budget: Budget, urgent: bool) -> Sequence[tuple[timedelta, int]]:
    minute = budget.per_minute if urgent else max(1, budget.per_minute - budget.reserve_per_minute)
    return ((timedelta(minutes=1), minute), (timedelta(hours=1), budget.per_hour), (_DAY, budget.per_day))
