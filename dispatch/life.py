"""The life of a ticket: the table ``(status, action) -> status`` of DOMAIN §6, and the one function that takes a step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.errors import IllegalStep, Refused
from models.ticket import CONFIRMED, PENDING, UNKNOWN, Ticket
from models.words import Action, Rating, Status, Step, Urgency

A, S = Action, Status

_AT_WORK: dict[Action, Status] = {
    A.SIGN: S.SIGNED,
    A.CONTACT: S.IN_PROGRESS,
    A.ARRIVE: S.IN_PROGRESS,
    A.PROGRESS: S.IN_PROGRESS,
    A.NOT_MET: S.IN_PROGRESS,
    A.RESOLVE: S.RESOLVED,
    A.REASSIGN: S.DISPATCHED,
    A.SUSPEND: S.SUSPENDED,
    A.OUTSIDE: S.SUSPENDED,
    A.DISMISS: S.DISMISSED,
    A.MERGE: S.MERGED,
}
_QUARREL: dict[Action, Status] = {A.RETURN: S.ACCEPTED, A.DISPUTE: S.DISPATCHED, A.DECIDE: S.DISPATCHED}
_SIGNED: dict[Action, Status] = {**_QUARREL, **{k: v for k, v in _AT_WORK.items() if k is not A.SIGN}}
_OVER: dict[Action, Status] = {A.ARCHIVE: S.ARCHIVED, A.REOPEN: S.ACCEPTED}

LIFE: dict[Status, dict[Action, Status]] = {
    S.CAPTURED: {
        A.ACCEPT: S.ACCEPTED,
        A.DISMISS: S.DISMISSED,
        A.DEFLECT: S.DEFLECTED,
        A.MERGE: S.MERGED,
        A.REJECT: S.REJECTED,
    },
    S.ACCEPTED: {
        A.DISPATCH: S.DISPATCHED,
        A.REASSIGN: S.DISPATCHED,
        A.DISMISS: S.DISMISSED,
        A.DEFLECT: S.DEFLECTED,
        A.MERGE: S.MERGED,
        A.REJECT: S.REJECTED,
        A.EXTEND: S.ACCEPTED,
        A.SUSPEND: S.SUSPENDED,
        A.OUTSIDE: S.SUSPENDED,
    },
    S.DISPATCHED: {**_AT_WORK, **_QUARREL, A.EXTEND: S.DISPATCHED, A.DEFLECT: S.DEFLECTED},
    S.SIGNED: {**_SIGNED, A.EXTEND: S.SIGNED},
    S.IN_PROGRESS: {**_SIGNED, A.EXTEND: S.IN_PROGRESS},
    S.SUSPENDED: {
        A.RESUME: S.IN_PROGRESS,
        A.OUTSIDE: S.SUSPENDED,
        A.PROGRESS: S.SUSPENDED,
        A.DECIDE: S.DISPATCHED,
        A.RESOLVE: S.RESOLVED,
        A.REASSIGN: S.DISPATCHED,
        A.EXTEND: S.SUSPENDED,
        A.DISMISS: S.DISMISSED,
        A.MERGE: S.MERGED,
    },
    S.RESOLVED: {A.ASK_RATING: S.VERIFYING, A.CLOSE: S.CLOSED, A.REOPEN: S.REWORK},
    S.VERIFYING: {A.RATE: S.VERIFYING, A.CLOSE: S.CLOSED, A.REOPEN: S.REWORK},
    S.REWORK: {**_AT_WORK, A.EXTEND: S.REWORK},
    S.CLOSED: {A.ARCHIVE: S.ARCHIVED, A.RATE: S.CLOSED, A.REOPEN: S.REWORK},
    S.DISMISSED: {**_OVER, A.CAPTURE: S.CAPTURED},
    S.DEFLECTED: _OVER,
    S.MERGED: _OVER,
    S.REJECTED: _OVER,
    S.ARCHIVED: {A.ANONYMISE: S.ANONYMISED},
    S.ANONYMISED: {},
}
"""For each status what may be done and where it leads. A return goes back to *accepted*: the dispatcher assigns anew."""

STEPS: dict[tuple[Status, Action], Status] = {(s, a): to for s, row in LIFE.items() for a, to in row.items()}

RETURNS_ALLOWED = 1
"""退单: once, then it stays (DOMAIN §6)."""


_SENDS = frozenset({A.DISPATCH, A.REASSIGN, A.RETURN, A.DISPUTE, A.DECIDE})
"""What an outside system has is never sent out a second time (DOMAIN §6)."""


class Hindrance(StrEnum):
    """Why a step cannot be taken."""

    NO_STEP = "no_step"
    RETURNED_BEFORE = "returned_before"
    NOT_DISPUTED = "not_disputed"
    OUTSIDE = "outside"
    NEEDS_A_PERSON = "needs_a_person"


def hindrance(ticket: Ticket, action: Action, *, by_person: bool = True) -> Hindrance | None:
    """Why ``action`` may not be taken now, or None: no such step, returned once already, or a P0 that only a person ends."""
    if (ticket.status, action) not in STEPS:
        return Hindrance.NO_STEP
    if action is A.RETURN and ticket.returns >= RETURNS_ALLOWED:
        return Hindrance.RETURNED_BEFORE
    if action is A.DISPUTE and (ticket.disputed_at or ticket.returns < RETURNS_ALLOWED):
        return Hindrance.RETURNED_BEFORE
    if action is A.DECIDE and not ticket.disputed_at:
        return Hindrance.NOT_DISPUTED
    if ticket.outside and action in _SENDS:
        return Hindrance.OUTSIDE
    if not by_person and ticket.urgency is Urgency.P0 and action in (A.CLOSE, A.DISMISS, A.RESOLVE):
        return Hindrance.NEEDS_A_PERSON
    return None


def step(
    ticket: Ticket,
    action: Action,
    now: datetime,
    *,
    text: str = "",
    until: datetime | None = None,
    rating: Rating | None = None,
    by_person: bool = True,
) -> Ticket:
    """The ticket after ``action`` at ``now`` (aware, UTC), with status, times, step and counters set.

    ``text`` is the result or comment, ``until`` the new deadline or the review date, ``rating`` what was rated.
    Raises IllegalStep when the table has no such step, Refused when it has but a rule forbids it.
    """
    reason = hindrance(ticket, action, by_person=by_person)
    if reason is Hindrance.NO_STEP:
        raise IllegalStep(ticket.status, action)
    if reason:
        raise Refused(f"ticket {ticket.number}: {action} refused, {reason}")
    changes = _CHANGES[action](ticket, now, text, until, rating) if action in _CHANGES else {}
    return ticket.evolve(status=STEPS[ticket.status, action], **changes)


_Changes = Callable[[Ticket, datetime, str, datetime | None, Rating | None], dict[str, Any]]


def _begun(t: Ticket, now: datetime) -> dict[str, Any]:
    return {"signed_at": t.signed_at or now}


def _at_step(step_: Step) -> _Changes:
    reached = step_ in (Step.ON_SITE, Step.NOT_MET)

    def changes(t: Ticket, now: datetime, _text: str, _until: datetime | None, _r: Rating | None) -> dict[str, Any]:
        met = {"contacted_at": t.contacted_at or now} if step_ in (Step.CONTACTED, Step.ON_SITE) else {}
        there = {"arrived_at": t.arrived_at or now} if reached else {}
        return {**_begun(t, now), **met, **there, "step": step_}

    return changes


_GOES_ON: dict[str, Any] = {"stopped_at": None, "stopped_by": None}


def _anew(_t: Ticket, now: datetime, *_: Any) -> dict[str, Any]:
    return {
        "dispatched_at": now,
        "signed_at": None,
        "contacted_at": None,
        "arrived_at": None,
        "step": None,
        "acked_at": None,
        "climbed": 0,
        "climbed_from": None,
        **_GOES_ON,
    }


def _reopened(t: Ticket, now: datetime, *_: Any) -> dict[str, Any]:
    if STEPS[t.status, A.REOPEN] is S.ACCEPTED:
        return {"accepted_at": now, "closed_at": None, "parent": None, "outside": ""}
    again = {"reworks": t.reworks + 1, "resolved_at": None, "closed_at": None, "looked_at": None, "outcome": ""}
    if t.rating is not Rating.UNSATISFIED:  # a good word of the last round says nothing about this one
        again["rating"] = None
    return {**_anew(t, now), **again, "supervised": t.supervised or t.reworks >= 1}


def _resolved(t: Ticket, now: datetime, text: str, *_: Any) -> dict[str, Any]:
    return {**_begun(t, now), "resolved_at": now, "result": text or t.result, "expected_at": None}


def _rated(t: Ticket, _now: datetime, text: str, _until: datetime | None, rating: Rating | None) -> dict[str, Any]:
    said_so = t.outcome == PENDING and rating is not Rating.UNSATISFIED
    outcome = {"outcome": CONFIRMED} if said_so else {}
    return {"rating": rating or t.rating, "comment": text or t.comment, **outcome}


def _suspended(t: Ticket, now: datetime, _text: str, until: datetime | None, *_: Any) -> dict[str, Any]:
    rests = {} if t.stopped_at else {"stopped_at": now, "stopped_by": t.resolve_by}
    none = {"respond_by": None, "contact_by": None, "arrive_by": None, "feedback_by": None}
    return {**rests, **none, "resolve_by": until}


def _extended(t: Ticket, _now: datetime, _text: str, until: datetime | None, *_: Any) -> dict[str, Any]:
    if until is None:
        return {}
    coming = {"arrive_by": until} if t.arrive_by and not t.arrived_at else {}
    if t.resolve_by is None or t.feedback_by is None:
        return {**coming, "resolve_by": until}
    return {**coming, "resolve_by": until, "feedback_by": until + (t.feedback_by - t.resolve_by)}


def _over(_t: Ticket, now: datetime, text: str, *_: Any) -> dict[str, Any]:
    return {"closed_at": now, "result": text} if text else {"closed_at": now}


_CHANGES: dict[Action, _Changes] = {
    A.CAPTURE: lambda *_: {"closed_at": None, "result": ""},
    A.ACCEPT: lambda t, now, *_: {"accepted_at": t.accepted_at or now},
    A.DISPATCH: _anew,
    A.REASSIGN: _anew,
    A.SIGN: lambda t, now, *_: _begun(t, now),
    A.CONTACT: _at_step(Step.CONTACTED),
    A.ARRIVE: _at_step(Step.ON_SITE),
    A.PROGRESS: _at_step(Step.REPAIRING),
    A.NOT_MET: _at_step(Step.NOT_MET),
    A.RETURN: lambda t, *_: {"returns": t.returns + 1, "person": "", "signed_at": None, "step": None},
    A.EXTEND: _extended,
    A.SUSPEND: _suspended,
    A.RESUME: lambda t, now, *_: {**_begun(t, now), **_GOES_ON, "step": Step.REPAIRING, "outside": ""},
    A.DISPUTE: lambda t, now, *_: {**_anew(t, now), "disputed_at": now},
    A.DECIDE: lambda t, now, *_: {**_anew(t, now), "disputed_at": None, "lead": ""},
    A.OUTSIDE: lambda t, now, text, until, _r: {**_suspended(t, now, text, until), "outside": text},
    A.RESOLVE: _resolved,
    A.ASK_RATING: lambda _t, now, *_: {"asked_at": now},
    A.RATE: _rated,
    A.REOPEN: _reopened,
    A.CLOSE: lambda t, now, *_: {"closed_at": now, "outcome": UNKNOWN if t.outcome == PENDING else t.outcome},
    A.DISMISS: _over,
    A.REJECT: _over,
    A.MERGE: lambda _t, now, *_: {"closed_at": now},
    A.DEFLECT: lambda _t, now, *_: {"closed_at": now},
}
