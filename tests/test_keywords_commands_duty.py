"""Commands that name no ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from keywords.commands import PICTURE, parse_command
from models.ticket import Command
from models.words import Role

NOW = datetime(2025, 6, 10, 2, tzinfo=UTC)


def read(text: str, **around: Any) -> Command | None:
    how: dict[str, Any] = {"to_bot": False, "private": False, "role": Role.GRID_WORKER}
    return parse_command(text, now=NOW, tz=ZoneInfo("Asia/Shanghai"), **(how | around))


def verb(text: str, **around: Any) -> str | None:
    found = read(text, **around)
    return found.verb if found else None


@pytest.mark.parametrize("text", ["谁值班", "今天谁值班？", "现在是谁值班啊", "今晚谁在值班", "值班表"])
def test_the_staff_ask_who_is_on_duty(text: str) -> None:
    assert verb(text) == "who_duty"
    assert verb(text, role=None) is None
    assert verb(text, role=None, to_bot=True) == "who_duty"


@pytest.mark.parametrize("text", ["谁管我家", "我家归谁管", "我们小区谁管啊", "谁管我们小区", "哪个单位管我家 3栋"])
def test_residents_ask_the_bot_who_answers_for_them(text: str) -> None:
    assert verb(text, role=None, to_bot=True) == "who_mine"
    assert verb(text, role=None) is None


def test_the_building_is_read() -> None:
    found = read("谁管我家 柳汀新村3栋", role=None, private=True, to_bot=False)
    assert found == Command("who_mine", text="柳汀新村3栋", target="3", why=("谁管",))


@pytest.mark.parametrize("text", ["谁管这事啊没人管", "你家谁管钱", "谁值班关我什么事", "这里谁管得了他"])
def test_talk_is_no_question_to_the_bot(text: str) -> None:
    assert verb(text) is None


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("交接 供电小马 给 供电小李", "供电小马", "供电小李"),
        ("交接 供电小马→供电小李", "供电小马", "供电小李"),
        ("交接 给 小李", "", "小李"),
        ("工作交接：小马 到 小李", "小马", "小李"),
    ],
)
def test_a_handover_names_both(text: str, one: str, other: str) -> None:
    assert read(text) == Command("handover", text=one, target=other, why=("交接",))
    assert verb(text, role=None, private=True) is None


def test_a_report_for_somebody_else_keeps_its_words() -> None:
    assert read("代报 3栋 王奶奶 家里没水") == Command("proxy", text="3栋 王奶奶 家里没水", why=("代报",))
    assert verb("代报 3栋没水", role=None, private=True) is None


def test_a_picture_is_proof_in_private_or_in_a_quotation() -> None:
    assert verb(PICTURE, private=True) == "photo"
    assert read(PICTURE, quotes="工单 7：已记") == Command("photo", 7, why=("照片",))
    assert verb(PICTURE) is None
    assert verb(PICTURE, role=None, private=True) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("打了119", "119"), ("119打过了", "119"), ("我已经拨打120", "120"), ("已报警", "110"), ("已拨打 119", "119")],
)
def test_who_rang_says_so_in_a_few_words(text: str, number: str) -> None:
    found = read(text, private=True)
    assert found is not None
    assert (found.verb, found.text) == ("progress", f"已拨打 {number}")
    assert verb(text) is None
