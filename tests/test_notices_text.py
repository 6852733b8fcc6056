"""The normal form keeps every place of the original."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notices.text import LIMIT, plain_chars, read


def test_full_width_traditional_and_dashes_become_plain() -> None:
    assert read("停電範圍：８：００—１７：００～").plain == "停电范围:8:00-17:00~"


def test_blanks_that_air_a_date_go_and_those_between_words_stay() -> None:
    assert read("2026 年 4 月 1 9 日 8：00 供水公司 95598 12345").plain == "2026年4月19日8:00 供水公司 95598 12345"


def test_a_span_is_cut_from_the_original() -> None:
    text = read("雅新名都小區（２ 號）")
    start = text.plain.index("小区")
    assert text.span(start, start + 2) == "小區"
    assert text.span(3, 3) == ""


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert len(read("停" * (LIMIT + 5)).plain) == LIMIT


@given(st.text(max_size=200))
def test_every_character_knows_where_it_stood(raw: str) -> None:
    text = read(raw)
    assert len(text.plain) == len(text.at)
    assert list(text.at) == sorted(text.at)
    assert len(plain_chars(raw)) == len(raw)
