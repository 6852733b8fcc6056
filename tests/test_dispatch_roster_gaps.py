"""Gaps in the rosters and a year without holidays show seven days ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from factories import a_district

from dispatch.calendar import last_known_year
from dispatch.roster_gaps import RosterGap, roster_gaps, unknown_year
from models.areas import District, Roster

TZ = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2025, 6, 9, tzinfo=TZ)


def on(*rosters: Roster) -> District:
    return replace(a_district(), rosters=rosters)


def hour(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


def test_without_rosters_there_is_nothing_to_miss() -> None:
    assert roster_gaps(a_district(), MONDAY) == []


def test_a_week_that_is_covered_has_no_gap() -> None:
    assert roster_gaps(on(Roster("power", "wx-power")), MONDAY) == []


def test_a_weekend_without_anybody_is_one_gap() -> None:
    [gap] = roster_gaps(on(Roster("power", "wx-power", days=(1, 2, 3, 4, 5))), MONDAY)
    assert gap == RosterGap("power", "", hour("2025-06-14 00:00"), hour("2025-06-16 00:00"))


def test_a_night_without_anybody_is_a_gap_each_day() -> None:
    gaps = roster_gaps(on(Roster("power", "wx-power", start="06:00", end="22:00")), MONDAY, timedelta(days=2))
    assert [(g.start, g.end) for g in gaps] == [
        (hour("2025-06-09 00:00"), hour("2025-06-09 06:00")),
        (hour("2025-06-09 22:00"), hour("2025-06-10 06:00")),
        (hour("2025-06-10 22:00"), hour("2025-06-11 00:00")),
    ]


def test_who_is_away_without_a_stand_in_is_named() -> None:
    away = Roster("power", "wx-power", away_from="2025-06-11")
    [gap] = roster_gaps(on(away), MONDAY)
    assert (gap.start, gap.end, gap.away) == (hour("2025-06-11 00:00"), hour("2025-06-12 00:00"), "wx-power")
    assert roster_gaps(on(replace(away, stand_in="wx-water")), MONDAY) == []


def test_who_has_left_is_a_gap() -> None:
    assert roster_gaps(on(Roster("power", "wx-gone")), MONDAY)[0].end == MONDAY + timedelta(days=7)


def test_an_area_of_its_own_is_looked_at_by_itself() -> None:
    gaps = roster_gaps(on(Roster("power", "wx-power", area="yt-xc", days=(1,))), MONDAY, timedelta(days=2))
    assert [(g.area, g.start) for g in gaps] == [("yt-xc", hour("2025-06-10 00:00"))]
    everywhere = Roster("power", "wx-power")
    assert roster_gaps(on(Roster("power", "wx-power", area="yt-xc", days=(1,)), everywhere), MONDAY) == []


def test_the_year_without_holidays_is_told_a_week_before() -> None:
    last = last_known_year()
    assert unknown_year(datetime(last, 12, 20, tzinfo=TZ)) is None
    assert unknown_year(datetime(last, 12, 28, tzinfo=TZ)) == last + 1
