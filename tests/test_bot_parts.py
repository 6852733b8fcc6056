"""Long texts in parts: nothing lost, in order, within the limit, no number cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.parts import is_continued, numbered, part_before, part_key, split_text

SENTENCES = [
    "停水了。",
    "请打 0511-85550121。",
    "今天 8:00–16:00 停电！",
    "电话 138 0013 8000，找小林；",
    "好吗？\n",
    "“来电了。”",
]
PIECES = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.text(max_size=30), st.from_regex(r"\d{1,14}", fullmatch=True)), max_size=40
).map("".join)
LIMITS = st.integers(20, 120)


def _bare(text: str) -> str:
    return "".join(text.split())


def test_a_short_text_is_one_part() -> None:
    assert split_text("停水了。") == ("停水了。",)
    assert split_text("") == ("",)


def test_it_is_cut_at_the_end_of_a_sentence() -> None:
    text = "一" * 30 + "。" + "二" * 30 + "！" + "三" * 30
    assert split_text(text, 70) == ("一" * 30 + "。" + "二" * 30 + "！", "三" * 30)


def test_a_quotation_mark_stays_with_its_sentence() -> None:
    text = "他说：“" + "一" * 20 + "。”" + "二" * 20
    assert split_text(text, 30)[0].endswith("。”")


def test_a_long_sentence_is_cut_at_a_comma_and_a_long_phrase_anywhere() -> None:
    assert split_text("一" * 30 + "，" + "二" * 30, 40) == ("一" * 30 + "，", "二" * 30)
    assert split_text("一" * 100, 40) == ("一" * 40, "一" * 40, "一" * 20)


@pytest.mark.parametrize(
    "number", ["0511-85550121", "138 0013 8000", "+86 13800138000", "8:00–16:00", "(0511)85550121", "3.5"]
)
def test_a_number_is_never_cut(number: str) -> None:
    for lead in range(1, 45):
        text = "一" * lead + number + "二" * 60
        assert any(number in part for part in split_text(text, 40)), (lead, split_text(text, 40))


def test_an_emoji_of_several_letters_is_never_cut() -> None:
    family = "👨\u200d👩\u200d👧"
    for lead in range(30, 45):
        assert any(family in part for part in split_text("一" * lead + family + "二" * 60, 40))


@given(PIECES, LIMITS)
@example("1" * 500, 40)
@example("\n" * 60, 20)
def test_nothing_is_lost_and_every_part_fits(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert _bare("".join(parts)) == _bare(text)
    assert all(len(part) <= limit for part in parts)
    assert all(part.strip() for part in parts) or not text.strip()


@given(PIECES, LIMITS)
def test_no_run_of_digits_is_cut_that_fits_into_a_part(text: str, limit: int) -> None:
    runs = [run for run in re.findall(r"[0-9]+", text) if len(run) <= limit]
    found = [run for part in split_text(text, limit) for run in re.findall(r"[0-9]+", part) if len(run) <= limit]
    whole = [run for run in re.findall(r"\d[\d\s\-–—~～.:：/()（）]*\d|\d", text) if len(run) > limit - 3]
    assert whole or found == runs


@given(PIECES, LIMITS)
def test_cutting_again_changes_nothing(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert tuple(again for part in parts for again in split_text(part, limit)) == parts


def test_each_part_has_a_key_and_knows_the_one_before() -> None:
    keys = [key for key, _ in numbered("ticket 1 result → room-01", ("a", "b", "c"))]
    assert keys == ["ticket 1 result → room-01", "ticket 1 result → room-01 (2/3)", "ticket 1 result → room-01 (3/3)"]
    assert [part_before(key) for key in keys] == [None, keys[0], keys[1]]
    assert [is_continued(key) for key in keys] == [False, True, True]
    assert part_key("x", 1, 5) == "x"
