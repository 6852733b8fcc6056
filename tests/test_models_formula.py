from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.figures import Cut, Rate, Spread
from models.formula import DEEPEST, LONGEST, read_formula

SOME = Cut(
    tickets=20, response=Rate(19, 20), satisfaction=Rate(0, 0), overdue=2, respond=Spread(20, 12.5, 40.0), spots=1
)  # fmt: skip


def value(text: str, **changes: Any) -> float | None:
    cut = Cut(**{"tickets": 20, "response": Rate(19, 20), "overdue": 2, "respond": Spread(20, 12.5, 40.0)} | changes)
    return read_formula(text)(cut)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 - -3", 1),
        ("10 / 4", 2.5),
        ("2 - 1 - 1", 0),
        ("95%", 0.95),
        ("响应率 >= 95%", 1),
        ("响应率＞95％", 0),
        ("工单 ≥ 5 且 超时 <= 1", 0),
        ("工单 ≥ 5 或 超时 <= 1", 1),
        ("非 超时 = 0", 1),
        ("工单 != 20", 0),
        ("取小(100, 工单 * 6)", 100),
        ("取大（0，95% - 响应率）* 500", 0),
        ("若(超时 = 0, 100, 60)", 60),
        ("max(1, 2, 3) + MIN(4, 5)", 7),
        ("响应中位", 12.5),
        ("响应九成", 40),
    ],
)
def test_it_reckons(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "满意率",
        "满意率 + 1",
        "取小(满意率, 1)",
        "若(满意率 > 1, 1, 2)",
        "1 / 0",
        "满意率 > 90% 且 1",
        "非 满意率",
        "无",
        "若(超时 > 5, 1, 无)",
    ],
)
def test_what_has_no_denominator_has_no_value(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("满意率 > 90% 且 0", 0), ("满意率 > 90% 或 1", 1), ("若(1, 5, 满意率)", 5)]
)
def test_the_other_side_may_decide_alone(text: str, expected: float) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没写完"),
        ("响应率 >", "没写完"),
        ("(1 + 2", "少了 )"),
        ("1 + 2)", "多出来的：)"),
        ("1 2", "多出来的：2"),
        ("幸福率 > 1", "没有这个指标：幸福率"),
        ("__import__('os')", "看不懂"),
        ("print(1)", "没有这个指标：print"),
        ("响应率.share", "看不懂：.share"),
        ("若(1, 2)", "若 要 3 个数"),
        ("取小(1)", "取小 要 2 个数"),
        ("1 < 2 < 3", "多出来的：<"),
        ("(" * (DEEPEST + 1), "套得太深"),
        ("1+" * LONGEST, "太长"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("(", r"\(").replace(")", r"\)")):
        read_formula(text)


def test_the_figures_that_it_uses_are_named_once() -> None:
    assert read_formula("响应率 + 响应率 * 工单").names == ("响应率", "工单")


@given(st.text(alphabet="0123456789.%+-*/()<>=, 且或非若取小大响应率工单", max_size=60))
def test_any_text_is_a_formula_or_a_value_error(text: str) -> None:
    try:
        found = read_formula(text)
    except ValueError:
        return
    assert found(SOME) is None or isinstance(found(SOME), (int, float))
