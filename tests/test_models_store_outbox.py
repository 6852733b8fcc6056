"""What must leave, in which order, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from factories import NOW, after, an_outgoing

from models.errors import NotFound
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.words import Delivery, Priority

SENT = {"status": Delivery.SENT, "sent_at": NOW, "account": "a"}


def put(tx: Tx, *made: Outgoing) -> list[bool]:
    return [tx.outbox.put(o) for o in made]


def keys(made: list[Outgoing]) -> list[str]:
    return [o.key for o in made]


def test_a_key_stands_once(store: Store) -> None:
    assert store.call(put, an_outgoing(key="a"), an_outgoing(key="a", text="other")) == [True, False]
    kept = store.call(lambda tx: tx.outbox.get("a"))
    assert kept is not None
    assert (kept.text, store.call(lambda tx: tx.outbox.get("b"))) == (an_outgoing().text, None)


def test_a_text_comes_back_as_it_was_put_and_as_it_was_saved(store: Store) -> None:
    made = an_outgoing(key="a", expires_at=after(hours=1), mentions=("wx-1",), ticket=3, notice=4, at_night=True)
    store.call(put, made)
    kept = store.call(lambda tx: tx.outbox.get("a"))
    assert kept == made.evolve(id=kept.id)
    sent = kept.evolve(**SENT, attempts=2, sent_id="x")
    store.call(lambda tx: tx.outbox.save(sent))
    assert store.call(lambda tx: tx.outbox.get("a")) == sent
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.outbox.save(sent.evolve(id=10**6)))


def test_due_gives_the_most_urgent_first_and_only_what_may_leave(store: Store) -> None:
    store.call(
        put,
        an_outgoing(key="survey", priority=Priority.SURVEY),
        an_outgoing(key="late", due_at=after(minutes=-1)),
        an_outgoing(key="early", due_at=after(minutes=-2)),
        an_outgoing(key="p0", priority=Priority.EMERGENCY),
        an_outgoing(key="tomorrow", due_at=after(days=1)),
        an_outgoing(key="retry", retry_at=after(minutes=1)),
        an_outgoing(key="sent", **SENT),
    )
    assert keys(store.call(lambda tx: tx.outbox.due(NOW))) == ["p0", "early", "late", "survey"]
    assert keys(store.call(lambda tx: tx.outbox.due(NOW, limit=1))) == ["p0"]
    assert "retry" in keys(store.call(lambda tx: tx.outbox.due(after(minutes=1))))


def test_next_due_minds_retries(store: Store) -> None:
    assert store.call(lambda tx: tx.outbox.next_due()) is None
    store.call(put, an_outgoing(key="a", retry_at=after(minutes=5)), an_outgoing(key="b", due_at=after(minutes=9)))
    assert store.call(lambda tx: tx.outbox.next_due()) == after(minutes=5)


def test_only_what_waits_is_withdrawn(store: Store) -> None:
    store.call(
        put,
        an_outgoing(key="ticket", ticket=1),
        an_outgoing(key="sent", ticket=1, **SENT),
        an_outgoing(key="notice", notice=1),
        an_outgoing(key="named"),
        an_outgoing(key="other", ticket=2),
    )
    assert store.call(lambda tx: tx.outbox.withdraw(ticket=1, reason="办结")) == 1
    assert store.call(lambda tx: tx.outbox.withdraw(notice=1, reason="改期")) == 1
    assert store.call(lambda tx: tx.outbox.withdraw(keys=["named", "sent"], reason="不用了")) == 1
    assert store.call(lambda tx: tx.outbox.withdraw(reason="nothing named")) == 0
    assert keys(store.call(lambda tx: tx.outbox.due(NOW))) == ["other"]
    taken = store.call(lambda tx: tx.outbox.get("ticket"))
    assert taken is not None
    assert (taken.status, taken.last_error) == (Delivery.WITHDRAWN, "办结")


def test_the_budget_and_the_cool_down_are_read_from_what_was_sent(store: Store) -> None:
    store.call(
        put,
        an_outgoing(**SENT),
        an_outgoing(**SENT | {"sent_at": after(minutes=1)}, room="", person="wx-1"),
        an_outgoing(**SENT | {"account": "b"}),
        an_outgoing(),
    )
    assert store.call(lambda tx: tx.outbox.sent_since("a", NOW)) == [(NOW, "room-01"), (after(minutes=1), "wx-1")]
    assert store.call(lambda tx: tx.outbox.sent_since("a", after(minutes=2))) == []
    assert store.call(lambda tx: tx.outbox.last_sent("room-01", "E01")) == NOW
    assert store.call(lambda tx: tx.outbox.last_sent("room-01", "W01")) is None


def test_the_lists_of_the_console(store: Store) -> None:
    store.call(
        put,
        an_outgoing(key="a", ticket=1, due_at=after(minutes=-5)),
        an_outgoing(key="b", room="room-02", notice=2),
        an_outgoing(key="c", status=Delivery.DEAD, last_error="banned"),
    )
    assert keys(store.call(lambda tx: tx.outbox.of_room("room-01", 9))) == ["c", "a"]
    assert keys(store.call(lambda tx: tx.outbox.recent(2))) == ["c", "b"]
    assert keys(store.call(lambda tx: tx.outbox.dead())) == ["c"]
    assert keys(store.call(lambda tx: tx.outbox.of_ticket(1))) == ["a"]
    assert keys(store.call(lambda tx: tx.outbox.of_notice(2))) == ["b"]
    counts = {"waiting": 2, "sent": 0, "expired": 0, "withdrawn": 0, "dead": 1}
    assert store.call(lambda tx: tx.outbox.counts()) == counts
    assert store.call(lambda tx: tx.outbox.oldest_waiting(NOW)) == after(minutes=-5)
    assert store.call(lambda tx: tx.outbox.oldest_waiting(after(hours=-1))) is None


def test_texts_for_own_ways_are_apart_from_those_for_the_chat(store: Store) -> None:
    _put(store, "chat", room="", person="wx-power")
    _put(store, "own", room="", person="wx-power", way="apprise A")
    _put(store, "sent", room="", person="wx-power", way="apprise A", status=Delivery.SENT)
    assert [r.key for r in store.call(lambda tx: tx.outbox.for_ways())] == ["own"]
    assert [r.key for r in store.call(lambda tx: tx.outbox.due(NOW))] == ["chat"]
    assert [r.key for r in store.call(lambda tx: tx.outbox.private_after(0, NOW))] == ["chat"]


def test_private_texts_that_do_not_leave_are_found(store: Store) -> None:
    for key, status, minutes in (
        ("late", Delivery.WAITING, 9), ("young", Delivery.WAITING, 1), ("dead", Delivery.DEAD, 1),
        ("sent", Delivery.SENT, 9), ("old", Delivery.WAITING, 99),
    ):  # fmt: skip
        _put(store, key, room="", person="wx-power", status=status, due_at=after(minutes=-minutes))
    _put(store, "room", due_at=after(minutes=-9))
    found = store.call(lambda tx: tx.outbox.private_stuck(after(minutes=-60), after(minutes=-5)))
    assert [r.key for r in found] == ["late", "dead"]


def test_private_texts_after_a_number(store: Store) -> None:
    assert store.call(lambda tx: tx.outbox.last_id()) == 0
    for key in ("a", "b", "c"):
        _put(store, key, room="", person="wx-power")
    last = store.call(lambda tx: tx.outbox.last_id())
    assert [r.key for r in store.call(lambda tx: tx.outbox.private_after(last - 1, NOW))] == ["c"]
    assert store.call(lambda tx: tx.outbox.private_after(0, after(minutes=1))) == []


def test_a_text_is_found_by_its_number(store: Store) -> None:
    _put(store, "a")
    number = store.call(lambda tx: tx.outbox.last_id())
    assert store.call(lambda tx: tx.outbox.by_id(number)).key == "a"
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.outbox.by_id(number + 1))


def _put(store: Store, key: str, **changes: Any) -> None:
    store.call(lambda tx: tx.outbox.put(an_outgoing(key=key, **changes)))


def test_danger_comes_before_urgent_notices_that_were_due_earlier(store: Store) -> None:
    urgent = {"priority": Priority.EMERGENCY}
    _put(store, key="notice", notice=1, due_at=after(minutes=-5), **urgent)
    _put(store, key="danger", **urgent)
    assert [row.key for row in store.call(lambda tx: tx.outbox.due(NOW))] == ["danger", "notice"]
    assert [row.key for row in store.call(lambda tx: tx.outbox.due(NOW, skip=1))] == ["notice"]


def test_the_next_one_after_a_moment_is_found_although_others_are_late(store: Store) -> None:
    _put(store, key="late", due_at=after(minutes=-5))
    _put(store, key="coming", due_at=after(minutes=5))
    assert store.call(lambda tx: tx.outbox.next_due()) == after(minutes=-5)
    assert store.call(lambda tx: tx.outbox.next_due(NOW)) == after(minutes=5)


def test_danger_that_waits_or_was_lost_is_found(store: Store) -> None:
    urgent = {"priority": Priority.EMERGENCY}
    _put(store, key="late", due_at=after(minutes=-5), **urgent)
    _put(store, key="lost", due_at=after(hours=-2), status=Delivery.DEAD, **urgent)
    _put(store, key="lost long ago", due_at=after(days=-2), status=Delivery.DEAD, **urgent)
    _put(store, key="said", due_at=after(minutes=-5), status=Delivery.SENT, **urgent)
    _put(store, key="new", **urgent)
    _put(store, key="notice", due_at=after(minutes=-5), notice=1, **urgent)
    found = store.call(lambda tx: tx.outbox.unsent_danger(after(seconds=-30), after(days=-1)))
    assert [row.key for row in found] == ["late", "lost"]


def test_rows_that_went_out_as_one_text_count_once_for_the_budget(store: Store) -> None:
    sent = {"status": Delivery.SENT, "account": "one", "sent_at": NOW}
    for key, sent_id in (("a", "m1"), ("b", "m1"), ("c", ""), ("d", "")):
        _put(store, key=key, sent_id=sent_id, **sent)
    assert store.call(lambda tx: tx.outbox.sent_since("one", NOW)) == [(NOW, "room-01")] * 3
