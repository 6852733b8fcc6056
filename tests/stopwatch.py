"""How much work grows with what it is given: CPU time of this process, as a ratio."""

from __future__ import annotations

import time
from collections.abc import Callable

CHEAP = 0.002
"""Seconds below which a ratio says nothing."""


def seconds(way: Callable[[str], object], text: str) -> float:
    """The CPU that one call costs, the better of two."""
    best = 1e9
    for _ in range(2):
        began = time.process_time()
        way(text)
        best = min(best, time.process_time() - began)
    return best


def is_steep(way: Callable[[str], object], unit: str, size: int) -> bool:
    """Whether ten times as much text costs more than about ten times as much."""
    short, long = ((unit * most)[:most] for most in (size // 10, size))
    taken = seconds(way, long)
    return taken > CHEAP and taken > 20 * seconds(way, short)
