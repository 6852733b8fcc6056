"""How much an account may say: gaps and sliding windows over what was really sent (DOMAIN §7), as pure functions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.settings import Budget

DAY = timedelta(days=1)
_SPANS = (timedelta(minutes=1), timedelta(hours=1), DAY)


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


@dataclass(frozen=True, slots=True)
class Left:
    """How many texts that are not about danger an account may still send now: in this minute, hour and day."""

    minute: int
    hour: int
    day: int

    @property
    def least(self) -> int:
        """How many all three allow."""
        return min(self.minute, self.hour, self.day)


def earliest(spent: Spent, target: str, *, urgent: bool, now: datetime, budget: Budget) -> datetime:
    """The first moment, not before ``now``, at which one more text to ``target`` keeps every limit.

    ``urgent`` (P0) may spend the reserves; every other text may not. What was sent after ``now`` does not count: a
    replay that is resumed stands before its own past.
    """
    known = bisect_right(spent.at, now)
    moments = [now, *_gaps(spent, known, target, budget)]
    for span, limit in zip(_SPANS, _limits(budget, urgent=urgent), strict=True):
        if known >= limit:
            moments.append(spent.at[known - limit] + span)
    return max(moments)


def left(spent: Spent, now: datetime, budget: Budget) -> Left:
    """What is left at ``now`` besides the reserves."""
    known = bisect_right(spent.at, now)
    used = [known - bisect_right(spent.at, now - span, hi=known) for span in _SPANS]
    return Left(*(max(0, limit - n) for n, limit in zip(used, _limits(budget, urgent=False), strict=True)))


def _gaps(spent: Spent, known: int, target: str, budget: Budget) -> list[datetime]:
    if not known:
        return []
    same, other = timedelta(seconds=budget.same_target_seconds), timedelta(seconds=budget.other_target_seconds)
    last = spent.at[known - 1] + (same if spent.target[known - 1] == target else other)
    floor = spent.at[known - 1] - same
    mine = (spent.at[i] + same for i in range(known - 1, -1, -1) if spent.at[i] > floor and spent.target[i] == target)
    return [last, *list(mine)[:1]]


def _limits(budget: Budget, *, urgent: bool) -> Sequence[int]:
    """A minute, an hour, a day."""
    whole = (budget.per_minute, budget.per_hour, budget.per_day)
    reserves = (budget.reserve_per_minute, budget.reserve_per_hour, budget.reserve_per_day)
    return whole if urgent else tuple(limit - reserve for limit, reserve in zip(whole, reserves, strict=True))
