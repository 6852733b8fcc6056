from __future__ import annotations

from datetime import timedelta

import pytest
from console_fakes import TZ
from factories import NOW, after

from console.times import day_and_time, minutes, running, span, stopped


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-5, "0 秒"), (45, "45 秒"), (720, "12 分"), (3600, "1 小时"), (12000, "3 小时 20 分"), (200000, "2 天")],
)
def test_a_length_of_time_is_said_in_its_largest_unit(seconds: int, shown: str) -> None:
    assert span(timedelta(seconds=seconds)) == shown


def test_a_missing_median_is_a_dash() -> None:
    assert minutes(None) == "—"
    assert minutes(75.0) == "1 小时 15 分"


def test_today_needs_no_date() -> None:
    assert day_and_time(after(hours=-1), NOW, TZ) == "09:00"
    assert day_and_time(after(days=-1), NOW, TZ) == "6月9日 10:00"


@pytest.mark.parametrize(("left", "tone"), [(60, "ok"), (16, "ok"), (14, "amber"), (0, "amber"), (-1, "red")])
def test_a_clock_turns_amber_in_its_last_quarter_and_red_when_it_is_over(left: int, tone: str) -> None:
    assert running("响应", after(minutes=left), after(minutes=left - 60), NOW, TZ).tone == tone


def test_a_long_clock_turns_amber_only_in_its_last_half_hour() -> None:
    assert running("修复", after(minutes=31), after(days=-3), NOW, TZ).tone == "ok"
    assert running("修复", after(minutes=30), after(days=-3), NOW, TZ).tone == "amber"


def test_an_overdue_clock_says_by_how_much() -> None:
    assert running("到场", after(minutes=-5), after(hours=-1), NOW, TZ).text == "超 5 分"


def test_a_stopped_clock_is_done_or_late() -> None:
    assert stopped("响应", after(minutes=-1), after(minutes=-3), NOW, TZ).tone == "done"
    late = stopped("响应", after(minutes=-9), after(minutes=-3), NOW, TZ)
    assert (late.tone, late.text) == ("red", "迟 6 分")
    assert stopped("响应", None, after(minutes=-3), NOW, TZ).by == ""
