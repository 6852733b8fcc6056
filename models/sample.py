"""A line that the reader was not sure of, kept masked for a person's judgement and for later training."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Sample:
    """One doubtful line. ``masked`` may be shown; ``guess`` is what the reader thought, ``verdict`` what a person said.

    ``verdict`` is "" while it waits in the tray, else "yes", "no" or a topic code. Times are aware, UTC. ``id`` 0 = new.
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
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same sample with some fields changed."""
        return replace(self, **changes)
