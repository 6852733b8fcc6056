"""The grammar of announcements: our own gold, and what must hold for every text."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stopwatch import is_steep

from bot.cli.notice import reading
from bot.cli.notice_score import figures
from models.words import Effect, NoticeStatus, Service
from notices.parse import parse

DATA = Path(__file__).parent / "data"
AT = datetime(2025, 6, 8, 9)  # noqa: DTZ001 (local, naive)
FLOORS = {"is_notice_acc": 0.97, "service_acc": 0.98, "status_acc": 0.92, "effect_acc": 0.95}
FLOORS_F1 = {"blocks": 0.93, "areas": 0.92}


def _gold(name: str = "notices_written.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["notices_written.jsonl", "notices_fresh.jsonl"])
def test_our_own_announcements_are_read_above_the_floors(name: str) -> None:
    rows = _gold(name)
    made = {r["id"]: reading(parse(r["text"], datetime.fromisoformat(r["published_at"]))) for r in rows}
    got = figures(rows, made)
    assert {k: got[k] for k, floor in FLOORS.items() if got[k] < floor} == {}
    assert {k: got[k]["f1"] for k, floor in FLOORS_F1.items() if got[k]["f1"] < floor} == {}


def test_a_formal_notice_is_read_whole() -> None:
    said = parse(
        "计划停电通知\n因10kV云亭线改造需要，定于2025年6月11日（星期三）8:00至17:00停电，停电范围：云亭新村1-5幢（3幢除外）、"
        "清荷苑等。用电咨询：95598。\n润州供电公司\n2025年6月8日",
        AT,
    )
    assert (said.service, said.status, said.publisher, said.hotline) == (
        Service.POWER,
        NoticeStatus.PLANNED,
        "润州供电公司",
        ("95598",),
    )
    assert [(b.start, b.end) for b in said.blocks] == [(datetime(2025, 6, 11, 8), datetime(2025, 6, 11, 17))]  # noqa: DTZ001
    assert [(a.text, a.effect, a.buildings) for a in said.areas] == [
        ("10kV云亭线", Effect.OFF, None),
        ("云亭新村1-5幢", Effect.OFF, ("1", "2", "3", "4", "5")),
        ("3幢", Effect.EXCLUDED, ("3",)),
        ("清荷苑", Effect.OFF, None),
    ]
    assert said.doubts == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("因爆管，云亭新村停水，正在抢修，预计今晚10点恢复。", NoticeStatus.EMERGENCY),
        ("云亭新村8点半已经来水。", NoticeStatus.RESTORED),
        ("云亭新村已于8时恢复供水，清荷苑仍停水，预计17时恢复。", NoticeStatus.PARTLY_RESTORED),
        ("原定6月11日8:00至17:00的停电改期，现更改为6月12日8:00至17:00，范围不变。", NoticeStatus.RESCHEDULED),
        ("云亭新村恢复供水时间推迟到21时。", NoticeStatus.EXTENDED),
        ("原定6月11日8:00至17:00云亭新村的停电取消。", NoticeStatus.CANCELLED),
    ],
)
def test_each_status_has_its_words(text: str, status: NoticeStatus) -> None:
    assert parse(text, AT).status is status


@pytest.mark.parametrize(
    ("text", "hour"),
    [("8点半已经来水，云亭新村可以用水了。", "20:30"), ("云亭新村7:50恢复供水。", "07:50")],
)
def test_a_bare_hour_of_the_past_lies_before_the_post(text: str, hour: str) -> None:
    evening = AT.replace(hour=20, minute=41)
    (block,) = parse(text, evening).blocks
    assert f"{block.end:%H:%M}" == hour


@pytest.mark.parametrize(
    "text",
    [
        "停电救星！充电风扇39.9/台，接龙团购，今晚8点截单，云亭新村东门自提",
        "辟谣：网传6月9日全市停水的消息不实，请不信不转。",
        "家里突然停电怎么办？第一步看空开，第二步打95598。",
        "停水通知（范本）：____小区定于__月__日停水。",
        "听说明天全城停气，真的假的？",
        "紧急扩散！明天早上6点起全市停水三天，赶快囤水，转给家人！",
        "停水通知怎么写？标题写明停水时间和范围即可。",
        "今天天气不错",
        "",
        "🙂🙂",
        "\u202e停水\u202c\x00\x07",
    ],
)
def test_what_announces_nothing_is_no_notice(text: str) -> None:
    assert not parse(text, AT).is_notice


def _read(text: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    said = parse(text, AT)
    areas = [(a.text, a.effect.value, "、".join(a.buildings or ())) for a in said.areas]
    return areas, [f"{b.start:%d %H:%M}" if b.start else "" for b in said.blocks]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("6月9日8:00至17:00，石狮花园（3-5栋）停电。", [("石狮花园（3-5栋）", "off", "3、4、5")]),
        ("6月9日8:00至17:00，石狮花园（3栋除外）停电。", [("石狮花园", "off", ""), ("3栋", "excluded", "3")]),
        ("6月9日8:00至17:00停电，涉及兴业路1号、3号、5号。", [("兴业路1号、3号、5号", "off", "1、3、5")]),
        ("6月9日8:00至17:00，除3号楼、4号楼外，绿地城停水。", [("3号楼、4号楼", "excluded", "3、4"), ("绿地城", "off", "")]),
        ("6月9日9点到17点，1至4栋停电，5至8栋正常。", [("1至4栋", "off", "1、2、3、4"), ("5至8栋", "excluded", "5、6、7、8")]),
        ("6月9日8:00至17:00，贵小区（盛世名门南区）停气。", [("盛世名门南区", "off", "")]),
        ("6月9日8:00至17:00，中山路与人民路交叉口全封闭。", [("中山路与人民路交叉口", "off", "")]),
        ("6月9日0:30至4:30降压供水，末梢区域（如凤凰山庄、云顶花园、金鸡岭村）水压偏低。",
         [("凤凰山庄", "reduced", ""), ("云顶花园", "reduced", ""), ("金鸡岭村", "reduced", "")]),
    ],
)  # fmt: skip
def test_places_keep_their_buildings_and_their_exceptions(text: str, areas: list[tuple[str, str, str]]) -> None:
    got, starts = _read(text)
    assert [a for a in got if not a[0].startswith("末梢区域")] == areas
    assert all(start.startswith("09 ") for start in starts)


def test_numbers_of_houses_are_no_days() -> None:
    assert _read("6月9日8:00至17:00，兴业路1号、3号、5号停电。")[1] == ["09 08:00"]


def test_a_table_has_its_times_in_columns() -> None:
    text = "停电计划\n序号 停电时间 恢复时间 影响范围\n1 6月10日6:00 6月10日14:00 金湖湾、湖滨市场\n2 6月11日9:00 6月11日19:00 沙井新村"
    said = parse(text, AT)
    assert [(f"{b.start:%d %H}", f"{b.end:%d %H}") for b in said.blocks if b.start and b.end] == [
        ("10 06", "10 14"),
        ("11 09", "11 19"),
    ]
    assert [[said.areas[i].text for i in b.areas or ()] for b in said.blocks] == [["金湖湾", "湖滨市场"], ["沙井新村"]]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("今晚9点50左右电缆被挖断，金科城1-6号楼停电，预计凌晨1点半送电。", "09 01:30"),
        ("紧急停水：金科城停水抢修，预计1:30恢复。", "09 01:30"),
        ("紧急停水：金科城停水抢修，预计23:30恢复。", "08 23:30"),
    ],
)
def test_what_is_expected_in_the_small_hours_lies_ahead(text: str, end: str) -> None:
    (block,) = parse(text, datetime(2025, 6, 8, 22, 30)).blocks  # noqa: DTZ001 (local)
    assert block.end is not None
    assert f"{block.end:%d %H:%M}" == end


def test_tonight_without_an_hour_is_no_midnight() -> None:
    (block,) = parse("紧急通知：主管泄漏，学府雅居今晚停水，预计明日8时前恢复。", datetime(2025, 6, 8, 19)).blocks  # noqa: DTZ001
    assert (block.start, block.end) == (None, datetime(2025, 6, 9, 8))  # noqa: DTZ001


def test_a_date_that_does_not_exist_is_a_doubt() -> None:
    said = parse("云亭路（清荷路—柳岸路段）2025年6月10日至6月31日封闭施工。", AT)
    assert "写的日期不存在，按当月最后一天读" in said.doubts


def test_a_planned_notice_without_time_or_place_is_a_doubt() -> None:
    said = parse("尊敬的用户：因检修，我公司计划停水，请提前储水。咨询96501", AT)
    assert not said.is_notice or {"没有读到时间", "没有读到地点"} & set(said.doubts)


def test_an_end_before_its_start_is_a_doubt() -> None:
    said = parse("云亭新村停水时间：2025年6月11日8:00至2025年6月10日17:00。", AT)
    assert "结束早于开始" in said.doubts


@given(st.text(max_size=400))
@settings(deadline=None)
def test_no_text_raises(text: str) -> None:
    parse(text, AT)


@given(
    st.lists(st.sampled_from([r["text"][i : i + 9] for r in _gold() for i in range(0, len(r["text"]), 9)]), max_size=60)
)
@settings(deadline=None)
def test_no_shuffled_announcement_raises(parts: list[str]) -> None:
    said = parse("".join(parts), AT)
    assert all(i < len(said.areas) for b in said.blocks for i in b.areas or ())


@pytest.mark.parametrize(
    "piece", ["停", "1、", "号", "原定", "8:00至", "云亭小区停水，", "（", "10kV线", "1号、", "等", "\n停水"]
)
def test_a_huge_text_takes_no_long(piece: str) -> None:
    assert not is_steep(lambda text: parse(text, AT), piece, 100_000)
