"""A ticket as it is counted: one narrow row, taken from the ticket at every write. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import IntFlag
from typing import NamedTuple

from models.ticket import CONFIRMED, DONE, UNKNOWN, Ticket
from models.words import Rating, Status

NOT_OURS = frozenset({Status.DISMISSED, Status.DEFLECTED, Status.REJECTED, Status.MERGED})
_KEPT = frozenset({Status.ARCHIVED, Status.ANONYMISED})
_PLEASED = (Rating.SATISFIED, Rating.MOSTLY)


class Mark(IntFlag):
    """What is so of a ticket. TRIED: a result was given at least once, RESOLVED: the last one stands, ONCE: it was the
    first; EMERGENCY: its clocks ran in 应急期间; BACK: a supply that was said to be back, CONFIRMED by residents or
    UNKNOWN."""

    MAIN = 1
    OURS = 2
    ACCEPTED = 4
    DISPATCHED = 8
    IN_TIME = 16
    RESOLVED = 32
    TRIED = 64
    ASKED = 128
    ANSWERED = 256
    PLEASED = 512
    BY_DEFAULT = 1024
    RETURNED = 2048
    SUPERVISED = 4096
    IN_GRID = 8192
    DISPUTED = 16384
    EMERGENCY = 32768
    ONCE = 65536
    BACK = 131072
    CONFIRMED = 262144
    UNKNOWN = 524288


class Stroke(NamedTuple):
    """One ticket for the tally. ``opened`` … ``due`` are seconds since 1970 (``closed`` None while open, ``judged`` when it
    was asked or else solved); ``respond`` and ``arrive`` are the seconds that it took, None when it did not happen.

    Response and arrival run from the opening; after a rework, whose clocks start anew, from that rework's dispatch.
    """

    number: int
    member: str
    topic: str
    service: str
    urgency: str
    estate: str
    building: str
    marks: int
    reworks: int
    opened: int
    closed: int | None
    solved: int | None
    judged: int | None
    due: int | None
    respond: int | None
    arrive: int | None


class Repeat(NamedTuple):
    """As much of a stroke as tells where the same came again."""

    number: int
    estate: str
    topic: str
    building: str
    opened: int


class Counted(NamedTuple):
    """As much of a stroke as the tally reads; "" or None where it was not asked for."""

    number: int
    member: str
    topic: str
    estate: str
    marks: int
    reworks: int
    opened: int
    closed: int | None
    solved: int | None
    judged: int | None
    due: int | None
    respond: int | None
    arrive: int | None


def stroke_of(ticket: Ticket) -> Stroke:
    """The ticket as it is counted now."""
    start = ticket.dispatched_at if ticket.reworks and ticket.dispatched_at else ticket.created_at
    return Stroke(
        number=ticket.number,
        member=ticket.member,
        topic=ticket.topic,
        service=str(ticket.service),
        urgency=str(ticket.urgency),
        estate=ticket.estate or "",
        building=ticket.building or "",
        marks=_marks(ticket),
        reworks=ticket.reworks,
        opened=_seconds(ticket.created_at),
        closed=_at(_closed(ticket)),
        solved=_at(ticket.resolved_at),
        judged=_at(ticket.asked_at or ticket.resolved_at),
        due=None if ticket.held_at else _at(ticket.resolve_by),
        respond=_took(start, ticket.signed_at),
        arrive=_took(start, ticket.arrived_at),
    )


def _marks(t: Ticket) -> int:
    in_time = t.signed_at is not None and (t.respond_by is None or t.signed_at <= t.respond_by)
    so = {
        Mark.MAIN: t.parent is None and t.status is not Status.MERGED,
        Mark.OURS: _ours(t),
        Mark.ACCEPTED: t.accepted_at is not None,
        Mark.DISPATCHED: t.dispatched_at is not None,
        Mark.IN_TIME: in_time,
        Mark.RESOLVED: t.resolved_at is not None,
        Mark.TRIED: t.resolved_at is not None or t.reworks > 0,
        Mark.ASKED: t.asked_at is not None,
        Mark.ANSWERED: t.rating is not None,
        Mark.PLEASED: t.rating in _PLEASED,
        Mark.BY_DEFAULT: t.by_default,
        Mark.RETURNED: t.returns > 0,
        Mark.SUPERVISED: t.supervised,
        Mark.IN_GRID: t.in_grid,
        Mark.DISPUTED: t.disputed_at is not None,
        Mark.EMERGENCY: t.emergency is not None,
        Mark.BACK: bool(t.outcome),
        Mark.CONFIRMED: t.outcome == CONFIRMED,
        Mark.UNKNOWN: t.outcome == UNKNOWN,
        Mark.ONCE: t.resolved_at is not None and t.reworks == 0,
    }
    return sum(mark.value for mark, holds in so.items() if holds)


def _ours(t: Ticket) -> bool:
    """Not dismissed, rejected, merged or answered by a notice; of what is archived the missing result tells."""
    return t.status not in NOT_OURS and not (t.status in _KEPT and t.resolved_at is None)


def _closed(t: Ticket) -> datetime | None:
    return (t.closed_at or t.resolved_at or t.created_at) if t.status in DONE else None


def _took(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, _seconds(end) - _seconds(start))


def _at(moment: datetime | None) -> int | None:
    return None if moment is None else _seconds(moment)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp() // 1)
