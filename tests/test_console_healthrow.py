from __future__ import annotations

from console_fakes import PARTS
from factories import NOW, after, an_outgoing

from console.healthrow import HealthRow, health_row
from console.ports import Part, PartKind, Readiness
from console.reading import Traffic

QUIET = Traffic({}, None, ())


def row(*parts: Part, traffic: Traffic = QUIET) -> HealthRow:
    return health_row(Readiness(True, parts), traffic, NOW)


def test_a_vital_part_that_fails_is_red_and_another_is_amber() -> None:
    found = row(Part(PartKind.CHANNEL, "wechat", False, vital=True), Part(PartKind.FEED, "x", False))
    assert [c.tone for c in found.cells] == ["red", "amber"]
    assert found.cells[0].name == "微信"


def test_ages_are_counted_from_now() -> None:
    assert [c.age for c in row(*PARTS).cells][1:4] == ["2 小时", "3 分", "5 小时"]


def test_the_outbox_is_shown_by_state_with_what_failed() -> None:
    dead = an_outgoing(key="notice 4 → room-09", last_error="群已解散")
    found = row(traffic=Traffic({"waiting": 2, "dead": 1}, after(seconds=-40), (dead,)))
    assert ("waiting", "待发", 2) in found.counts
    assert (found.waited, found.failed) == ("40 秒", 1)
    assert found.dead == (("notice 4 → room-09", "群已解散"),)


def test_the_outbox_is_not_told_twice() -> None:
    assert row(Part(PartKind.OUTBOX, "outbox", True)).cells == ()


def test_a_silenced_bot_is_shown_wherever_it_was_silenced() -> None:
    assert row().silence == ""
    assert row(traffic=Traffic({}, None, (), quiet_rooms=2)).silence == "2 个群已暂停"
    assert row(traffic=Traffic({}, None, (), paused=True, quiet_rooms=2)).silence == "已暂停发言"
