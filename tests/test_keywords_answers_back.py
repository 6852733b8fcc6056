"""Short answers to the question whether supply is back."""

from __future__ import annotations

import pytest

from keywords.answers_back import answers_back, is_bare


@pytest.mark.parametrize(
    "text", ["来了", "有了", "3栋来了", "来电了", "已经来了", "8栋来了，谢谢", "我家有水了", "恢复了！"]
)
def test_it_is_back(text: str) -> None:
    assert answers_back(text) is True


@pytest.mark.parametrize(
    "text",
    ["还没", "没有", "没呢", "5栋还没", "我家还没有", "我们5栋没有", "5号楼没来电", "都没有", "还没有水", "没有啊"],
)
def test_it_is_not(text: str) -> None:
    assert answers_back(text) is False


@pytest.mark.parametrize(
    "text", ["来了吗", "有没有", "没有吧", "没人", "没事", "没空", "没有发票", "谢谢", "今天的菜没有了", "", "好了吗？"]
)
def test_talk_is_no_answer(text: str) -> None:
    assert answers_back(text) is None


def test_a_bare_word_names_neither_place_nor_supply() -> None:
    assert [is_bare(t) for t in ("没有", "来了", "5栋没有", "我家还没", "没电")] == [True, True, False, False, False]
