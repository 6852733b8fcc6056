"""Sets of building numbers as people write them: ``1-24, 26``, ``6,7``, ``A1-A5``."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^([A-Za-z]?)(\d{1,4})\s*[-–—~～至到]\s*([A-Za-z]?)(\d{1,4})$")
_PLAIN = re.compile(r"^([A-Za-z]?)(0|[1-9]\d{0,3})$")
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


def format_buildings(buildings: tuple[str, ...]) -> str:
    """The text that ``parse_buildings`` reads as these: runs of three or more become a range."""
    runs: list[list[str]] = []
    for building in buildings:
        if runs and _follows(runs[-1][-1], building):
            runs[-1].append(building)
        else:
            runs.append([building])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _follows(one: str, two: str) -> bool:
    a, b = _PLAIN.match(one), _PLAIN.match(two)
    return a is not None and b is not None and a[1] == b[1] and int(a[2]) + 1 == int(b[2])
