"""Numbers that people say: counted in the transaction, so without gaps, on both databases and after a restore."""

from __future__ import annotations

from sqlalchemy import Connection

from models.store.rows import insert_into
from models.tables import counters


def next_number(conn: Connection, name: str) -> int:
    """One more than the last number of this name; the first is 1."""
    first = insert_into(conn, counters).values(name=name, value=1)
    more = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    return int(conn.execute(more.returning(counters.c.value)).scalar_one())
