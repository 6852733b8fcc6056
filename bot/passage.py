"""A message on its way through the pipeline, and what is told of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.around import Outcome
from bot.door import Admitted
from models.capture import Capture
from models.message import Message


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of one message, for the pages and the tests; ``said``: without an outcome there may be texts to send."""

    message: Message
    stage: str
    capture: Capture | None = None
    outcome: Outcome | None = None
    said: bool = False


@dataclass(slots=True)
class Passage:
    """A message on its way: what the stages before have found out."""

    raw: Message
    now: datetime
    seen: Admitted
    capture: Capture | None = None
    outcome: Outcome | None = None
    said: bool = False

    def trace(self, stage: str) -> Trace:
        """What became of it, in the stage that was done with it."""
        return Trace(self.seen.message, stage, self.capture, self.outcome, self.said)
