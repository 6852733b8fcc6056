"""A dump is whole or not there; it restores to either database, all or nothing."""

from __future__ import annotations

import gzip
import json
import stat
from pathlib import Path

import pytest
from factories import (
    NOW,
    a_district,
    a_feed_state,
    a_matter,
    a_message,
    a_notice,
    a_report,
    a_sample,
    a_ticket,
    an_audit,
    an_outgoing,
)

from models.errors import BadInput, StoreFailed
from models.store import Store, Tx, read_dump, write_dump
from models.words import Rating, Status


def fill(tx: Tx) -> None:
    tx.district.save(a_district(), NOW)
    tx.inbox.take(a_message("3栋停电"), "digest")
    tx.matters.save(a_matter())
    tx.matters.report(a_report(text_sealed=b"\x00\xff", why=("停电", "“引号”\n换行")))
    tx.tickets.add(a_ticket(rating=Rating.MOSTLY, parent=None))
    tx.tickets.add(a_ticket(matter="m-2"))
    tx.tickets.save(tx.tickets.get(1).evolve(parent=2, status=Status.MERGED))
    tx.notices.add(a_notice(id=tx.notices.new_id()))
    tx.notices.save_feed_state(a_feed_state(ok=False))
    tx.outbox.put(an_outgoing(key="a"))
    tx.audit.add(an_audit())
    tx.people.opt_out("h-1", NOW)
    tx.flags.set("paused", "1")
    tx.samples.add(a_sample())


def everything(tx: Tx) -> list[object]:
    return [
        tx.district.load(),
        tx.inbox.count(),
        tx.matters.get("m-1"),
        tx.matters.reports("m-1"),
        tx.tickets.recent(9),
        tx.notices.recent(9),
        tx.notices.feed_states(),
        tx.outbox.recent(9),
        tx.audit.recent(9),
        tx.people.opted_out("h-1"),
        tx.flags.all(),
        tx.samples.waiting(),
    ]


@pytest.fixture
def backup(store: Store, store_url: str, tmp_path: Path) -> Path:
    """A dump of a store that holds one of everything."""
    store.call(fill)
    write_dump(store_url, tmp_path / "b.gz")
    return tmp_path / "b.gz"


def test_a_dump_of_either_database_fills_an_empty_sqlite_store(store: Store, backup: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other.db"
    rows = read_dump(url, backup)
    other = Store.open(url)
    assert other.call(everything) == store.call(everything)
    assert rows["tickets"] == 2
    other.close()


def test_a_dump_fills_its_own_database_again_and_numbers_go_on(store: Store, store_url: str, backup: Path) -> None:
    before = store.call(everything)
    read_dump(store_url, backup, force=True)
    assert store.call(everything) == before
    assert store.call(lambda tx: tx.tickets.add(a_ticket(matter="m-9"))).number == 3
    store.call(lambda tx: tx.outbox.put(an_outgoing(key="b")))
    assert store.call(lambda tx: tx.outbox.get("b").id - tx.outbox.get("a").id) == 1
    assert store.call(lambda tx: tx.notices.new_id()) == 2


def test_a_store_that_holds_something_is_not_replaced_unasked(store: Store, store_url: str, backup: Path) -> None:
    before = store.call(everything)
    with pytest.raises(StoreFailed, match="not empty"):
        read_dump(store_url, backup)
    assert store.call(everything) == before


@pytest.mark.parametrize("harm", ["cut", "changed", "row gone", "no gzip", "no json", "newer", "other"])
def test_a_damaged_dump_changes_nothing(store: Store, store_url: str, backup: Path, harm: str) -> None:
    before = store.call(everything)
    _harm(backup, harm)
    with pytest.raises(BadInput):
        read_dump(store_url, backup, force=True)
    assert store.call(everything) == before


def _harm(file: Path, how: str) -> None:
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    harmed = {
        "cut": lines[:-1],
        "changed": [line.replace("停电".encode(), "停水".encode()) for line in lines],
        "row gone": lines[:-2] + lines[-1:],
        "no json": [*lines[:3], b"{\n", *lines[3:]],
        "newer": [json.dumps({"gridbot": 1, "schema": "9999"}).encode() + b"\n", *lines[1:]],
        "other": [b"[]\n"],
    }
    file.write_bytes(b"plain" if how == "no gzip" else gzip.compress(b"".join(harmed[how])))


def test_a_dump_appears_only_when_it_is_complete(store: Store, store_url: str, tmp_path: Path) -> None:
    store.call(fill)
    file = tmp_path / "sub" / "b.gz"
    write_dump(store_url, file)
    assert [f.name for f in file.parent.iterdir()] == ["b.gz"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_dump_is_one_moment_while_use_cases_go_on(store: Store, store_url: str, tmp_path: Path) -> None:
    store.call(fill)
    waiting = [store._submit(lambda tx, n: tx.tickets.add(a_ticket(matter=f"x-{n}")), n) for n in range(20)]
    rows = write_dump(store_url, tmp_path / "b.gz")
    assert all(w.result().number for w in waiting)
    assert 2 <= rows["tickets"] <= 22


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.gz"):
        read_dump(f"sqlite:///{tmp_path}/x.db", tmp_path / "none.gz")
