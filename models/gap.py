"""A gap: a stretch of time in which a room was not heard. What was said in it cannot be fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """``room`` was not heard from ``began`` to ``ended`` (aware, UTC); ``open`` says that it goes on, ``ended`` so far.

    ``told`` says that its room need not be told of it (any more). ``account`` names those that should have heard it, joined by a comma; ``reason`` is Chinese, for a person.
    """

    room: str
    account: str
    began: datetime
    ended: datetime
    reason: str = ""
    open: bool = False
    told: bool = False

    @property
    def minutes(self) -> float:
        """How long it has lasted."""
        return (self.ended - self.began).total_seconds() / 60
