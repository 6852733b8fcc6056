"""Building, stairwell and room numbers in texts and nicknames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.numbers import after_name, arabic, in_nick, in_text, written


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("3栋停电", "3"),
        ("三栋没水", "3"),
        ("十二幢也没有", "12"),
        ("5-12栋", "5-12"),
        ("14到18栋这几栋", "14-18"),
        ("6、7号楼", "6,7"),
        ("3、4#", "3,4"),
        ("7栋和8栋中间", "7,8"),
        ("9、10、11栋", "9-11"),
        ("1-24、26幢", "1-24,26"),
        ("你们20栋21栋黑了 我这3栋也黑", "3"),
        ("1-7栋停水(8-14栋不受影响)", "1-7"),
        ("16楼1单元", "16"),
        ("5栋2单元三楼", "5"),
        ("8-401 没电", "8"),
        ("A3座没水".lower(), "a3"),
        ("28楼没水", None),
        ("20栋旁边的路", None),
        ("到哪一栋了", None),
        ("一栋都黑", None),
        ("3单元楼道", None),
    ],
)
def test_the_building_of_a_text(text: str, building: str | None) -> None:
    assert in_text(text).building == building


def test_the_whole_estate_is_no_building() -> None:
    assert in_text("整个小区3栋都没电").whole


@pytest.mark.parametrize(
    ("nick", "building", "unit", "flat"),
    [
        ("3-2-601", "3", "2", "601"),
        ("2-301", "2", None, "301"),
        ("8#1203", "8", None, "1203"),
        ("黄叔7栋", "7", None, None),
        ("银杏5-老梁", "5", None, None),
        ("17-3楼徐姐", "17", None, None),
        ("五栋万婆婆", "5", None, None),
        ("tony老师(6栋)", "6", None, None),
        ("25#3单元", "25", "3", None),
        ("花园22#二姐", "22", None, None),
        ("13楼胡敏", "13", None, None),
        ("老唐 2-1", "2", "1", None),
        ("快乐老头-花园17", "17", None, None),
        ("2809", None, None, None),
        ("5mm", None, None, None),
        ("芒果布丁", None, None, None),
    ],
)
def test_the_numbers_of_a_nickname(nick: str, building: str | None, unit: str | None, flat: str | None) -> None:
    found = in_nick(nick)
    assert (found.building, found.flat) == (building, flat)
    assert unit is None or found.unit == unit


def test_a_number_right_after_the_name_of_an_estate() -> None:
    assert after_name("11果果妈").building == "11"


@pytest.mark.parametrize(
    ("numeral", "number"), [("十", "10"), ("十二", "12"), ("二十", "20"), ("二十四", "24"), ("07", "7")]
)
def test_numerals(numeral: str, number: str) -> None:
    assert arabic(numeral) == number


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_buildings_are_written_sorted(buildings: list[int]) -> None:
    text = written([str(b) for b in buildings]) or ""
    first = int(text.replace(",", "-").split("-")[0])
    assert first == min(buildings)


@given(st.text(alphabet="0123456789栋幢楼#-、一二三十单元 a", max_size=80))
def test_any_mixture_goes_through(text: str) -> None:
    in_text(text)
    in_nick(text)
