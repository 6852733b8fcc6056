"""Spelling: every way of typing the same line ends in one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import is_steep

from keywords.normalise import HEAD, TAIL, normalise, simplified


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("停電了嗎？", "停电了吗?"),
        ("３棟  沒水", "3栋 没水"),
        ("停\u200b电\u202e了", "停电了"),
        ("没\x07电", "没 电"),
        ("WIFI也断了", "wifi也断了"),
    ],
)
def test_one_spelling(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_emoji_names_are_kept_apart_from_the_text() -> None:
    made = normalise("又停水[捂脸][裂开]")
    assert (made.text, made.marks, made.media) == ("又停水", ("捂脸", "裂开"), "")


def test_a_picture_is_known_as_media() -> None:
    assert normalise("[图片]").media == "图片"


def test_a_mention_is_taken_out_and_noted() -> None:
    made = normalise("@网格员小林 路灯坏了")
    assert (made.text, made.named) == ("路灯坏了", True)


def test_a_quotation_is_taken_out() -> None:
    assert normalise("「老王：停电了」\n- - - - - -\n---\n我家也是").text.endswith("我家也是")


def test_only_differing_characters_are_in_the_table() -> None:
    assert simplified()[ord("電")] == "电"
    assert ord("电") not in simplified()


def test_head_and_tail_of_a_long_message_are_read() -> None:
    text = normalise("停电通知" + "。" * 100_000 + "恢复时间另告").text
    assert text.startswith("停电通知")
    assert text.endswith("恢复时间另告")
    assert len(text) <= HEAD + TAIL + 1


@given(st.text(max_size=300))
def test_any_text_goes_through_and_stays_the_same_when_read_again(raw: str) -> None:
    once = normalise(raw)
    assert "\n" not in once.text
    assert not once.text.startswith(" ")


def test_a_huge_message_is_cheap() -> None:
    assert not is_steep(normalise, "停电", 100_000)
