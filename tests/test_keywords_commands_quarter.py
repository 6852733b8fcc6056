from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.commands_quarter import CORRECT, PUBLISH, SCORE, SHOW, QuarterLine, quarter_command, read_quarter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("问效", QuarterLine(SHOW)),
        ("季度问效：三季度", QuarterLine(SHOW, "Q3")),
        ("问效 供电", QuarterLine(SHOW, names=("供电",))),
        ("问效 供电 2026Q2", QuarterLine(SHOW, "2026Q2", ("供电",))),
        (
            "问效 供电 c1 4 公告 12、15 都提前了",
            QuarterLine(SCORE, "", ("供电",), (("C1", 4.0),), "公告 12、15 都提前了"),
        ),
        (
            "问效 柳汀新村 供电 C1:4,A4 3.5分 依据：8月3日 22:10 打 95598",
            QuarterLine(SCORE, "", ("柳汀新村", "供电"), (("C1", 4.0), ("A4", 3.5)), "8月3日 22:10 打 95598"),
        ),
        (
            "问效 更正 2026年二季度 供电 C1 3 原因：数错了",
            QuarterLine(CORRECT, "2026Q2", ("供电",), (("C1", 3.0),), "数错了"),
        ),
        ("问效 公布 2026Q3", QuarterLine(PUBLISH, "2026Q3")),
        ("问效 公布", QuarterLine(PUBLISH)),
    ],
)
def test_what_a_branch_writes_is_read(text: str, expected: QuarterLine) -> None:
    command = quarter_command(text)
    assert command is not None
    assert read_quarter(command.text) == expected


@pytest.mark.parametrize("text", ["问效率高不高", "问效果怎么样", "有效", "今天问了效果", "请问效力如何"])
def test_ordinary_talk_is_no_command(text: str) -> None:
    assert quarter_command(text) is None


@given(st.text(max_size=200))
def test_any_rest_can_be_read(text: str) -> None:
    found = read_quarter(text)
    assert all(points >= 0 for _, points in found.items)
