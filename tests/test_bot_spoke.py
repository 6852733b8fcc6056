"""Who of the staff has just spoken: kept over a restart, by room and service, for a day."""

from __future__ import annotations

from datetime import timedelta

from factories import NOW, a_message, after

from bot.spoke import is_spoken, note_spoke, spoke_lately
from models.store import Store
from models.words import Role, Service


def test_the_last_word_on_each_service_is_kept_for_its_room(store: Store) -> None:
    for minute, service in enumerate((Service.POWER, None, Service.POWER)):
        store.call(note_spoke, room="10 号群", service=service, at=after(minutes=minute))
    store.call(note_spoke, room="room-02", service=Service.WATER, at=NOW)
    assert store.call(spoke_lately, now=after(minutes=5)) == {
        "10 号群": {Service.POWER: after(minutes=2), None: after(minutes=1)},
        "room-02": {Service.WATER: NOW},
    }


def test_what_is_older_than_a_day_is_forgotten_and_other_flags_stay(store: Store) -> None:
    store.call(lambda tx: tx.flags.set("paused room-01", NOW.isoformat()))
    store.call(note_spoke, room="room-01", service=None, at=NOW - timedelta(days=2))
    assert store.call(spoke_lately, now=NOW) == {}
    assert store.call(lambda tx: tx.flags.all()) == {"paused room-01": NOW.isoformat()}


def test_only_staff_in_a_room_count() -> None:
    assert is_spoken(a_message("我去问", role=Role.GRID_WORKER))
    assert not is_spoken(a_message("我去问"))
    assert not is_spoken(a_message("我去问", role=Role.GRID_WORKER, room=""))
