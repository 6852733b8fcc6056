"""The first sieve: terms as written and by sound, pairs, false friends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import is_steep

from keywords.lexicon import Kind, default_lexicon
from keywords.sieve import Sieve

SIEVE = Sieve(default_lexicon())


def topics(text: str) -> set[str]:
    found = SIEVE.find(text)
    return {s.name for s in found.signs if s.kind in (Kind.STRONG, Kind.NOUN, Kind.DANGER)}


@pytest.mark.parametrize(
    ("text", "topic"),
    [("停店了", "E01"), ("井该没了", "R05"), ("楼道有煤汽味", "G01"), ("便压器在响", "E04"), ("冲电桩坏了", "E09")],
)
def test_a_homophone_is_heard(text: str, topic: str) -> None:
    assert topic in topics(text)


@pytest.mark.parametrize(
    "text",
    [
        "手机没电了",
        "买点水果",
        "没有电话",
        "车胎没气了",
        "今天停电影院的活动",
        "听点歌",
        "打过电话",
        "没睡好",
        "气死我了",
    ],
)
def test_a_false_friend_is_not(text: str) -> None:
    assert topics(text) == set()


def test_what_a_false_friend_took_away_is_told() -> None:
    assert "没有电" in SIEVE.find("没有电话").killed


def test_two_words_must_stand_near_each_other() -> None:
    assert "E05" in topics("电表箱在冒烟")
    assert "E05" not in topics("电表箱" + "啊" * 60 + "冒烟")


def test_most_lines_end_at_the_sieve() -> None:
    assert not SIEVE.find_topics("早上好呀大家").signs
    assert SIEVE.find_topics("停水了吗").signs == SIEVE.find("停水了吗").signs


@given(st.text(alphabet="停电水气没有吗了3栋手机果味道冒烟 ,?", max_size=60))
def test_any_mixture_goes_through(text: str) -> None:
    found = SIEVE.find(text)
    assert all(words for words in found.signs.values())


@pytest.mark.parametrize("piece", ["停电", "电线冒烟", "没", "手机没电", "井盖没了"])
def test_repetition_stays_cheap(piece: str) -> None:
    assert not is_steep(SIEVE.find, piece, 16_000)
