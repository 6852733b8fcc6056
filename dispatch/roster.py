"""Who is on duty: shifts and stand-ins by member, team and area."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from dispatch.calendar import is_workday
from models.areas import District, Roster


def on_duty(
    district: District,
    member: str,
    area: str | None,
    at: datetime,
    team: str = "",
    shifts: tuple[Roster, ...] = (),
) -> tuple[str, str] | None:
    """The id of the person on duty for a member in an area at ``at`` (**local**, aware) and the reason; None without one.

    The roster of the narrowest area comes first, one for a span of dates or for holidays before the ordinary one; one
    without an area serves everywhere. Where the place has a ``team``, the rosters of other teams do not count.
    ``shifts`` are those of an emergency state, which come before all of them.
    """
    for shift in shifts:
        if shift.member == member and area and district.within(area, shift.area) and _in_shift(shift, at):
            return shift.person, f"应急班 {shift.start}–{shift.end}：{shift.person} 值班"
    return duty_of(district, rosters_of(district, member, area, team), area, at)


def duty_of(district: District, rosters: list[Roster], area: str | None, at: datetime) -> tuple[str, str] | None:
    """The same among some rosters of one member."""
    for roster in sorted(rosters, key=lambda r: (_width(district, r, area), not r.since, r.when != "holidays")):
        if _in_shift(roster, at):
            return _who(roster, at)
    return None


def rosters_of(district: District, member: str, area: str | None, team: str = "") -> list[Roster]:
    """The rosters of a member that concern an area, and its team."""
    around = {a.code for a in district.chain(area)}
    return [
        r
        for r in district.rosters_of.get(member, ())
        if (not r.area or area is None or r.area in around) and (not r.team or not team or r.team == team)
    ]


def _width(district: District, roster: Roster, area: str | None) -> int:
    chain = [a.code for a in district.chain(area)]
    return chain.index(roster.area) if roster.area in chain else len(chain)


def clock_of(text: str) -> timedelta:
    """``HH:MM`` as time since midnight."""
    hours, _, minutes = text.partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes or 0))


def _in_shift(roster: Roster, at: datetime) -> bool:
    start, end = clock_of(roster.start), clock_of(roster.end)
    if end <= start:
        end += timedelta(days=1)
    return any(_covers_day(roster, at, at.date() - timedelta(days=back), start, end) for back in (0, 1))


def _covers_day(roster: Roster, at: datetime, day: date, start: timedelta, end: timedelta) -> bool:
    if roster.days and day.isoweekday() not in roster.days:
        return False
    if roster.when and (roster.when == "workdays") is not is_workday(day):
        return False
    if not (roster.since or "0") <= day.isoformat() <= (roster.until or "9"):
        return False
    midnight = datetime.combine(day, time(), at.tzinfo)
    return midnight + start <= at < midnight + end


def _who(roster: Roster, at: datetime) -> tuple[str, str]:
    if is_away(roster, at.date()) and roster.stand_in:
        return roster.stand_in, f"排班 {roster.start}–{roster.end}：{roster.person} 不在岗，由 {roster.stand_in} 代班"
    return roster.person, f"排班 {roster.start}–{roster.end}：{roster.person} 值班"


def is_away(roster: Roster, day: date) -> bool:
    """Whether the person of a roster is away on a day."""
    return bool(roster.away_from) and roster.away_from <= day.isoformat() <= (roster.away_to or roster.away_from)
