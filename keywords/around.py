"""Which estates may share a trouble: those of one community, feeder line or road. Made once for a district of any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from models.areas import Area, District

Tie = tuple[str, str]


class Around:
    """Looks up what lies around the estates of a room; the sets are shared, so that a large district costs no more."""

    def __init__(self, district: District) -> None:
        self._district = district
        groups: dict[Tie, set[str]] = defaultdict(set)
        for area in district.areas:
            for tie in _ties(area):
                groups[tie].add(area.code)
        self._groups = {tie: frozenset(codes) for tie, codes in groups.items()}
        self.own = cache(self._find_own)
        self._near = cache(self._find_near)

    def near(self, room: str, estate: str | None) -> tuple[frozenset[str], ...]:
        """Sets of areas that may share a trouble with the estates of ``room`` or with ``estate``, without the latter two."""
        found = self._near(room)
        area = self._district.area.get(estate or "")
        if area is None or area.code in self.own(room):
            return found
        return (*found, *(self._groups[tie] for tie in _ties(area)))

    def _find_own(self, room: str) -> frozenset[str]:
        """The estates that a room serves."""
        return frozenset(self._district.room_estates(room))

    def _find_near(self, room: str) -> tuple[frozenset[str], ...]:
        areas = (self._district.area[code] for code in self._district.room_estates(room))
        return tuple(self._groups[tie] for tie in dict.fromkeys(tie for area in areas for tie in _ties(area)))


def _ties(area: Area) -> Iterator[Tie]:
    yield "parent", area.parent or ""
    yield from (("line", line) for line in area.lines)
    yield from (("road", road) for road in area.roads)
