"""A message is taken once, however often and by however many accounts it comes (DESIGN §3, promise 1)."""

from __future__ import annotations

import pytest
from factories import NOW, a_message, after

from models.message import Message
from models.store import Store

FIRST = a_message(id="1", at=after(seconds=5))


@pytest.mark.parametrize(
    ("again", "digest", "new"),
    [
        (FIRST, "d", False),
        (FIRST.evolve(text="edited"), "other", False),
        (FIRST.evolve(id="2", account="second", at=after(seconds=50)), "d", False),
        (FIRST.evolve(id="2", channel="wechat"), "d", False),
        (FIRST.evolve(channel="wechat", room="room-9"), "d", True),
        (FIRST.evolve(id="2", at=after(seconds=60)), "d", True),
        (FIRST.evolve(id="2", room="room-02"), "d", True),
        (FIRST.evolve(id="2", sender="h-other"), "d", True),
        (FIRST.evolve(id="2"), "other", True),
    ],
)
def test_a_message_is_new_unless_its_id_or_its_words_in_that_minute_were_seen(
    store: Store, again: Message, digest: str, new: bool
) -> None:
    assert store.call(lambda tx: tx.inbox.take(FIRST, "d"))
    assert store.call(lambda tx: tx.inbox.take(again, digest)) is new
    assert store.call(lambda tx: tx.inbox.count()) == 1 + new


def test_the_inbox_knows_what_it_took_and_when_last(store: Store) -> None:
    assert store.call(lambda tx: tx.inbox.last_at()) is None
    store.call(lambda tx: [tx.inbox.take(a_message(id=str(n), at=after(minutes=n)), "d") for n in range(3)])
    assert store.call(lambda tx: tx.inbox.last_at()) == after(minutes=2)
    assert store.call(lambda tx: tx.inbox.seen("practice", "1"))
    assert not store.call(lambda tx: tx.inbox.seen("practice", "9"))


def test_no_text_stands_in_the_inbox(store: Store) -> None:
    store.call(lambda tx: tx.inbox.take(a_message("居民的话", at=NOW), "d"))
    rows = store.call(lambda tx: tx.inbox._conn.exec_driver_sql("SELECT * FROM inbox").all())
    assert "居民的话" not in str(rows)
