"""Gaps and last signs of life, as the store keeps them."""

from __future__ import annotations

from datetime import timedelta

from factories import NOW, after

from models.gap import Gap
from models.store import Store


def test_a_sign_of_life_is_kept_by_account_and_the_last_one_counts(store: Store) -> None:
    store.call(lambda tx: tx.gaps.hear({"a": NOW, "b": NOW}))
    store.call(lambda tx: tx.gaps.hear({"a": after(minutes=1)}))
    assert store.call(lambda tx: tx.gaps.heard()) == {"a": after(minutes=1), "b": NOW}


def test_a_gap_is_one_row_by_room_and_beginning(store: Store) -> None:
    going_on = Gap("r-1", "a", NOW, after(minutes=1), "连不上网关", open=True)
    store.call(lambda tx: tx.gaps.save([going_on, Gap("r-2", "a", NOW, after(minutes=2))]))
    store.call(lambda tx: tx.gaps.extend(after(minutes=5)))
    (lasting,) = store.call(lambda tx: tx.gaps.lasting())
    assert (lasting.ended, lasting.minutes) == (after(minutes=5), 5)
    store.call(lambda tx: tx.gaps.save([Gap("r-1", "a", NOW, after(minutes=9))]))
    assert store.call(lambda tx: tx.gaps.lasting()) == []
    found = store.call(lambda tx: tx.gaps.between(after(minutes=3), after(minutes=4)))
    assert [gap.room for gap in found] == ["r-1"]


def test_what_is_over_and_untold_is_found_until_it_is_told(store: Store) -> None:
    rows = [
        Gap("r-1", "a", NOW, after(minutes=9)),
        Gap("r-2", "a", NOW, after(minutes=9), told=True),
        Gap("r-3", "a", NOW, after(minutes=9), open=True),
        Gap("r-0", "a", NOW + timedelta(seconds=1), after(minutes=9)),
    ]
    store.call(lambda tx: tx.gaps.save(rows))
    assert [gap.room for gap in store.call(lambda tx: tx.gaps.untold(10))] == ["r-1", "r-0"]
    assert [gap.room for gap in store.call(lambda tx: tx.gaps.untold(1))] == ["r-1"]
