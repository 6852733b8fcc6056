"""Strokes: tickets as they are counted, kept beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    null,
    or_,
    select,
)

from models.count_tables import strokes
from models.store.rows import put_all
from models.store.tally import Strokes, strokes_in
from models.stroke import Counted, Mark, Repeat, stroke_of
from models.ticket import Ticket

TEXTS = frozenset({"member", "topic", "estate"})
"""What a cut may need of a stroke; what it does not need is not read, since texts cost more than numbers."""
_AT_ONCE = 500
_FROM: BindParameter[int] = bindparam("start")
_TO: BindParameter[int] = bindparam("end")
_NOW: BindParameter[int] = bindparam("now")


def _in(name: str) -> ColumnElement[bool]:
    return strokes.c[name].between(_FROM, _TO)


def _bears(marks: Mark) -> ColumnElement[bool]:
    return strokes.c.marks.op("&")(marks.value) == marks.value


class _Reads(NamedTuple):
    """A statement for each index, since an OR over several of them would read the whole table."""

    opened: Select[Any]
    solved: Select[Any]
    judged: Select[Any]
    standing: Select[Any]


@cache
def _reads(texts: frozenset[str]) -> _Reads:
    def column(name: str, unread: Collection[str]) -> ColumnElement[Any]:
        if name in TEXTS - texts:
            return literal_column("''")
        return null() if name in unread else strokes.c[name]

    def read(*conditions: ColumnElement[bool], unread: Collection[str] = ("closed", "due")) -> Select[Any]:
        return select(*(column(name, unread).label(name) for name in Counted._fields)).where(*conditions)

    elsewhere = or_(strokes.c.opened < _FROM, strokes.c.opened > _TO)
    open_ = or_(strokes.c.closed.is_(None), strokes.c.closed >= _NOW)
    return _Reads(
        read(_in("opened")),
        read(_in("solved"), elsewhere),
        read(_in("judged"), elsewhere),
        read(open_, strokes.c.opened <= _TO, strokes.c.opened <= _NOW, unread=()),
    )


_KINDS = (
    select(strokes.c.service, strokes.c.urgency, strokes.c.member, func.count())
    .where(_in("opened"), _bears(Mark.MAIN))
    .group_by(strokes.c.service, strokes.c.urgency, strokes.c.member)
)
_PLACED = (strokes.c.estate != "", _bears(Mark.OURS | Mark.MAIN))
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


def concerned(conn: Connection, span: tuple[int, int], now: int, texts: frozenset[str] = TEXTS) -> Strokes:
    """What a span of seconds (from, to before) may count: opened, solved or judged in it, or open at ``now``."""
    values = {"start": span[0], "end": span[1] - 1, "now": now}
    read = _reads(texts)
    opened, solved, judged, standing = (list(map(Counted._make, conn.execute(wanted, values).all())) for wanted in read)
    return strokes_in(opened, chain(solved, judged), standing, span, now)


def among(conn: Connection, span: tuple[int, int], numbers: Collection[int]) -> set[int]:
    """Those of the tickets that were opened, solved or judged in a span of seconds (from, to before)."""
    wanted, values = sorted(numbers), {"start": span[0], "end": span[1] - 1}
    happened = select(strokes.c.number).where(or_(_in("opened"), _in("solved"), _in("judged")))
    parts = (wanted[n : n + _AT_ONCE] for n in range(0, len(wanted), _AT_ONCE))
    return {n for part in parts for n in conn.execute(happened.where(strokes.c.number.in_(part)), values).scalars()}


def kinds(conn: Connection, span: tuple[int, int]) -> dict[str, dict[str, int]]:
    """How many were opened in a span of seconds, by service, urgency and member; without the empty ones."""
    names = ("service", "urgency", "member")
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for *kind, count in conn.execute(_KINDS, {"start": span[0], "end": span[1] - 1}):
        for name, value in zip(names, kind, strict=True):
            found[name][value] += int(count)
    return {name: {value: n for value, n in sorted(counts.items()) if value} for name, counts in found.items()}
