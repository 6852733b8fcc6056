""" "It is back": by residents, by the staff, for one building and for all."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage
from factories import a_matter

from dispatch.restored import BY_RESIDENTS, is_part
from models.store import Store
from models.words import Act, Status, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def back(stage: Stage, who: str, **reading: object) -> None:
    stage.hear(who, **({"act": Act.RESTORED, "urgency": None, "text": "来电了"} | reading))


def test_a_question_that_answers_itself_is_dropped(stage: Stage) -> None:
    stage.ask("h-1")
    back(stage, "h-2")
    ticket = stage.ticket()
    assert (ticket.status, ticket.result, ticket.respond_by) == (Status.DISMISSED, BY_RESIDENTS, None)
    assert stage.names("room-01") == []  # the question back had not left yet, and is taken back


def test_residents_say_it_to_the_crew_once_and_the_ticket_stays(stage: Stage) -> None:
    stage.hear("h-1")
    for who in ("h-1", "h-2", "h-3"):
        back(stage, who)
    assert stage.ticket().status is Status.DISPATCHED
    assert stage.names("wx-power").count("restored 0") == 1
    assert stage.matter().restored == 3
    assert [a.action for a in stage.audit()].count("restored") == 3


def test_the_staff_in_charge_resolve_it_by_saying_so(stage: Stage) -> None:
    stage.hear("h-1")
    back(stage, "wx-power", text="保险丝换好了，20:46 送电", building=None)
    ticket = stage.ticket()
    assert (ticket.status, ticket.result) == (Status.VERIFYING, "保险丝换好了，20:46 送电")
    assert "20:46 送电" in stage.texts("room-01")[-1].text


def test_the_staff_of_another_member_resolve_nothing(stage: Stage) -> None:
    stage.hear("h-1")
    back(stage, "wx-water")
    assert stage.ticket().status is Status.DISPATCHED


def test_a_word_of_the_staff_without_a_matter_means_their_only_ticket_there(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", matter="m-2", room="room-03", estate="la-jy")
    back(stage, "wx-power", matter="m-9", building=None, text="恢复送电了")
    assert [stage.ticket(n).status for n in (1, 2)] == [Status.VERIFYING, Status.DISPATCHED]


def test_with_two_of_theirs_in_the_room_nothing_is_guessed(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", matter="m-2", building="9")
    back(stage, "wx-power", matter="m-9", building=None)
    assert [stage.ticket(n).status for n in (1, 2)] == [Status.DISPATCHED] * 2


def test_one_building_of_several_is_not_all(stage: Stage) -> None:
    stage.hear("h-1", building="3")
    stage.hear("h-2", building="5", act=Act.ME_TOO)
    back(stage, "wx-power", building="5", text="5栋接好了")
    assert stage.ticket().status is Status.DISPATCHED
    assert "partly 5" in stage.names("wx-power")


def test_a_danger_is_never_dropped_by_residents(stage: Stage) -> None:
    stage.hear("h-1", topic="E05", urgency=Urgency.P0)
    back(stage, "h-1")
    assert stage.ticket().status is Status.DISPATCHED


def test_a_word_without_a_ticket_is_only_noted(stage: Stage) -> None:
    back(stage, "h-1")
    assert stage.store.call(lambda tx: tx.tickets.recent(5)) == []
    assert stage.everything() == []
    assert [a.action for a in stage.store.call(lambda tx: tx.audit.of("matter m-1"))] == ["restored"]


@pytest.mark.parametrize(
    ("heard", "named", "part"),
    [
        (("3", "5"), "5", True),
        (("3", "5"), "1-9", False),
        (("5",), "5", False),
        (("3", "5"), None, False),
        ((), "5", False),
    ],
)
def test_a_part_is_less_than_what_was_heard_of(heard: tuple[str, ...], named: str | None, part: bool) -> None:
    assert is_part(a_matter(buildings=heard), named) is part
