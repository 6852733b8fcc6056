"""The part of config.yaml that says when reports make a suspected outage, and how long its answers hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dispatch.cause import Suspecting


class Suspicions(BaseModel):
    """As ``dispatch.cause.Suspecting``; every number is ours (D)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    households: Annotated[int, Field(ge=2)] = 5
    within_minutes: Annotated[float, Field(gt=0, le=24 * 60)] = 15
    answer_minutes: Annotated[float, Field(gt=0)] = 10
    lapse_hours: Annotated[float, Field(gt=0, le=48)] = 2
    quiet_hours: Annotated[float, Field(gt=0, le=48)] = 2
    holds_hours: Annotated[float, Field(gt=0, le=168)] = 24
    reopen_households: Annotated[int, Field(ge=1)] = 3
    rating_sample: Annotated[float, Field(ge=0, le=1)] = 0.1

    @property
    def limits(self) -> Suspecting:
        """The same as dispatch counts."""
        return Suspecting(
            households=self.households,
            within=timedelta(minutes=self.within_minutes),
            answer=timedelta(minutes=self.answer_minutes),
            lapse=timedelta(hours=self.lapse_hours),
            quiet=timedelta(hours=self.quiet_hours),
            holds=timedelta(hours=self.holds_hours),
            reopen=self.reopen_households,
            sample=self.rating_sample,
        )
