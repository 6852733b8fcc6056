"""Building numbers as people write them."""

from __future__ import annotations

import pytest

from models.buildings import building_key, format_buildings, overlaps, parse_buildings


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1-3, 26", ("1", "2", "3", "26")),
        ("6,7", ("6", "7")),
        ("1、3；5", ("1", "3", "5")),
        ("A1-A3", ("A1", "A2", "A3")),
        ("A1-3", ("A1", "A2", "A3")),
        ("2, 1-3", ("2", "1", "3")),
        ("", ()),
    ],
)
def test_lists_and_ranges_are_read_in_order_without_repeats(written: str, numbers: tuple[str, ...]) -> None:
    assert parse_buildings(written) == numbers


@pytest.mark.parametrize("written", ["9-1", "A1-B3", "全部", "1-", "12345"])
def test_what_is_no_building_is_named(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        parse_buildings(f"1, {written}")


def test_runs_of_three_are_written_as_a_range() -> None:
    assert format_buildings(("1", "2", "3", "5", "6", "A1", "A2", "A3")) == "1-3, 5, 6, A1-A3"


def test_the_whole_estate_overlaps_with_everything() -> None:
    assert overlaps(None, ("1",))
    assert overlaps(("1", "2"), ("2",))
    assert not overlaps(("1",), ("2",))


def test_two_comes_before_ten() -> None:
    assert sorted(["10", "2", "A1"], key=building_key) == ["A1", "2", "10"]
