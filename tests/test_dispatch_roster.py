"""Shifts, nights, weekends and stand-ins."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from factories import a_district

from dispatch.roster import on_duty, rosters_of
from models.areas import District, Roster

TZ = ZoneInfo("Asia/Shanghai")


def on(*rosters: Roster) -> District:
    return replace(a_district(), rosters=rosters)


def who(district: District, at: str, area: str | None = "yt-xc") -> str | None:
    found = on_duty(district, "power", area, datetime.fromisoformat(at).replace(tzinfo=TZ))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2025-06-10 00:00", "a"),
        ("2025-06-10 23:59", "a"),
        ("2025-06-14 12:00", None),
    ],
)
def test_a_whole_day_goes_from_midnight_to_midnight(at: str, person: str | None) -> None:
    assert who(on(Roster("power", "a", days=(1, 2, 3, 4, 5))), at) == person


@pytest.mark.parametrize(
    ("at", "person"),
    [("2025-06-13 22:00", "a"), ("2025-06-14 05:59", "a"), ("2025-06-14 06:00", None), ("2025-06-14 23:00", None)],
)
def test_a_night_shift_of_friday_ends_on_saturday_morning(at: str, person: str | None) -> None:
    assert who(on(Roster("power", "a", days=(5,), start="22:00", end="06:00")), at) == person


@pytest.mark.parametrize(
    ("at", "person"), [("2025-06-10 12:00", "a"), ("2025-06-11 12:00", "b"), ("2025-06-12 12:00", "a")]
)
def test_a_stand_in_takes_over_while_the_other_is_away(at: str, person: str) -> None:
    assert who(on(Roster("power", "a", stand_in="b", away_from="2025-06-11")), at) == person


def test_without_a_stand_in_the_person_stays_on_the_roster() -> None:
    assert who(on(Roster("power", "a", away_from="2025-06-11", away_to="2025-06-12")), "2025-06-11 12:00") == "a"


def test_a_roster_counts_for_its_member_and_area_only() -> None:
    district = on(Roster("power", "a", area="la-jy"), Roster("water", "w"))
    assert who(district, "2025-06-10 12:00") is None
    assert who(district, "2025-06-10 12:00", "la-jy") == "a"
    assert rosters_of(district, "power", "yt-xc") == []


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2025-09-30 12:00", "a"),
        ("2025-10-01 12:00", "b"),  # National Day
        ("2025-09-28 12:00", "a"),  # a Sunday on which people work
        ("2025-06-14 12:00", "b"),  # an ordinary Saturday
    ],
)
def test_rosters_of_workdays_and_of_holidays_follow_the_chinese_calendar(at: str, person: str) -> None:
    assert who(on(Roster("power", "a", when="workdays"), Roster("power", "b", when="holidays")), at) == person


@pytest.mark.parametrize(
    ("at", "person"), [("2025-09-30 12:00", "a"), ("2025-10-02 12:00", "b"), ("2025-10-04 12:00", "a")]
)
def test_a_roster_for_a_span_of_dates_comes_before_the_ordinary_one(at: str, person: str) -> None:
    assert who(on(Roster("power", "a"), Roster("power", "b", since="2025-10-01", until="2025-10-03")), at) == person


def test_the_team_of_a_place_has_its_own_roster() -> None:
    district = on(Roster("power", "a", team="东片"), Roster("power", "b", team="西片"))
    at = datetime.fromisoformat("2025-06-10 12:00").replace(tzinfo=TZ)
    assert on_duty(district, "power", "yt-xc", at, "西片") == ("b", "排班 00:00–24:00：b 值班")
