"""Which buildings are high: there the pumps stop with the power, and water goes sooner and comes back later."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from models.areas import District
from models.buildings import parse_buildings
from models.notice import Reach

HIGH = 8
"""From so many floors on water is pumped up in the building (GB 50015 counts on mains pressure for the lower ones; ours, D)."""


def has_high(district: District, reach: Iterable[Reach]) -> bool:
    """Whether one of the buildings that are reached has ``HIGH`` floors or more, as far as the district file says."""
    return any(_is_high(dict(district.area[r.estate].extra).get("floors", ""), r.buildings) for r in reach)


@lru_cache(maxsize=20_000)
def _is_high(stated: str, buildings: tuple[str, ...] | None) -> bool:
    """``stated`` as in district.yaml: ``1-24: 6, 26: 18``."""
    for part in filter(None, stated.split(",")):
        numbers, _, floors = part.rpartition(":")
        tall = floors.strip().isdigit() and int(floors) >= HIGH
        if tall and (buildings is None or not set(buildings).isdisjoint(parse_buildings(numbers))):
            return True
    return False
