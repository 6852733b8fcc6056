"""What does not fit together is said, and is read by a person before anything is posted."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.doubts import about_time
from notices.parse import parse

NOW = datetime(2025, 6, 10, 9)  # noqa: DTZ001 (local, a Tuesday)


def _doubts(text: str) -> tuple[str, ...]:
    said = parse(text, NOW)
    assert said.is_notice, text
    return said.doubts


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("6月31日8:00至17:00", "写的日期不存在"),
        ("2025年2月29日8:00至17:00", "写的日期不存在"),
        ("13月5日8:00至17:00", "不存在：13月"),
        ("6月12日25:00至26:00", "不存在：25:00"),
        ("6月12日8:70至17:00", "不存在：8:70"),
        ("6月12日（星期二）8:00至17:00", "6月12日星期二，2025年那天是星期四"),
        ("1月5日8:00至17:00", "没有写年份，1月5日最近也在发布的156 天前"),
        ("6月13日8:00至6月12日17:00", "有 364 天"),
        ("6月12日17:00至8:00", "没有写次日，结束早于开始"),
        ("2025年6月12日17:00至2025年6月11日8:00", "结束早于开始"),
    ],
)
def test_a_contradiction_is_said(when: str, said: str) -> None:
    doubts = _doubts(f"因检修，{when}云亭新村停水。")
    assert any(said in d for d in doubts), doubts
    assert all(about_time(d) for d in doubts)


@pytest.mark.parametrize(
    "when",
    [
        "6月12日（星期四）8:00至17:00",
        "2025年1月5日8:00至17:00",
        "2025年12月31日8:00至2026年1月1日17:00",
        "6月12日22:00至6:00",
        "6月12日17:00至13日8:00",
        "6月12日17:00至次日8:00",
        "6月12日0:00至24:00",
        "今日10:00至17:00",
    ],
)
def test_what_fits_together_is_left_in_peace(when: str) -> None:
    assert _doubts(f"因检修，{when}云亭新村停水。") == ()


def test_a_road_may_be_closed_for_months() -> None:
    text = "因管网改造，云亭路（晴川路—柳汀路段）2025年6月12日至2025年10月30日全封闭施工，请绕行。"
    assert not any("天，时间可能写错了" in d for d in _doubts(text))


@given(st.text(alphabet=st.sampled_from("0123456789月日号年:至星期周一二天停水检修 "), max_size=60))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    parse(f"因检修云亭新村停水{text}", NOW)
