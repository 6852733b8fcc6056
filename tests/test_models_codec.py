"""Nouns as JSON and back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from factories import NOW, a_matter, a_notice, a_reach, an_announcement

from models.codec import build, plain
from models.notice import Announcement, Block, Notice, Reach


@pytest.mark.parametrize(
    "noun", [an_announcement(), a_notice(), a_reach(buildings=None), a_matter(), Announcement(False)]
)
def test_a_noun_survives_json(noun: object) -> None:
    assert build(type(noun), json.loads(json.dumps(plain(noun)))) == noun


def test_naive_times_stay_naive_and_aware_ones_aware() -> None:
    block = Block(datetime(2025, 6, 10, 8), None, (0, 2))  # noqa: DTZ001 (local)
    assert build(Block, plain(block)) == block
    assert build(datetime, plain(NOW)) == NOW


def test_tuples_of_every_kind_come_back() -> None:
    pairs = (("a", "1"), ("b", "2"))
    assert build(tuple[tuple[str, str], ...], plain(pairs)) == pairs
    assert build(tuple[int, str], plain((1, "x"))) == (1, "x")
    assert build(tuple[Reach, ...], plain((a_reach(),))) == (a_reach(),)


def test_a_key_of_a_later_version_is_left_out() -> None:
    assert build(Notice, plain(a_notice()) | {"colour": "red"}) == a_notice()
