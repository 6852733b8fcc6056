"""应急 开始 金星社区 到明天8点 台风 and the like; and who asks where there is water or shelter."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from keywords.commands import parse_command
from keywords.points import asked_points
from models.ticket import Command
from models.words import Role

NOW, TZ = datetime(2026, 7, 3, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai")


def said(text: str, role: Role | None = Role.DISPATCHER, *, private: bool = True) -> Command | None:
    return parse_command(text, now=NOW, tz=TZ, to_bot=private, private=private, role=role)


@pytest.mark.parametrize(
    ("text", "verb", "target", "rest", "until"),
    [
        ("应急 开始 金星社区 到明天8点 台风", "begin", "金星社区", "台风", "2026-07-04T08:00"),
        ("应急 开始 到明天8点 台风 水淹", "begin", "", "台风 水淹", "2026-07-04T08:00"),
        ("应急开始金星社区 到后天早上8点", "begin", "金星社区", "", "2026-07-05T08:00"),
        ("应急 开始 金星社区", "begin", "金星社区", "", None),
        ("应急 续 到后天8点", "prolong", "", "", "2026-07-05T08:00"),
        ("应急 续 金星社区 到今晚10点 水没退", "prolong", "金星社区", "水没退", "2026-07-03T22:00"),
        ("应急 结束", "end", "", "", None),
        ("应急 结束 金星社区", "end", "金星社区", "", None),
        ("应急", "show", "", "", None),
        ("应急 取水点 桐坞小学南门，7点到21点", "point", "water", "桐坞小学南门，7点到21点", None),
        ("安置点：体育馆 200人", "point", "shelter", "体育馆 200人", None),
        ("应急 值班 供电小马 夜班", "shift", "供电小马", "夜", None),
        ("应急 快报", "flash", "", "", None),
        ("应急 通报", "bulletin", "", "", None),
    ],
)
def test_what_the_duty_types(text: str, verb: str, target: str, rest: str, until: str | None) -> None:
    found = said(text)
    assert found and (found.verb, found.target, found.text) == (f"emergency_{verb}", target, rest)
    assert (found.until and found.until.astimezone(TZ).isoformat()[:16]) == until


def test_a_point_is_taken_away_by_its_number() -> None:
    for text in ("撤点 3", "应急 撤点 3"):
        found = said(text)
        assert found and (found.verb, found.number) == ("emergency_unpoint", 3)


@pytest.mark.parametrize("text", ["应急灯坏了", "应急通道堵了", "应急开始施工了吗", "取水点在哪里"])
def test_ordinary_talk_of_the_staff_is_none(text: str) -> None:
    found = said(text, private=False)
    assert found is None or not found.verb.startswith("emergency")


def test_residents_declare_nothing() -> None:
    assert said("应急 开始 金星社区 到明天8点 台风", None) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("哪里有水", ("water",)),
        ("哪里可以接水？", ("water",)),
        ("送水车几点来？", ("water",)),
        ("避难所在哪", ("shelter",)),
        ("有没有安置点", ("shelter",)),
        ("取水点和安置点在哪里", ("water", "shelter")),
        ("我家没水", ()),
        ("哪里有水果卖", ()),
        ("停水了吗", ()),
        ("桶装水哪里买", ()),
        ("避难所也太热了", ()),
    ],
)
def test_who_asks_where(text: str, kinds: tuple[str, ...]) -> None:
    assert asked_points(text) == kinds
