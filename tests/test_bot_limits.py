"""Clocks of the settings: everywhere, and by member, area, topic and urgency."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from factories import a_district, a_ticket

from bot.limits import ClockLimits, clocks_from
from bot.settings import load_settings
from dispatch.clocks import clocks_for
from models.errors import BadConfig
from models.ticket import Ticket


def of(ticket: Ticket, *rules: ClockLimits) -> timedelta:
    return clocks_for(clocks_from({"power_on_site": 40}, rules), a_district(), ticket).power_on_site


def test_a_rule_counts_where_all_that_it_names_fits() -> None:
    rule = ClockLimits(member="power", area="321111900001", topic="E01", limits={"power_on_site": 90})
    assert of(a_ticket(), rule) == timedelta(minutes=90)
    for other in ({"member": "water"}, {"estate": "la-jy"}, {"topic": "E02"}, {"estate": None}):
        assert of(a_ticket(**other), rule) == timedelta(minutes=40)


def test_of_several_the_later_one_counts() -> None:
    wide, narrow = ClockLimits(limits={"power_on_site": 60}), ClockLimits(urgency="P2", limits={"power_on_site": 70})
    assert of(a_ticket(), wide, narrow) == timedelta(minutes=70)


def test_the_file_is_read_and_a_strange_limit_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("clock_rules:\n  - {topic: E11, limits: {resolve_workdays: 2}}\n", encoding="utf-8")
    assert load_settings(file).limits.rules[0].limits == (("resolve_workdays", 2),)
    file.write_text("clock_rules:\n  - {topic: E11, limits: {soon: 2}}\n", encoding="utf-8")
    with pytest.raises(BadConfig, match="没有这个时限：soon"):
        load_settings(file)
