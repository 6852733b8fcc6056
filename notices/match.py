"""Where an announcement applies: its areas as estates of the district, each with how sure and why.

Names and aliases are sure; a road, a feeder line, a bounded region, a part of an estate or a name that merely looks
alike is not ("可能受影响"). What matches nothing is listed with the nearest candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models.areas import Area, District
from models.buildings import parse_buildings
from models.notice import Affected, Announcement, Reach
from models.words import AreaKind, Effect
from notices.gazetteer import CLOSE, Found, Gazetteer, Near, gazetteer, stem
from notices.naming import Fit, fit
from notices.places import zones
from notices.text import plain_chars

_WHOLE = re.compile(r"^(?:全市|全区|全县|全城|全镇|全街道|全域|辖区内?所有\w*)$")
_NOBODY = re.compile(r"^(?:周边|其余|其他|其它|高层|低区|高区|\d*[一二三四五六七八九十]*[层楼])")
_PLACELESS = ("other", "building_range", "line")
_PHASE = re.compile(
    r"([^\s:：,，、]+[期区])\s*[:：]\s*([A-Za-z\d][A-Za-z\d\-,，、\s]*?)(?=[,，、\s]*(?:[^\s:：,，、]+[期区]\s*[:：]|$))"
)
_ALIKE = "（相近："
_ZONES = re.compile(
    r"[一二三四五六七八九十\dA-Za-z东西南北中](?:[、和及至到\-~]?[一二三四五六七八九十\dA-Za-z东西南北中])*[期区]$"
)


NAMED, PHASED, NEXT, PART, FED, NEARBY = 100.0, 95.0, 80.0, 70.0, 60.0, 50.0
"""How well words fit: the name itself; by phase; a number after a name; a part of it; by its line; only its road."""


@dataclass(frozen=True, slots=True)
class _Hit:
    estate: str
    sure: bool
    why: str
    score: float


def match(
    announcement: Announcement, district: District, home: Sequence[str] = (), text: str = ""
) -> tuple[tuple[Reach, ...], tuple[str, ...]]:
    """The estates that are reached, and the spans that matched nothing.

    ``home`` are the estates of the room in which the text was said: buildings without an estate's name lie there.
    ``text`` is looked through for a pipe of the district where nothing else tells the place.
    """
    finder = _Finder(gazetteer(district), district, tuple(home))
    whole = next((a.effect for a in announcement.areas if a.effect is not Effect.EXCLUDED), Effect.OFF)
    found = [finder.reach(i, a) for i, a in enumerate(announcement.areas)]
    reached = _surest(_without_lines(announcement.areas, [r for rows in found for r in rows]))
    kept = _subtract(reached, [r for r in reached if r.effect is Effect.EXCLUDED], district)
    if not reached and (piped := list(_by_pipe(text, district, whole))):
        return tuple(piped), tuple(finder.unmatched)
    if not reached and home and all(a.kind in _PLACELESS for a in announcement.areas):
        kept = [Reach(e, None, whole, False, 0, "公告没有写小区，发在本群", NEARBY) for e in home]
    return tuple(kept), tuple(finder.unmatched)


def _by_pipe(text: str, district: District, effect: Effect) -> Iterator[Reach]:
    """The estates that a named pipe serves; they may be concerned."""
    served = (
        (e, name) for name, codes in gazetteer(district).on_pipe(text) for c in codes for e in district.estates_in(c)
    )
    for estate, name in dict(served).items():
        yield Reach(estate, None, effect, False, 0, f"由 {name} 供应", FED)


def excluded(announcement: Announcement, district: District) -> tuple[Reach, ...]:
    """The estates, or their buildings, that the text names as not concerned."""
    finder = _Finder(gazetteer(district), district, ())
    found = [r for i, a in enumerate(announcement.areas) for r in finder.reach(i, a)]
    return tuple(r for r in found if r.effect is Effect.EXCLUDED and r.sure)


def _without_lines(areas: Sequence[Affected], reached: list[Reach]) -> list[Reach]:
    named = any(r.effect is not Effect.EXCLUDED and areas[r.area].kind != "line" for r in reached)
    return [r for r in reached if not (named and areas[r.area].kind == "line")]


def in_phases(estate: Area, named: Sequence[str]) -> tuple[str, ...] | None:
    """The buildings of the phases (``一期``, ``A区``) that a span names; None when the district file does not know them."""
    phases = {m[1]: m[2] for m in _PHASE.finditer(dict(estate.extra).get("phases", ""))}
    if not named or not all(name in phases for name in named):
        return None
    return tuple(b for name in named for b in parse_buildings(phases[name]))


def _surest(reached: list[Reach]) -> list[Reach]:
    """Where an estate is named, the roads and parts that merely touch it say nothing more."""
    sure = {r.estate for r in reached if r.sure and r.effect is not Effect.EXCLUDED}
    return [r for r in reached if r.sure or r.estate not in sure or r.effect is Effect.EXCLUDED]


class _Finder:
    """Walks the areas in order, since ``7幢`` belongs to the estate that was named before it."""

    def __init__(self, names: Gazetteer, district: District, home: tuple[str, ...]) -> None:
        self._names, self._district, self._home = names, district, home
        self._last: tuple[str, ...] = ()
        self.unmatched: list[str] = []

    def reach(self, index: int, area: Affected) -> list[Reach]:
        hits = self._hits(area)
        if not hits and area.effect is not Effect.EXCLUDED and not _NOBODY.match(area.text):
            self.unmatched.append(self._with_candidates(area.text))
        return [self._one(index, area, hit) for hit in hits]

    def _one(self, index: int, area: Affected, hit: _Hit) -> Reach:
        estate = self._district.area[hit.estate]
        known, wanted = estate.buildings, area.buildings
        if wanted is None and (phased := in_phases(estate, zones(plain_chars(area.text)))):
            return Reach(hit.estate, phased, area.effect, True, index, f"{hit.why}，按分期对到楼号", PHASED)
        if wanted and known and not set(wanted) & set(known):
            return Reach(hit.estate, wanted, area.effect, False, index, f"{hit.why}；楼号不在名册", PART)
        return Reach(hit.estate, wanted, area.effect, hit.sure, index, hit.why, hit.score)

    def _hits(self, area: Affected) -> list[_Hit]:
        text = plain_chars(area.text)
        for look in (
            self._whole,
            self._by_name,
            self._by_line,
            self._by_road,
            self._by_place_before,
            self._by_likeness,
        ):
            if hits := look(area, text):
                return hits
        return []

    def _whole(self, area: Affected, text: str) -> list[_Hit]:
        if area.kind == "line" or not _WHOLE.match(text):
            return []
        return [_Hit(e.code, True, f"“{area.text}”是全区", NAMED) for e in self._district.estates]

    def _by_name(self, area: Affected, text: str) -> list[_Hit]:
        if area.kind in ("line", "bounded_region"):
            return []
        found = [(f, how) for f in self._names.inside(text) if (how := self._fit(area, text, f)) is not Fit.OTHER]
        estates = [(f, how) for f, how in found if any(self._is_estate(c) for c in f.codes)]
        hits = [h for f, how in estates or found for h in self._of_name(area, f, how)]
        if estates:
            self._last = tuple(dict.fromkeys(h.estate for h in hits))
        return hits

    def _fit(self, area: Affected, text: str, found: Found) -> Fit:
        if area.kind == "unit" and re.match(r"[\u4e00-\u9fff]{2,}", text[found.end :]):
            return Fit.OTHER
        return fit(text, found.start, found.end, counted=area.buildings is not None)

    def _of_name(self, area: Affected, found: Found, how: Fit) -> Iterator[_Hit]:
        sure = how is Fit.WHOLE and len(found.codes) == 1
        for code in found.codes:
            name = self._district.name(code)
            why = f"“{area.text}”写明 {name}" if sure else f"“{area.text}”涉及 {name} 的一部分"
            yield from (_Hit(estate, sure, why, NAMED if sure else PART) for estate in self._district.estates_in(code))

    def _by_line(self, area: Affected, text: str) -> list[_Hit]:
        if area.kind != "line":
            return []
        estates = (e for c in self._names.on_line(text) for e in self._district.estates_in(c))
        return [_Hit(e, False, f"由 {area.text} 供电", FED) for e in dict.fromkeys(estates)]

    def _by_road(self, area: Affected, text: str) -> list[_Hit]:
        if area.kind not in ("road_section", "bounded_region", "other", "town_or_district"):
            return []
        main = self._names.roads_inside(re.sub(r"\([^()]*\)", "", text)) or self._names.roads_inside(text)
        codes = [c for f in main for c in f.codes]
        near = [c for c in codes if self._is_estate(c)] or codes
        estates = dict.fromkeys(e for c in near for e in self._district.estates_in(c))
        return [_Hit(e, False, f"公告只写“{area.text}”，小区在这一带", NEARBY) for e in estates]

    def _by_place_before(self, area: Affected, text: str) -> list[_Hit]:
        if not (area.buildings or _ZONES.match(text)):
            return []
        sure = area.buildings is not None
        if self._last:
            return [_Hit(e, sure and len(self._last) == 1, f"“{area.text}”接着上一处", NEXT) for e in self._last]
        return [_Hit(e, sure and len(self._home) == 1, f"“{area.text}”没写小区，发在本群", NEXT) for e in self._home]

    def _by_likeness(self, area: Affected, text: str) -> list[_Hit]:
        if area.kind not in ("estate", "building_range"):
            return []
        near = self._names.near(_without_buildings(text))
        if not near or near[0].score < CLOSE or (len(near) > 1 and near[1].score >= near[0].score):
            return []
        self._last = (near[0].code,)
        return [_Hit(near[0].code, False, f"“{area.text}”像 {near[0].name}（{near[0].score:.0f}）", near[0].score)]

    def _with_candidates(self, text: str) -> str:
        near = _alike(self._names, _without_buildings(plain_chars(text)))
        return f"{text}{_ALIKE}{'、'.join(f'{n.name} {n.score:.0f}' for n in near)}）" if near else text

    def _is_estate(self, code: str) -> bool:
        return self._district.area[code].kind is AreaKind.ESTATE


def bare_name(unmatched: str) -> str:
    """The name alone of a span that matched nothing, without building numbers and candidates: what may be taught."""
    return _without_buildings(unmatched.split(_ALIKE)[0]).strip("“”\"'（）() ")


def alike_to(unmatched: str) -> str:
    """The names that a span which matched nothing looks like, with their scores; "" when there are none."""
    return unmatched.partition(_ALIKE)[2].removesuffix("）")


def candidates(unmatched: str, district: District) -> tuple[Near, ...]:
    """The estates whose names look most like a span that matched nothing, best first."""
    return tuple(_alike(gazetteer(district), plain_chars(bare_name(unmatched))))


def _alike(names: Gazetteer, name: str) -> list[Near]:
    """By the whole name, else by what makes it a name (without 小区, 花园 …)."""
    return names.near(name) or names.near(stem(name))


def _without_buildings(text: str) -> str:
    return re.sub(r"[\dA-Za-z、和及,至到\-~#]*\d*(?:号楼|幢|栋|座|#楼|单元|#).*$", "", text) or text


def _subtract(reached: list[Reach], excluded: list[Reach], district: District) -> list[Reach]:
    gone: dict[str, list[Reach]] = defaultdict(list)
    for one in excluded:
        gone[one.estate].append(one)
    kept = (r for r in reached if r.effect is not Effect.EXCLUDED)
    return [left for r in kept for left in without(r, gone.get(r.estate, ()), district)]


def without(reach: Reach, gone: Iterable[Reach], district: District) -> list[Reach]:
    """What is left of ``reach`` without all of ``gone``, which lie in its estate."""
    left = [reach]
    for one in gone:
        left = [kept for r in left for kept in less(r, one, district.area[one.estate])]
    return left


def less(reach: Reach, gone: Reach, estate: Area) -> list[Reach]:
    """``reach`` without ``gone``: nothing, a part of its buildings, or all of it when it is another estate."""
    if reach.estate != gone.estate:
        return [reach]
    if gone.buildings is None:
        return [reach] if gone.area < reach.area and not gone.sure else _all_or_part(reach, gone)
    ours = reach.buildings or estate.buildings
    if not ours:
        return [replace(reach, sure=False, why=f"{reach.why}；{'、'.join(gone.buildings)} 号楼除外")]
    left = tuple(b for b in ours if b not in gone.buildings)
    return [replace(reach, buildings=left)] if left else []


def _all_or_part(reach: Reach, gone: Reach) -> list[Reach]:
    return [] if gone.sure else [replace(reach, sure=False, why=f"{reach.why}；有一部分除外")]
