"""The names of a district, indexed once: estates, wider areas, roads and feeder lines, with fuzzy look-up at the end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from models.areas import Area, District
from models.words import AreaKind, Service
from notices.text import plain_chars

NEAR = 60.0
CLOSE = 85.0
_LONGEST = 16
_MOST = 300
_VOLTAGE = re.compile(r"\d+\s*(?:[kK][vV]|千伏)")
_LINE_NUMBER = re.compile(r"[#A-Za-z0-9]+(?=[ⅠⅡⅢⅣ]?(?:回)?线|[ⅠⅡⅢⅣ]?回)")
_CIRCUIT = re.compile(r"[ⅠⅡⅢⅣ]")
_STATION = re.compile(r"^.*?(?:变电站|变|站)(?=[^变站]*(?:线|回))")
_PIPE = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,12})(?:DN|Dn|dn|[φΦ])\s*(?P<size>\d{2,4})")
_SUFFIX = re.compile(r"(?:住宅)?(?:小区|新村|花园|花苑|家园|公寓|社区|街道|村|苑|园|里)$")


@dataclass(frozen=True, slots=True)
class Found:
    """A name found inside a span: where it stands, and the area codes that bear it."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A name that looks like a span that matched nothing; ``score`` 0–100."""

    code: str
    name: str
    score: float


class Gazetteer:
    """Look-ups by name over one district; building it is linear in the number of names."""

    def __init__(self, district: District) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        self._roads: dict[str, list[str]] = defaultdict(list)
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._pipes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._pairs: dict[str, set[str]] = defaultdict(set)
        self._district = district
        for area in district.areas:
            self._add(area)

    def _add(self, area: Area) -> None:
        for name in dict.fromkeys((area.name, *area.aliases)):
            self._names[plain_name(name)].append(area.code)
        for road in area.roads:
            self._roads[plain_name(road)].append(area.code)
        for line in (*area.lines, *area.mains(Service.WATER), *area.mains(Service.GAS)):
            if pipe := _PIPE.search(plain_chars(line)):
                self._pipes[pipe["size"]][pipe["name"]].append(area.code)
            self._lines[plain_line(line)].append(area.code)
        if area.kind is AreaKind.ESTATE:
            self._add_pairs(area)

    def _add_pairs(self, area: Area) -> None:
        for name in (area.name, *area.aliases):
            for pair in _pairs(plain_name(name)):
                self._pairs[pair].add(area.code)

    def named(self, name: str) -> tuple[str, ...]:
        """Codes of the areas that bear exactly this name or alias."""
        return tuple(self._names.get(plain_name(name), ()))

    def on_road(self, name: str) -> tuple[str, ...]:
        """Codes of the areas that list this road."""
        return tuple(self._roads.get(plain_name(name), ()))

    def on_line(self, name: str) -> tuple[str, ...]:
        """Codes of the areas that a feeder line serves; numbers of the line do not matter, and its circuit (Ⅰ, Ⅱ) only
        where the district tells circuits apart."""
        line = plain_line(name)
        return tuple(self._lines.get(line, ()) or self._lines.get(_CIRCUIT.sub("", line), ()))

    def on_pipe(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The pipes of the district that a text names (``云台路DN600``), each with the codes of the areas that it serves."""
        for found in _PIPE.finditer(plain_chars(text)):
            for name, codes in self._pipes.get(found["size"], {}).items():
                if found["name"].endswith(name):
                    yield f"{name}DN{found['size']}", tuple(codes)

    def inside(self, span: str) -> list[Found]:
        """The longest names of areas that stand in ``span``, without overlaps, in reading order."""
        return list(_without_overlap(self._inside(plain_chars(span), self._names)))

    def roads_inside(self, span: str) -> list[Found]:
        """The roads of the district that stand in ``span``."""
        return list(_without_overlap(self._inside(plain_chars(span), self._roads)))

    def _inside(self, span: str, names: dict[str, list[str]]) -> Iterator[Found]:
        for start in range(len(span)):
            for end in range(start + 2, min(len(span), start + _LONGEST) + 1):
                if codes := names.get(span[start:end]):
                    yield Found(start, end, tuple(codes))

    def near(self, span: str, limit: int = 3) -> list[Near]:
        """The estates whose names look most like ``span``, best first."""
        wanted = plain_name(span)
        scored = (self._score(code, wanted) for code in self._alike(wanted))
        return sorted((n for n in scored if n.score >= NEAR), key=lambda n: (-n.score, n.code))[:limit]

    def _alike(self, wanted: str) -> set[str]:
        """Estates that share a pair of characters, by the rarest pairs, so that 花园 does not bring in the whole city."""
        codes: set[str] = set()
        for shared in sorted((self._pairs.get(pair, set()) for pair in _pairs(wanted)), key=len):
            if codes and len(codes) + len(shared) > _MOST:
                break
            codes.update(sorted(shared)[:_MOST] if len(shared) > _MOST else shared)
        return codes

    def _score(self, code: str, wanted: str) -> Near:
        area = self._district.area[code]
        best = max((fuzz.ratio(wanted, plain_name(n)), n) for n in (area.name, *area.aliases))
        return Near(code, area.name, best[0])


def gazetteer(district: District) -> Gazetteer:
    """The gazetteer of a district, made once for each district and kept with it, as its own look-ups are."""
    kept = vars(district).get("_gazetteer")
    if not isinstance(kept, Gazetteer):
        kept = Gazetteer(district)
        vars(district)["_gazetteer"] = kept
    return kept


def plain_name(name: str) -> str:
    """A name without blanks and dots, in plain characters."""
    return re.sub(r"[\s·.\-]", "", plain_chars(name)).upper()


def plain_line(name: str) -> str:
    """A feeder line without voltage, station and number: ``35kV石桥变10kV翠堤112线#15杆后段`` is ``翠堤线``; one that has
    nothing but a number keeps it."""
    bare = _STATION.sub("", _VOLTAGE.split(plain_chars(name))[-1])
    short = _short_line(_LINE_NUMBER.sub("", bare))
    return short if len(short) > 1 else _short_line(bare)


def _short_line(name: str) -> str:
    return re.sub(r"[\s#·]", "", re.sub(r"(线|回|变|母线).*$", r"\1", name))


def stem(name: str) -> str:
    """A name without its generic ending (小区, 新村, 花园 …); the name itself when nothing would remain."""
    return _SUFFIX.sub("", name) or name


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def _without_overlap(found: Iterator[Found]) -> Iterator[Found]:
    taken: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= t.start or one.start >= t.end for t in taken):
            taken.append(one)
    yield from sorted(taken, key=lambda f: f.start)
