from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.figure_settings import LightRules
from bot.settings import load_settings, parse_settings
from dispatch.lights import light, lights
from models.errors import BadConfig
from models.figures import Cut, Light, Rate

RULES = LightRules().lights
ROOT = Path(__file__).parent.parent


def colour(**changes: Any) -> str:
    return light("yt-xc", Cut(**{"tickets": 10} | changes), RULES).colour


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, "green"),
        ({"tickets": 0}, ""),
        ({"overdue": 1}, "yellow"),
        ({"overdue": 3}, "red"),
        ({"spots": 1}, "red"),
        ({"reworks": 2}, "yellow"),
        ({"response": Rate(8, 10)}, "yellow"),
        ({"tickets": 4, "response": Rate(0, 4)}, "green"),
        ({"answered": 5, "satisfaction": Rate(4, 5)}, "yellow"),
        ({"answered": 5, "satisfaction": Rate(3, 5)}, "red"),
        ({"answered": 4, "satisfaction": Rate(0, 4)}, "green"),
        ({"answered": 20, "satisfaction": Rate(19, 20)}, "green"),
        ({"answered": 0, "satisfaction": Rate(0, 0)}, "green"),
    ],
)
def test_the_rules_that_ship_give_a_colour(figures: dict[str, Any], expected: str) -> None:
    assert colour(**figures) == expected


def test_every_rule_that_holds_gives_its_reason_and_red_comes_first() -> None:
    cuts = {"a": Cut(tickets=9), "b": Cut(tickets=9, overdue=4, spots=1)}
    first, second, third = lights(cuts, ["a", "b", "c"], RULES)
    assert (first.estate, first.colour, len(first.why)) == ("b", "red", 2)
    assert (second, third) == (Light("a", "green"), Light("c", ""))


def test_the_config_states_the_rules_that_ship() -> None:
    assert load_settings(ROOT / "config.yaml").figures == parse_settings("live: false", "x").figures


def test_a_rule_that_cannot_be_read_is_named_with_its_line() -> None:
    text = "figures:\n  lights:\n    red:\n      - {when: '幸福率 < 1', why: x}\n"
    with pytest.raises(BadConfig, match=r"c.yaml:4 figures.lights.red.0.when.*没有这个指标：幸福率"):
        parse_settings(text, "c.yaml")
