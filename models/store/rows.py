"""Rows ↔ nouns: a column has the name of its field, so one mapping serves every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

N = TypeVar("N")
Insert = postgresql.Insert | sqlite.Insert


@dataclass(frozen=True)
class Rows(Generic[N]):
    """A noun and its table."""

    table: Table
    noun: Any

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields of the noun, in order."""
        return tuple(f.name for f in fields(self.noun))

    @cached_property
    def select(self) -> Select[Any]:
        """A selection of the noun's own columns."""
        return select(*(self.table.c[n] for n in self.names))

    def all(self, conn: Connection, statement: Select[Any], values: Mapping[str, Any] | None = None) -> list[N]:
        """The nouns that a selection gives."""
        return [self.noun(*row) for row in conn.execute(statement, values)]

    def first(self, conn: Connection, statement: Select[Any], values: Mapping[str, Any] | None = None) -> N | None:
        """The first of them, or None; ``values`` are those of a statement that is made once and has a limit."""
        row = conn.execute(statement.limit(1) if values is None else statement, values).first()
        return self.noun(*row) if row else None

    def one(self, conn: Connection, **equal: Any) -> N | None:
        """The noun whose columns have these values, or None."""
        row = conn.execute(_one(self, tuple(equal)), equal).first()
        return self.noun(*row) if row else None

    def row(self, noun: N, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """The values of a noun by column."""
        return {n: getattr(noun, n) for n in self.names if n not in without}


def put_new(conn: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one of its unique keys stands already; says whether it was new."""
    return conn.execute(_insert_new(conn.dialect.name, table), row).rowcount == 1


def put_all_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """``put_new`` for many, without a word on which were new."""
    if rows:
        conn.execute(_insert_new(conn.dialect.name, table), rows)


def put(conn: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a whole row, or bring the one with its primary key up to it."""
    conn.execute(_upsert(conn.dialect.name, table), row)


def put_all(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """``put`` for many."""
    if rows:
        conn.execute(_upsert(conn.dialect.name, table), rows)


# Statements are made once and get their values apart: building them costs more than running them.


@cache
def _one(rows: Rows[Any], names: tuple[str, ...]) -> Select[Any]:
    return rows.select.where(*(rows.table.c[name] == bindparam(name) for name in names)).limit(1)


@cache
def insert_into(dialect: str, table: Table) -> Insert:
    """An INSERT that knows ON CONFLICT, in the words of this kind of database."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _insert_new(dialect: str, table: Table) -> Insert:
    return insert_into(dialect, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@cache
def _upsert(dialect: str, table: Table) -> Insert:
    statement, keys = insert_into(dialect, table), [c.name for c in table.primary_key]
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


def moment(conn: Connection, statement: Select[Any], values: Mapping[str, Any] | None = None) -> datetime | None:
    """The one time that a selection gives."""
    found: datetime | None = conn.execute(statement, values).scalar_one()
    return found
