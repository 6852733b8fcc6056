"""Numbers that people say: counted in the transaction, so without gaps, on both databases and after a restore."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection

from models.store.rows import insert_into
from models.tables import counters


def next_number(conn: Connection, name: str) -> int:
    """One more than the last number of this name; the first is 1."""
    return int(conn.execute(_next(conn.dialect.name), {"name": name, "value": 1}).scalar_one())


def use_numbers(conn: Connection, name: str, numbers: Sequence[int]) -> None:
    """Count on over these numbers, which must be the next ones; ValueError."""
    first = next_number(conn, name)
    if list(numbers) != list(range(first, first + len(numbers))):
        raise ValueError(f"the next {name} is {first}, not {numbers[0]}")
    conn.execute(counters.update().where(counters.c.name == name).values(value=numbers[-1]))


@cache
def _next(dialect: str) -> Any:
    more = insert_into(dialect, counters).on_conflict_do_update(
        index_elements=["name"], set_={"value": counters.c.value + 1}
    )
    return more.returning(counters.c.value)
