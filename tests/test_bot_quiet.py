"""Quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quiet import is_quiet, quiet_until
from bot.settings import QuietHours

TZ = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours()


def _local(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, 3, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False), (12, False)]
)
def test_the_night_is_quiet_from_ten_to_seven(hour: int, quiet: bool) -> None:
    assert is_quiet(_local(hour), NIGHT, TZ) is quiet


def test_what_is_put_off_in_the_evening_comes_next_morning() -> None:
    assert quiet_until(_local(23).astimezone(UTC), NIGHT, TZ) == _local(7) + timedelta(days=1)


def test_what_is_put_off_after_midnight_comes_the_same_morning() -> None:
    assert quiet_until(_local(1), NIGHT, TZ) == _local(7)


def test_equal_ends_mean_never() -> None:
    assert not is_quiet(_local(3), QuietHours(start=time(7), end=time(7)), TZ)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.times(), st.times())  # noqa: DTZ001
def test_the_end_is_never_quiet_and_never_more_than_a_day_away(at: datetime, start: time, end: time) -> None:
    hours, now = (
        QuietHours(start=start.replace(second=0, microsecond=0), end=end.replace(second=0, microsecond=0)),
        at.replace(tzinfo=TZ),
    )
    until = quiet_until(now, hours, TZ)
    assert now <= until <= now + timedelta(days=1)
    assert not is_quiet(until, hours, TZ)
