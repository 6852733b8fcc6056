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
