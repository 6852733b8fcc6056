"""The ticker's round: each reminder once, climbing; deterministic; harmless when repeated or missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch_stage import Stage
from factories import NOW, a_district, after

from models.areas import Person
from models.store import Store
from models.words import Delivery, Priority, Role, Service, Status, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def reminders(stage: Stage, who: str) -> list[str]:
    clocks = ("respond", "contact", "arrive", "resolve", "confirm", "review")
    return [" ".join(n.split()[:2]) for n in stage.names(who) if n.startswith(clocks)]


def test_a_ticket_that_nobody_touches_climbs_the_chain(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.run_until(after(hours=8))
    assert reminders(stage, "wx-power") == ["respond half", "respond soon", "respond due", "resolve half",
                                            "resolve soon", "resolve due"]  # fmt: skip
    assert reminders(stage, "wx-dispatcher") == ["respond over1", "resolve over1"]
    assert reminders(stage, "wx-admin") == ["respond over2", "resolve over2"]
    assert stage.ticket().supervised


def test_who_has_answered_is_chased_for_the_next_thing_only(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.tell("wx-power", "接单 1")
    stage.run_until(after(minutes=50))
    assert reminders(stage, "wx-power") == ["arrive half", "arrive soon", "arrive due"]
    assert reminders(stage, "wx-dispatcher") == []


def test_a_danger_without_confirmation_reaches_the_next_after_two_minutes(stage: Stage) -> None:
    stage.hear(service=Service.GAS, topic="G01", urgency=Urgency.P0)
    stage.run_until(after(minutes=5))
    assert reminders(stage, "wx-dispatcher") == ["respond due"]
    assert reminders(stage, "wx-admin") == ["respond due"]
    urgent = [o for o in stage.texts("wx-admin") if o.why.startswith("respond")]
    assert all(o.priority is Priority.EMERGENCY and o.at_night for o in urgent)
    assert "还没有人确认" in urgent[0].text


def test_a_second_round_at_the_same_hour_changes_nothing(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.now = after(hours=2)
    assert stage.tick() > 0
    before = (stage.ticket(), stage.audit(), stage.everything())
    assert stage.tick() == 0
    assert (stage.ticket(), stage.audit(), stage.everything()) == before


def test_twelve_hours_offline_end_in_one_reminder_a_clock(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.now = after(hours=12)
    stage.tick()
    everyone = [n for who in stage.staff(*Role) for n in reminders(stage, who)]
    assert sorted(everyone) == ["resolve over5", "respond over5"]
    assert stage.ticket().supervised


def test_the_next_round_is_named_and_runs_out(stage: Stage) -> None:
    assert stage.next_tick() is None
    stage.hear(urgency=Urgency.P1)
    assert stage.next_tick() == NOW + timedelta(minutes=7, seconds=30)
    seen = 0
    while at := stage.next_tick():
        stage.now, seen = at, seen + 1
        stage.tick()
        assert seen < 50


def test_between_the_named_moments_there_is_nothing_to_do(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.ask("h-li", matter="m-2")
    for _ in range(12):
        at = stage.next_tick()
        assert at is not None
        stage.now = at - timedelta(seconds=1)
        assert stage.tick() == 0
        stage.now = at
        stage.tick()


def test_a_question_that_nobody_confirms_is_dropped_a_day_later(stage: Stage) -> None:
    stage.ask("h-wang")
    stage.run_until(after(hours=27))
    ticket = stage.ticket()
    assert ticket.status is Status.DISMISSED
    assert "没有第二户" in ticket.result
    assert reminders(stage, "wx-worker") == []  # overtaken, and taken back
    taken = [o for o in stage.everything() if o.person == "wx-worker" and o.status is Delivery.WITHDRAWN]
    assert [o.why.split()[0] for o in taken] == ["to", "confirm"]


def test_a_danger_is_never_closed_by_the_ticker(stage: Stage) -> None:
    stage.hear(service=Service.GAS, topic="G01", urgency=Urgency.P0)
    stage.tell("wx-gas", "完成 1 换了阀门")
    stage.run_until(after(days=40))
    assert stage.ticket().status is Status.VERIFYING
    assert stage.names("wx-dispatcher").count("to close") == 1


def test_a_suspended_ticket_is_brought_up_at_its_review(stage: Stage) -> None:
    stage.hear()
    stage.tell("wx-dispatcher", "挂账 1 明天上午 等许可")
    stage.run_until(after(hours=20))
    assert reminders(stage, "wx-power") == []
    stage.run_until(after(hours=40))
    assert reminders(stage, "wx-power") == ["review due"]
    assert reminders(stage, "wx-dispatcher") == ["review over1"]


def test_an_extension_moves_the_reminders(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.tell("wx-power", "到场 1")
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.tell("wx-dispatcher", "同意")
    stage.run_until(after(hours=10))
    assert reminders(stage, "wx-power") == []
    stage.run_until(after(days=1, hours=9))
    assert reminders(stage, "wx-power") == ["resolve half", "resolve soon", "resolve due"]


def test_a_returned_ticket_is_chased_at_the_dispatcher(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.later(minutes=5)
    stage.tell("wx-power", "退单 1 非我司产权，表后线烧断")
    stage.run_until(stage.now + timedelta(minutes=20))
    assert reminders(stage, "wx-power") == []
    assert "respond due" in reminders(stage, "wx-dispatcher")


def test_a_chief_hears_of_what_their_people_let_lie(store: Store) -> None:
    district = a_district()
    chief = Person("wx-chief", "供电所长", Role.MEMBER_STAFF, member="power", areas=("la-jy",))
    people = tuple(replace(p, chief="wx-chief") if p.id == "wx-power" else p for p in district.people)
    stage = Stage(store, replace(district, people=(*people, chief)))
    stage.hear(urgency=Urgency.P1)
    stage.run_until(after(hours=2))
    assert reminders(stage, "wx-chief") == ["respond over1"]


def test_reminders_of_small_things_wait_for_the_morning_and_expire(stage: Stage) -> None:
    stage.hear(topic="E11")
    stage.run_until(after(hours=2))
    rows = [o for o in stage.everything() if o.why.startswith("respond")]
    assert rows
    assert not any(o.at_night for o in rows)
    assert all(o.expires_at for o in rows)


def test_a_week_of_an_ordinary_wish_reminds_by_working_days(stage: Stage) -> None:
    stage.hear(topic="E08")
    stage.tell("wx-power", "接单 1")
    stage.run_until(after(days=8))
    assert reminders(stage, "wx-power") == [
        "contact half", "contact soon", "contact due", "resolve due",
    ]  # fmt: skip
