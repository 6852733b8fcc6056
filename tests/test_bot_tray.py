"""The tray: what a person posts, ticks off, drops; what is over or said already leaves it; danger calls somebody."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories import NOW, a_district, an_outgoing
from test_bot_assisted import by_hand_in

from bot.assisted import ASSISTED
from bot.tray import Order, TrayKeeper, done, drop, listed, tidy
from models.errors import NotFound, Refused
from models.outgoing import Outgoing
from models.store import Store
from models.words import Delivery, Priority, Role

DISTRICT = by_hand_in("room-01")
ORDER = Order(cool_down=timedelta(minutes=10), longest_text=40)


def put(store: Store, key: str, **changes: Any) -> int:
    """A text for the room without a bot; its number."""
    store.call(lambda tx: tx.outbox.put(an_outgoing(key=key, **changes)))
    return row(store, key).id


def row(store: Store, key: str) -> Outgoing:
    found = store.call(lambda tx: tx.outbox.get(key))
    assert found is not None
    return found


def keys(store: Store, now: datetime = NOW) -> list[str]:
    return [r.key for r in store.call(listed, district=DISTRICT, now=now)]


def test_the_tray_holds_due_texts_for_rooms_without_a_bot_and_what_could_not_be_sent(store: Store) -> None:
    put(store, "here")
    put(store, "danger", priority=Priority.EMERGENCY)
    put(store, "there", room="room-02")
    put(store, "later", due_at=NOW + timedelta(hours=1))
    put(store, "over", expires_at=NOW - timedelta(seconds=1))
    put(store, "dead", room="room-02", status=Delivery.DEAD)
    put(store, "copy", room="", person="wx-power", way="apprise A", status=Delivery.DEAD)
    assert keys(store) == ["danger", "here", "dead"]


def test_no_other_channel_takes_what_is_posted_by_hand(store: Store) -> None:
    put(store, "here")
    put(store, "there", room="room-02")
    assert [r.key for r in store.call(lambda tx: tx.outbox.due(NOW, but=("room-01",)))] == ["there"]
    assert store.call(lambda tx: tx.outbox.next_due(but=("room-01", "room-02"))) is None


@pytest.mark.parametrize("status", [Delivery.WAITING, Delivery.DEAD])
def test_ticking_off_counts_as_sent_and_says_by_whom(store: Store, status: Delivery) -> None:
    number = put(store, "here", status=status)
    store.call(done, number=number, district=DISTRICT, by="小秦", now=NOW)
    after = row(store, "here")
    assert (after.status, after.sent_at, after.account) == (Delivery.SENT, NOW, ASSISTED)
    [entry] = store.call(lambda tx: tx.audit.of("outgoing here"))
    assert (entry.action, entry.actor, entry.source) == ("posted", "小秦", ASSISTED)
    assert keys(store) == []


def test_dropping_withdraws_with_the_reason(store: Store) -> None:
    number = put(store, "here")
    store.call(drop, number=number, district=DISTRICT, by="小秦", why="群里说过了", now=NOW)
    assert (row(store, "here").status, row(store, "here").last_error) == (Delivery.WITHDRAWN, "群里说过了")
    [entry] = store.call(lambda tx: tx.audit.of("outgoing here"))
    assert (entry.action, entry.actor, entry.reason) == ("withdrawn", "小秦", "群里说过了")


@pytest.mark.parametrize(
    "changes",
    [{"status": Delivery.SENT}, {"status": Delivery.WITHDRAWN}, {"room": "room-02"}, {"expires_at": NOW}],
)
def test_what_is_not_in_the_tray_cannot_be_ticked_off(store: Store, changes: dict[str, Any]) -> None:
    number = put(store, "here", **changes)
    with pytest.raises(Refused):
        store.call(done, number=number, district=DISTRICT, by="小秦", now=NOW)
    with pytest.raises(NotFound):
        store.call(done, number=number + 1, district=DISTRICT, by="小秦", now=NOW)


def test_what_is_over_leaves_the_tray_and_the_next_end_is_told(store: Store) -> None:
    put(store, "over", expires_at=NOW)
    put(store, "soon", topic="W01", expires_at=NOW + timedelta(minutes=5))
    put(store, "ever", topic="")
    assert store.call(tidy, district=DISTRICT, now=NOW, order=ORDER) == NOW + timedelta(minutes=5)
    assert row(store, "over").status is Delivery.EXPIRED
    assert keys(store) == ["soon", "ever"]


def test_one_answer_a_topic_waits_or_was_just_posted(store: Store) -> None:
    put(store, "first")
    put(store, "second", due_at=NOW + timedelta(minutes=2))
    put(store, "notice", priority=Priority.NOTICE)
    put(store, "other", topic="W01")
    store.call(tidy, district=DISTRICT, now=NOW + timedelta(minutes=2), order=ORDER)
    assert row(store, "second").status is Delivery.WITHDRAWN
    number = row(store, "first").id
    store.call(done, number=number, district=DISTRICT, by="小秦", now=NOW + timedelta(minutes=3))
    put(store, "third", due_at=NOW + timedelta(minutes=12))
    put(store, "fourth", due_at=NOW + timedelta(minutes=14))
    store.call(tidy, district=DISTRICT, now=NOW + timedelta(minutes=14), order=ORDER)
    assert [row(store, k).status for k in ("third", "fourth")] == [Delivery.WITHDRAWN, Delivery.WAITING]


def test_a_shadow_room_is_told_nothing_but_danger(store: Store) -> None:
    rooms = tuple(replace(r, channel=ASSISTED, shadow=True) if r.id == "room-01" else r for r in a_district().rooms)
    put(store, "reply")
    put(store, "danger", priority=Priority.EMERGENCY)
    store.call(tidy, district=a_district(rooms=rooms), now=NOW, order=ORDER)
    assert [row(store, k).status for k in ("reply", "danger")] == [Delivery.WITHDRAWN, Delivery.WAITING]


def test_danger_calls_the_grid_worker_of_the_room_once(store: Store) -> None:
    number = put(store, "danger", priority=Priority.EMERGENCY, text="先出门，再看手机")
    for minute in range(3):
        store.call(tidy, district=DISTRICT, now=NOW + timedelta(minutes=minute), order=ORDER)
    [call] = [r for r in store.call(lambda tx: tx.outbox.recent(9)) if r.key.startswith("tray ")]
    assert (call.person, call.priority) == ("wx-worker", Priority.EMERGENCY)
    assert all(part in call.text for part in ("云亭新村便民群", f"{number} 号", "先出门，再看手机"))


def test_without_a_grid_worker_the_dispatcher_is_called(store: Store) -> None:
    people = tuple(p for p in DISTRICT.people if p.role is not Role.GRID_WORKER)
    district = replace(DISTRICT, people=people)
    put(store, "danger", priority=Priority.EMERGENCY)
    store.call(tidy, district=district, now=NOW, order=ORDER)
    assert row(store, "tray danger → wx-dispatcher").person == "wx-dispatcher"


def test_the_worker_does_nothing_where_every_room_has_a_bot(store: Store) -> None:
    put(store, "here", expires_at=NOW)
    assert asyncio.run(TrayKeeper(store, a_district, ORDER).step(NOW)) is None
    assert row(store, "here").status is Delivery.WAITING
    asyncio.run(TrayKeeper(store, lambda: DISTRICT, ORDER).step(NOW))
    assert row(store, "here").status is Delivery.EXPIRED


LONG = "一栋到九栋今天八点到十七点停水，是检修管道。请提前存水，家里有病人的请告诉网格员。修好以后会在群里说一声，谢谢大家。"


def test_a_long_text_is_posted_in_parts_that_end_with_a_sentence(store: Store) -> None:
    put(store, "long", text=LONG, topic="W01", expires_at=NOW + timedelta(hours=1))
    put(store, "short", due_at=NOW + timedelta(minutes=1))
    for _ in range(2):
        store.call(tidy, district=DISTRICT, now=NOW, order=ORDER)
    assert keys(store) == ["long", "long (2/2)"]
    first, second = row(store, "long").text, row(store, "long (2/2)").text
    assert first + second == LONG
    assert first.endswith("。")
    assert max(len(first), len(second)) <= ORDER.longest_text


@pytest.mark.parametrize("end", ["dropped", "expired", "posted"])
def test_the_rest_of_a_text_goes_the_way_of_its_beginning(store: Store, end: str) -> None:
    number = put(store, "long", text=LONG, expires_at=NOW + timedelta(hours=1))
    store.call(tidy, district=DISTRICT, now=NOW, order=ORDER)
    if end == "dropped":
        store.call(drop, number=number, district=DISTRICT, by="小秦", why="群里说过了", now=NOW)
    elif end == "posted":
        store.call(done, number=number, district=DISTRICT, by="小秦", now=NOW)
    store.call(tidy, district=DISTRICT, now=NOW + timedelta(hours=1), order=ORDER)
    left = Delivery.WAITING if end == "posted" else Delivery.WITHDRAWN
    assert row(store, "long (2/2)").status is left
