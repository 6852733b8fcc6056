"""Facts of an estate that differ by building."""

from __future__ import annotations

import pytest

from models.facts import fact_at, parse_fact, values_of


@pytest.mark.parametrize(
    ("text", "building", "value"),
    [
        ("公变", ("3",), "公变"),
        ("公变", None, "公变"),
        ("公变, 9-12: 专变", ("3",), "公变"),
        ("公变, 9-12: 专变", ("10",), "专变"),
        ("公变, 9-12: 专变", ("8", "9"), ""),
        ("公变, 9-12: 专变", None, "公变"),
        ("9-12: 专变", ("3",), ""),
        ("9-12: 专变", None, ""),
        ("公变，1-2, 5：合表", ("5",), "合表"),
        ("公变，1-2, 5：合表", ("4",), "公变"),
    ],
)
def test_the_range_of_a_building_comes_before_the_rest(text: str, building: tuple[str, ...] | None, value: str) -> None:
    assert fact_at(text, building) == value


def test_every_value_is_named_once_for_each_place() -> None:
    assert parse_fact("property, 9-10: 无") == [((), "property"), (("9", "10"), "无")]
    assert values_of("property, 9-10: 无") == ["property", "无"]


@pytest.mark.parametrize("text", ["公变, 九栋: 专变", "公变, 1-3"])
def test_a_range_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"九栋|1-3"):
        parse_fact(text)
