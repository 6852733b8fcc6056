"""The hours of a district: nights, mornings of days off, evenings."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.calendar import CALENDAR, Calendar
from notices.quiet import Quiet

_MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2025, 6, 30))  # noqa: DTZ001


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2025-06-10T23:00", "2025-06-11T07:00"),  # Tuesday night
        ("2025-06-13T23:00", "2025-06-14T08:00"),  # into a Saturday
        ("2025-06-14T07:30", "2025-06-14T08:00"),
        ("2025-06-14T08:00", "2025-06-14T08:00"),
        ("2025-06-10T12:00", "2025-06-10T12:00"),
    ],
)
def test_what_is_not_urgent_waits_for_the_morning_and_longer_on_days_off(at: str, told: str) -> None:
    assert CALENDAR.after(_at(at)) == _at(told)


def test_a_holiday_in_the_week_is_a_day_off() -> None:
    boat_race = _at("2025-06-02T00:00").date()
    calendar = Calendar(day_off=lambda day: day == boat_race)
    assert calendar.after(_at("2025-06-02T06:00")) == _at("2025-06-02T08:00")


def test_the_night_knows_when_it_began() -> None:
    assert CALENDAR.night(_at("2025-06-11T01:00")) == _at("2025-06-10T22:00")
    assert CALENDAR.night(_at("2025-06-10T22:30")) == _at("2025-06-10T22:00")
    assert CALENDAR.night(_at("2025-06-10T12:00")) is None


def test_the_evening_gathers_until_its_end() -> None:
    assert CALENDAR.gathered(_at("2025-06-10T19:00")) == _at("2025-06-10T20:30")
    assert CALENDAR.gathered(_at("2025-06-10T20:30")) is None
    assert Calendar(evening=Quiet(time(18), time(18))).gathered(_at("2025-06-10T18:00")) is None


def test_without_quiet_hours_nothing_waits_on_days_off_either() -> None:
    calendar = Calendar(quiet=Quiet(time(0), time(0)))
    assert calendar.after(_at("2025-06-14T03:00")) == _at("2025-06-14T03:00")


@given(_MOMENTS)
def test_after_is_never_before_and_never_quiet(at: datetime) -> None:
    assert at <= CALENDAR.after(at) <= at + timedelta(days=1)
    assert not CALENDAR.holds(CALENDAR.after(at))
