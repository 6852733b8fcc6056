"""Homophones: what is typed by ear meets what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.sounds import blurred, sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("停店", "停电"),
        ("跳匝", "跳闸"),
        ("井该", "井盖"),
        ("天燃气", "天然气"),
        ("煤汽", "煤气"),
        ("便压器", "变压器"),
        ("冲电桩", "充电桩"),
        ("没睡了", "没水了"),
        ("水鸭", "水压"),
        ("红录灯", "红绿灯"),
    ],
)
def test_the_same_sound(typed: str, meant: str) -> None:
    assert sound(typed) == sound(meant)


@pytest.mark.parametrize(("one", "other"), [("停电", "停车"), ("没水", "没电"), ("路灯", "楼道")])
def test_another_sound(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_dialects_merge_syllables() -> None:
    assert blurred("shuǐ") == blurred("suī")
    assert blurred("líng") == blurred("nín")


@given(st.text(max_size=80))
def test_the_length_stays(text: str) -> None:
    assert len(sound(text)) == len(text)
