"""Whether a command says what stands already: a double command changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.ask import Ask
from dispatch.scene import subject
from models.ticket import Ticket
from models.words import Action, Status, Step

A, S = Action, Status

_ENDED = frozenset({S.RESOLVED, S.VERIFYING, S.CLOSED, S.ARCHIVED})
_TAKEN_UP = frozenset({A.SIGN, A.CONTACT, A.ARRIVE, A.PROGRESS, "join"})
_AT_WORK = frozenset({S.SIGNED, S.IN_PROGRESS})


def repeats(ask: Ask, ticket: Ticket, action: Action) -> bool:
    """Whether ``action`` has been done: the same step, the same text, the same hour, the same target."""
    test = _TESTS.get(action)
    return bool(test and test(ask, ticket))


def _signed(ask: Ask, ticket: Ticket) -> bool:
    """Whether this person has taken it up in this round (somebody else may have, and moved it)."""
    if ticket.status not in _AT_WORK or ask.sender not in (ticket.person, ticket.worker):
        return False
    rows = ask.scene.tx.audit.of(subject(ticket))
    since = ticket.dispatched_at or ticket.created_at
    return any(a.actor == ask.sender and a.action in _TAKEN_UP and a.at >= since for a in rows)


def _contacted(_ask: Ask, ticket: Ticket) -> bool:
    return ticket.status is S.IN_PROGRESS and ticket.contacted_at is not None and ticket.step is not Step.NOT_MET


def _arrived(_ask: Ask, ticket: Ticket) -> bool:
    return ticket.status is S.IN_PROGRESS and ticket.step in (Step.ON_SITE, Step.REPAIRING) and bool(ticket.arrived_at)


def _same_words(action: Action) -> Callable[[Ask, Ticket], bool]:
    def same(ask: Ask, ticket: Ticket) -> bool:
        rows = ask.scene.tx.audit.of(subject(ticket))
        last = rows[-1] if rows else None
        return bool(last and last.action == action and last.reason == ask.command.text and last.actor == ask.sender)

    return same


def _just_missed(ask: Ask, ticket: Ticket) -> bool:
    """The same words a little while ago are a double; later they are another vain visit."""
    rows = ask.scene.tx.audit.of(subject(ticket))
    lately = bool(rows) and rows[-1].at > ask.scene.now - ask.scene.clocks.visits_apart
    return lately and _same_words(A.NOT_MET)(ask, ticket)


def _returned(_ask: Ask, ticket: Ticket) -> bool:
    return ticket.status is S.ACCEPTED and ticket.returns > 0


def _extended(ask: Ask, ticket: Ticket) -> bool:
    return ask.command.until is not None and ticket.resolve_by == ask.command.until


def _is(*statuses: Status) -> Callable[[Ask, Ticket], bool]:
    return lambda _ask, ticket: ticket.status in statuses


_TESTS: dict[Action, Callable[[Ask, Ticket], bool]] = {
    A.ACCEPT: lambda _ask, ticket: ticket.accepted_at is not None and ticket.open,
    A.SIGN: _signed,
    A.CONTACT: _contacted,
    A.ARRIVE: _arrived,
    A.PROGRESS: _same_words(A.PROGRESS),
    A.NOT_MET: _just_missed,
    A.RESOLVE: lambda _ask, ticket: ticket.status in _ENDED,
    A.RETURN: _returned,
    A.EXTEND: _extended,
    A.SUSPEND: _is(S.SUSPENDED),
    A.RESUME: _is(S.IN_PROGRESS),
    A.DISMISS: _is(S.DISMISSED),
    A.REJECT: _is(S.REJECTED),
    A.CLOSE: _is(S.CLOSED, S.ARCHIVED),
    A.REOPEN: _is(S.REWORK),
}
