"""What residents read: the fact first, their own place, the source last."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_notice, a_reach, an_announcement

from models.notice import Affected, Block, Notice
from models.words import Effect, NoticeStatus, Service
from notices import days
from notices.phrases import Telling, spell_buildings
from notices.wording import LONGEST, post

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local, naive)
STAGES = ["publish", "day_before", "hour_before", "start", "change", "extended", "cancel", "left", "restore"]


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(notice: Notice, stage: str = "publish", now: datetime = NOW) -> str:
    return post(Telling(notice, notice.reach, a_district(), now, TZ), stage)


def test_a_planned_cut_reads_like_this() -> None:
    assert _text(a_notice()) == (
        "【停电】云亭新村 1–5 号楼：明天（11日）8:00–17:00 计划停电，约 9 小时。请提前安排用电，停电期间别乘电梯，拔掉怕断电的电器。"
        "原因：线路检修。润州供电 今天（10日）10:00 发布，电话 95598"
    )


def test_windows_that_come_back_every_day_are_said_once() -> None:
    days_on = [
        Block(_local(f"2025-06-{day}T{a}"), _local(f"2025-06-{day}T{b}"))
        for day in (12, 13)
        for a, b in (("08:00", "11:00"), ("13:00", "17:00"))
    ]
    said = an_announcement(blocks=tuple(days_on))
    assert "后天（12日）至周五（6月13日），每天 8:00–11:00、13:00–17:00 计划停电。" in _text(a_notice(said=said))
    uneven = an_announcement(blocks=tuple(days_on[:3]))
    assert "8:00–11:00；后天（12日）13:00–17:00；周五（6月13日）8:00–11:00 计划停电" in _text(a_notice(said=uneven))


def test_what_began_in_the_night_is_told_as_running() -> None:
    text = _text(a_notice(), now=_local("2025-06-11T08:30"))
    assert "今天（11日）8:00 起按公告停电，润州供电预计今天（11日）17:00 恢复。别乘电梯" in text
    assert "计划停电" not in text


def test_a_partial_restoration_says_to_each_place_its_own() -> None:
    said = an_announcement(
        status=NoticeStatus.PARTLY_RESTORED,
        blocks=(Block(None, _local("2025-06-10T09:50"), (0,)), Block(None, _local("2025-06-10T17:00"), (1,))),
        areas=(Affected("云亭新村1-5幢", "building_range"), Affected("6-9幢", "building_range")),
    )
    reach = (a_reach(buildings=("1", "2")), a_reach(buildings=("6", "7"), area=1))
    text = _text(a_notice(said=said, reach=reach), "extended")
    assert text.startswith(
        "【部分恢复】云亭新村 1、2 号楼：今天（10日）9:50 已恢复；云亭新村 6、7 号楼：停电未结束，润州供电预计今天（10日）17:00 恢复"
    )


def test_an_emergency_quotes_the_utility_and_promises_nothing() -> None:
    said = an_announcement(
        service=Service.WATER,
        status=NoticeStatus.EMERGENCY,
        blocks=(Block(_local("2025-06-10T09:00"), None),),
        publisher="润州供水",
    )
    assert "停水，正在抢修，恢复时间待润州供水通知" in _text(a_notice(said=said, member=""))
    known = an_announcement(
        service=Service.WATER,
        status=NoticeStatus.EMERGENCY,
        blocks=(Block(None, _local("2025-06-10T17:00")),),
        publisher="润州供水",
    )
    assert "润州供水预计今天（10日）17:00 恢复" in _text(a_notice(said=known, member=""))


def test_a_place_that_is_not_sure_is_only_possibly_concerned() -> None:
    notice = a_notice(
        said=an_announcement(areas=(Affected("云亭路沿线", "road_section"),)),
        reach=(a_reach(sure=False, buildings=None),),
    )
    text = _text(notice)
    assert text.startswith("【停电】云亭新村 可能受影响：")
    assert "公告写的是“云亭路沿线”" in text


def test_estates_with_other_windows_stand_apart() -> None:
    said = an_announcement(
        areas=(Affected("云亭新村", "estate"), Affected("清荷苑", "estate")),
        blocks=(
            Block(_local("2025-06-11T08:00"), _local("2025-06-11T12:00"), (0,)),
            Block(_local("2025-06-12T08:00"), _local("2025-06-12T12:00"), (1,)),
        ),
    )
    notice = a_notice(said=said, reach=(a_reach(buildings=None), a_reach(estate="qh-yuan", buildings=None, area=1)))
    assert "云亭新村：明天（11日）8:00–12:00 停电；清荷苑：后天（12日）8:00–12:00 停电" in _text(notice, "day_before")


def test_many_equal_days_are_said_once() -> None:
    blocks = tuple(Block(_local(f"2025-06-{d}T09:00"), _local(f"2025-06-{d}T12:00")) for d in (12, 13, 14, 15))
    assert "后天（12日）至周日（6月15日），每天 9:00–12:00 计划停电" in _text(
        a_notice(said=an_announcement(blocks=blocks))
    )


def test_high_floors_are_told_of_the_pumps() -> None:
    assert "高层靠水泵加压" in _text(a_notice(text="停电期间六楼以上会断水"))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("service", list(Service))
@pytest.mark.parametrize("effect", [Effect.OFF, Effect.REDUCED])
def test_every_stage_of_every_service_is_short_and_signed(stage: str, service: Service, effect: Effect) -> None:
    said = an_announcement(service=service, reason="因" * 90)
    text = _text(a_notice(said=said, reach=(a_reach(effect=effect),)), stage)
    assert text.startswith("【")
    assert "云亭新村" in text
    assert text.endswith("润州供电 今天（10日）10:00 发布，电话 95598")
    assert len(text) <= LONGEST


def test_the_source_falls_back_to_the_member_and_to_the_kind() -> None:
    silent = an_announcement(publisher=None, hotline=())
    assert "润州供电 今天（10日）10:00 发布，电话 95598" in _text(a_notice(said=silent))
    assert _text(a_notice(said=silent, member="")).endswith("供电公司 今天（10日）10:00 发布")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("2025-06-09", "昨天（9日）"),
        ("2025-06-10", "今天（10日）"),
        ("2025-06-12", "后天（12日）"),
        ("2025-06-14", "周六（6月14日）"),
        ("2025-07-01", "7月1日"),
        ("2026-01-01", "2026年1月1日"),
    ],
)
def test_days_are_said_as_people_say_them(of: str, said: str) -> None:
    assert days.day(datetime.fromisoformat(of).date(), NOW.date()) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2025-06-10T08:30", "2025-06-10T17:00", "今天（10日）8:30–17:00"),
        ("2025-06-10T22:00", "2025-06-11T06:00", "今天（10日）22:00 至次日 6:00"),
        ("2025-06-10T22:00", "2025-06-11T00:00", "今天（10日）22:00–24:00"),
        ("2025-06-11T00:00", "2025-06-12T00:00", "明天（11日）全天"),
        ("2025-06-11T00:00", "2025-06-14T00:00", "明天（11日）至周五（6月13日）"),
        ("2025-06-10T16:00", "2025-06-13T00:00", "今天（10日）16:00 至后天（12日）24:00"),
        ("2025-06-10T16:00", None, "今天（10日）16:00 起"),
        (None, "2025-06-10T17:00", "今天（10日）17:00 前"),
        (None, None, ""),
    ],
)
def test_windows_are_said_shortly(start: str | None, end: str | None, said: str) -> None:
    assert days.window(start and _local(start), end and _local(end), NOW.date()) == said


def test_lengths() -> None:
    assert [days.length(NOW, NOW.replace(hour=h, minute=m)) for h, m in ((12, 0), (12, 30), (10, 40), (9, 0))] == [
        "2 小时",
        "2 小时 30 分",
        "40 分",
        "",
    ]
    assert days.length(NOW, datetime(2025, 6, 13, 10)) == "3 天"  # noqa: DTZ001
    assert days.hour(NOW, NOW.date()) == "10:00"


def test_neighbouring_buildings_become_ranges() -> None:
    assert spell_buildings(["3", "1", "2", "10", "7", "8"]) == "1–3、7、8、10"


def test_published_at_is_shown_in_local_time() -> None:
    assert "昨天（9日）23:30 发布" in _text(a_notice(published_at=datetime(2025, 6, 9, 15, 30, tzinfo=UTC)))
