"""A suspected outage: what several households of one estate or line say, put before who must know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from models.words import Service


class Verdict(StrEnum):
    """What was answered to a card: confirmed 确认, known 已知, denied 不是; lapsed = nobody answered in time."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    KNOWN = "known"
    DENIED = "denied"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Voice:
    """What counts of one line of a household that is without supply: when, where, of which matter."""

    at: datetime
    household: str
    estate: str
    building: str | None
    matter: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One card. ``number`` is what people say ("疑似 3"); ``cause`` names what may have failed, and one cause has at most
    one open card.

    ``line`` is the feeder or pipe ("" for one estate), ``estates`` the codes that the card speaks of: those heard of, and
    once confirmed all of the area. ``households`` were counted when it was opened, and again at the answer; ``since`` is
    the first of their reports. ``asked`` are the people who have it, of ``level`` of the chain; ``chase_at`` is when it
    must be looked at again. ``until`` is the hour that the member stated, ``notice`` what it became or joined, ``ticket``
    the main ticket. After an answer nothing new is asked of these estates before ``quiet_until``. Times are aware, UTC.
    """

    number: int
    cause: str
    service: Service
    topic: str
    line: str
    estates: tuple[str, ...]
    member: str
    opened_at: datetime
    since: datetime
    households: int
    state: Verdict = Verdict.OPEN
    asked: tuple[str, ...] = ()
    level: int = 0
    chase_at: datetime | None = None
    until: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    quiet_until: datetime | None = None
    notice: int | None = None
    ticket: int | None = None

    def evolve(self, **changes: Any) -> Self:
        """The same card with some fields changed."""
        return replace(self, **changes)
