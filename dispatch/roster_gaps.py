"""Hours in which nobody is on duty where somebody should be, found before they come (issue 6, part 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from dispatch.calendar import known
from dispatch.roster import clock_of, duty_of, is_away, rosters_of
from models.areas import District, Roster

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RosterGap:
    """From ``start`` to ``end`` (local, aware) nobody of ``member`` is on duty in ``area`` ("" = wherever it serves);
    ``away`` is the person who is on the roster and away without a stand-in, "" when nobody is on it."""

    member: str
    area: str
    start: datetime
    end: datetime
    away: str = ""


def roster_gaps(district: District, at: datetime, ahead: timedelta = AHEAD) -> list[RosterGap]:
    """The gaps from ``at`` (local, aware) on, of the members that have rosters at all, in order of time."""
    places = dict.fromkeys((r.member, r.area) for r in district.rosters)
    found = [gap for member, area in places for gap in _gaps(district, member, area, at, at + ahead)]
    return sorted(found, key=lambda g: (g.start, g.member, g.area))


def unknown_year(at: datetime, ahead: timedelta = AHEAD) -> int | None:
    """The year that begins within that time and whose holidays the calendar lacks."""
    return next((day.year for day in (at.date(), (at + ahead).date()) if not known(day)), None)


def _gaps(district: District, member: str, area: str, start: datetime, end: datetime) -> list[RosterGap]:
    rosters = rosters_of(district, member, area or None)
    if not area:
        rosters = [r for r in rosters if not r.area]
    found: list[RosterGap] = []
    for begins, ends in _stretches(rosters, start, end):
        away = _missing(district, rosters, area, begins)
        if away is None:
            continue
        if found and found[-1].end == begins and found[-1].away == away:
            found[-1] = replace(found[-1], end=ends)
        else:
            found.append(RosterGap(member, area, begins, ends, away))
    return found


def _missing(district: District, rosters: list[Roster], area: str, at: datetime) -> str | None:
    """None when somebody is there; else who is away ("" = nobody is on the roster)."""
    duty = duty_of(district, rosters, area or None, at)
    if duty is None or duty[0] not in district.person:
        return ""
    away = [r for r in rosters if r.person == duty[0] and is_away(r, at.date())]
    return duty[0] if away and not any(r.stand_in for r in away) else None


def _stretches(rosters: list[Roster], start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The time from ``start`` to ``end``, cut wherever a shift begins or ends."""
    cuts = sorted({start, end, *(c for c in _cuts(rosters, start, end) if start < c < end)})
    yield from pairwise(cuts)


def _cuts(rosters: list[Roster], start: datetime, end: datetime) -> Iterator[datetime]:
    clocks = {clock_of(text) for r in rosters for text in (r.start, r.end)} | {timedelta()}
    day: date = start.date()
    while day <= end.date():
        yield from (datetime.combine(day, time(), start.tzinfo) + clock for clock in clocks)
        day += timedelta(days=1)
