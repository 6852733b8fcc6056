from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from console.figures import as_json, late_members, members, percent, period, rows, services, urgencies
from models.figures import Clocked, Figures, Rate, Spread


def some_figures(**changes: Any) -> Figures:
    values: dict[str, Any] = {"first": date(2025, 6, 1), "last": date(2025, 6, 30)}
    return Figures(**(values | changes))


def value_of(figures: Figures, label: str) -> str:
    return next(r.value for r in rows(figures) if r.label == label)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (Rate(49, 50), "98.0%（49/50）"),
        (Rate(0, 0), "—（0/0）"),
        (Rate(153, 153), "100.0%（153/153）"),
        (Rate(1, 3), "33.3%（1/3）"),
        (Rate(1200, 2400), "50.0%（1,200/2,400）"),
    ],
)
def test_a_rate_is_shown_with_its_denominator(rate: Rate, shown: str) -> None:
    assert percent(rate) == shown


def test_the_figures_of_the_seed_are_all_there() -> None:
    seed = some_figures(
        notices={"power": 152, "water": 107}, captures_a_day=20.4, solved_in_grid=153, satisfaction=Rate(153, 153)
    )
    shown = {r.label: r.value for r in rows(seed)}
    assert shown["停电公告"] == "152 条"
    assert shown["停水公告"] == "107 条"
    assert shown["日均捕捉"] == "20.4 条"
    assert shown["网格内解决"] == "153 件"
    assert shown["满意率"] == "100.0%（153/153）"


def test_how_far_notices_reached_is_shown_with_every_denominator() -> None:
    reached = some_figures(
        rooms_concerned=Rate(9, 10),
        households_reached=Rate(1800, 2000),
        estates_uncounted=2,
        median_spread=7.0,
        longest_spread=19.0,
        late_notices={"power": Rate(2, 5), "water": Rate(0, 3), "": Rate(1, 1)},
    )
    shown = {r.label: (r.value, r.note) for r in rows(reached)}
    assert shown["到群"][0] == "90.0%（9/10）"
    assert shown["到户"] == ("90.0%（1,800/2,000）", "群里听到的户 / 有关的户，另有 2 个小区没有户数")
    assert shown["到最后一群"] == ("7 分", "中位数，发布到最后一个群，最长 19 分")
    assert shown["提前不足"][0] == "33.3%（3/9）"
    assert late_members(reached, {"power": "润州供电"}) == [
        ("润州供电", "40.0%（2/5）"),
        ("未注明单位", "100.0%（1/1）"),
    ]
    assert as_json(reached)["late_notices"]["power"] == {"part": 2, "whole": 5, "share": 0.4}


def test_utilities_without_a_notice_are_shown_and_other_services_only_when_they_had_one() -> None:
    assert value_of(some_figures(), "停气公告") == "0 条"
    assert not [r for r in rows(some_figures()) if r.label == "暖公告"]
    assert value_of(some_figures(notices={"heat": 2}), "暖公告") == "2 条"


def test_a_median_of_nothing_is_a_dash() -> None:
    assert value_of(some_figures(), "响应用时") == "—"
    assert value_of(some_figures(respond=Spread(5, 3.2, 65)), "响应用时") == "3 分 / 1 小时 5 分"


def test_json_has_dates_as_text_and_rates_in_three_parts() -> None:
    found = as_json(some_figures(response=Rate(1, 2), by_day={"2025-06-01": 3}, notes=("x",)))
    assert found["first"] == "2025-06-01"
    assert found["response"] == {"part": 1, "whole": 2, "share": 0.5}
    assert found["solution"]["share"] is None
    assert json.loads(json.dumps(found)) == found


def test_one_day_is_a_period_of_one_date() -> None:
    assert period(some_figures(last=date(2025, 6, 1))) == "2025-06-01"
    assert period(some_figures()) == "2025-06-01 至 2025-06-30"


def test_counts_by_kind_are_named_and_sorted() -> None:
    figures = some_figures(
        by_service={"water": 1, "power": 5}, by_urgency={"P2": 9, "P0": 1}, by_member={"w": 1, "p": 2}
    )
    assert services(figures) == [("电", 5), ("水", 1)]
    assert urgencies(figures) == [("P0", 1), ("P2", 9)]
    assert members(figures, {"p": "润州供电"}) == [("润州供电", 2), ("w", 1)]


def test_the_emergency_has_rows_of_its_own_only_when_there_was_one() -> None:
    assert not [r for r in rows(some_figures()) if r.group == "应急期间"]
    apart = Clocked(tickets=2, response=Rate(1, 2), overdue=1, respond=Spread(2, 5.0, 9.0))
    shown = {r.label: r for r in rows(some_figures(emergency=apart)) if r.group == "应急期间"}
    assert shown["工单"].value == "2 件"
    assert "超时 1 件" in shown["工单"].note
    assert (shown["响应率"].value, shown["响应用时"].value) == ("50.0%（1/2）", "5 分 / 9 分")
