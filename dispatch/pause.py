"""Clocks that stand still while an emergency state covers a ticket that is no danger, and go on after it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.areas import District
from models.emergency import Emergency
from models.ticket import Ticket
from models.words import Status, Urgency

DEADLINES = ("respond_by", "contact_by", "arrive_by", "resolve_by", "feedback_by", "climbed_from")
_TIMED = frozenset(Status) - {
    *(Status.DISMISSED, Status.DEFLECTED, Status.MERGED, Status.REJECTED, Status.CLOSED),
    *(Status.ARCHIVED, Status.ANONYMISED),
}


def covering(district: District, area: str | None, standing: Iterable[Emergency]) -> Emergency | None:
    """The state that covers an area, the one declared first; None for an area that is wider than all of them."""
    return next((e for e in standing if e.stands and area is not None and district.within(area, e.area)), None)


def holds(ticket: Ticket) -> bool:
    """Whether a ticket's clocks may stand still: not those of a danger, nor of what is done."""
    return ticket.urgency is not Urgency.P0 and ticket.status in _TIMED


def held(ticket: Ticket, emergency: Emergency, at: datetime) -> Ticket:
    """The ticket with its clocks standing since ``at``."""
    return ticket.evolve(held_at=at, emergency=emergency.id)


def counted(before: Ticket, after: Ticket, at: datetime) -> Ticket:
    """A changed ticket whose clocks stand: the pause so far is added to each deadline that was not set anew just now."""
    assert after.held_at is not None
    pause = at - after.held_at
    return after.evolve(held_at=at, **_later(after, pause, [n for n in DEADLINES if _same(before, after, n)]))


def resumed(ticket: Ticket, at: datetime) -> Ticket:
    """The ticket with its clocks running again since ``at``; nothing of their time is lost."""
    if ticket.held_at is None:
        return ticket
    pause = max(at - ticket.held_at, timedelta())
    return ticket.evolve(held_at=None, resumed_at=at, **_later(ticket, pause, DEADLINES))


def _later(ticket: Ticket, pause: timedelta, names: Iterable[str]) -> dict[str, datetime]:
    return {name: at + pause for name in names if (at := getattr(ticket, name))}


def _same(before: Ticket, after: Ticket, name: str) -> bool:
    return bool(getattr(before, name) == getattr(after, name))
