"""What the reader made of one message."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from models.words import Act, Service, Urgency


@dataclass(frozen=True, slots=True)
class Capture:
    """The reading of one message, captured or not, with its reasons.

    ``estate`` is an area code (a community when the trouble is that wide), ``building`` is ``"3"``, ``"5-12"`` or
    ``"6,7"``; ``unit`` the stairwell; ``flat`` the room number if it is known (never shown in a group).
    ``matter`` is the key of the trouble that the line belongs to: opaque, only equality counts.
    ``opens`` says that the line is the first of that matter. ``why`` is the chain of reasons, in the order of reading.
    """

    captured: bool
    service: Service | None = None
    topic: str | None = None
    act: Act = Act.OTHER
    urgency: Urgency | None = None
    estate: str | None = None
    building: str | None = None
    unit: str | None = None
    flat: str | None = None
    matter: str | None = None
    opens: bool = False
    score: float = 0.0
    why: tuple[str, ...] = ()

    def evolve(self, **changes: Any) -> Self:
        """The same reading with some fields changed."""
        return replace(self, **changes)
