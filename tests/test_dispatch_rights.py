"""Who may do what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import a_district, a_ticket

from dispatch.rights import Denial, covers, denied, is_reporter, rater_denied, ticket_buildings
from models.areas import Person
from models.words import Action, Role, Status, Urgency

A = Action
HEAD = Person("wx-head", "楼栋长", Role.BUILDING_HEAD, ("yt-xc",), buildings=("3", "4"))
LEADER = Person("wx-leader", "网格长", Role.GRID_LEADER, ("321111900001",))
COLLEAGUE = Person("wx-power2", "供电老李", Role.MEMBER_STAFF, ("la-jy",), member="power")
BASE = a_district()
D = replace(BASE, people=(*BASE.people, HEAD, LEADER, COLLEAGUE))
OURS = a_ticket(status=Status.DISPATCHED)
THERE = a_ticket(status=Status.DISPATCHED, estate="la-jy", worker="wx-worker2")


@pytest.mark.parametrize(
    ("who", "action", "reason"),
    [
        ("wx-power", A.SIGN, None),
        ("wx-power2", A.SIGN, None),
        ("wx-water", A.SIGN, Denial.MEMBER),
        ("wx-worker", A.RESOLVE, None),
        ("wx-worker2", A.RESOLVE, Denial.AREA),
        ("wx-power", A.MERGE, Denial.ROLE),
        ("wx-power", A.ACCEPT, Denial.ROLE),
        ("wx-power", A.CLOSE, Denial.ROLE),
        ("wx-worker", A.REJECT, Denial.ROLE),
        ("wx-worker", A.ACCEPT, None),
        ("wx-leader", A.SUSPEND, None),
        ("wx-dispatcher", A.REASSIGN, None),
        ("wx-admin", A.CLOSE, None),
        ("wx-head", A.ACCEPT, None),
        ("wx-head", A.SIGN, Denial.ROLE),
        ("wx-head", A.DISMISS, Denial.ONLY_UNCONFIRMED),
    ],
)
def test_each_role_has_its_deeds_in_its_place(who: str, action: Action, reason: Denial | None) -> None:
    assert denied(D, D.person[who], OURS, action) is reason


def test_no_role_at_all_may_nothing() -> None:
    assert {denied(D, None, OURS, a) for a in A} == {Denial.STRANGER}


@pytest.mark.parametrize("role", list(Role))
def test_nobody_rates_or_archives_by_their_role(role: Role) -> None:
    person = Person("x", "x", role, ("321111",), member="power")
    for action in (A.RATE, A.ARCHIVE, A.ANONYMISE, A.ASK_RATING, A.CAPTURE):
        assert denied(D, person, OURS, action) is Denial.ROLE


def test_a_leader_of_another_place_may_not() -> None:
    assert denied(D, LEADER, THERE, A.SUSPEND) is Denial.AREA


def test_who_a_ticket_was_given_to_may_work_on_it_wherever_it_is() -> None:
    assert denied(D, D.person["wx-worker"], THERE.evolve(worker="wx-worker"), A.SIGN) is None


def test_the_time_of_a_danger_is_moved_by_leaders() -> None:
    danger = OURS.evolve(urgency=Urgency.P0)
    assert denied(D, D.person["wx-power"], danger, A.EXTEND) is Denial.P0_DEADLINE
    assert denied(D, D.person["wx-dispatcher"], danger, A.EXTEND) is None


def test_a_building_head_drops_what_is_unconfirmed_in_their_buildings() -> None:
    waiting = a_ticket(status=Status.CAPTURED)
    assert denied(D, HEAD, waiting, A.DISMISS) is None
    assert denied(D, HEAD, waiting.evolve(building="9"), A.DISMISS) is Denial.AREA


def test_a_wide_or_unknown_place_touches_everybody_in_it() -> None:
    worker = D.person["wx-worker"]
    assert covers(D, worker, "321111900001")
    assert covers(D, worker, None)
    assert not covers(D, worker, "la-jy")
    assert covers(D, Person("x", "x", Role.ADMIN), "la-jy")


def test_who_reported_rates_and_nobody_their_own_work() -> None:
    done = OURS.evolve(status=Status.VERIFYING)
    speakers = frozenset({"h-wang", "h-li", "wx-worker", "wx-power2", "wx-head"})
    assert rater_denied(done, None, "h-wang", frozenset()) is None
    assert rater_denied(done, None, "h-li", speakers) is None
    assert rater_denied(done, None, "h-else", speakers) is Denial.NOT_REPORTER
    for own in ("wx-worker", "wx-power2"):
        assert rater_denied(done, D.person[own], own, speakers) is Denial.OWN_WORK
    assert rater_denied(done, HEAD, "wx-head", speakers) is None


def test_an_unknown_sender_is_nobody_s_reporter() -> None:
    assert not is_reporter(OURS.evolve(reporter=""), "")
    assert is_reporter(OURS, "h-wang")


@pytest.mark.parametrize(("text", "found"), [("3", ("3",)), ("6,7", ("6", "7")), (None, None), ("东边", None)])
def test_buildings_that_cannot_be_read_are_unknown(text: str | None, found: tuple[str, ...] | None) -> None:
    assert ticket_buildings(text) == found
