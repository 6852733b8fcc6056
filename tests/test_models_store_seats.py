"""Where the accounts sit."""

from __future__ import annotations

from factories import NOW, after

from models.store import Store


def test_the_last_time_that_an_account_heard_a_room_is_kept(store: Store) -> None:
    for account, room, hours in (("one", "room-01", 0), ("two", "room-01", 1), ("one", "room-01", 2)):
        at = after(hours=hours)
        store.call(lambda tx, a=account, r=room, at=at: tx.seats.note(a, r, at))
    assert store.call(lambda tx: tx.seats.all()) == [
        ("one", "room-01", after(hours=2)),
        ("two", "room-01", after(hours=1)),
    ]
    assert after(hours=1) > NOW
