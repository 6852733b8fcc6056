"""Which homes are said to be back and which are still without: a word counts for its own building only. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.matters import numbers
from models.matter import SaidOf


@dataclass(frozen=True, slots=True)
class Units:
    """Places (buildings, or single homes whose building is unknown): still ``out``, and ``back``."""

    out: frozenset[tuple[str, str]]
    back: frozenset[tuple[str, str]]

    @property
    def all_back(self) -> bool:
        """Whether every place that was heard of is said to be back."""
        return bool(self.back) and not self.out


def units_of(said: Iterable[SaidOf]) -> Units:
    """The places by their last word; ``said`` in any order."""
    last: dict[tuple[str, str], tuple[datetime, bool]] = {}
    for word in said:
        for place in _places(word):
            if place not in last or (word.at, word.back) > last[place]:
                last[place] = (word.at, word.back)
    back = frozenset(place for place, (_, is_back) in last.items() if is_back)
    return Units(frozenset(last) - back, back)


def _places(word: SaidOf) -> list[tuple[str, str]]:
    named = numbers(word.building)
    return [(word.estate or "", b) for b in named] or [("home", word.sender)]
