"""详情, 海报, and a member's word on its notice."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from keywords.commands_asked import parse_asked
from models.ticket import Command
from models.words import Role

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 2, tzinfo=UTC)


def _read(text: str, role: Role | None = None, quotes: str = "") -> Command | None:
    return parse_asked(text, quotes=quotes, now=NOW, tz=TZ, role=role)


@pytest.mark.parametrize(
    ("text", "verb", "number"),
    [
        ("详情", "notice_detail", None),
        ("@网格服务机器人 详情", "notice_detail", None),
        ("看一下详情", "notice_detail", None),
        ("公告 12 详情", "notice_detail", 12),
        ("详情12", "notice_detail", 12),
        ("海报", "notice_poster", None),
        ("发张海报", "notice_poster", None),
    ],
)
def test_what_anybody_may_ask(text: str, verb: str, number: int | None) -> None:
    command = _read(text)
    assert command is not None
    assert (command.verb, command.number) == (verb, number)


@pytest.mark.parametrize("text", ["详情看群公告", "海报做得真好看", "公告 12 已恢复", "已恢复", "好了"])
def test_what_a_resident_says_otherwise_is_talk(text: str) -> None:
    assert _read(text) is None


@pytest.mark.parametrize("text", ["公告 12 已恢复", "公告12恢复了", "公告 12：都来电了", "公告 12 修好了"])
def test_a_member_says_that_it_is_back(text: str) -> None:
    command = _read(text, Role.MEMBER_STAFF)
    assert command is not None
    assert (command.verb, command.number) == ("notice_back", 12)


def test_a_quotation_names_the_notice() -> None:
    command = _read("已恢复", Role.MEMBER_STAFF, "【请确认】公告 7：云亭新村 停电")
    assert command is not None
    assert (command.verb, command.number) == ("notice_back", 7)
    assert _read("已恢复", Role.MEMBER_STAFF) is None


def test_a_member_says_until_when() -> None:
    command = _read("公告 12 延到 20:00", Role.MEMBER_STAFF)
    assert command is not None
    assert (command.verb, command.number) == ("notice_later", 12)
    assert command.until == datetime(2025, 6, 10, 12, tzinfo=UTC)
    assert _read("公告 12 延到 再说吧", Role.MEMBER_STAFF) is None
