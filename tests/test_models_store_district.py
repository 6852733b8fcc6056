"""An import states the whole; what is absent is retired, not deleted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import NOW, a_district, after

from models.areas import Alias, District, Roster
from models.errors import Refused
from models.store import Store, Tx


def load(store: Store, *, retired: bool = False) -> District:
    return store.call(lambda tx: tx.district.load(retired=retired))


def save(store: Store, district: District) -> None:
    store.call(lambda tx: tx.district.save(district, NOW))


def test_a_new_store_has_no_district(store: Store) -> None:
    assert store.call(lambda tx: tx.district.empty())
    assert load(store) == District()


def test_a_district_comes_back_as_it_was_imported_also_twice(store: Store) -> None:
    whole = a_district(rosters=(Roster("power", "wx-power", days=(1, 2), start="08:00"),))
    save(store, whole)
    save(store, whole)
    assert load(store) == whole
    assert not store.call(lambda tx: tx.district.empty())


def test_what_an_import_leaves_out_is_retired_and_may_come_back(store: Store) -> None:
    whole = a_district()
    less = replace(whole, rooms=whole.rooms[1:], responsibilities=whole.responsibilities[:-1], people=())
    save(store, whole)
    save(store, less)
    assert load(store) == less
    assert set(load(store, retired=True).rooms) == set(whole.rooms)
    save(store, whole)
    assert load(store) == whole


def test_a_changed_entry_changes_and_the_order_of_the_file_is_kept(store: Store) -> None:
    whole = a_district()
    save(store, whole)
    turned = replace(
        whole, rooms=whole.rooms[::-1], members=(replace(whole.members[0], hotline="110"), *whole.members[1:])
    )
    store.call(lambda tx: tx.district.save(turned, after(days=1)))
    assert load(store) == turned


def test_taught_names_are_part_of_the_district_and_outlive_an_import(store: Store) -> None:
    district = a_district()
    store.call(lambda tx: tx.district.save(district, NOW))
    alias = Alias("望江楼", "la-jy", "wx-dispatcher", NOW, 7)
    for one in (alias, Alias("旧楼", "gone", "wx-dispatcher", NOW)):
        store.call(lambda tx, a=one: tx.district.learn(a))
    store.call(lambda tx: tx.district.save(district, NOW))
    loaded = store.call(lambda tx: tx.district.load())
    assert loaded.area["la-jy"].aliases == (*district.area["la-jy"].aliases, "望江楼")
    assert alias in store.call(lambda tx: tx.district.aliases())
    assert store.call(lambda tx: tx.district.forget("望江楼"))
    assert not store.call(lambda tx: tx.district.forget("望江楼"))
    assert store.call(lambda tx: tx.district.load()) == district


def test_what_was_read_stays_until_somebody_writes(store: Store, store_url: str) -> None:
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    first = store.call(lambda tx: tx.district.load())
    assert store.call(lambda tx: tx.district.load()) is first
    other = Store.open(store_url)
    other.call(lambda tx: tx.district.learn(Alias("老厂", "yt-xc", "wx-admin", NOW)))
    other.close()
    assert "老厂" in store.call(lambda tx: tx.district.load()).area["yt-xc"].aliases
    store.call(lambda tx: tx.district.forget("老厂"))
    assert "老厂" not in store.call(lambda tx: tx.district.load()).area["yt-xc"].aliases


def test_a_district_that_was_taken_back_is_not_kept(store: Store) -> None:
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    before = store.call(lambda tx: tx.district.load())

    def fail(tx: Tx) -> None:
        tx.district.save(a_district(rooms=()), NOW)
        assert tx.district.load().rooms == ()
        raise Refused("taken back")

    with pytest.raises(Refused):
        store.call(fail)
    assert store.call(lambda tx: tx.district.load()) == before
