"""Tickets, counted: pure, on rows that have the fields of a ticket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import Any, NamedTuple

from models.figures import Rate
from models.gap import Gap
from models.ticket import DONE
from models.words import Rating, Status

_NOT_OURS = frozenset({Status.DISMISSED, Status.DEFLECTED, Status.REJECTED, Status.MERGED})
_PLEASED = (Rating.SATISFIED, Rating.MOSTLY)


class Period(NamedTuple):
    """From ``start`` to before ``end``, aware UTC."""

    start: datetime
    end: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether something happened in it."""
        return at is not None and self.start <= at < self.end


def tally(rows: Sequence[Any], period: Period, now: datetime) -> dict[str, Any]:
    """The fields of ``Figures`` that tickets give; what is overdue is so at ``now``."""
    opened = [t for t in rows if period.holds(t.created_at) and t.parent is None and t.status is not Status.MERGED]
    accepted = [t for t in opened if t.accepted_at and t.status not in _NOT_OURS]
    solved = [t for t in rows if period.holds(t.resolved_at) and t.status not in _NOT_OURS]
    asked = [t for t in rows if period.holds(t.asked_at or t.resolved_at) and t.status not in _NOT_OURS]
    return {
        "tickets": len(opened),
        "accepted": len(accepted),
        "solved": len(solved),
        "solved_in_grid": sum(t.in_grid for t in solved),
        "by_default": sum(t.by_default for t in opened),
        "reworks": sum(t.reworks for t in opened),
        "in_emergency": sum(t.emergency is not None for t in opened),
        "solution": Rate(sum(t.resolved_at is not None for t in accepted), len(accepted)),
        **_standing(rows, period, now),
        **_speed(opened),
        **_ratings(asked),
        **{f"by_{name}": _by(opened, name) for name in ("service", "urgency", "member")},
    }


def _standing(rows: Iterable[Any], period: Period, now: datetime) -> dict[str, int]:
    still = [t for t in rows if t.status not in DONE and t.created_at < period.end]
    running = [t for t in still if t.resolved_at is None and t.resolve_by and t.held_at is None]
    late = [t for t in running if t.resolve_by < now]
    return {"open": len(still), "overdue": len(late)}


def _speed(opened: Sequence[Any]) -> dict[str, Any]:
    dispatched = [t for t in opened if t.dispatched_at]
    in_time = [t for t in dispatched if t.signed_at and (t.respond_by is None or t.signed_at <= t.respond_by)]
    return {
        "response": Rate(len(in_time), len(dispatched)),
        "median_response": _median(opened, "signed_at"),
        "median_arrival": _median(opened, "arrived_at"),
        "median_solution": _median(opened, "resolved_at"),
    }


def _ratings(asked: Sequence[Any]) -> dict[str, Any]:
    answered = [t for t in asked if t.rating is not None]
    return {
        "asked": sum(t.asked_at is not None for t in asked),
        "answered": len(answered),
        "satisfaction": Rate(sum(t.rating in _PLEASED for t in answered), len(answered)),
    }


def _median(rows: Iterable[Any], field: str) -> float | None:
    """Minutes from opening to ``field``."""
    took = [(getattr(t, field) - t.created_at).total_seconds() / 60 for t in rows if getattr(t, field)]
    return median(took) if took else None


def _by(rows: Iterable[Any], field: str) -> dict[str, int]:
    counted = Counter(str(getattr(t, field)) for t in rows)
    return {name: n for name, n in sorted(counted.items()) if name}


def unheard(gaps: Iterable[Gap], period: Period) -> dict[str, Any]:
    """The fields of ``Figures`` that gaps give, as far as they lie in the period; ``gaps`` by their beginning."""
    union = total = 0.0
    rooms, reached = set(), period.start
    for gap in gaps:
        began, ended = max(gap.began, period.start), min(gap.ended, period.end)
        if began >= ended:
            continue
        rooms.add(gap.room)
        total += _minutes(began, ended)
        union += _minutes(max(began, reached), ended) if ended > reached else 0.0
        reached = max(reached, ended)
    return {"unheard_minutes": union, "unheard_rooms": len(rooms), "unheard_room_minutes": total}


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
