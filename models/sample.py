"""A line that a person judges, or has judged by what became of its ticket: masked, and of use for later training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Source(StrEnum):
    """Why a line is a sample: the reader was not sure, its room is in shadow, or a worker judged its ticket."""

    DOUBT = "doubt"
    SHADOW = "shadow"
    TICKET = "ticket"


NO, YES = "no", "yes"


@dataclass(frozen=True, slots=True)
class Sample:
    """One line to learn from. ``masked`` holds no name, number or address; ``sender`` is a keyed hash, for 勿扰.

    ``guess`` is what the reader made of it, ``"E01 report P1"`` or ""; ``verdict`` what a person said: "" while it
    waits, else "yes" (as guessed), "no", or ``"E05 report"`` (topic and act). Times are aware, UTC. ``id`` 0 = new.
    """

    channel: str
    message_id: str
    room: str
    masked: str
    at: datetime
    guess: str = ""
    score: float = 0.0
    why: tuple[str, ...] = ()
    verdict: str = ""
    judged_by: str = ""
    judged_at: datetime | None = None
    sender: str = ""
    source: Source = Source.DOUBT
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same sample with some fields changed."""
        return replace(self, **changes)

    @property
    def label(self) -> str:
        """What the line is, by its verdict: ``"E05 report"``, or "" for nothing of ours."""
        return "" if self.verdict == NO else self.guess if self.verdict == YES else self.verdict
