"""Threads of notices with versions, and the state of feeds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from factories import NOW, a_feed_state, a_notice, a_reach, after, an_announcement
from sqlalchemy import event

from models.errors import NotFound
from models.notice import Affected, Announcement, Block, Clarification, Notice
from models.store import Store, Tx
from models.words import Effect, NoticeStatus, Service

LOCAL = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local, as notices count)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2025, 6, day, hour)  # noqa: DTZ001


def said(start: datetime | None, end: datetime | None, **changes: Any) -> Announcement:
    return an_announcement(blocks=(Block(start, end),), **changes)


def add(tx: Tx, *made: Notice) -> None:
    for notice in made:
        tx.notices.add(notice)


def test_a_notice_comes_back_with_everything_in_it(store: Store) -> None:
    made = a_notice(
        said=an_announcement(
            also=(Service.GAS,),
            blocks=(Block(at(11, 8), None, (0, 1)), Block(None, at(12), None)),
            areas=(
                Affected("柳岸路沿线", "road_section", Effect.REDUCED),
                Affected("清荷苑", "estate", Effect.EXCLUDED),
            ),
            doubts=("年份",),
        ),
        reach=(a_reach(buildings=None, sure=False),),
        unmatched=("某处",),
    )
    store.call(add, made)
    assert store.call(lambda tx: tx.notices.latest(1)) == made


def test_threads_count_from_one_and_versions_stand_side_by_side(store: Store) -> None:
    assert [store.call(lambda tx: tx.notices.new_id()) for _ in range(2)] == [1, 2]
    store.call(add, a_notice(), a_notice(version=2, text="改期"))
    assert store.call(lambda tx: tx.notices.latest(1)).text == "改期"
    assert [n.version for n in store.call(lambda tx: tx.notices.versions(1))] == [1, 2]
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.notices.latest(9))


def test_a_feeds_own_id_finds_the_latest_version_that_it_gave(store: Store) -> None:
    store.call(
        add, a_notice(ref="a"), a_notice(version=2, ref="a"), a_notice(version=3, ref="b"), a_notice(id=2, feed="x")
    )
    assert store.call(lambda tx: tx.notices.by_ref("power-web", "a")).version == 2
    assert store.call(lambda tx: tx.notices.by_ref("power-web", "c")) is None


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({}, True),
        ({"said": said(at(9, 8), at(10, 5))}, True),
        ({"said": said(at(9, 8), at(10, 3))}, False),
        ({"said": said(at(10, 8), None)}, True),
        ({"said": said(at(6), None), "published_at": after(days=-4)}, False),
        ({"said": said(at(20), None), "published_at": after(days=-4)}, True),
        ({"said": said(None, None)}, True),
        ({"said": said(None, None), "published_at": after(days=-4)}, False),
        ({"said": an_announcement(status=NoticeStatus.RESTORED)}, False),
        ({"said": an_announcement(status=NoticeStatus.CANCELLED)}, False),
        ({"state": "review"}, False),
    ],
)
def test_a_notice_is_open_while_it_still_tells_something(store: Store, changes: dict[str, Any], stands: bool) -> None:
    store.call(add, a_notice(**changes))
    assert bool(store.call(lambda tx: tx.notices.open(LOCAL))) is stands


def test_the_latest_published_version_decides_whether_a_thread_is_open(store: Store) -> None:
    restored = an_announcement(status=NoticeStatus.RESTORED)
    store.call(
        add,
        a_notice(id=1),
        a_notice(id=1, version=2, said=restored),
        a_notice(id=2),
        a_notice(id=2, version=2, said=restored, state="review"),
    )
    assert [(n.id, n.version) for n in store.call(lambda tx: tx.notices.open(LOCAL))] == [(2, 1)]
    assert [(n.id, n.version) for n in store.call(lambda tx: tx.notices.review())] == [(2, 2)]
    store.call(lambda tx: tx.notices.publish(2, 2))
    assert store.call(lambda tx: tx.notices.open(LOCAL)) == store.call(lambda tx: tx.notices.review()) == []
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.notices.publish(2, 9))


def test_recent_gives_each_thread_once_the_last_published_first(store: Store) -> None:
    store.call(add, a_notice(id=1), a_notice(id=1, version=2, published_at=after(hours=2)), a_notice(id=2))
    assert [(n.id, n.version) for n in store.call(lambda tx: tx.notices.recent(9))] == [(1, 2), (2, 1)]
    assert len(store.call(lambda tx: tx.notices.recent(1))) == 1


def test_a_feeds_state_is_kept_by_name(store: Store) -> None:
    assert store.call(lambda tx: tx.notices.feed_state("power-web")) is None
    down = a_feed_state(ok=False, error="超时", failures=3, changed_at=NOW)
    store.call(lambda tx: [tx.notices.save_feed_state(s) for s in (a_feed_state(), down, a_feed_state(feed="a"))])
    assert store.call(lambda tx: tx.notices.feed_state("power-web")) == down
    assert [s.feed for s in store.call(lambda tx: tx.notices.feed_states())] == ["a", "power-web"]


def test_what_stands_is_listed_without_its_reach_and_completed_on_demand(store: Store) -> None:
    store.call(lambda tx: tx.notices.add(a_notice()))
    (bare,) = store.call(lambda tx: tx.notices.open_bare(LOCAL))
    assert bare == replace(a_notice(), reach=())
    assert store.call(lambda tx: tx.notices.with_reach([bare])) == [a_notice()]


def test_a_clarification_holds_until_its_end_and_a_later_word_replaces_it(store: Store) -> None:
    said = Clarification(1, Service.WATER, "没有安排", "water", "wx-water", NOW, after(days=1))
    store.call(lambda tx: tx.notices.clarify(said))
    later = replace(said, text="下周一停", at=after(hours=1))
    store.call(lambda tx: tx.notices.clarify(later))
    assert store.call(lambda tx: tx.notices.clarifications(after(hours=2))) == [later]
    assert store.call(lambda tx: tx.notices.clarifications(after(days=1))) == []


def test_what_a_newer_version_supersedes_waits_no_longer(store: Store) -> None:
    for version, state in ((1, "published"), (2, "review"), (3, "review")):
        store.call(lambda tx, v=version, s=state: tx.notices.add(a_notice(version=v, state=s)))
    store.call(lambda tx: tx.notices.supersede(1, 3))
    assert [n.version for n in store.call(lambda tx: tx.notices.review())] == [3]
    store.call(lambda tx: tx.notices.drop(1, 3))
    assert store.call(lambda tx: tx.notices.review()) == []
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.notices.drop(1, 9))


def _plans(store: Store, ask: Any) -> list[str]:
    """How the database goes about a question (SQLite)."""
    plans: list[str] = []

    def look(_: object, cursor: Any, statement: str, values: Any, *rest: object) -> None:
        if statement.startswith("SELECT"):
            plans.extend(
                row[3] for row in cursor.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values)
            )

    event.listen(store._engine, "after_cursor_execute", look)
    store.call(ask)
    return plans


@pytest.mark.parametrize(
    "ask",
    [
        lambda tx: tx.notices.open(LOCAL),
        lambda tx: tx.notices.with_reach(tx.notices.open_bare(LOCAL)),
        lambda tx: tx.notices.at(["yt-xc"], LOCAL),
        lambda tx: tx.notices.by_ref("power-web", "n-1"),
        lambda tx: tx.notices.published_between(NOW, after(days=1)),
        lambda tx: tx.outbox.answered(1, "room-01", NOW),
        lambda tx: tx.outbox.last_notice("room-01", NOW),
        lambda tx: tx.outbox.coming_posts("room-01", NOW, after(hours=3)),
        lambda tx: tx.outbox.rooms_told(NOW, after(hours=3)),
        lambda tx: tx.outbox.first_told([1], "x"),
        lambda tx: tx.matters.rooms_heard((Service.POWER,), NOW),
    ],
)
def test_no_question_about_notices_goes_through_the_whole_past(store: Store, ask: Any) -> None:
    if not store._engine.url.drivername.startswith("sqlite"):
        pytest.skip("PostgreSQL decides by its statistics")
    store.call(lambda tx: tx.notices.add(a_notice()))
    plans = _plans(store, ask)
    assert plans
    assert not [step for step in plans if re.match(r"SCAN (?:notices|outbox|places|reports)\b", step)]
