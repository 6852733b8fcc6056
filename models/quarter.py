"""季度问效: by which standards a quarter is judged, what was scored, what was published and what was corrected afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.figures import Figures
from models.formula import Formula

FULL = 100.0
"""A formula gives how much of a standard's weight is earned, 0 … 100."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard. With a ``formula`` over the figures it is reckoned, without one scored by hand, up to its ``weight``.

    ``evidence`` says what must be shown for a score by hand ("" = nothing), ``services`` which members it is for (() = all).
    """

    id: str
    group: str
    text: str
    weight: float
    formula: Formula | None = None
    evidence: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a branch (党支部) gave a member by hand: ``points`` of a standard for its ``area`` in a ``period`` (``2026Q3``)."""

    period: str
    area: str
    member: str
    standard: str
    points: float
    evidence: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One standard in a score: ``points`` of ``weight``, None when it was not scored or there is nothing to reckon from.

    ``how`` is the evidence, or the formula's figures as they stood.
    """

    standard: str
    weight: float
    points: float | None
    by_hand: bool
    how: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What a member got in an area: only what could be scored counts, so ``earned`` of ``possible``, of ``weight`` in all."""

    area: str
    member: str
    items: tuple[Item, ...]

    @property
    def earned(self) -> float:
        """The points."""
        return sum(i.points for i in self.items if i.points is not None)

    @property
    def possible(self) -> float:
        """The weight of what was scored or reckoned."""
        return sum(i.weight for i in self.items if i.points is not None)

    @property
    def weight(self) -> float:
        """The weight of all that is for this member."""
        return sum(i.weight for i in self.items)

    @property
    def share(self) -> float | None:
        """Between 0 and 1, None when nothing was scored."""
        return self.earned / self.possible if self.possible else None

    @property
    def by_hand(self) -> tuple[int, int]:
        """How many of the standards by hand were scored, and how many there are."""
        hand = [i for i in self.items if i.by_hand]
        return sum(i.points is not None for i in hand), len(hand)


@dataclass(frozen=True, slots=True)
class Outside:
    """A rate that another system states (12345's 满意率): ``part`` of ``whole``, or its ``share`` alone when it does not say of
    how many. Shown apart, never mixed with ours."""

    period: str
    system: str
    figure: str
    member: str
    share: float
    part: int | None
    whole: int | None
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """A period as it was published: its figures and, of a quarter, its scores, frozen."""

    period: str
    at: datetime
    by: str
    figures: Figures
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: a figure of a published period that is another one now. ``why`` says what changed, and who changed it."""

    period: str
    figure: str
    before: str
    after: str
    why: str
    by: str
    at: datetime
