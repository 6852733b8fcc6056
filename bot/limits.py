"""The service clocks as config.yaml states them: spans in minutes, counts of working days as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import timedelta

from dispatch.clocks import Clocks

SPANS = frozenset(f.name for f in fields(Clocks) if isinstance(getattr(Clocks(), f.name), timedelta))
COUNTS = frozenset(f.name for f in fields(Clocks) if isinstance(getattr(Clocks(), f.name), int))


def clocks_from(stated: Mapping[str, float]) -> Clocks:
    """The default clocks with what the settings state; every key is in ``SPANS`` or ``COUNTS``."""
    spans = {name: timedelta(minutes=value) for name, value in stated.items() if name in SPANS}
    counts = {name: int(value) for name, value in stated.items() if name in COUNTS}
    return replace(Clocks(), **spans, **counts)  # type: ignore[arg-type]
