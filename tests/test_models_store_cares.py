"""Households in need and the visits owed to them, on both databases."""

from __future__ import annotations

from datetime import timedelta

from factories import NOW, after

from models.care import Care, Visit
from models.store import Store

A = Care("k-a", b"\x01sealed a", "wx-worker", NOW)


def test_a_door_is_kept_once_and_brought_up_to_date(store: Store) -> None:
    assert not store.call(lambda tx: tx.cares.any())
    first = store.call(lambda tx: tx.cares.keep(A))
    again = store.call(lambda tx: tx.cares.keep(A.evolve(sealed=b"\x01sealed b", asked_at=NOW)))
    assert (first.id, again.sealed, again.asked_at) == (again.id, b"\x01sealed b", NOW)
    assert store.call(lambda tx: tx.cares.all()) == [again]


def test_a_visit_is_owed_once_for_each_cause(store: Store) -> None:
    visit = Visit("ticket 1", 1, "wx-worker", NOW)
    assert store.call(lambda tx: [tx.cares.owe(visit), tx.cares.owe(visit)]) == [True, False]
    assert store.call(lambda tx: tx.cares.owe(visit.evolve(cause="notice 2")))
    assert store.call(lambda tx: tx.cares.causes()) == ["notice 2", "ticket 1"]
    (owed, _) = store.call(lambda tx: tx.cares.owed())
    store.call(lambda tx: tx.cares.save(owed.evolve(ticked_at=NOW, ticked_by="wx-worker")))
    assert [v.cause for v in store.call(lambda tx: tx.cares.owed())] == ["notice 2"]
    assert store.call(lambda tx: tx.cares.of_cause("ticket 1"))[0].ticked_by == "wx-worker"


def test_who_is_forgotten_takes_the_visits_along(store: Store) -> None:
    care = store.call(lambda tx: tx.cares.keep(A))
    store.call(lambda tx: tx.cares.owe(Visit("ticket 1", care.id, "w", NOW)))
    store.call(lambda tx: tx.cares.drop(care.id))
    assert store.call(lambda tx: (tx.cares.all(), tx.cares.owed())) == ([], [])


def test_old_visits_go_and_those_still_owed_stay(store: Store) -> None:
    visits = (
        Visit("ticket 1", 1, "w", NOW, ticked_at=NOW),
        Visit("ticket 2", 1, "w", NOW, over_at=NOW),
        Visit("ticket 3", 1, "w", NOW),
    )
    store.call(lambda tx: [tx.cares.owe(v) for v in visits])
    assert store.call(lambda tx: tx.cares.forget(after(days=1))) == 2
    assert [v.cause for v in store.call(lambda tx: tx.cares.owed())] == ["ticket 3"]
    assert store.call(lambda tx: tx.cares.forget(NOW + timedelta(days=99))) == 0
