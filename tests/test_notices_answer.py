"""Which notice answers, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_notice, a_reach, an_announcement

from models.notice import Block, Notice
from models.words import NoticeStatus, Service
from notices.answer import Cover, building_list, covering
from notices.wording_answers import answer_text

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _notice(start: str | None, end: str | None, **changes: object) -> Notice:
    block = Block(_local(start) if start else None, _local(end) if end else None)
    said = {"status": NoticeStatus.EMERGENCY, "blocks": (block,)} | changes
    return a_notice(said=an_announcement(**said), published_at=datetime(2025, 6, 10, 1, 0, tzinfo=UTC))


def _cover(
    *notices: Notice,
    at: str = "2025-06-10T10:00",
    estate: str | None = "yt-xc",
    building: str | None = "3",
    service: Service | None = Service.POWER,
) -> Cover | None:
    return covering(
        notices, estate=estate, building=building, service=service, at_local=_local(at), district=DISTRICT, tz=TZ
    )


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        ("2025-06-10T07:00", "before"),
        ("2025-06-10T07:40", "during"),
        ("2025-06-10T12:00", "during"),
        ("2025-06-10T17:01", None),
    ],
)
def test_the_stated_window_decides(at: str, phase: str | None) -> None:
    cover = _cover(_notice("2025-06-10T08:00", "2025-06-10T17:00"), at=at)
    assert (cover.phase if cover else None) == phase
    assert cover is None or cover.answers_report == (phase == "during")


def test_without_an_end_it_covers_three_days() -> None:
    notice = _notice("2025-06-10T08:00", None)
    assert _cover(notice, at="2025-06-13T07:59")
    assert _cover(notice, at="2025-06-13T08:01") is None
    assert _cover(_notice(None, None), at="2025-06-10T12:00")


def test_place_service_and_state_must_fit() -> None:
    notice = _notice("2025-06-10T08:00", "2025-06-10T17:00")
    assert _cover(notice, estate="qh-yuan") is None
    assert _cover(notice, building="9") is None
    assert _cover(notice, service=Service.WATER) is None
    assert _cover(notice, service=None) is None
    assert _cover(notice, estate=None) is None
    assert _cover(notice.evolve(state="review")) is None
    assert _cover(_notice("2025-06-10T08:00", "2025-06-10T17:00", also=(Service.WATER,)), service=Service.WATER)


def test_an_unknown_building_or_a_wider_area_is_not_sure() -> None:
    notice = _notice("2025-06-10T08:00", "2025-06-10T17:00")
    for cover in (_cover(notice, building=None), _cover(notice, estate="321111900001", building=None)):
        assert cover is not None
        assert not cover.sure
    sure = _cover(notice, building="2-3")
    assert sure is not None
    assert sure.sure


def test_a_cancelled_notice_covers_nothing_and_a_restored_one_only_just_after() -> None:
    assert _cover(_notice("2025-06-10T08:00", "2025-06-10T17:00", status=NoticeStatus.CANCELLED)) is None
    back = _notice(None, "2025-06-10T09:30", status=NoticeStatus.RESTORED)
    after = _cover(back)
    assert after is not None
    assert (after.phase, after.answers_report) == ("after", False)
    assert _cover(back, at="2025-06-10T19:00") is None


def test_a_running_notice_goes_before_one_that_is_to_come() -> None:
    coming = _notice("2025-06-11T08:00", "2025-06-11T17:00").evolve(id=9)
    cover = _cover(coming, _notice("2025-06-10T08:00", "2025-06-10T17:00"))
    assert cover is not None
    assert cover.notice.id == 1


def _answer(cover: Cover | None, at: str = "2025-06-10T10:00") -> str:
    assert cover is not None
    return answer_text(cover, district=DISTRICT, at_local=_local(at), tz=TZ)


def test_the_answer_quotes_source_and_hour() -> None:
    cover = _cover(_notice("2025-06-10T08:00", "2025-06-10T17:00"))
    assert _answer(cover) == "润州供电 9:00 发布：云亭新村 1–5 号楼 停电，预计 17:00 来电。电话 95598"


def test_an_unknown_end_is_left_to_the_utility() -> None:
    assert "停电，来电时间待润州供电通知" in _answer(_cover(_notice("2025-06-10T08:00", None)))


def test_what_is_to_come_is_said_with_its_window() -> None:
    cover = _cover(_notice("2025-06-11T08:00", "2025-06-11T17:00"))
    assert "明天（11日）8:00–17:00 停电" in _answer(cover)


def test_an_unsure_place_is_said_as_possible() -> None:
    cover = _cover(_notice("2025-06-10T08:00", "2025-06-10T17:00").evolve(reach=(a_reach(sure=False),)))
    assert "可能停电" in _answer(cover)


def test_after_a_restoration_the_rest_are_asked_for() -> None:
    assert "已来电" in _answer(_cover(_notice(None, "2025-06-10T09:30", status=NoticeStatus.RESTORED)))


def test_an_answer_of_yesterday_has_its_day() -> None:
    cover = _cover(_notice("2025-06-10T08:00", None), at="2025-06-11T10:00")
    assert _answer(cover, "2025-06-11T10:00").startswith("润州供电 昨天（10日）9:00 发布")


def test_buildings_are_listed_one_by_one() -> None:
    assert building_list("5-7,9,B2") == ["5", "6", "7", "9", "B2"]
