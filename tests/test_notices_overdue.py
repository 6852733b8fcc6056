"""When a stated end passes without word: the member is asked, then the room; not at night unless somebody asked."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from factories import a_district, a_notice, a_reach, an_announcement

from models.areas import District
from models.notice import Affected, Block, Notice, PlannedPost
from models.words import NoticeStatus
from notices.calendar import CALENDAR
from notices.overdue import hastened, staff_of
from notices.plan import plan
from notices.steps import Hour

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _emergency(end: str | None, **changes: object) -> Notice:
    block = Block(_local("2025-06-10T09:00"), _local(end) if end else None)
    said = an_announcement(**({"status": NoticeStatus.EMERGENCY, "blocks": (block,)} | changes))
    return a_notice(said=said, published_at=_at("2025-06-10T10:00"))


def _questions(notice: Notice, now: str = "2025-06-10T10:00", heard: tuple[str, ...] = ()) -> list[PlannedPost]:
    posts = plan(notice, district=DISTRICT, previous=None, now=_at(now), tz=TZ, heard=heard)
    return [p for p in posts if p.stage.startswith(("ask", "overdue"))]


def _when(posts: list[PlannedPost]) -> list[str]:
    return [f"{p.room or p.person} {p.due_at.astimezone(TZ):%dT%H:%M}" for p in posts]


def test_the_member_is_asked_first_and_then_the_room() -> None:
    posts = _questions(_emergency("2025-06-10T17:00"))
    assert _when(posts) == ["wx-power 10T17:15", "room-01 10T17:45"]
    to_member, to_room = posts
    assert "公告 1" in to_member.text
    assert "今天（10日）17:00 恢复" in to_member.text
    assert to_room.text.startswith("【来电了吗？】云亭新村 1–5 号楼：公告写 今天（10日）17:00 恢复")


def test_neither_is_asked_at_night() -> None:
    assert _when(_questions(_emergency("2025-06-10T23:00"))) == ["wx-power 11T07:00", "room-01 11T07:00"]


def test_both_are_asked_at_night_when_somebody_there_asked() -> None:
    posts = _questions(_emergency("2025-06-10T23:00"), "2025-06-10T22:30", heard=("room-01",))
    assert _when(posts) == ["wx-power 10T23:15", "room-01 10T23:45"]
    assert all(p.urgent for p in posts)


def test_nothing_is_asked_without_a_stated_end_or_after_the_end() -> None:
    assert _questions(_emergency(None)) == []
    assert _questions(_emergency("2025-06-10T09:30")) == []
    assert _questions(_emergency("2025-06-10T17:00", status=NoticeStatus.RESTORED)) == []
    assert _questions(_emergency("2025-06-10T17:00", status=NoticeStatus.CANCELLED)) == []


def test_places_with_their_own_ends_are_asked_after_each() -> None:
    said = an_announcement(
        status=NoticeStatus.EMERGENCY,
        areas=(Affected("云亭新村", "estate"), Affected("清荷苑", "estate")),
        blocks=(Block(None, _local("2025-06-10T12:00"), (0,)), Block(None, _local("2025-06-10T17:00"), (1,))),
    )
    reach = (a_reach(buildings=None), a_reach(estate="qh-yuan", buildings=None, area=1))
    posts = _questions(a_notice(said=said, reach=reach, published_at=_at("2025-06-10T10:00")))
    assert [p.key for p in posts] == [
        "notice 1 v1 ask → wx-power",
        "notice 1 v1 overdue → room-01",
        "notice 1 v1 ask2 → wx-power",
        "notice 1 v1 overdue → room-02",
    ]


def test_somebody_who_asks_at_night_brings_forward_what_waits_for_the_morning() -> None:
    now = _local("2025-06-10T23:50")
    due = hastened(_emergency("2025-06-10T23:30"), (a_reach(),), now, Hour(now, TZ, CALENDAR))
    assert due == {"restore": now, "ask": now, "overdue": _local("2025-06-11T00:15")}


def test_without_staff_of_the_member_the_dispatchers_are_asked() -> None:
    assert staff_of(_emergency("2025-06-10T17:00"), DISTRICT) == ("wx-power",)
    alone = District(DISTRICT.areas, DISTRICT.rooms, DISTRICT.members, DISTRICT.people[-2:])
    assert staff_of(_emergency("2025-06-10T17:00"), alone) == ("wx-dispatcher",)
