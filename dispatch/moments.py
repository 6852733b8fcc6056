"""When a ticket must be spoken of again: the coming moments of its clocks. Pure: a function of the row and the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from dispatch.clocks import Clocks
from models.ticket import Ticket
from models.words import Status, Urgency


class Level(IntEnum):
    """How high a reminder climbs: the crew, those over the grid, the members' chiefs and admins."""

    CREW = 0
    OVERSEERS = 1
    ADMINS = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """At ``at`` the clock ``clock`` (respond, contact, arrive, resolve, confirm, review, expire, rating) reaches ``stage``
    (half, soon, due, over1, over2, over3); ``by`` is its deadline, ``level`` who hears of it."""

    at: datetime
    clock: str
    stage: str
    by: datetime
    level: Level


_UNANSWERED = frozenset({Status.ACCEPTED, Status.DISPATCHED, Status.REWORK})
_AT_WORK = _UNANSWERED | {Status.SIGNED, Status.IN_PROGRESS}
_STAGES = ("half", "soon")


def moments(ticket: Ticket, clocks: Clocks) -> list[Moment]:
    """Every moment of a ticket in its present state, past ones too, in order of time.

    Of the clocks of response, contact and arrival only the first that has not been met speaks; the repair always does.
    """
    return sorted(_moments(ticket, clocks), key=lambda m: (m.at, m.clock, m.stage))


def _moments(t: Ticket, c: Clocks) -> Iterator[Moment]:
    if t.status is Status.CAPTURED:
        yield from (m for m in _run(t, c, "confirm", _begun(t), t.respond_by) if m.stage in ("due", "over1"))
        if t.urgency is not Urgency.P0 and t.respond_by:
            expires = t.respond_by + c.captured_expires
            yield Moment(expires, "expire", "due", expires, Level.CREW)
    elif t.status in _AT_WORK:
        yield from _first_unmet(t, c)
        yield from _run(t, c, "resolve", _begun(t), t.resolve_by)
    elif t.status is Status.SUSPENDED and t.resolve_by:
        yield Moment(t.resolve_by, "review", "due", t.resolve_by, Level.CREW)
        yield Moment(t.resolve_by + c.climb_p2, "review", "over1", t.resolve_by, Level.OVERSEERS)
    elif t.status is Status.VERIFYING and t.asked_at:
        ends = t.asked_at + c.rating_wait
        yield Moment(ends, "rating", "due", ends, Level.OVERSEERS)


def _begun(t: Ticket) -> datetime:
    return t.dispatched_at or t.created_at


def _first_unmet(t: Ticket, c: Clocks) -> Iterator[Moment]:
    clocks = (
        ("respond", t.respond_by, t.status not in _UNANSWERED),
        ("contact", t.contact_by, t.contacted_at is not None),
        ("arrive", t.arrive_by, t.arrived_at is not None),
    )
    for clock, by, met in clocks:
        if by and not met:
            yield from _run(t, c, clock, _begun(t), by)
            return


def _run(t: Ticket, c: Clocks, clock: str, start: datetime, by: datetime | None) -> Iterator[Moment]:
    """Half and four fifths of the span (not of a short one), due, and one level higher after each climb."""
    if by is None:
        return
    span = by - start
    if span >= c.remind_min_span:
        for stage, share in zip(_STAGES, c.remind_at, strict=False):
            yield Moment(start + span * share, clock, stage, by, Level.CREW)
    yield Moment(by, clock, "due", by, Level.CREW)
    climb = {Urgency.P0: c.climb_p0, Urgency.P1: c.climb_p1, Urgency.P2: c.climb_p2}[t.urgency]
    yield Moment(by + climb, clock, "over1", by, Level.OVERSEERS)
    yield Moment(by + 2 * climb, clock, "over2", by, Level.ADMINS)


def passed(ticket: Ticket, clocks: Clocks, now: datetime) -> list[Moment]:
    """Of each clock the last moment that is not after ``now``: after a pause one reminder, not five."""
    last = {m.clock: m for m in moments(ticket, clocks) if m.at <= now}
    return sorted(last.values(), key=lambda m: (m.at, m.clock))


def chase_at(ticket: Ticket, clocks: Clocks, now: datetime) -> datetime | None:
    """When the ticker must look at a changed ticket: at once if it is late already, else at the first coming moment."""
    late = ticket.chase_at is not None and ticket.chase_at <= now
    return ticket.chase_at if late else coming(ticket, clocks, now)


def coming(ticket: Ticket, clocks: Clocks, now: datetime) -> datetime | None:
    """The first moment after ``now``."""
    return min((m.at for m in moments(ticket, clocks) if m.at > now), default=None)
