"""Half a sentence that is a danger to life only against what the room speaks of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.words import Role, Urgency

LEXICON = default_lexicon()


def read(*lines: str, role: Role | None = None, apart: timedelta = timedelta(minutes=1)) -> Capture:
    """What the last of some lines of one room is read as; ``role`` is that of its speaker."""
    reader = Reader(LEXICON, District())
    at = datetime(2026, 7, 3, 1, tzinfo=UTC)
    for n, text in enumerate(lines):
        last = n == len(lines) - 1
        message = Message(
            id=str(n),
            channel="test",
            room="r",
            sender=f"p{n}",
            nick="",
            text=text,
            at=at,
            role=role if last else None,
        )
        capture = reader.read(message)
        at += apart
    return capture


@pytest.mark.parametrize(
    ("before", "half", "topic"),
    [
        ("我们这栋停电了", "我爸还插着呼吸机", "E01"),
        ("我们这栋停电了", "老人等着透析呢", "E01"),
        ("楼道里好大的煤气味", "我妈晕倒了", "G01"),
        ("有人困在电梯里了", "她说喘不上气", "X01"),
        ("我们这栋停电了", "配电那边冒了一股烟", "E05"),
    ],
)
def test_half_a_sentence_is_a_danger_after_such_a_trouble(before: str, half: str, topic: str) -> None:
    capture = read(before, half)
    assert (capture.urgency, capture.topic) == (Urgency.P0, topic)
    assert any("险情" in why for why in capture.why)


@pytest.mark.parametrize("half", ["我爸还插着呼吸机", "她说喘不上气", "老人等着透析呢"])
def test_the_same_words_without_such_a_trouble_raise_no_alarm(half: str) -> None:
    assert read("早上好", half).urgency is not Urgency.P0


def test_hours_later_it_is_another_thing() -> None:
    assert read("楼道里好大的煤气味", "她说喘不上气", apart=timedelta(hours=3)).urgency is not Urgency.P0


def test_somebody_on_duty_who_asks_raises_no_second_alarm() -> None:
    assert read("我们这栋停电了", "家里有呼吸机的请联系我", role=Role.GRID_WORKER).urgency is not Urgency.P0


@pytest.mark.parametrize("text", ["闻到煤气味了", "有没有漏气 一股煤气味", "水滴到插座上了", "电线掉地上了"])
def test_a_danger_by_its_own_words_needs_no_context(text: str) -> None:
    assert read(text).urgency is Urgency.P0


@pytest.mark.parametrize("text", ["煤气没有漏气 放心", "要是停电可怎么办", "恶心 吃饭呢", "外头冷 骨头疼"])
def test_a_denied_or_merely_hinted_danger_is_none(text: str) -> None:
    assert read(text).urgency is not Urgency.P0
