"""A store from the file that ``models.store.dump`` wrote."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import (
    Boolean,
    Connection,
    DateTime,
    LargeBinary,
    TableClause,
    column,
    func,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.exc import StatementError
from sqlalchemy.types import NullType, TypeEngine

from models.columns import Instant
from models.errors import BadInput, Place, StoreFailed
from models.metadata import metadata
from models.store.dump import FORMAT
from models.store.engine import make_engine, only_writer
from models.store.failures import as_failure
from models.store.schema import bring_up, head, known, migrate

_AT_ONCE = 500
_COUNTED = {t.name for t in metadata.sorted_tables if t.autoincrement_column is not None}
_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "plain": NullType,
    "bool": Boolean,
    "time": Instant,
    "local": DateTime,
    "bytes": LargeBinary,
}


def read_dump(url: str, file: Path, *, force: bool = False) -> dict[str, int]:
    """Fill a store from a dump, all or nothing, and bring its schema up; how many rows by table.

    StoreFailed when the store holds something (``force`` replaces it), BadInput when the file is damaged or newer.
    """
    engine = make_engine(url)
    try:
        with engine.begin() as conn, file.open("rb") as raw:
            only_writer(conn)
            _make_room(conn, force=force)
            counts = _fill(conn, file, _lines(file, raw))
            bring_up(conn)
            return counts
    except StatementError as error:
        raise as_failure(error) from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput([(Place(str(file)), f"读不了：{error}")]) from error
    finally:
        engine.dispose()


def _make_room(conn: Connection, *, force: bool) -> None:
    there = set(inspect(conn).get_table_names())
    ours = [t for t in metadata.sorted_tables if t.name in there]
    rows = {t.name: conn.execute(select(func.count()).select_from(t)).scalar_one() for t in ours}
    if any(rows.values()) and not force:
        held = ", ".join(f"{name} {n}" for name, n in rows.items() if n)
        raise StoreFailed(f"the store is not empty ({held}); --force replaces it", retry=False)
    for gone in reversed(ours):
        gone.drop(conn)
    conn.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _lines(file: Path, raw: Any) -> Iterator[Any]:
    """The values of a dump; the last one is its trailer, after the checksum was proved."""
    digest = hashlib.sha256()
    with gzip.GzipFile(fileobj=raw, mode="rb") as packed:
        for number, line in enumerate(packed, 1):
            value = _parsed(file, number, line)
            if isinstance(value, dict) and "sha256" in value:
                if value["sha256"] != digest.hexdigest():
                    _damaged(file, number, "校验和不对：文件被改过或损坏")
                yield value
                return
            digest.update(line)
            yield value
    _damaged(file, 0, "没有结尾：文件不完整")


def _parsed(file: Path, number: int, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        _damaged(file, number, "不是备份文件的一行")


def _damaged(file: Path, number: int, reason: str) -> NoReturn:
    raise BadInput([(Place(str(file), number), reason)])


def _fill(conn: Connection, file: Path, lines: Iterator[Any]) -> dict[str, int]:
    first = next(lines)
    if not isinstance(first, dict) or first.get("gridbot") != FORMAT:
        _damaged(file, 1, "不是 gridbot 的备份")
    if first["schema"] not in known():
        _damaged(file, 1, f"备份来自更新的版本（{first['schema']}，本程序到 {head()}）")
    migrate(conn, first["schema"])
    counts: dict[str, int] = {}
    target: _Target | None = None
    for value in lines:
        if target is not None and isinstance(value, list):
            target.take(value)
            continue
        if target is not None:
            counts[target.name] = target.done()
        target = _Target(conn, value["table"], value["columns"]) if "table" in value else None
        if target is None and counts != value["rows"]:
            _damaged(file, 0, "行数不对：文件不完整")
    return counts


@dataclass
class _Target:
    """A table that is being filled, some hundred rows at once."""

    conn: Connection
    name: str
    kinds: dict[str, str]
    waiting: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    @property
    def clause(self) -> TableClause:
        """The table as the dump describes it."""
        return table(self.name, *(column(name, _TYPES[kind]()) for name, kind in self.kinds.items()))

    def take(self, row: list[Any]) -> None:
        """One more row."""
        pairs = zip(self.kinds.items(), row, strict=True)
        self.waiting.append({name: _value(kind, plain) for (name, kind), plain in pairs})
        self.count += 1
        if len(self.waiting) >= _AT_ONCE:
            self._flush()

    def done(self) -> int:
        """Everything is in; how many rows."""
        self._flush()
        if self.conn.dialect.name == "postgresql" and self.name in _COUNTED:
            self._count_on()
        return self.count

    def _flush(self) -> None:
        if self.waiting:
            self.conn.execute(self.clause.insert(), self.waiting)
            self.waiting.clear()

    def _count_on(self) -> None:
        """The next id follows the last one."""
        last = select(func.max(self.clause.c.id)).scalar_subquery()
        sequence = func.pg_get_serial_sequence(self.name, "id")
        self.conn.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))


def _value(kind: str, plain: Any) -> Any:
    if plain is None or kind in ("plain", "bool"):
        return plain
    return base64.b64decode(plain) if kind == "bytes" else datetime.fromisoformat(plain)
