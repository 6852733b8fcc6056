"""Switches that outlive the process."""

from __future__ import annotations

from models.store import Store


def test_a_flag_holds_its_last_value_until_it_is_deleted(store: Store) -> None:
    store.call(lambda tx: [tx.flags.set("paused", v) for v in ("1", "2")])
    store.call(lambda tx: tx.flags.set("paused room-3", "1"))
    assert store.call(lambda tx: tx.flags.get("paused")) == "2"
    assert store.call(lambda tx: tx.flags.all()) == {"paused": "2", "paused room-3": "1"}
    store.call(lambda tx: [tx.flags.delete("paused") for _ in range(2)])
    assert store.call(lambda tx: tx.flags.get("paused")) is None
