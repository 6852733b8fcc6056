"""Sets of building numbers as people write them: ``1-24, 26``, ``6,7``, ``A1-A5``."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^([A-Za-z]?)(\d{1,4})\s*[-–—~～至到]\s*([A-Za-z]?)(\d{1,4})$")
_ONE = re.compile(r"^[A-Za-z]?\d{1,4}[A-Za-z]?$")


def parse_buildings(text: str) -> tuple[str, ...]:
    """The building numbers that ``text`` names, in order, without repeats; ValueError names the part that is wrong."""
    found: dict[str, None] = {}
    for part in filter(None, (p.strip() for p in re.split(r"[,，、;；]", text))):
        found.update(dict.fromkeys(_expand(part)))
    return tuple(found)


def _expand(part: str) -> list[str]:
    match = _RANGE.match(part)
    if match and match[1] == (match[3] or match[1]) and int(match[2]) <= int(match[4]):
        return [f"{match[1]}{n}" for n in range(int(match[2]), int(match[4]) + 1)]
    if _ONE.match(part):
        return [part]
    raise ValueError(part)


def overlaps(ours: tuple[str, ...] | None, theirs: tuple[str, ...] | None) -> bool:
    """Whether two sets of buildings share one; None is the whole estate."""
    return ours is None or theirs is None or bool(set(ours) & set(theirs))


def building_key(building: str) -> tuple[int, str]:
    """A sort key that puts 2 before 10 and A1 after them."""
    digits = re.search(r"\d+", building)
    return (int(digits[0]) if digits else 0, building)
