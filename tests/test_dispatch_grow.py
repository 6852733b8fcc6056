"""A matter that many speak of: one ticket, counted in silence, told at milestones, raised when it gets worse."""

from __future__ import annotations

from collections import Counter

import pytest
from dispatch_stage import Stage

from models.store import Store
from models.words import Act, Action, Priority, Service, Status, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def crowd(stage: Stage, first: int, last: int, **reading: object) -> None:
    for n in range(first, last + 1):
        stage.deliver()
        stage.hear(f"h-{n}", act=Act.ME_TOO, text="+1", **reading)


def test_households_are_counted_and_not_messages(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-1")
    stage.hear("h-2", act=Act.ME_TOO)
    stage.hear("h-3", act=Act.RESTORED, urgency=None)
    stage.hear("wx-worker", act=Act.ME_TOO)
    assert (stage.ticket().households, stage.matter().households) == (2, 2)


def test_later_voices_are_silent_and_the_crew_hears_at_milestones(stage: Stage) -> None:
    stage.hear("h-1", topic="W02", service=Service.WATER)
    crowd(stage, 2, 21, topic="W02", service=Service.WATER)
    assert stage.names("room-01") == ["received"]
    assert stage.names("wx-water") == ["dispatched", *(f"households {n}" for n in (2, 5, 10, 20))]
    assert "已有 20 户" in stage.texts("wx-water")[-1].text


def test_the_crew_that_has_not_read_the_first_text_yet_gets_one_text_that_says_all(stage: Stage) -> None:
    stage.hear("h-1", building="3")
    for n in range(2, 61):
        stage.hear(f"h-{n}", act=Act.ME_TOO, text="+1", building=str(n % 9 + 1))
    assert stage.names("wx-power") == stage.names("wx-worker") == ["dispatched"]
    text = stage.texts("wx-power")[0]
    assert "P1 停电" in text.text and "50 户" in text.text and text.at_night
    stage.deliver()
    for n in range(61, 210):
        stage.hear(f"h-{n}", act=Act.ME_TOO, text="+1")
    assert stage.names("wx-power") == ["dispatched", "households 100"]
    assert "已有 200 户" in stage.texts("wx-power")[1].text


def test_who_must_mend_something_urgent_hears_before_the_rooms_are_answered(stage: Stage) -> None:
    stage.hear("h-1", urgency=Urgency.P1)
    crew, room = stage.texts("wx-power")[0], stage.texts("room-01")[0]
    assert crew.priority < room.priority


def test_a_room_whose_question_was_overtaken_unsent_is_answered_all_the_same(stage: Stage) -> None:
    stage.ask("h-1", room="room-01", building=None)
    stage.hear("h-2", room="room-02", estate="qh-yuan")
    assert [stage.names(room) for room in ("room-01", "room-02")] == [["received"], ["received"]]


def test_a_storm_of_four_rooms_gets_one_text_a_room_and_one_ticket(stage: Stage) -> None:
    for n in range(60):
        stage.later(seconds=5)
        room = ("room-01", "room-02")[n % 2]
        estate = ("yt-xc", "qh-yuan")[n % 2]
        stage.hear(f"h-{n}", room=room, estate=estate, building=str(n % 9 + 1), act=Act.ME_TOO if n else Act.REPORT)
    assert len(stage.store.call(lambda tx: tx.tickets.open())) == 1
    assert [stage.names(r) for r in ("room-01", "room-02")] == [["received"], ["received"]]
    assert max(Counter(o.person for o in stage.everything() if o.person).values()) <= 8
    assert stage.ticket().estate == "321111900001"


@pytest.mark.parametrize("topic", ["E01", "W01", "G02", "H01"])
def test_an_outage_of_several_households_becomes_urgent(stage: Stage, topic: str) -> None:
    stage.hear("h-1", topic=topic)
    crowd(stage, 2, 3, topic=topic)
    assert stage.ticket().urgency is Urgency.P1
    assert "urgency P1" in stage.names(stage.ticket().person or "wx-worker")


def test_an_outage_of_two_buildings_becomes_urgent(stage: Stage) -> None:
    stage.hear("h-1", building="3")
    stage.hear("h-2", building="5", act=Act.ME_TOO)
    assert (stage.ticket().urgency, stage.ticket().building) == (Urgency.P1, "3,5")


def test_a_puddle_that_many_see_does_not(stage: Stage) -> None:
    stage.hear("h-1", topic="R01", service=Service.ROAD)
    crowd(stage, 2, 6, topic="R01", service=Service.ROAD)
    assert stage.ticket().urgency is Urgency.P2


def test_deadlines_only_come_nearer_when_it_gets_worse(stage: Stage) -> None:
    before = stage.hear("h-1")
    stage.later(minutes=5)
    crowd(stage, 2, 3)
    after = stage.ticket()
    assert before is not None
    for name in ("respond_by", "arrive_by", "resolve_by"):
        assert getattr(after, name) <= getattr(before, name)


def test_a_rise_to_danger_alarms_all_rooms_and_everybody_in_charge(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", room="room-02", act=Act.ME_TOO)
    stage.hear("h-3", topic="E05", urgency=Urgency.P0, text="线在冒火花")
    ticket = stage.ticket()
    assert (ticket.urgency, ticket.topic) == (Urgency.P0, "E05")
    for room in ("room-01", "room-02"):
        assert stage.texts(room)[-1].priority is Priority.EMERGENCY
        assert "8 米以上" in stage.texts(room)[-1].text
    assert stage.texts("wx-dispatcher")[-1].priority is Priority.EMERGENCY


def test_urgency_never_falls(stage: Stage) -> None:
    stage.hear("h-1", urgency=Urgency.P0, topic="E05")
    stage.hear("h-2", urgency=Urgency.P2, act=Act.ME_TOO)
    assert (stage.ticket().urgency, stage.matter().urgency) == (Urgency.P0, Urgency.P0)


def test_another_room_gets_its_own_one_text(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", room="room-02", act=Act.ME_TOO)
    stage.hear("h-3", room="room-02", act=Act.ASK_STATUS)
    assert stage.names("room-02") == ["received"]


def test_the_worker_of_another_estate_hears_of_it_once(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", room="room-03", estate="la-jy", act=Act.ME_TOO)
    stage.hear("h-3", room="room-03", estate="la-jy", act=Act.ME_TOO)
    assert stage.names("wx-worker2") == ["also"]


def test_urging_is_passed_on_not_more_than_once_in_two_hours(stage: Stage) -> None:
    stage.hear("h-1")
    for n in range(4):
        stage.later(minutes=3)
        stage.hear("h-1", act=Act.URGE, text=f"怎么还不来{n}")
    urged = [n for n in stage.names("wx-power") if n.startswith("urged")]
    assert 1 <= len(urged) <= 2


def test_who_asks_the_bot_gets_the_state(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", act=Act.ASK_STATUS, text="@bot 什么时候来电")
    last = stage.texts("room-01")[-1]
    assert last.why.startswith("answer")
    assert "已派给润州供电" in last.text
    assert "恢复时间以其发布为准" in last.text


def test_an_ended_question_waits_again_when_somebody_asks_again(stage: Stage) -> None:
    stage.ask("h-1")
    stage.hear("h-1", act=Act.RESTORED, urgency=None, text="来了")
    assert stage.ticket().status is Status.DISMISSED
    assert not stage.matter().open
    stage.ask("h-1")
    assert stage.ticket().status is Status.CAPTURED
    assert stage.matter().open


def test_an_ended_question_is_opened_by_a_report(stage: Stage) -> None:
    stage.ask("h-1")
    stage.hear("h-1", act=Act.RESTORED, urgency=None)
    stage.hear("h-1", text="又停了")
    assert stage.ticket().status is Status.DISPATCHED
    assert stage.ticket().closed_at is None


def test_a_report_soon_after_the_solution_is_an_echo_and_a_later_one_is_rework(stage: Stage) -> None:
    stage.hear("h-1")
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.later(minutes=5)
    stage.hear("h-2", text="还是没电")
    assert stage.ticket().status is Status.VERIFYING
    stage.later(minutes=30)
    stage.hear("h-2", text="还是没电")
    ticket = stage.ticket()
    assert (ticket.status, ticket.reworks) == (Status.REWORK, 1)
    assert ticket.respond_by is not None
    assert ticket.respond_by > stage.now
    for person in ("wx-power", "wx-worker", "wx-dispatcher"):
        assert "rework 1" in stage.names(person)


def test_a_voice_on_a_merged_matter_counts_for_the_main_ticket(stage: Stage) -> None:
    stage.hear("h-1")
    stage.hear("h-2", matter="m-2", building="9")
    stage.tell("wx-dispatcher", "并单 2 到 1")
    place = stage.ticket().building
    stage.hear("h-3", matter="m-2", building="9", act=Act.ME_TOO)
    assert (stage.ticket(1).households, stage.ticket(1).building) == (3, place)
    assert stage.ticket(2).status is Status.MERGED
    assert stage.store.call(lambda tx: tx.tickets.open())[0].number == 1


def test_every_change_of_a_ticket_by_a_line_is_written_down(stage: Stage) -> None:
    stage.hear("h-1")
    crowd(stage, 2, 3)
    [raised] = [a for a in stage.audit() if a.action == "raise"]
    assert ("urgency=P2" in raised.before, "urgency=P1" in raised.after) == (True, True)
    assert Action.DISPATCH in [a.action for a in stage.audit()]
