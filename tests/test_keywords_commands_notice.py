"""What the staff say about announcements, and what is only talk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keywords.commands import parse_command
from keywords.commands_notice import parse_notice_command
from models.ticket import Command
from models.words import Role

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 2, 0, tzinfo=UTC)  # Tuesday, 10:00 in Shanghai


def read(text: str, **around: Any) -> Command | None:
    """At the desk: in private, say."""
    how: dict[str, Any] = {"now": NOW, "tz": TZ, "addressed": True}
    return parse_notice_command(text, **(how | around))


@pytest.mark.parametrize(
    ("text", "verb", "number", "target", "rest"),
    [
        ("发布 12", "notice_publish", 12, "", ""),
        ("发布", "notice_publish", None, "", ""),
        ("发布公告１２。", "notice_publish", 12, "", ""),
        ("改 12 时间 6月12日 8:00至17:00", "notice_amend", 12, "time", "6月12日 8:00至17:00"),
        ("改时间 明天8:00-12:00", "notice_amend", None, "time", "明天8:00-12:00"),
        ("改 时间：6月12日8:00至17:00", "notice_amend", None, "time", "6月12日8:00至17:00"),
        ("改12地点改为云亭新村1-5幢", "notice_amend", 12, "place", "云亭新村1-5幢"),
        ("更正 公告 12 范围 清荷苑", "notice_amend", 12, "place", "清荷苑"),
        ("改 12 因检修，明天云亭新村停水", "notice_amend", 12, "", "因检修，明天云亭新村停水"),
        ("作废 12 写错了", "notice_drop", 12, "", "写错了"),
        ("作废", "notice_drop", None, "", ""),
        ("拆开 12", "notice_split", 12, "", ""),
        ("公告 12", "notice_show", 12, "", ""),
        ("待核实", "notice_list", None, "", ""),
        ("地名 12 望江楼=柳岸家园", "notice_alias", 12, "柳岸家园", "望江楼"),
        ("地名 12 望江楼 是 柳岸家园", "notice_alias", 12, "柳岸家园", "望江楼"),
        ("地名 望江楼＝柳岸家园。", "notice_alias", None, "柳岸家园", "望江楼"),
        ("地名 12 =柳岸家园", "notice_alias", 12, "柳岸家园", ""),
        ("地名 12 1", "notice_alias", 12, "1", ""),
        ("发公告：因检修，明天云亭新村停水", "notice_post", None, "", "因检修，明天云亭新村停水"),
        ("公告：\n因检修，明天云亭新村停水", "notice_post", None, "", "因检修，明天云亭新村停水"),
    ],
)
def test_commands_are_read(text: str, verb: str, number: int | None, target: str, rest: str) -> None:
    got = read(text)
    assert got is not None, text
    assert (got.verb, got.number, got.target, got.text) == (verb, number, target, rest)


@pytest.mark.parametrize(
    "text",
    [
        "改 12点停水",
        "改天再说",
        "改派 12 物业",
        "发布会几点开",
        "作废的票怎么办",
        "公告贴了没有",
        "公告栏在哪",
        "不发了",
        "拆开看看",
        "地名怎么写",
        "澄清",
        "我们小区改时间停水吧",
        "发布 12 点的通知",
        "因检修，明天云亭新村停水",
    ],
)
def test_talk_is_no_command(text: str) -> None:
    assert read(text) is None


def test_nothing_counts_in_a_room_of_residents_unless_it_quotes_a_notice() -> None:
    assert read("发布 12", addressed=False) is None
    got = read("发布", addressed=False, quotes="【公告 12 · 待确认】停水 · 计划")
    assert got is not None
    assert (got.verb, got.number) == ("notice_publish", 12)


def test_a_clarification_has_an_end() -> None:
    got = read("澄清 12 本周没有停水计划，以公众号为准，到周五")
    assert got is not None
    assert got.until is not None
    assert (got.number, got.text) == (12, "本周没有停水计划，以公众号为准")
    assert got.until.astimezone(TZ).strftime("%m-%d %H:%M") == "06-13 18:00"
    without = read("澄清 12 本周没有停水计划")
    assert without is not None
    assert (without.until, without.text) == (None, "本周没有停水计划")
    place = read("澄清 12 水管只修到桐坞路")
    assert place is not None
    assert (place.until, place.text) == (None, "水管只修到桐坞路")


@given(st.text(alphabet=st.sampled_from("发布改作废拆开地名公告澄清时间点 12=:：\n是到"), max_size=20))
def test_no_line_is_both_a_command_for_tickets_and_one_for_notices(text: str) -> None:
    ticket = parse_command(text, now=NOW, tz=TZ, to_bot=True, private=True, role=Role.DISPATCHER)
    assert ticket is None or read(text) is None
