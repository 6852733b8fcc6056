"""A wrong join is taken back: the thread is as before, the text a notice of its own, and re-reads keep to it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_feed_item, after

from models.errors import NotFound, Refused
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Store
from models.words import Delivery, NoticeStatus
from notices.calendar import CALENDAR
from notices.take import Hour, take_item
from notices.undo import Split, split

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
CUT = "计划停电：因线路检修，6月12日8:00至17:00，云亭新村1-5栋停电。"
OFF = "原定6月12日云亭新村的停电取消。"


def _take(store: Store, hours: float = 0, **changes: Any) -> Notice:
    item = a_feed_item(published_at=after(hours=hours), **changes)
    made = store.call(take_item, item=item, district=DISTRICT, trusted=True, now=after(hours=hours), tz=TZ)
    assert made is not None
    return made


def _split(store: Store, id: int, hours: float = 2) -> Split:
    return store.call(split, id=id, actor="wx-power", district=DISTRICT, at=Hour(after(hours=hours), TZ, CALENDAR))


def _rows(store: Store, status: Delivery = Delivery.WAITING) -> list[Outgoing]:
    return [r for r in store.call(lambda tx: tx.outbox.recent(100)) if r.status is status and r.room]


def _sent(store: Store) -> None:
    for row in _rows(store):
        if row.due_at <= after(hours=1):
            store.call(lambda tx, r=row: tx.outbox.save(r.evolve(status=Delivery.SENT, sent_at=NOW)))


def _joined(store: Store, *, heard: bool) -> tuple[Notice, Notice]:
    first = _take(store, text=CUT)
    if heard:
        _sent(store)
    second = _take(store, 1, feed="rss", ref="b", text=OFF)
    assert second.id == first.id
    if heard:
        _sent(store)
    return first, second


def test_the_thread_is_as_before_and_the_text_waits_as_its_own(store: Store) -> None:
    first, _ = _joined(store, heard=False)
    made = _split(store, first.id)
    assert (made.kept.id, made.kept.version, made.kept.said.status) == (first.id, 3, NoticeStatus.PLANNED)
    assert made.freed.id != first.id
    assert (made.freed.version, made.freed.state, made.freed.text) == (1, "review", OFF)
    assert [n.id for n in store.call(lambda tx: tx.notices.open(Hour(after(hours=2), TZ, CALENDAR).local))] == [
        first.id
    ]


def test_rooms_that_heard_the_wrong_word_hear_how_it_stands(store: Store) -> None:
    first, _ = _joined(store, heard=True)
    _split(store, first.id)
    keys = [r.key for r in _rows(store)]
    assert f"notice {first.id} v3 change → room-01" in keys
    assert not any(" v2 " in key for key in keys)


def test_rooms_that_never_heard_it_hear_nothing_of_it(store: Store) -> None:
    first, _ = _joined(store, heard=False)
    _split(store, first.id)
    assert not any(" change " in r.key for r in _rows(store))


def test_a_re_read_of_either_changes_nothing(store: Store) -> None:
    first, _ = _joined(store, heard=False)
    made = _split(store, first.id)
    again = [a_feed_item(text=CUT), a_feed_item(feed="rss", ref="b", text=OFF, published_at=after(hours=1))]
    for item in again:
        assert store.call(take_item, item=item, district=DISTRICT, trusted=True, now=after(hours=3), tz=TZ) is None
    assert store.call(lambda tx: tx.notices.latest(first.id).version) == 3
    assert store.call(lambda tx: tx.notices.latest(made.freed.id).version) == 1


def test_later_words_of_the_wrong_source_go_with_it(store: Store) -> None:
    first, _ = _joined(store, heard=False)
    _take(store, 1.5, feed="rss", ref="b", text=OFF + "给您带来不便，敬请谅解。")
    made = _split(store, first.id)
    assert (made.kept.version, made.freed.text) == (4, OFF + "给您带来不便，敬请谅解。")
    states = [v.state for v in store.call(lambda tx: tx.notices.versions(first.id))]
    assert states == ["published", "dropped", "dropped", "published"]


def test_what_was_never_joined_is_not_split(store: Store) -> None:
    first = _take(store, text=CUT)
    _take(store, 1, text=CUT.replace("8:00", "9:00"))
    with pytest.raises(Refused):
        _split(store, first.id)
    with pytest.raises(NotFound):
        _split(store, 99)


def test_a_split_is_not_split_again_and_stands_in_the_audit(store: Store) -> None:
    first, _ = _joined(store, heard=False)
    made = _split(store, first.id)
    with pytest.raises(Refused):
        _split(store, first.id)
    entries = store.call(lambda tx: [*tx.audit.of(f"notice {first.id}"), *tx.audit.of(f"notice {made.freed.id}")])
    assert [(e.actor, e.reason) for e in entries if e.action == "split"] == [
        ("wx-power", "第 2 版并错了，拆开"),
        ("wx-power", f"从公告 {first.id} 拆出"),
    ]
