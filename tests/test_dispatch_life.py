"""The table of a ticket's life, walked pair by pair."""

from __future__ import annotations

from itertools import product

import pytest
from factories import NOW, a_ticket, after

from dispatch.life import STEPS, Hindrance, hindrance, step
from models.errors import IllegalStep, Refused
from models.ticket import Ticket
from models.words import Action, Rating, Status, Step, Urgency

A, S = Action, Status
PAIRS = list(product(Status, Action))
LEGAL = sorted(STEPS)


def ready_for(action: Action, ticket: Ticket) -> Ticket:
    """What a rule asks for beside the status: a quarrel is opened by the second return, and decided while it lasts."""
    return ticket.evolve(returns=int(action is A.DISPUTE), disputed_at=NOW if action is A.DECIDE else None)


@pytest.mark.parametrize(("status", "action"), PAIRS, ids=[f"{s}-{a}" for s, a in PAIRS])
def test_every_pair_leads_where_the_table_says_or_is_refused(status: Status, action: Action) -> None:
    ticket = ready_for(action, a_ticket(number=1, status=status))
    if (status, action) in STEPS:
        assert step(ticket, action, NOW, until=after(days=1)).status is STEPS[status, action]
    else:
        with pytest.raises(IllegalStep, match=f"{action} in status {status}"):
            step(ticket, action, NOW)


def test_the_diagram_of_the_domain_is_in_the_table() -> None:
    walk = [
        (S.CAPTURED, A.ACCEPT, S.ACCEPTED),
        (S.ACCEPTED, A.DISPATCH, S.DISPATCHED),
        (S.DISPATCHED, A.SIGN, S.SIGNED),
        (S.SIGNED, A.CONTACT, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.EXTEND, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.SUSPEND, S.SUSPENDED),
        (S.SUSPENDED, A.RESUME, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.RESOLVE, S.RESOLVED),
        (S.RESOLVED, A.ASK_RATING, S.VERIFYING),
        (S.VERIFYING, A.REOPEN, S.REWORK),
        (S.REWORK, A.RESOLVE, S.RESOLVED),
        (S.VERIFYING, A.CLOSE, S.CLOSED),
        (S.CLOSED, A.ARCHIVE, S.ARCHIVED),
        (S.ARCHIVED, A.ANONYMISE, S.ANONYMISED),
        (S.CAPTURED, A.DISMISS, S.DISMISSED),
        (S.CAPTURED, A.DEFLECT, S.DEFLECTED),
        (S.DEFLECTED, A.ARCHIVE, S.ARCHIVED),
        (S.ACCEPTED, A.MERGE, S.MERGED),
        (S.ACCEPTED, A.REJECT, S.REJECTED),
        (S.DISPATCHED, A.RETURN, S.ACCEPTED),
        (S.ACCEPTED, A.REASSIGN, S.DISPATCHED),
    ]
    assert all(STEPS[status, action] is to for status, action, to in walk)


def test_every_status_is_reached_from_captured_and_only_the_last_is_an_end() -> None:
    reached, todo = {S.CAPTURED}, [S.CAPTURED]
    while todo:
        status = todo.pop()
        new = {to for (s, _), to in STEPS.items() if s is status} - reached
        reached |= new
        todo += new
    assert reached == set(Status)
    assert {s for s in Status if not any(a is s for a, _ in STEPS)} == {S.ANONYMISED}


def test_a_step_that_is_refused_changes_nothing_and_says_where_it_stood() -> None:
    with pytest.raises(IllegalStep) as error:
        step(a_ticket(status=S.CLOSED), A.SIGN, NOW)
    assert (error.value.status, error.value.action) == ("closed", "sign")


def test_a_ticket_is_returned_once_and_then_it_stays() -> None:
    once = step(a_ticket(status=S.DISPATCHED), A.RETURN, NOW)
    assert (once.status, once.returns, once.person) == (S.ACCEPTED, 1, "")
    again = step(once, A.DISPATCH, NOW)
    assert hindrance(again, A.RETURN) is Hindrance.RETURNED_BEFORE
    with pytest.raises(Refused, match="returned_before"):
        step(again, A.RETURN, NOW)


@pytest.mark.parametrize(
    ("status", "action"), [(S.VERIFYING, A.CLOSE), (S.DISPATCHED, A.DISMISS), (S.SIGNED, A.RESOLVE)]
)
def test_a_p0_is_ended_by_a_person_only(status: Status, action: Action) -> None:
    danger = a_ticket(status=status, urgency=Urgency.P0)
    assert hindrance(danger, action, by_person=False) is Hindrance.NEEDS_A_PERSON
    assert hindrance(danger, action, by_person=True) is None
    assert hindrance(a_ticket(status=status), action, by_person=False) is None


