"""A whole store as one portable file: gzip, a JSON value a line, for SQLite and PostgreSQL alike.

Line 1 says what it is: ``{"gridbot": 1, "schema": "0001"}``. Then for each table ``{"table": …, "columns": {name: kind}}``
and a list a row; at last ``{"rows": {table: count}, "sha256": …}`` over all lines before it. Kinds: plain, bool, time
(UTC), local, bytes (base64). The key is not in it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, DateTime, Integer, LargeBinary, Table, Text, select, type_coerce
from sqlalchemy.exc import StatementError

from models.columns import Grade, Instant, Json, Word
from models.errors import StoreFailed
from models.metadata import metadata
from models.store.engine import make_engine, only_writer, snapshot
from models.store.failures import as_failure
from models.store.schema import bring_up, head

FORMAT = 1
_AT_ONCE = 500


def write_dump(url: str, file: Path) -> dict[str, int]:
    """Write one moment of a store to ``file``, while others work in it; how many rows by table. StoreFailed."""
    engine = make_engine(url)
    try:
        with engine.begin() as conn:
            only_writer(conn)
            bring_up(conn)
        with engine.begin() as conn, _whole(file) as out:
            snapshot(conn)
            return _write(conn, out)
    except StatementError as error:
        raise as_failure(error) from error
    except OSError as error:
        raise StoreFailed(f"the backup cannot be written: {error}", retry=True) from error
    finally:
        engine.dispose()


def _write(conn: Connection, out: gzip.GzipFile) -> dict[str, int]:
    digest, rows = hashlib.sha256(), {}

    def line(value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(text)
        out.write(text)

    line({"gridbot": FORMAT, "schema": head()})
    for table in metadata.sorted_tables:
        line({"table": table.name, "columns": {c.name: kind_of(c) for c in table.columns}})
        rows[table.name] = _write_rows(conn, table, line)
    line({"rows": rows, "sha256": digest.hexdigest()})
    return rows


def _write_rows(conn: Connection, table: Table, line: Callable[[Any], None]) -> int:
    count = 0
    kinds = [kind_of(c) for c in table.columns]
    wanted = select(*(_bare(c) for c in table.columns)).order_by(*table.primary_key)
    for row in conn.execution_options(yield_per=_AT_ONCE).execute(wanted):
        line([_plain(kind, value) for kind, value in zip(kinds, row, strict=True)])
        count += 1
    return count


def kind_of(column: Column[Any]) -> str:
    """How a column's values are written."""
    for kind, types in (("time", Instant), ("local", DateTime), ("bytes", LargeBinary), ("bool", Boolean)):
        if isinstance(column.type, types):
            return kind
    return "plain"


def _bare(column: Column[Any]) -> Any:
    """The column as the database has it, not as the noun wants it."""
    if isinstance(column.type, Grade):
        return type_coerce(column, Integer)
    return type_coerce(column, Text) if isinstance(column.type, (Word, Json)) else column


def _plain(kind: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if kind == "bytes" and value is not None else value


@contextmanager
def _whole(file: Path) -> Iterator[gzip.GzipFile]:
    """A gzip file that appears at its place only when it is complete; only its owner may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
                yield packed
            raw.flush()
            os.fsync(raw.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
