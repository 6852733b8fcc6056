"""Working days and duty hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.calendar import add_duty, add_workdays, is_workday, known, last_known_year, next_duty

TZ = ZoneInfo("Asia/Shanghai")
BEGINS, ENDS = time(8), time(20)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-06-10", True),
        ("2025-06-14", False),
        ("2025-10-01", False),
        ("2025-10-08", False),
        ("2025-09-28", True),  # a Sunday that is worked for National Day
        ("2026-02-17", False),  # Spring Festival
        ("2026-02-14", True),
    ],
)
def test_holidays_and_shifted_weekends_are_known(day: str, works: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is works


def test_beyond_the_data_it_is_monday_to_friday_and_says_so() -> None:
    beyond = date(last_known_year() + 1, 10, 1)
    assert not known(beyond)
    assert known(date(last_known_year(), 12, 31))
    days = [beyond + timedelta(days=n) for n in range(7)]
    assert [is_workday(d) for d in days] == [d.weekday() < 5 for d in days]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2025-06-10 10:00", 5, "2025-06-17 10:00"),
        ("2025-06-13 17:30", 1, "2025-06-16 17:30"),
        ("2025-06-14 09:00", 1, "2025-06-16 09:00"),
        ("2025-09-30 10:00", 1, "2025-10-09 10:00"),
        ("2025-06-10 10:00", 0, "2025-06-10 10:00"),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: str, days: int, end: str) -> None:
    assert add_workdays(at(start), days, TZ) == at(end)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("2025-06-10 10:00", "2025-06-10 10:00"),
        ("2025-06-10 23:10", "2025-06-11 08:00"),
        ("2025-06-10 03:00", "2025-06-10 08:00"),
        ("2025-06-10 20:00", "2025-06-11 08:00"),
    ],
)
def test_what_comes_at_night_counts_from_the_morning(said: str, counts: str) -> None:
    assert next_duty(at(said), BEGINS, ENDS, TZ) == at(counts)


def test_a_span_of_duty_hours_goes_on_in_the_morning() -> None:
    end = add_duty(at("2025-06-10 19:30"), timedelta(hours=1), BEGINS, ENDS, TZ)
    assert end == at("2025-06-11 08:30")


@given(MOMENTS, st.integers(0, 20))
def test_working_days_never_end_on_a_day_off(start: datetime, days: int) -> None:
    end = add_workdays(start, days, TZ)
    assert end - start >= timedelta(days=days)
    assert days == 0 or is_workday(end.astimezone(TZ).date())


@given(MOMENTS, st.integers(0, 3000))
def test_a_span_of_duty_hours_ends_within_them(start: datetime, minutes: int) -> None:
    end = add_duty(start, timedelta(minutes=minutes), BEGINS, ENDS, TZ)
    assert end >= start + timedelta(minutes=minutes)
    assert BEGINS <= end.astimezone(TZ).time() <= ENDS