def test_signing_stops_the_response_clock_once() -> None:
    signed = step(a_ticket(status=S.DISPATCHED), A.SIGN, NOW)
    assert signed.signed_at == NOW
    assert step(signed, A.ARRIVE, after(minutes=9)).signed_at == NOW


def test_arriving_counts_as_signed_and_contacted() -> None:
    there = step(a_ticket(status=S.DISPATCHED), A.ARRIVE, NOW)
    assert (there.signed_at, there.contacted_at, there.arrived_at, there.step) == (NOW, NOW, NOW, Step.ON_SITE)


def test_nobody_at_home_is_a_step_of_its_own() -> None:
    there = step(a_ticket(status=S.SIGNED), A.NOT_MET, NOW)
    assert (there.step, there.arrived_at, there.contacted_at) == (Step.NOT_MET, NOW, None)


def test_resolving_keeps_the_result_and_counts_as_signed() -> None:
    done = step(a_ticket(status=S.DISPATCHED), A.RESOLVE, NOW, text="换了开关")
    assert (done.resolved_at, done.signed_at, done.result) == (NOW, NOW, "换了开关")


def test_rework_is_counted_and_the_second_one_is_supervised() -> None:
    solved = a_ticket(status=S.VERIFYING, signed_at=NOW, resolved_at=NOW, rating=Rating.UNSATISFIED)
    once = step(solved, A.REOPEN, after(hours=1))
    assert (once.reworks, once.supervised, once.resolved_at, once.signed_at) == (1, False, None, None)
    assert once.rating is Rating.UNSATISFIED
    twice = step(once.evolve(status=S.CLOSED), A.REOPEN, after(hours=2))
    assert (twice.reworks, twice.supervised) == (2, True)


def test_a_good_word_of_the_last_round_says_nothing_about_the_next() -> None:
    assert step(a_ticket(status=S.CLOSED, rating=Rating.SATISFIED), A.REOPEN, NOW).rating is None


def test_what_was_thought_over_comes_back_as_accepted_and_is_no_rework() -> None:
    back = step(a_ticket(status=S.DISMISSED, closed_at=NOW), A.REOPEN, after(hours=1))
    assert (back.status, back.reworks, back.closed_at, back.accepted_at) == (S.ACCEPTED, 0, None, after(hours=1))


def test_an_extension_moves_repair_feedback_and_an_arrival_that_is_still_to_come() -> None:
    ticket = a_ticket(status=S.SIGNED, arrive_by=after(hours=1), resolve_by=after(hours=3), feedback_by=after(hours=5))
    moved = step(ticket, A.EXTEND, NOW, until=after(days=1))
    assert (moved.arrive_by, moved.resolve_by, moved.feedback_by) == (
        after(days=1),
        after(days=1),
        after(days=1, hours=2),
    )
    there = step(ticket.evolve(arrived_at=NOW), A.EXTEND, NOW, until=after(days=1))
    assert there.arrive_by == after(hours=1)


def test_suspension_stops_all_clocks_but_the_review() -> None:
    ticket = a_ticket(status=S.SIGNED, respond_by=NOW, arrive_by=NOW, resolve_by=NOW, feedback_by=NOW)
    rests = step(ticket, A.SUSPEND, NOW, until=after(days=7))
    assert (rests.respond_by, rests.arrive_by, rests.feedback_by, rests.resolve_by) == (None, None, None, after(days=7))


def test_being_dispatched_anew_starts_the_round_from_the_beginning() -> None:
    ticket = a_ticket(status=S.IN_PROGRESS, step=Step.ON_SITE, signed_at=NOW, contacted_at=NOW, arrived_at=NOW)
    anew = step(ticket, A.REASSIGN, after(hours=1))
    assert (anew.dispatched_at, anew.signed_at, anew.contacted_at, anew.arrived_at, anew.step) == (
        after(hours=1),
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("status", "action"), LEGAL, ids=[f"{s}-{a}" for s, a in LEGAL])
def test_an_ended_ticket_has_its_hour_of_ending_and_an_open_one_has_none(status: Status, action: Action) -> None:
    before = ready_for(action, a_ticket(status=status, closed_at=None if a_ticket(status=status).open else NOW))
    then = step(before, action, after(hours=1), until=after(days=1))
    assert (then.closed_at is None) == then.open
