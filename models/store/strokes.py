"""Strokes: tickets as they are counted, kept beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from models.count_tables import strokes
from models.store.rows import put_all
from models.store.tally import Strokes, strokes_in
from models.stroke import Counted, Mark, Repeat, stroke_of
from models.ticket import Ticket

_AT_ONCE = 500
_READ = select(*(strokes.c[name] for name in Counted._fields))
_FROM: BindParameter[int] = bindparam("start")
_TO: BindParameter[int] = bindparam("end")
_NOW: BindParameter[int] = bindparam("now")


def _in(name: str) -> ColumnElement[bool]:
    return strokes.c[name].between(_FROM, _TO)


def _open(opened: ColumnElement[bool]) -> Select[Any]:
    return _READ.where(opened, or_(strokes.c.closed.is_(None), strokes.c.closed >= _NOW))


# a statement for each index, since an OR over several of them would read the whole table
_OPENED = _READ.where(_in("opened"))
_HAPPENED = [
    _READ.where(_in(name), or_(strokes.c.opened < _FROM, strokes.c.opened > _TO)) for name in ("solved", "judged")
]
_STOOD = _open(strokes.c.opened < _FROM)
_KINDS = (
    select(strokes.c.service, strokes.c.urgency, func.count())
    .where(_in("opened"), strokes.c.marks.op("&")(Mark.MAIN.value) != 0)
    .group_by(strokes.c.service, strokes.c.urgency)
)


_PLACED = (
    strokes.c.estate != "",
    strokes.c.marks.op("&")((Mark.OURS | Mark.MAIN).value) == (Mark.OURS | Mark.MAIN).value,
)
_OFTEN = (
    select(strokes.c.estate, strokes.c.topic)
    .where(_in("opened"), *_PLACED)
    .group_by(strokes.c.estate, strokes.c.topic)
    .having(func.count() >= bindparam("times"))
    .subquery()
)
_REPEATED = select(*(strokes.c[name] for name in Repeat._fields)).join(
    _OFTEN, and_(strokes.c.estate == _OFTEN.c.estate, strokes.c.topic == _OFTEN.c.topic)
)


def repeated(conn: Connection, span: tuple[int, int], times: int) -> list[Repeat]:
    """Tickets of ours opened in a span of seconds where so many, or more, are of one place and topic."""
    values = {"start": span[0], "end": span[1] - 1, "times": times}
    return [Repeat._make(row) for row in conn.execute(_REPEATED.where(_in("opened"), *_PLACED), values)]


def keep(conn: Connection, tickets: Iterable[Ticket]) -> None:
    """Bring the strokes of these tickets up to them."""
    put_all(conn, strokes, [stroke_of(ticket)._asdict() for ticket in tickets])


def concerned(conn: Connection, span: tuple[int, int], now: int) -> Strokes:
    """What a span of seconds (from, to before) may count: opened, solved or judged in it, or open at ``now``."""
    values = {"start": span[0], "end": span[1] - 1, "now": now}
    found = [
        [Counted._make(row) for row in conn.execute(wanted, values).all()] for wanted in (_OPENED, *_HAPPENED, _STOOD)
    ]
    return strokes_in(found[0], chain(found[1], found[2]), found[3], span, now)


def among(conn: Connection, span: tuple[int, int], numbers: Collection[int]) -> set[int]:
    """Those of the tickets that were opened, solved or judged in a span of seconds (from, to before)."""
    wanted, values = sorted(numbers), {"start": span[0], "end": span[1] - 1}
    happened = select(strokes.c.number).where(or_(_in("opened"), _in("solved"), _in("judged")))
    parts = (wanted[n : n + _AT_ONCE] for n in range(0, len(wanted), _AT_ONCE))
    return {n for part in parts for n in conn.execute(happened.where(strokes.c.number.in_(part)), values).scalars()}


def kinds(conn: Connection, span: tuple[int, int]) -> tuple[dict[str, int], dict[str, int]]:
    """How many were opened in a span of seconds, by service and by urgency."""
    services: dict[str, int] = {}
    urgencies: dict[str, int] = {}
    for service, urgency, count in conn.execute(_KINDS, {"start": span[0], "end": span[1] - 1}):
        services[service] = services.get(service, 0) + int(count)
        urgencies[urgency] = urgencies.get(urgency, 0) + int(count)
    return dict(sorted(services.items())), dict(sorted(urgencies.items()))
