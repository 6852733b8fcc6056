"""Clocks that stand still: no deadline is lost, none is changed by more or less than the pause."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dispatch_stage import Stage
from factories import NOW, a_district, a_ticket
from hypothesis import given
from hypothesis import strategies as st

from dispatch.clocks import Clocks
from dispatch.moments import moments
from dispatch.pause import DEADLINES, counted, covering, held, holds, resumed
from models.emergency import Emergency
from models.store import Store
from models.ticket import Ticket
from models.words import Action, Role, Status, Urgency

STATE = Emergency("321111900001", "台风", "wx-duty", NOW, NOW + timedelta(hours=20), NOW, NOW, id=1)
MINUTES = st.integers(0, 10_000).map(lambda n: timedelta(minutes=n))


def a_running_ticket() -> Ticket:
    return a_ticket(
        status=Status.DISPATCHED,
        dispatched_at=NOW,
        respond_by=NOW + timedelta(hours=1),
        arrive_by=NOW + timedelta(hours=2),
        resolve_by=NOW + timedelta(hours=4),
        feedback_by=NOW + timedelta(hours=6),
    )


@given(st.lists(MINUTES, min_size=1, max_size=6))
def test_however_often_it_is_counted_the_pause_is_added_once(parts: list[timedelta]) -> None:
    ticket = before = a_running_ticket()
    ticket, now = held(ticket, STATE, NOW), NOW
    for part in parts:
        now += part
        ticket = counted(ticket, ticket, now)
    ticket = resumed(ticket, now)
    for name in DEADLINES:
        by = getattr(before, name)
        assert getattr(ticket, name) == (by + sum(parts, timedelta()) if by else None)
    assert (ticket.held_at, ticket.resumed_at, ticket.emergency) == (None, now, 1)


def test_a_deadline_that_a_person_set_meanwhile_stays_as_set() -> None:
    ticket = held(a_running_ticket(), STATE, NOW)
    new = NOW + timedelta(days=2)
    after = counted(ticket, ticket.evolve(resolve_by=new), NOW + timedelta(hours=3))
    assert after.resolve_by == new
    assert after.respond_by == NOW + timedelta(hours=4)


def test_while_they_stand_there_is_nothing_to_remind_of() -> None:
    ticket = held(a_running_ticket(), STATE, NOW)
    assert moments(ticket, Clocks()) == []
    assert moments(resumed(ticket, NOW), Clocks())


@pytest.mark.parametrize("status", list(Status))
def test_what_is_done_and_what_is_a_danger_does_not_stand_still(status: Status) -> None:
    ticket = a_ticket(status=status)
    assert holds(ticket) is ticket.open
    assert not holds(ticket.evolve(urgency=Urgency.P0))


def test_a_state_covers_what_lies_in_it_and_nothing_wider() -> None:
    district = a_district()
    assert covering(district, "yt-xc", [STATE]) == STATE
    assert covering(district, "la-jy", [STATE]) is None
    assert covering(district, "321111900", [STATE]) is None
    assert covering(district, None, [STATE]) is None
    assert covering(district, "yt-xc", [STATE.evolve(ended_at=NOW)]) is None


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def declared(stage: Stage, until: str = "明天8点") -> None:
    (boss,) = stage.staff(Role.DISPATCHER)
    assert not stage.tell(boss, f"应急 开始 云亭社区 到{until} 台风").refused


def respond(stage: Stage, number: int = 1) -> datetime:
    by = stage.ticket(number).respond_by
    assert by is not None
    return by


def test_declaring_holds_what_is_open_and_what_comes(stage: Stage) -> None:
    stage.hear("h-1", building=None)
    before = respond(stage)
    declared(stage)
    stage.hear("h-2", room="room-03", estate="la-jy", matter="m-2")
    stage.hear("h-3", room="room-02", estate="qh-yuan", matter="m-3")
    assert [stage.ticket(n).held_at is not None for n in (1, 2, 3)] == [True, False, True]
    assert respond(stage) == before
    stage.run_until(stage.now + timedelta(hours=6))
    reminded = {o.ticket for o in stage.everything() if o.why.startswith("respond")}
    assert reminded == {2}


def test_signing_in_time_counts_as_in_time_though_the_hour_has_passed(stage: Stage) -> None:
    stage.hear("h-1")
    declared(stage)
    stage.later(hours=5)
    stage.tell("wx-power", "接单 1")
    ticket = stage.ticket()
    assert ticket.signed_at and ticket.respond_by and ticket.signed_at <= ticket.respond_by


def test_what_becomes_a_danger_runs_at_once(stage: Stage) -> None:
    stage.hear("h-1")
    declared(stage)
    stage.later(hours=2)
    stage.hear("h-2", urgency=Urgency.P0)
    ticket = stage.ticket()
    assert ticket.urgency is Urgency.P0 and ticket.held_at is None
    assert ticket.respond_by == stage.now + timedelta(minutes=2)


def test_leave_that_is_asked_for_does_not_climb_meanwhile(stage: Stage) -> None:
    stage.hear("h-1")
    declared(stage)
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.run_until(stage.now + timedelta(hours=8))
    (request,) = stage.store.call(lambda tx: tx.approvals.open())
    assert request.level == 0


def test_what_is_solved_meanwhile_waits_with_its_question(stage: Stage) -> None:
    stage.hear("h-1")
    declared(stage)
    stage.tell("wx-power", "完成 1 换了保险")
    assert stage.ticket().status is Status.RESOLVED
    (result,) = [o for o in stage.texts("room-01") if o.why == "result"]
    assert "满意" not in result.text
    assert Action.ASK_RATING not in [a.action for a in stage.audit()]
