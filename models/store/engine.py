"""One engine for one database: how it is opened, and what a transaction begins with."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import StoreFailed

_LOCK = 0x67726964  # "grid": a number that only this product locks
_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit survives the loss of power too; NORMAL would survive only that of the process
    "secure_delete=ON",  # what is purged is overwritten
)


def make_engine(url: str, *, patience: float = 2.0) -> Engine:
    """An engine for ``sqlite:///file`` or ``postgresql+psycopg://…``; the folder of a file is made. StoreFailed.

    ``patience`` is how many seconds the database waits for another writer before it says that it is busy.
    """
    place, milliseconds = _parsed(url), max(1, round(patience * 1000))
    if place.get_backend_name() == "postgresql":
        return _postgres(place, milliseconds)
    if place.get_backend_name() == "sqlite":
        return _sqlite(place, milliseconds)
    raise StoreFailed(f"no such kind of database: {place.get_backend_name()}", retry=False)


def only_writer(conn: Connection) -> None:
    """Begin as the only one who writes, so that what a use case reads still holds when it saves."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        conn.exec_driver_sql("BEGIN IMMEDIATE")


def snapshot(conn: Connection) -> None:
    """Begin to read one moment of the whole database, while others write."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    else:
        conn.exec_driver_sql("BEGIN")


def wipe(engine: Engine, most: int) -> str:
    """Take the bytes of deleted and changed rows off the disk; "vacuum", or "checkpoint" when that had to do.

    SQLite overwrites what is deleted (``secure_delete``), but its journal keeps older pages until it is cut off, and a
    page that was rearranged may keep a copy: a database of up to ``most`` bytes is written anew. PostgreSQL keeps old
    rows until its tables are written anew; its own journal (WAL) is recycled by the server in its time.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if conn.dialect.name == "postgresql":
            small = int(conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one()) <= most
            conn.execute(text("VACUUM FULL" if small else "VACUUM"))
            return "vacuum" if small else "checkpoint"
        pages = [int(conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in ("page_count", "page_size")]
        small = pages[0] * pages[1] <= most
        if small:
            conn.exec_driver_sql("VACUUM")
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return "vacuum" if small else "checkpoint"


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise StoreFailed("the store's URL cannot be read", retry=False) from error


def _postgres(place: URL, milliseconds: int) -> Engine:
    connect = {"connect_timeout": 10, "options": f"-c lock_timeout={milliseconds}"}
    return create_engine(
        place, pool_size=1, max_overflow=1, pool_pre_ping=True, hide_parameters=True, connect_args=connect
    )


def _sqlite(place: URL, milliseconds: int) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True, "connect_args": {"check_same_thread": False}}
    if place.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
    else:
        _make_folder(Path(str(place.database)).parent)
    engine = create_engine(place, **options)
    event.listen(engine, "connect", partial(_prepare, milliseconds))
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailed(f"the folder of the database cannot be made: {error}", retry=False) from error


def _prepare(milliseconds: int, connection: Any, _record: object) -> None:
    """Transactions begin where we say it, not where the driver thinks; DDL is inside them."""
    connection.isolation_level = None
    for pragma in (f"busy_timeout={milliseconds}", *_PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")
