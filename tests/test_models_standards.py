from __future__ import annotations

from pathlib import Path

import pytest

from models.errors import BadConfig
from models.figures import Cut, Rate
from models.standards import read_standards

DEMO = Path(__file__).parent.parent / "standards.yaml"


def test_the_demo_has_23_standards_worth_100_points() -> None:
    found = read_standards(DEMO.read_text(encoding="utf-8"), "standards.yaml")
    assert len(found) == 23
    assert sum(s.weight for s in found) == 100
    assert {bool(s.formula) for s in found} == {True, False}
    assert all(s.evidence for s in found if s.formula is None)


def test_every_formula_of_the_demo_has_full_marks_for_perfect_work_and_none_below_nought_of_the_scale() -> None:
    perfect = Cut(
        tickets=9, accepted=9, asked=9, answered=9, response=Rate(9, 9), solution=Rate(9, 9),
        satisfaction=Rate(9, 9), first_fix=Rate(9, 9),
    )  # fmt: skip
    for standard in read_standards(DEMO.read_text(encoding="utf-8"), "standards.yaml"):
        if standard.formula:
            assert standard.formula(perfect) in (100, None), standard.id


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- {id: A1, group: g, text: t, weight: 0}", "要大于 0"),
        ("- {id: A1, group: g, text: t}", "缺少这一项"),
        ("- {id: 甲一, group: g, text: t, weight: 1}", "一个字母加一两位数字"),
        ("- {id: A1, group: g, text: t, weight: 1, formula: 幸福率}", "没有这个指标：幸福率"),
        ("- {id: A1, group: g, text: t, weight: 1, colour: red}", "不认识的键"),
        ("- {id: A1, group: g, text: t, weight: 1, services: [internet]}", "不在允许的取值里"),
        ("- {id: A1, group: g, text: t, weight: 1, formula: '1', evidence: x}", "按公式算的不另要证据：A1"),
        ("- {id: A1, group: g, text: t, weight: 1}\n  - {id: A1, group: g, text: t, weight: 1}", "编号重复：A1"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, why: str) -> None:
    with pytest.raises(BadConfig, match=why) as wrong:
        read_standards(f"standards:\n  {text}\n", "s.yaml")
    assert str(wrong.value).startswith("s.yaml:")


def test_a_file_that_is_no_list_is_refused() -> None:
    with pytest.raises(BadConfig, match="standards"):
        read_standards("a: 1", "s.yaml")
