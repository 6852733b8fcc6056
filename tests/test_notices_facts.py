"""The longer text and the facts of a notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from factories import a_district, a_notice, a_reach, an_announcement

from models.notice import Affected, Block, Notice
from models.words import Effect, NoticeStatus, Service
from notices.facts import NO_DAY, caption, detail, facts, headline, page_url
from notices.phrases import Telling

TZ = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local, naive)


def _telling(notice: Notice) -> Telling:
    return Telling(notice, notice.reach, a_district(), NOW, TZ)


def _facts(notice: Notice) -> dict[str, str]:
    return {f.label: f.value for f in facts(_telling(notice))}


def test_every_fact_has_its_label() -> None:
    assert _facts(a_notice()) == {
        "情况": "计划",
        "时间": "明天（11日）8:00–17:00",
        "地点": "云亭新村 1–5 号楼",
        "公告写的范围": "云亭新村1-5栋",
        "原因": "线路检修",
        "请注意": "请提前安排用电，停电期间别乘电梯，拔掉怕断电的电器",
        "发布": "润州供电 今天（10日）10:00",
        "电话": "95598",
    }


def test_what_is_passed_on_has_its_dates_written_out() -> None:
    found = {f.label: f.value for f in facts(_telling(a_notice()), NO_DAY)}
    assert found["时间"] == "2025年6月11日 8:00–17:00"
    assert found["发布"] == "润州供电 2025年6月10日 10:00"


def test_excluded_places_are_said_and_unsure_ones_marked() -> None:
    said = an_announcement(
        areas=(Affected("柳岸路沿线", "road_section"), Affected("清荷苑", "estate", Effect.EXCLUDED))
    )
    found = _facts(a_notice(said=said, reach=(a_reach(sure=False),)))
    assert found["地点"] == "云亭新村 1–5 号楼（可能受影响）"
    assert found["不受影响"] == "清荷苑"


def test_high_buildings_and_muddy_water_are_told() -> None:
    water = an_announcement(service=Service.WATER)
    areas = tuple(
        replace(a, extra=(("floors", "1-3: 6, 4-24: 18"),)) if a.code == "yt-xc" else a for a in a_district().areas
    )
    notice = a_notice(said=water)
    telling = Telling(notice, notice.reach, a_district(areas=areas), NOW, TZ)
    advice = {f.label: f.value for f in facts(telling)}["请注意"]
    assert "高层加压供水" in advice
    assert "储水" in advice
    assert "水浑" in advice or "发黄" in advice
    low = Telling(notice, (a_reach(buildings=("1", "2")),), a_district(areas=areas), NOW, TZ)
    assert "高层" not in {f.label: f.value for f in facts(low)}["请注意"]


def test_the_longer_text_ends_with_the_own_words_and_the_page() -> None:
    text = detail(_telling(a_notice(text="计划停电" * 400)), "https://wg.example.cn/n/1")
    assert text.startswith("【停电·详情】公告 1\n情况：计划\n")
    assert text.endswith("…\n网页：https://wg.example.cn/n/1")
    assert len(text) < 1000


def test_the_head_says_how_it_stands() -> None:
    over = an_announcement(status=NoticeStatus.RESTORED, blocks=(Block(None, NOW),))
    assert headline(_telling(a_notice(said=over))) == "已来电"
    assert headline(_telling(a_notice(said=an_announcement(status=NoticeStatus.CANCELLED)))) == "停电取消"


def test_where_no_picture_can_be_shown_there_are_words() -> None:
    assert "详情" in caption(_telling(a_notice()))
    assert caption(_telling(a_notice()), page_url("https://wg.example.cn/", 1)).endswith(
        "https://wg.example.cn/n/1.png"
    )
    assert page_url("", 1) == ""
