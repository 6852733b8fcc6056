"""When a ticket must be spoken of again: the coming moments of its clocks. Pure: a function of the row and the limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.clocks import Clocks
from dispatch.wording_topics import NOT_MENDED
from models.ticket import PENDING, Ticket
from models.words import Status, Urgency

LEVELS = 5
"""How often a deadline that passed climbs: grid, community, street, district, admins (``dispatch.ladder``)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """At ``at`` the clock ``clock`` (respond, contact, arrive, resolve, confirm, review, expire, rating, look, back, say_back, restored) reaches ``stage``
    (half, soon, due, late, over1 … over5, again1 …); ``by`` is its deadline, ``level`` how high it has climbed."""

    at: datetime
    clock: str
    stage: str
    by: datetime
    level: int = 0


_UNANSWERED = frozenset({Status.ACCEPTED, Status.DISPATCHED, Status.REWORK})
_AT_WORK = _UNANSWERED | {Status.SIGNED, Status.IN_PROGRESS}
_STAGES = ("half", "soon")
_NOT_LATE = frozenset({"rating", "expire", "look", "back", "say_back", "restored"})


def moments(ticket: Ticket, clocks: Clocks) -> list[Moment]:
    """Every moment of a ticket in its present state, past ones too, in order of time.

    Of the clocks of response, contact and arrival only the first that has not been met speaks; the repair always does.
    While its clocks stand still it has none.
    """
    if ticket.held_at:
        return []
    return sorted(_moments(ticket, clocks), key=lambda m: (m.at, m.clock, m.stage))


def _moments(t: Ticket, c: Clocks) -> Iterator[Moment]:
    if t.status is Status.CAPTURED:
        yield from (m for m in _run(t, c, "confirm", _begun(t), t.respond_by) if m.stage in ("due", "over1"))
        if t.urgency is not Urgency.P0 and t.respond_by:
            expires = t.respond_by + c.captured_expires
            yield Moment(expires, "expire", "due", expires)
    elif t.status in _AT_WORK:
        yield from _first_unmet(t, c)
        yield from _run(t, c, "resolve", _begun(t), t.resolve_by)
        if t.resolve_by:
            yield Moment(t.resolve_by + climb_of(t, c), "supervise", "late", t.resolve_by)
        if t.expected_at:
            yield Moment(t.expected_at + c.ask_back, "back", "due", t.expected_at)
    elif t.status is Status.SUSPENDED and t.resolve_by:
        yield Moment(t.resolve_by, "review", "due", t.resolve_by)
        yield Moment(t.resolve_by + c.climb_p2, "review", "over1", t.resolve_by, 1)
    elif t.outcome == PENDING and t.status in (Status.RESOLVED, Status.VERIFYING) and t.resolved_at:
        yield Moment(t.resolved_at + c.take_back, "say_back", "due", t.resolved_at)
        yield Moment(t.resolved_at + c.restored_wait, "restored", "due", t.resolved_at + c.restored_wait)
    elif t.status is Status.VERIFYING and (since := t.asked_at or t.resolved_at):
        ends = max(since, t.resumed_at or since) + c.rating_wait
        yield Moment(ends, "rating", "due", ends)
    elif to_look(t) and t.resolved_at:
        yield Moment(t.resolved_at + c.second_look, "look", "due", t.resolved_at + c.second_look)


def to_look(t: Ticket) -> bool:
    """Whether a repair is over and has not been asked after yet."""
    over = t.status is Status.CLOSED and t.resolved_at is not None and t.dispatched_at is not None
    return over and t.looked_at is None and t.topic not in NOT_MENDED


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
    """Half and four fifths of the span (not of a short one, and a long one's stand in the briefs), due, and the climb."""
    if by is None:
        return
    span = by - start
    if c.remind_min_span <= span < c.brief_span:
        for stage, share in zip(_STAGES, c.remind_at, strict=False):
            yield Moment(start + span * share, clock, stage, by)
    yield Moment(by, clock, "due", by)
    yield from _climb(t, c, clock, by)
    if clock == "respond" and t.urgency is Urgency.P0:
        top = by + LEVELS * c.climb_p0
        for n in range(1, c.call_rounds + 1):
            yield Moment(top + n * c.call_again, clock, f"again{n}", by, LEVELS)


def climb_of(t: Ticket, c: Clocks) -> timedelta:
    """How long one level has before the next hears of it."""
    return {Urgency.P0: c.climb_p0, Urgency.P1: c.climb_p1, Urgency.P2: c.climb_p2}[t.urgency]


def hold_of(t: Ticket, c: Clocks) -> timedelta:
    """How long who acknowledged has before it climbs on."""
    return {Urgency.P0: c.hold_p0, Urgency.P1: c.hold_p1, Urgency.P2: c.hold_p2}[t.urgency]


def _climb(t: Ticket, c: Clocks, clock: str, by: datetime) -> Iterator[Moment]:
    """One level higher after each span; an acknowledgement holds what had not been told by then."""
    climb = climb_of(t, c)
    told = t.climbed if t.climbed_from == by else 0
    for n in range(1, LEVELS + 1):
        at = by + n * climb
        if t.acked_at and n > told and (at > t.acked_at or t.climbed_from == by):
            at = max(at, t.acked_at + hold_of(t, c) + (n - told - 1) * climb)
        yield Moment(at, clock, f"over{n}", by, n)


def overdue(ticket: Ticket, clocks: Clocks, now: datetime) -> tuple[datetime | None, int]:
    """The earliest deadline that has passed and is not met, and how many levels above the crew have heard of it."""
    late = [m for m in moments(ticket, clocks) if m.stage.startswith(("due", "over")) and m.at <= now]
    by = min((m.by for m in late if m.clock not in _NOT_LATE), default=None)
    return by, max((m.level for m in late if m.by == by), default=0)


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
