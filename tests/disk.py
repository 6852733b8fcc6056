"""Every byte that a store holds on the disk: of SQLite with its journal, of PostgreSQL the files of its database."""

from __future__ import annotations

from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url


def bytes_of(url: str) -> bytes:
    """All of it; for PostgreSQL after a checkpoint. FileNotFoundError where its files cannot be read from here."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        file = Path(str(place.database))
        return b"\n".join(p.read_bytes() for p in sorted(file.parent.glob(f"{file.name}*")))
    plain = place.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute("CHECKPOINT")
        folder = conn.execute("SHOW data_directory").fetchone()
        number = conn.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert folder
    assert number
    files = sorted(p for p in (Path(folder[0]) / "base" / str(number[0])).glob("*") if p.is_file())
    if not files:
        raise FileNotFoundError(folder[0])
    return b"\n".join(p.read_bytes() for p in files)


def journal_of(url: str) -> bytes:
    """The journal of a PostgreSQL server, in which every row that was ever written stands for a while; b"" for SQLite."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        return b""
    plain = place.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        folder = conn.execute("SHOW data_directory").fetchone()
    assert folder
    newest = sorted(Path(folder[0], "pg_wal").glob("0*"), key=lambda p: p.stat().st_mtime)[-4:]
    return b"\n".join(p.read_bytes() for p in newest)
