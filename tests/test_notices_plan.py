"""What is said to which room, when: each once, never late, never at night unless it is urgent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_notice, a_reach, an_announcement
from hypothesis import given
from hypothesis import strategies as st

from models.notice import Affected, Block, Notice, PlannedPost
from models.words import Effect, NoticeStatus, Service
from notices.plan import plan
from notices.quiet import QUIET, Quiet

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
_STATUSES = st.sampled_from(list(NoticeStatus))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(UTC)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _planned(start: str, end: str | None, *, said: str = "2025-06-10T10:00", **changes: object) -> Notice:
    block = Block(_local(start), _local(end) if end else None)
    return a_notice(said=an_announcement(blocks=(block,), **changes), published_at=_at(said))


def _plan(notice: Notice, now: str, previous: Notice | None = None) -> list[PlannedPost]:
    return plan(notice, district=DISTRICT, previous=previous, now=_at(now), tz=TZ)


def _stages(posts: list[PlannedPost]) -> list[str]:
    return [f"{p.stage} {p.due_at.astimezone(TZ):%dT%H:%M}" for p in posts]


def _told(posts: list[PlannedPost]) -> list[str]:
    """Without what is asked after the end."""
    return _stages([p for p in posts if p.stage not in ("ask", "overdue")])


def test_a_planned_cut_is_told_at_once_a_day_an_hour_before_and_at_its_start() -> None:
    posts = _plan(_planned("2025-06-13T09:00", "2025-06-13T17:00"), "2025-06-10T10:00")
    assert _stages(posts) == ["publish 10T10:00", "day_before 12T09:00", "hour_before 13T08:00", "start 13T09:00",
                              "ask 13T17:15", "overdue 13T17:45"]  # fmt: skip
    assert {p.room or p.person for p in posts} == {"room-01", "wx-power"}
    assert not any(p.urgent for p in posts)


def test_reminders_stay_out_of_the_night() -> None:
    posts = _plan(_planned("2025-06-13T02:00", "2025-06-13T06:00"), "2025-06-10T10:00")
    assert _told(posts) == ["publish 10T10:00", "day_before 12T07:00", "hour_before 12T21:30"]


def test_reminders_that_would_only_repeat_are_left_out() -> None:
    posts = _plan(_planned("2025-06-10T12:00", "2025-06-10T17:00"), "2025-06-10T10:00")
    assert _told(posts) == ["publish 10T10:00", "hour_before 10T11:00", "start 10T12:00"]
    posts = _plan(_planned("2025-06-10T10:20", "2025-06-10T17:00"), "2025-06-10T10:00")
    assert _told(posts) == ["publish 10T10:00"]


def test_what_is_published_at_night_waits_for_the_morning() -> None:
    posts = _plan(_planned("2025-06-13T09:00", "2025-06-13T17:00"), "2025-06-10T23:00")
    assert _stages(posts)[0] == "publish 11T07:00"


def test_an_emergency_that_has_begun_is_told_at_night() -> None:
    notice = _planned("2025-06-10T22:30", None, said="2025-06-10T23:00", status=NoticeStatus.EMERGENCY)
    (post,) = _plan(notice, "2025-06-10T23:00")
    assert (post.stage, post.urgent, post.due_at) == ("publish", True, _at("2025-06-10T23:00"))


def test_an_emergency_that_is_yet_to_come_waits_for_the_morning() -> None:
    notice = _planned("2025-06-11T09:00", None, said="2025-06-10T23:00", status=NoticeStatus.EMERGENCY)
    assert _stages(_plan(notice, "2025-06-10T23:00")) == ["publish 11T07:00"]


def test_a_restoration_at_night_is_told_in_the_morning() -> None:
    said = an_announcement(status=NoticeStatus.RESTORED, blocks=(Block(None, _local("2025-06-10T23:40")),))
    notice = a_notice(said=said, published_at=_at("2025-06-10T23:50"))
    (post,) = _plan(notice, "2025-06-10T23:50")
    assert _stages([post]) == ["restore 11T07:00"]
    assert "昨天（10日）23:40 已恢复" in post.text


@pytest.mark.parametrize("status", [NoticeStatus.PLANNED, NoticeStatus.EMERGENCY, NoticeStatus.EXTENDED])
def test_what_is_over_is_not_told(status: NoticeStatus) -> None:
    assert _plan(_planned("2025-06-09T09:00", "2025-06-09T17:00", status=status), "2025-06-10T10:00") == []


def test_a_version_that_waits_for_a_person_plans_nothing() -> None:
    notice = _planned("2025-06-13T09:00", "2025-06-13T17:00").evolve(state="review")
    assert _plan(notice, "2025-06-10T10:00") == []


def test_a_change_is_told_to_the_rooms_that_knew_and_published_to_new_ones() -> None:
    old = _planned("2025-06-13T09:00", "2025-06-13T17:00")
    new = old.evolve(
        version=2,
        said=an_announcement(
            status=NoticeStatus.PLANNED, blocks=(Block(_local("2025-06-13T10:00"), _local("2025-06-13T18:00")),)
        ),
        reach=(a_reach(), a_reach(estate="qh-yuan", buildings=None)),
    )
    first = {p.room: p.stage for p in _plan(new, "2025-06-11T10:00", old) if p.due_at == _at("2025-06-11T10:00")}
    assert first == {"room-01": "change", "room-02": "publish"}


def test_a_version_that_says_nothing_new_of_a_room_only_renews_its_reminders() -> None:
    old = _planned("2025-06-13T09:00", "2025-06-13T17:00")
    posts = _plan(old.evolve(version=2), "2025-06-11T10:00", old)
    assert [p.stage for p in posts] == ["day_before", "hour_before", "start", "ask", "overdue"]


def test_rooms_that_a_new_version_leaves_out_are_told() -> None:
    old = _planned("2025-06-13T09:00", "2025-06-13T17:00")
    new = old.evolve(version=2, reach=(a_reach(estate="qh-yuan", buildings=None),), text="更正：应为清荷苑")
    (left,) = [p for p in _plan(new, "2025-06-11T10:00", old) if p.room == "room-01"]
    assert left.stage == "cancel"
    assert "最新公告不再包括这里" in left.text
    (gone,) = [p for p in _plan(new.evolve(text="云亭新村的停电取消"), "2025-06-11T10:00", old) if p.room == "room-01"]
    assert "取消" in gone.text


def test_a_partial_restoration_is_good_news_only_where_supply_is_back() -> None:
    said = an_announcement(
        status=NoticeStatus.PARTLY_RESTORED,
        areas=(Affected("云亭新村", "estate"), Affected("清荷苑", "estate")),
        blocks=(Block(None, _local("2025-06-10T09:50"), (0,)), Block(None, _local("2025-06-10T17:00"), (1,))),
    )
    notice = a_notice(said=said, reach=(a_reach(buildings=None), a_reach(estate="qh-yuan", buildings=None, area=1)))
    assert {p.room: p.stage for p in _plan(notice, "2025-06-10T10:00") if p.due_at == _at("2025-06-10T10:00")} == {
        "room-01": "restore",
        "room-02": "extended",
    }


def test_a_restoration_is_told_even_when_it_came_before_its_hour() -> None:
    notice = _planned("2025-06-10T08:00", "2025-06-10T17:00", status=NoticeStatus.RESTORED)
    assert _stages(_plan(notice, "2025-06-10T15:00")) == ["restore 10T15:00"]


_MOMENTS = st.datetimes(datetime(2025, 6, 1), datetime(2025, 6, 30))  # noqa: DTZ001


@given(
    status=_STATUSES,
    published=_MOMENTS,
    start=st.none() | _MOMENTS,
    hours=st.none() | st.integers(1, 72),
    late=st.integers(0, 3000),
    effect=st.sampled_from([Effect.OFF, Effect.REDUCED]),
    service=st.sampled_from(list(Service)),
)
def test_no_plan_is_late_doubled_or_loud_at_night(
    status: NoticeStatus,
    published: datetime,
    start: datetime | None,
    hours: int | None,
    late: int,
    effect: Effect,
    service: Service,
) -> None:
    end = (start or published) + timedelta(hours=hours) if hours else None
    said = an_announcement(status=status, service=service, blocks=(Block(start, end),))
    at = published.replace(tzinfo=TZ)
    notice = a_notice(
        said=said,
        published_at=at.astimezone(UTC),
        reach=(a_reach(effect=effect), a_reach(estate="qh-yuan", sure=False)),
    )
    now = at + timedelta(minutes=late)
    posts = plan(notice, district=DISTRICT, previous=None, now=now, tz=TZ)
    keys = [p.key for p in posts]
    assert len(keys) == len(set(keys))
    assert posts == plan(notice, district=DISTRICT, previous=None, now=now, tz=TZ)
    for p in posts:
        assert now <= p.due_at < p.expires_at
        assert p.urgent or not QUIET.holds(p.due_at.astimezone(TZ).replace(tzinfo=None))
        late = p.stage in ("restore", "ask", "overdue")
        assert end is None or late or p.expires_at <= end.replace(tzinfo=TZ)
        assert p.text and p.why


@given(_MOMENTS, st.times(), st.times())
def test_the_quiet_hours_let_go_before_and_after(at: datetime, start: datetime, end: datetime) -> None:
    quiet = Quiet(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))  # type: ignore[arg-type]
    assert at <= quiet.after(at) <= at + timedelta(days=1)
    assert not quiet.holds(quiet.after(at))
    assert quiet.before(at) <= at
