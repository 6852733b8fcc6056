"""What an example may hold: no name, no number, no address, and still the same words."""

from __future__ import annotations

import re

import pytest
from factories import a_district
from hypothesis import given, settings
from hypothesis import strategies as st

from keywords.scrub import LONGEST, Scrubber

SCRUB = Scrubber(a_district()).scrub


@pytest.mark.parametrize(
    ("text", "nick", "shown"),
    [
        ("3栋2单元501又停水了", "", "0栋0单元0又停水了"),
        ("十二栋停电了吗", "", "0栋停电了吗"),
        ("云亭新村又停电了", "", "某小区又停电了"),
        ("云亭路路灯不亮", "", "某路路灯不亮"),
        ("打我电话 138 0013-8000 找我", "", "打我电话 0 找我"),
        ("电话一三八零零一三八零零零", "", "电话0"),
        ("@网格员小林 家里没水", "", "@网格 家里没水"),
        ("@张大明\u2005你家有电吗", "", "@某人 你家有电吗"),
        ("我是李建国，家里漏水", "", "我是某人,家里漏水"),
        ("王师傅来过了还是没电", "", "某人来过了还是没电"),
        ("老张家也没水", "", "某人家也没水"),
        ("张三家没电", "3栋-张三", "某人家没电"),
        ("加我微信 zhang_san88", "", "加我微信 某号"),
        ("看 https://example.com/a?b=1 停水", "", "看 某号 停水"),
        ("電梯壞了 云亭新村１２棟", "", "电梯坏了 某小区0栋"),
    ],
)
def test_what_leads_to_somebody_is_taken_out(text: str, nick: str, shown: str) -> None:
    assert SCRUB(text, nick) == shown


@pytest.mark.parametrize(
    "text", ["施工太吵了", "正常工作吗", "小高层水压低", "小区没水", "燃气灶打不着火", "路口井盖没了", "总是跳闸"]
)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert SCRUB(text) == text


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400), st.text(max_size=20))
def test_whatever_is_said_no_number_and_no_place_of_the_district_is_left(text: str, nick: str) -> None:
    shown = SCRUB(f"云亭新村{text}清荷苑", nick)
    assert len(shown) <= LONGEST
    assert not re.search(r"\d\d|云亭新村|清荷苑", shown)
