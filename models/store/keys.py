"""To which part of a cut a ticket belongs: its member, its topic, an area around it, the week or day of what happened. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.areas import District
from models.stroke import Counted
from models.words import AreaKind

Key = Callable[[Counted, str], str | None]
"""Of a stroke and what happened to it ("opened", "solved", "judged"): its part, None for none."""
Keys = Mapping[str, Key]
NO_CUTS: Keys = {}
LEVELS = tuple(kind.value for kind in AreaKind)
_MEMBER: Key = lambda stroke, _: stroke.member  # noqa: E731
_TOPIC: Key = lambda stroke, _: stroke.topic  # noqa: E731
DIMENSIONS = ("member", "topic", *LEVELS, "week", "day")


def keys_of(names: Iterable[str], *, district: District, first: date, last: date, tz: ZoneInfo) -> Keys:
    """The keys of these cuts (of ``DIMENSIONS``) for the local days ``first`` to ``last``."""
    return {name: _key(name, district, first, last, tz) for name in names}


def texts_of(keys: Keys) -> frozenset[str]:
    """The fields of a stroke that these cuts read."""
    return frozenset("estate" if name in LEVELS else name for name in keys) & {"member", "topic", "estate"}


def _key(name: str, district: District, first: date, last: date, tz: ZoneInfo) -> Key:
    if name in LEVELS:
        return _area(district, AreaKind(name))
    if name in ("week", "day"):
        return _time(week if name == "week" else date.isoformat, first, last, tz)
    return _MEMBER if name == "member" else _TOPIC


def _area(district: District, level: AreaKind) -> Key:
    """The area of that level around a ticket; "" when its place is wider than that, or unknown."""
    known: dict[str, str] = {}

    def key(stroke: Counted, _moment: str) -> str:
        found = known.get(stroke.estate)
        if found is None:
            around = (a.code for a in district.chain(stroke.estate) if a.kind is level)
            found = known[stroke.estate] = next(around, "")
        return found

    return key


def _time(named: Callable[[date], str], first: date, last: date, tz: ZoneInfo) -> Key:
    days = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    starts = [int(datetime.combine(day, time(), tz).astimezone(UTC).timestamp()) for day in days]
    names = [None, *map(named, days[:-1]), None]

    def key(stroke: Counted, moment: str) -> str | None:
        return names[bisect_right(starts, getattr(stroke, moment))]

    return key


def week(day: date) -> str:
    """The ISO week of a day: ``2026-W47``."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"
