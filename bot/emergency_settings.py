"""The settings of an emergency state."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dispatch.rhythm import Rhythm


class Emergency(BaseModel):
    """When rooms and the duty hear of it, how far off a review may be, and how long its question may stay unanswered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bulletins: Annotated[tuple[time, ...], Field(min_length=1)] = (time(8), time(12), time(18))
    flash_hours: Annotated[float, Field(ge=1, le=24)] = 4
    longest_hours: Annotated[float, Field(ge=1, le=168)] = 72
    grace_minutes: Annotated[float, Field(ge=5, le=720)] = 60
    shifts: tuple[time, time] = (time(8), time(20))

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if len(set(self.bulletins)) < len(self.bulletins):
            raise ValueError("bulletins 里有重复的钟点")
        if self.shifts[0] == self.shifts[1]:
            raise ValueError("shifts 要写两个不同的交班钟点")
        return self

    @property
    def rhythm(self) -> Rhythm:
        """As dispatch counts it."""
        return Rhythm(
            bulletins=tuple(sorted(self.bulletins)),
            flash_every=timedelta(hours=self.flash_hours),
            longest=timedelta(hours=self.longest_hours),
            grace=timedelta(minutes=self.grace_minutes),
            shifts=self.shifts,
        )
