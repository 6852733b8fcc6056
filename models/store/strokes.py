"""Strokes: tickets as they are counted, kept beside them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, or_, select

from models.store.rows import put_all
from models.store.tally import Strokes, strokes_in
from models.stroke import Stroke, stroke_of
from models.tables import strokes
from models.ticket import Ticket

_ALL = select(*(strokes.c[name] for name in Stroke._fields))
_FROM: BindParameter[int] = bindparam("start")
_TO: BindParameter[int] = bindparam("end")
_NOW: BindParameter[int] = bindparam("now")


def _in(name: str) -> ColumnElement[bool]:
    return strokes.c[name].between(_FROM, _TO)


# one statement for each index, since an OR over three of them would read them all
_HAPPENED = [_ALL.where(_in("opened"))] + [
    _ALL.where(_in(name), or_(strokes.c.opened < _FROM, strokes.c.opened > _TO)) for name in ("solved", "judged")
]
_STOOD = _ALL.where(strokes.c.opened < _FROM, or_(strokes.c.closed.is_(None), strokes.c.closed >= _NOW))


def keep(conn: Connection, tickets: Iterable[Ticket]) -> None:
    """Bring the strokes of these tickets up to them."""
    put_all(conn, strokes, [stroke_of(ticket)._asdict() for ticket in tickets])


def concerned(conn: Connection, span: tuple[int, int], now: int) -> Strokes:
    """What a span of seconds (from, to before) may count: opened, solved or judged in it, or open at ``now``."""
    values = {"start": span[0], "end": span[1] - 1, "now": now}
    found = {row[0]: row for wanted in (*_HAPPENED, _STOOD) for row in conn.execute(wanted, values)}
    return strokes_in(map(Stroke._make, found.values()), span, now)
