"""The service clocks as config.yaml states them: spans in minutes, counts of working days as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from dispatch.clocks import ClockRule, Clocks
from models.words import Service, Urgency

SPANS = frozenset(f.name for f in fields(Clocks) if isinstance(getattr(Clocks(), f.name), timedelta))
COUNTS = frozenset(f.name for f in fields(Clocks) if isinstance(getattr(Clocks(), f.name), int))


class ClockLimits(BaseModel):
    """Other limits for one member, area, topic, service or urgency ("" = whatever it is)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    member: str = ""
    area: str = ""
    topic: str = ""
    service: Service | Literal[""] = ""
    urgency: Urgency | Literal[""] = ""
    limits: dict[str, Annotated[float, Field(gt=0)]]

    @field_validator("limits")
    @classmethod
    def _known(cls, value: dict[str, float]) -> dict[str, float]:
        strange = [name for name in value if name not in SPANS | COUNTS]
        if strange:
            raise ValueError(f"没有这个时限：{strange[0]}")
        return value


def clocks_from(stated: Mapping[str, float], rules: Sequence[ClockLimits] = ()) -> Clocks:
    """The default clocks with what the settings state; every key is in ``SPANS`` or ``COUNTS``."""
    given = tuple(
        ClockRule(r.member, r.area, r.topic, r.service, r.urgency, tuple(_limits(r.limits).items())) for r in rules
    )
    return replace(Clocks(), rules=given, **_limits(stated))  # type: ignore[arg-type]


def _limits(stated: Mapping[str, float]) -> dict[str, timedelta | int]:
    known = {name: value for name, value in stated.items() if name in SPANS | COUNTS}
    return {name: timedelta(minutes=v) if name in SPANS else int(v) for name, v in known.items()}
