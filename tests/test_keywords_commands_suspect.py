"""What is typed in answer to a card, and what is not one."""

from __future__ import annotations

from datetime import datetime

import pytest
from dispatch_stage import TZ
from factories import NOW

from keywords.commands_suspect import BACK, KNOWN, NO, YES, parse_card_answer
from models.ticket import Command
from models.words import Role

CARD = "【疑似停电 12】今天 19:00 起，5 户反映停电"


def read(
    text: str, *, quotes: str = "", addressed: bool = True, role: Role | None = Role.MEMBER_STAFF
) -> Command | None:
    return parse_card_answer(text, quotes=quotes, now=NOW, tz=TZ, role=role, addressed=addressed)


def local(hour: int, minute: int = 0, day: int = 10) -> datetime:
    return datetime(2025, 6, day, hour, minute, tzinfo=TZ)


@pytest.mark.parametrize(
    ("text", "verb", "number", "until", "target", "rest"),
    [
        ("确认 12 预计17:00", YES, 12, local(17), "", ""),
        ("确认12", YES, 12, None, "", ""),
        ("确认 12，线路跳闸，预计今晚9点半恢复", YES, 12, local(21, 30), "", "线路跳闸"),
        ("确认 疑似停电 12 下午5点 换变压器", YES, 12, local(17), "", "换变压器"),
        ("确认 12 范围 某小区3-5栋 预计17:00", YES, 12, local(17), "某小区3-5栋", ""),
        ("确认 12 全线", YES, 12, None, "全线", ""),
        ("已知 12 公告 5", KNOWN, 12, None, "公告 5", ""),
        ("已知道 12 约两小时后", KNOWN, 12, local(12), "", ""),
        ("不是 12 线路正常", NO, 12, None, "", "线路正常"),
        ("不是", NO, None, None, "", ""),
        ("确认", YES, None, None, "", ""),
    ],
)
def test_an_answer_with_its_number(
    text: str, verb: str, number: int | None, until: datetime | None, target: str, rest: str
) -> None:
    found = read(text)
    assert found is not None
    assert (found.verb, found.number, found.until, found.target, found.text) == (verb, number, until, target, rest)


@pytest.mark.parametrize(
    ("text", "verb"), [("确认 预计17:00", YES), ("属实", YES), ("知道了", KNOWN), ("没停", NO), ("已恢复", BACK)]
)
def test_a_bare_word_in_a_quotation_of_the_card(text: str, verb: str) -> None:
    found = read(text, quotes=CARD, addressed=False)
    assert found is not None
    assert (found.verb, found.number) == (verb, 12)


@pytest.mark.parametrize(
    "text", ["不是我们的线路", "确认收货地址", "已知晓", "属实", "知道了", "是不是 12", "今天确认 12"]
)
def test_talk_and_words_of_tickets_are_no_answers(text: str) -> None:
    assert read(text) is None


def test_nobody_answers_in_passing_and_residents_never() -> None:
    assert read("确认 12", addressed=False) is None
    assert read("确认 12", role=None) is None
    assert read("没停", quotes="【工单 3】P1 停电") is None
