"""The words for what is stopped, for the source, and for a reader's own place: parts of every sentence of a notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from models.areas import District
from models.buildings import building_key
from models.notice import Block, Notice, Reach
from models.words import Effect, Service
from notices import days

_NOUN = {
    Service.POWER: ("停电", "供电受限", "来电"),
    Service.WATER: ("停水", "水压降低", "来水"),
    Service.GAS: ("停气", "气压降低", "通气"),
    Service.HEAT: ("停暖", "供暖减弱", "恢复供暖"),
    Service.ROAD: ("道路封闭", "道路通行受限", "恢复通行"),
    Service.OTHER: ("停供", "受影响", "恢复"),
}
_KIND = {
    Service.POWER: "供电公司",
    Service.WATER: "供水公司",
    Service.GAS: "燃气公司",
    Service.HEAT: "供热公司",
    Service.ROAD: "市政单位",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence needs: the notice, the reaches that concern its reader, the district, the hour (local naive)."""

    notice: Notice
    reach: tuple[Reach, ...]
    district: District
    now: datetime
    tz: ZoneInfo

    @property
    def sure(self) -> bool:
        """Whether one of the places is named outright."""
        return any(r.sure for r in self.reach)


def what(service: Service | None, effect: Effect) -> str:
    """``停水``, ``水压降低`` …"""
    nouns = _NOUN[service or Service.OTHER]
    return nouns[1] if effect is Effect.REDUCED else nouns[0]


def back(service: Service | None) -> str:
    """``来水``, ``来电`` …"""
    return _NOUN[service or Service.OTHER][2]


def fact(telling: Telling) -> str:
    """What befalls the places: the worst of it."""
    effects = {r.effect for r in telling.reach}
    return what(telling.notice.said.service, Effect.REDUCED if effects == {Effect.REDUCED} else Effect.OFF)


def source(notice: Notice, district: District) -> str:
    """Who says it: the member that published it, else the publisher as written, else the kind of company."""
    if member := district.member.get(notice.member):
        return member.name
    if notice.said.publisher:
        return notice.said.publisher
    return _KIND.get(notice.said.service or Service.OTHER, "发布单位")


def hotline(notice: Notice, district: District) -> str:
    """The number to ring: from the text, else the member's; "" when there is none."""
    if notice.said.hotline:
        return notice.said.hotline[0]
    member = district.member.get(notice.member)
    return member.hotline if member else ""


def place(telling: Telling) -> str:
    """The reader's own estates and buildings: ``云台新村 1–12、26 号楼``, ``云台新村、金山苑``."""
    buildings: dict[str, set[str] | None] = {}
    for r in telling.reach:
        ours = buildings.setdefault(r.estate, set())
        if r.buildings is None or ours is None:
            buildings[r.estate] = None
        else:
            ours.update(r.buildings)
    return "、".join(_estate(telling.district.name(e), b) for e, b in buildings.items())


def _estate(name: str, buildings: Iterable[str] | None) -> str:
    return f"{name} {spell_buildings(buildings)} 号楼" if buildings else name


def spell_buildings(buildings: Iterable[str]) -> str:
    """``1–12、26``: three and more neighbours are joined to ranges."""
    runs: list[list[str]] = []
    for one in sorted(buildings, key=building_key):
        if runs and one.isdigit() and runs[-1][-1].isdigit() and int(one) == int(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else "、".join(r) for r in runs)


def blocks_of(notice: Notice, reach: Sequence[Reach]) -> list[Block]:
    """The time blocks that concern these reaches, in order of time."""
    if len(notice.said.blocks) == 1 and notice.said.blocks[0].areas is None:
        return list(notice.said.blocks)
    areas = {r.area for r in reach}
    own = [b for b in notice.said.blocks if b.areas is None or not notice.said.areas or areas & set(b.areas)]
    return sorted(own, key=lambda b: ((b.start or b.end) is None, b.start or b.end, b.end is None, b.end or b.start))


def groups(telling: Telling) -> list[Telling]:
    """The reaches by what is said of them: places with the same windows and the same certainty stand together."""
    found: dict[tuple[object, ...], list[Reach]] = {}
    for r in telling.reach:
        windows = tuple((b.start, b.end) for b in blocks_of(telling.notice, (r,)))
        found.setdefault((windows, r.sure, r.effect), []).append(r)
    return [Telling(telling.notice, tuple(rs), telling.district, telling.now, telling.tz) for rs in found.values()]


def when(telling: Telling) -> str:
    """The windows that are not over (all when all are), at most three; "" when none is known."""
    every = blocks_of(telling.notice, telling.reach)
    own = [b for b in every if b.end is None or b.end > telling.now] or every
    if daily := _daily(own, telling.now):
        return daily
    said = list(filter(None, (days.window(b.start, b.end, telling.now.date()) for b in own)))
    more = f" 等 {len(said)} 段" if len(said) > 3 else ""
    return "；".join(said[:3]) + more


def _daily(blocks: list[Block], now: datetime) -> str:
    """``10日至12日，每天 8:00–11:00、13:00–17:00``: three windows and more that come back day after day."""
    both = [(b.start, b.end) for b in blocks if b.start and b.end]
    if len(both) < 3 or len(both) < len(blocks):
        return ""
    days_of: dict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for start, end in both:
        days_of[start.date()].append((start, end))
    each = {tuple((s.time(), e.time()) for s, e in spans) for spans in days_of.values()}
    if len(days_of) < 2 or len(each) > 1 or any(b - a != timedelta(days=1) for a, b in pairwise(days_of)):
        return ""
    first, last = min(days_of), max(days_of)
    hours = "、".join(days.span(*span) for span in days_of[first])
    return f"{days.day(first, now.date())}至{days.day(last, now.date())}，每天 {hours}"


def last_end(telling: Telling) -> datetime | None:
    """The last stated end for these places; None when one of their windows has none."""
    ends = [b.end for b in blocks_of(telling.notice, telling.reach)]
    return max((e for e in ends if e), default=None) if ends and all(ends) else None
