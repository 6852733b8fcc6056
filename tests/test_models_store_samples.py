"""The tray of doubtful lines."""

from __future__ import annotations

import pytest
from factories import NOW, a_sample, after

from models.errors import NotFound
from models.store import Store


def test_a_line_waits_until_a_person_judges_it(store: Store) -> None:
    first = a_sample(message_id="1", why=("没了",))
    assert store.call(lambda tx: [tx.samples.add(s) for s in (first, first, a_sample(at=after(hours=-1)))]) == [
        True,
        False,
        True,
    ]
    older, newer = store.call(lambda tx: tx.samples.waiting())
    assert newer == first.evolve(id=newer.id)
    judged = store.call(lambda tx: tx.samples.judge(older.id, verdict="no", by="wx-13", at=NOW))
    assert store.call(lambda tx: tx.samples.judged()) == [judged]
    assert store.call(lambda tx: tx.samples.waiting()) == [newer]
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.samples.judge(10**6, verdict="no", by="wx-13", at=NOW))


def test_the_same_words_of_the_same_person_count_once(store: Store) -> None:
    one = a_sample(message_id="1", sender="h-wang")
    other = one.evolve(message_id="2", channel="second", at=after(seconds=40))
    assert store.call(lambda tx: [tx.samples.add(s) for s in (one, other, other.evolve(at=after(minutes=9)))]) == [
        True,
        False,
        True,
    ]


def test_someones_lines_go_on_their_wish_and_old_ones_by_themselves(store: Store) -> None:
    mine = a_sample(sender="h-wang", at=after(days=-9))
    store.call(lambda tx: [tx.samples.add(s) for s in (mine, a_sample(at=after(days=-9)), a_sample(at=after(days=-1)))])
    assert store.call(lambda tx: tx.samples.forget("h-wang")) == 1
    old, _ = store.call(lambda tx: tx.samples.waiting())
    store.call(lambda tx: tx.samples.judge(old.id, verdict="no", by="wx-13", at=NOW))
    assert store.call(lambda tx: tx.samples.purge(waiting=after(days=-7), judged=after(days=-700))) == 0
    assert store.call(lambda tx: tx.samples.purge(waiting=after(), judged=after(days=1))) == 2
