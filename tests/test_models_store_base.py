"""One use case, one transaction; what goes wrong in the database says whether it may go right later."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import NOW, a_message, a_report, a_ticket, an_audit
from sqlalchemy import text

from models.errors import NotFound, StoreFailed
from models.store import Store, Tx
from models.words import Service

ROOT = Path(__file__).parent.parent


def number_of_tickets(tx: Tx) -> int:
    return len(tx.tickets.recent(1000))


def test_what_a_use_case_did_falls_when_it_raises(store: Store) -> None:
    def half(tx: Tx) -> None:
        tx.tickets.add(a_ticket())
        tx.inbox.take(a_message(), "d")
        tx.tickets.get(99)

    with pytest.raises(NotFound):
        store.call(half)
    assert store.call(number_of_tickets) == 0
    assert store.call(lambda tx: tx.inbox.count()) == 0


def test_use_cases_run_one_after_another_on_the_stores_own_thread(store: Store) -> None:
    async def many() -> list[tuple[int, str]]:
        def add(tx: Tx, matter: str) -> tuple[int, str]:
            return tx.tickets.add(a_ticket(matter=matter)).number, threading.current_thread().name

        return await asyncio.gather(*(store.run(add, f"m-{n}") for n in range(20)))

    made = asyncio.run(many())
    assert [number for number, _ in made] == list(range(1, 21))
    assert {name for _, name in made} == {"store_0"}


def test_a_use_case_takes_arguments_and_gives_its_answer(store: Store) -> None:
    def sum_of(_: Tx, one: int, *, two: int) -> int:
        return one + two

    assert store.call(sum_of, 1, two=2) == asyncio.run(store.run(sum_of, 1, two=2)) == 3


def test_two_stores_on_one_database_see_each_others_work(store: Store, store_url: str) -> None:
    other = Store.open(store_url)
    store.call(lambda tx: tx.tickets.add(a_ticket()))
    assert other.call(lambda tx: tx.tickets.add(a_ticket(matter="m-2"))).number == 2
    other.close()
    assert store.call(number_of_tickets) == 2


def test_a_rule_of_the_database_is_a_failure_that_tells_no_text(store: Store) -> None:
    with pytest.raises(StoreFailed) as failed:
        store.call(lambda tx: tx.matters.report(a_report(matter="none", masked="居民的话")))
    assert not failed.value.retry
    shown = f"{failed.value} {failed.value.__cause__}"
    assert "居民的话" not in shown


def test_a_broken_statement_is_a_failure_of_ours(store: Store) -> None:
    with pytest.raises(StoreFailed):
        store.call(lambda tx: tx.audit._conn.execute(text("SELECT nothing FROM nowhere")))


def test_a_closed_store_says_so(store_url: str) -> None:
    store = Store.open(store_url)
    store.close()
    with pytest.raises(StoreFailed, match="closed"):
        store.call(number_of_tickets)


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:////proc/none/x.db"])
def test_a_store_that_cannot_be_opened_is_an_error_for_good(url: str) -> None:
    with pytest.raises(StoreFailed) as failed:
        Store.open(url)
    assert not failed.value.retry


def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(StoreFailed) as failed:
        Store.open("postgresql+psycopg://nobody@127.0.0.1:1/none", pause=lambda _: None)
    assert failed.value.retry


# ---- SQLite: another writer, a full disk, a damaged or read-only file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite store that is closed."""
    Store.open(f"sqlite:///{tmp_path}/s.db").close()
    return tmp_path / "s.db"


def opened(file: Path, pause: Callable[[float], None] = lambda _: None) -> Store:
    return Store.open(f"sqlite:///{file}", patience=0, pause=pause)


