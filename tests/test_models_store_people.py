"""勿扰 and 恢复."""

from __future__ import annotations

from factories import NOW, after

from models.store import Store


def test_an_opt_out_holds_until_it_is_taken_back(store: Store) -> None:
    store.call(lambda tx: [tx.people.opt_out("h-1", at) for at in (NOW, after(days=1))])
    assert store.call(lambda tx: tx.people.opted_out("h-1"))
    assert not store.call(lambda tx: tx.people.opted_out("h-2"))
    assert store.call(lambda tx: tx.people.count()) == 1
    store.call(lambda tx: [tx.people.opt_in(h) for h in ("h-1", "h-2")])
    assert not store.call(lambda tx: tx.people.opted_out("h-1"))


def test_the_account_to_which_somebody_wrote_last_is_known(store: Store) -> None:
    for account in ("one", "two"):
        store.call(lambda tx, account=account: tx.people.remember("h-1", b"sealed", NOW, account))
    assert store.call(lambda tx: (tx.people.heard_by("h-1"), tx.people.heard_by("h-2"))) == ("two", "")
