"""An emergency state (应急状态) of an area, and where residents find water and shelter while it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.areas import Roster


@dataclass(frozen=True, slots=True)
class Emergency:
    """One state, declared ``by`` a person for ``area`` because of ``reason``; all times aware, UTC.

    At ``review_at`` somebody must prolong or end it; they were asked at ``asked_at``. ``bulletin_at`` and ``flash_at``
    are the hours of the last bulletin to the rooms and the last report to the duty. ``shifts`` (twelve hours each) come
    before the ordinary rosters. ``ended_by`` is "bot" when nobody answered at its review.
    """

    area: str
    reason: str
    by: str
    began_at: datetime
    review_at: datetime
    bulletin_at: datetime
    flash_at: datetime
    shifts: tuple[Roster, ...] = ()
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    settled: bool = False
    """Whether the clocks that stood still run again since its end."""
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same state with some fields changed."""
        return replace(self, **changes)

    @property
    def stands(self) -> bool:
        """Whether it has not been ended."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Point:
    """A place of an emergency's area where there is water (``kind`` "water") or shelter ("shelter"), as told ``by``."""

    emergency: int
    kind: str
    text: str
    by: str
    at: datetime
    gone_at: datetime | None = None
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same point with some fields changed."""
        return replace(self, **changes)


WATER, SHELTER = "water", "shelter"