def writer(file: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    conn.execute("BEGIN IMMEDIATE")
    return conn


def test_a_use_case_waits_for_another_writer_and_then_runs(file: Path) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        other.rollback()

    store = opened(file, pause)
    other = writer(file)
    assert store.call(lambda tx: tx.tickets.add(a_ticket())).number == 1
    assert len(pauses) == 1
    store.close()
    other.close()


def test_a_writer_that_stays_is_a_failure_that_may_pass_and_nothing_is_half_done(file: Path) -> None:
    store, other = opened(file), writer(file)
    with pytest.raises(StoreFailed, match="locked") as failed:
        store.call(lambda tx: tx.tickets.add(a_ticket()))
    assert failed.value.retry
    other.close()
    assert store.call(lambda tx: tx.tickets.add(a_ticket())).number == 1
    store.close()


def test_a_full_disk_is_a_failure_that_may_pass_and_loses_no_ticket(file: Path) -> None:
    def limit(tx: Tx, pages: int) -> None:
        tx.audit._conn.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def much(tx: Tx) -> None:
        tx.tickets.add(a_ticket(matter="m-2"))
        for n in range(200):
            tx.audit.add(an_audit(reason="x" * 4000, subject=str(n)))

    store = opened(file)
    store.call(lambda tx: tx.tickets.add(a_ticket()))
    store.call(limit, 1)
    with pytest.raises(StoreFailed, match="full") as failed:
        store.call(much)
    assert failed.value.retry
    assert store.call(number_of_tickets) == 1
    store.call(limit, 100_000)
    store.call(much)
    assert store.call(number_of_tickets) == 2
    store.close()


@pytest.mark.parametrize("harm", ["no database", "damaged"])
def test_a_damaged_file_is_an_error_for_good(file: Path, harm: str) -> None:
    whole = file.read_bytes()
    file.write_bytes(b"hello " * 2000 if harm == "no database" else whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreFailed) as failed:
        store = opened(file)
        store.call(number_of_tickets)
    assert not failed.value.retry


def test_a_folder_in_the_place_of_the_file_is_an_error_for_good(tmp_path: Path) -> None:
    with pytest.raises(StoreFailed) as failed:
        opened(tmp_path)
    assert not failed.value.retry


ADDING = """
import sys
from factories import a_ticket
from models.store import Store
store = Store.open(sys.argv[1])
n = 0
while True:
    n += 1
    print(store.call(lambda tx: tx.tickets.add(a_ticket(matter=f"m-{n}")).number), flush=True)
"""


def test_killing_the_process_loses_no_ticket_that_was_told(file: Path) -> None:
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    command = [sys.executable, "-c", ADDING, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}) as process:
        assert process.stdout
        told = [int(process.stdout.readline()) for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split()]
    store = opened(file)
    kept = {t.number for t in store.call(lambda tx: tx.tickets.recent(10_000))}
    store.close()
    assert set(told) <= kept
    assert len(kept) - len(told) <= 1


def test_times_come_back_aware_in_utc_and_words_as_words(store: Store) -> None:
    store.call(lambda tx: tx.tickets.add(a_ticket(created_at=NOW)))
    [ticket] = store.call(lambda tx: tx.tickets.recent(1))
    assert ticket.created_at == NOW
    assert ticket.created_at.utcoffset().total_seconds() == 0
    assert ticket.service is Service.POWER


def test_a_naive_time_is_not_stored(store: Store) -> None:
    with pytest.raises(StoreFailed, match="naive"):
        store.call(lambda tx: tx.tickets.add(a_ticket(created_at=NOW.replace(tzinfo=None))))


@pytest.mark.parametrize("said", ["", "x" * 100_000, "a\x00b\x1b[31m", "😀🚰", "\u202eمرحبا", "half \ud83d pair"])
def test_any_text_goes_through(store: Store, said: str) -> None:
    store.call(lambda tx: tx.tickets.add(a_ticket(summary=said, why=(said,))))
    [ticket] = store.call(lambda tx: tx.tickets.recent(1))
    kept = said.replace("\ud83d", "\ufffd")
    assert (ticket.summary, ticket.why[0].replace("\x00", "\ufffd")) == (kept.replace("\x00", "\ufffd"),) * 2


def test_a_connection_that_the_server_cut_is_a_failure_that_may_pass_and_is_made_anew(store: Store) -> None:
    def cut(tx: Tx) -> None:
        tx.tickets.add(a_ticket())
        tx.audit._conn.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    if store._engine.dialect.name == "postgresql":
        with pytest.raises(StoreFailed) as failed:
            store.call(cut)
        assert failed.value.retry
    assert store.call(number_of_tickets) == 0
