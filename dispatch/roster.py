"""Who is on duty: shifts and stand-ins by member, team and area."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from models.areas import District, Roster


def on_duty(district: District, member: str, area: str | None, at: datetime) -> tuple[str, str] | None:
    """The id of the person on duty for a member in an area at ``at`` (**local**, aware) and the reason; None without one.

    The roster of the narrowest area comes first; one without an area serves everywhere.
    """
    for roster in sorted(rosters_of(district, member, area), key=lambda r: _width(district, r, area)):
        if _in_shift(roster, at):
            return _who(roster, at)
    return None


def rosters_of(district: District, member: str, area: str | None) -> list[Roster]:
    """The rosters of a member that concern an area."""
    return [
        r
        for r in district.rosters
        if r.member == member and (not r.area or area is None or district.within(area, r.area))
    ]


def _width(district: District, roster: Roster, area: str | None) -> int:
    chain = [a.code for a in district.chain(area)]
    return chain.index(roster.area) if roster.area in chain else len(chain)


def _clock(text: str) -> timedelta:
    hours, _, minutes = text.partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes or 0))


def _in_shift(roster: Roster, at: datetime) -> bool:
    start, end = _clock(roster.start), _clock(roster.end)
    if end <= start:
        end += timedelta(days=1)
    return any(_covers_day(roster, at, at.date() - timedelta(days=back), start, end) for back in (0, 1))


def _covers_day(roster: Roster, at: datetime, day: date, start: timedelta, end: timedelta) -> bool:
    if roster.days and day.isoweekday() not in roster.days:
        return False
    midnight = datetime.combine(day, time(), at.tzinfo)
    return midnight + start <= at < midnight + end


def _who(roster: Roster, at: datetime) -> tuple[str, str]:
    today = at.date().isoformat()
    away = bool(roster.away_from) and roster.away_from <= today <= (roster.away_to or roster.away_from)
    if away and roster.stand_in:
        return roster.stand_in, f"排班 {roster.start}–{roster.end}：{roster.person} 不在岗，由 {roster.stand_in} 代班"
    return roster.person, f"排班 {roster.start}–{roster.end}：{roster.person} 值班"
