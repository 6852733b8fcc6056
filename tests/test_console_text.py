from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.text import buildings, one_line, runs, visible


def test_a_plain_text_stays_as_it_is() -> None:
    assert visible("3栋停电了😀\n谁家有电？") == "3栋停电了😀\n谁家有电？"


def test_control_characters_are_shown_as_a_replacement() -> None:
    assert visible("停\x00电\x1b[31m") == "停\ufffd电\ufffd[31m"


def test_marks_that_turn_the_direction_are_taken_out() -> None:
    assert visible("谁管 \u202egnp.exe\u2066") == "谁管 gnp.exe"


def test_a_huge_text_is_cut_and_says_how_long_it_was() -> None:
    assert visible("停" * 100_000) == "停" * 600 + "……（共 100,000 字）"


def test_one_line_has_no_breaks_and_an_end() -> None:
    assert one_line("停电\n停电\n停电", 5) == "停电 停…"


@given(st.text(st.characters(), max_size=3000))
def test_any_text_becomes_short_and_can_be_encoded(text: str) -> None:
    shown = visible(text)
    assert len(shown) < 640
    shown.encode("utf-8")
    assert "\x00" not in shown


def test_buildings_that_follow_each_other_are_drawn_together() -> None:
    assert runs(["5", "1", "2", "3", "A1"]) == ["1–3", "5", "A1"]
    assert buildings(["2", "1", "9"]) == "1–2、9 栋"
    assert buildings(["1", "3", "5", "7", "9"]) == "1、3、5、7… 栋"
    assert buildings([]) == ""
