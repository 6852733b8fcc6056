"""关爱 登记 …, 关爱户, 已上门 …: what the words of the staff say of households in need."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from keywords.commands import parse_command
from keywords.commands_care import about_care, consents, doors, kind_of, note_of
from models.words import Role

NOW, TZ = datetime(2026, 7, 3, 1, tzinfo=UTC), ZoneInfo("Asia/Shanghai")


def verb(text: str, role: Role | None = Role.GRID_WORKER) -> str:
    found = parse_command(text, now=NOW, tz=TZ, to_bot=True, private=True, role=role)
    return found.verb if found else ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("关爱 登记 3-1-201 制氧机 同意", "care_add"),
        ("关爱户登记 3-1-201 透析 同意", "care_add"),
        ("关爱户", "care_list"),
        ("关爱名单", "care_list"),
        ("关爱 删除 3-1-201", "care_drop"),
        ("关爱 不同意 3-1-201", "care_drop"),
        ("关爱 确认 3-1-201", "care_confirm"),
        ("已上门 3-1-201", "care_tick"),
        ("已上门 12 13", "care_tick"),
        ("已上门 全部", "care_tick"),
    ],
)
def test_words_of_the_staff(text: str, wanted: str) -> None:
    assert verb(text) == wanted
    assert verb(text, None) != wanted
    assert about_care(text)


@pytest.mark.parametrize("text", ["关爱老人活动周六上午", "上门未遇 12", "到场 12"])
def test_other_words_are_other_things(text: str) -> None:
    assert not verb(text).startswith("care")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3-1-201 制氧机", ("3", "1", "201")),
        ("3-201", ("3", "", "201")),
        ("3栋1单元201室", ("3", "1", "201")),
        ("A3幢201", ("A3", "", "201")),
        ("12号楼2-1502", ("12", "2", "1502")),
    ],
)
def test_doors(text: str, found: tuple[str, str, str]) -> None:
    assert doors(text)[0] == [found]


def test_a_number_of_the_list_is_no_door() -> None:
    assert doors("12 13") == ([], "12 13")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("同意", True), ("本人同意", True), ("家属已同意", True), ("不同意", False), ("还没同意", False), ("", False)],
)
def test_consent(text: str, wanted: bool) -> None:
    assert consents(text) is wanted


def test_kinds_and_notes() -> None:
    assert [kind_of(t) for t in ("家用制氧机", "无创呼吸机", "在家腹透", "独居老人", "彩电")] == [
        *("制氧机", "呼吸机", "透析", "独居体弱", "")
    ]
    assert note_of("柳汀新村 制氧机 本人同意 敲门要久", "制氧机", "柳汀新村") == "敲门要久"
