"""并 12 13, 不并 12 13, 拆开 13: read only from the staff, with numbers or quoting a text that names them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from keywords.commands import parse_command
from models.ticket import Command
from models.words import Role

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 2, 0, tzinfo=UTC)


def said(text: str, quotes: str = "", role: Role | None = Role.DISPATCHER) -> Command | None:
    return parse_command(text, quotes=quotes, now=NOW, tz=TZ, to_bot=True, private=True, role=role)


@pytest.mark.parametrize(
    ("text", "verb", "number", "others"),
    [
        ("并 12 13", "join", 12, "13"),
        ("并12、13、14", "join", 12, "13 14"),
        ("合并 工单12和工单13", "join", 12, "13"),
        ("并 12 12 13", "join", 12, "13"),
        ("不并 12 13", "apart", 12, "13"),
        ("不是一起 12 13。", "apart", 12, "13"),
        ("拆开 12 13", "split", 13, ""),
        ("拆开 工单 13", "split", 13, ""),
    ],
)
def test_numbers_say_which(text: str, verb: str, number: int, others: str) -> None:
    found = said(text)
    assert found and (found.verb, found.number, found.target) == (verb, number, others)


def test_quoting_the_proposal_is_enough() -> None:
    quotes = "都在“荷塘路”上，是不是同一起？\n工单 1 · 柳汀新村\n工单 2 · 清荷苑"
    for text, verb in (("并", "join"), ("是一起", "join"), ("不并", "apart"), ("不是一起", "apart")):
        found = said(text, quotes)
        assert found and (found.verb, found.number, found.target) == (verb, 1, "2")


@pytest.mark.parametrize("text", ["并 12", "并没有停电", "并 12 栋", "不并", "拆开 12", "拆迁 12 13", "合并单元"])
def test_ordinary_words_are_no_decision(text: str) -> None:
    found = said(text)
    assert found is None or found.verb not in ("join", "apart", "split")


def test_the_old_way_stays() -> None:
    found = said("并单 12 到 8")
    assert found and (found.verb, found.number, found.target) == ("merge", 12, "8")


def test_residents_decide_nothing() -> None:
    assert said("并 12 13", role=None) is None
