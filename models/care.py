"""关爱户: a household whom an outage endangers, kept by consent and encrypted; and the visits that are owed to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

HEAD = "【关爱户】"
"""How every text of the bot about them begins."""


@dataclass(frozen=True, slots=True)
class Care:
    """One household as it is stored: what and where stands in ``sealed`` only, ``key`` is a keyed hash of the door.

    ``confirmed_at`` (aware, UTC) is when its consent was last given or confirmed, ``asked_at`` when the worker was asked
    whether it still holds.
    """

    key: str
    sealed: bytes
    by: str
    confirmed_at: datetime
    asked_at: datetime | None = None
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same household with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Visit:
    """A door that somebody must knock at because of an outage: ``cause`` is "ticket 12" or "notice 5".

    It names the household by its number only. ``ticked_at`` is None until ``ticked_by`` was there; ``over_at`` is when
    supply was back, or the household gone from the list, first.
    """

    cause: str
    care: int
    worker: str
    told_at: datetime
    reminded_at: datetime | None = None
    climbed_at: datetime | None = None
    ticked_at: datetime | None = None
    ticked_by: str = ""
    over_at: datetime | None = None
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same visit with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Household:
    """What ``Care.sealed`` holds: the door, what makes an outage a danger there (``kind``), and a word for who goes."""

    estate: str
    building: str
    flat: str
    kind: str
    unit: str = ""
    note: str = ""

    @property
    def door(self) -> str:
        """``3-1-201``, without a unit ``3-201``."""
        return "-".join(filter(None, (self.building, self.unit, self.flat)))
