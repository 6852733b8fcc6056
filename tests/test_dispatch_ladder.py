"""The chain above a ticket: level by level, held by who acknowledges; of a danger the duty list is called one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispatch_stage import Stage
from factories import a_district, after

from models.areas import Person
from models.store import Store
from models.words import Role, Service, Status, Urgency

CHAIN = ("wx-leader", "wx-secretary", "wx-street", "wx-dispatcher", "wx-admin")


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    more = (
        Person("wx-leader", "云亭网格长", Role.GRID_LEADER, ("321111900001",)),
        Person("wx-secretary", "云亭社区温书记", Role.SECRETARY, ("321111900001",)),
        Person("wx-street", "街道调度", Role.DISPATCHER, ("321111900",)),
        Person("wx-chief", "供电所长", Role.MEMBER_STAFF, ("la-jy",), member="power"),
        Person("wx-colleague", "供电小李", Role.MEMBER_STAFF, ("321111",), member="power"),
    )
    people = tuple(replace(p, chief="wx-chief") if p.id == "wx-power" else p for p in district.people)
    return Stage(store, replace(district, people=(*people, *more)))


def heard(stage: Stage, who: str, clock: str) -> list[str]:
    return [n.split()[1] for n in stage.names(who) if n.startswith(clock)]


def test_a_deadline_climbs_from_the_grid_to_the_district_and_beside_it_to_the_chief(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.tell("wx-power", "到场 1")
    stage.run_until(after(hours=28))
    assert [heard(stage, who, "resolve") for who in CHAIN] == [[f"over{n}"] for n in range(1, 6)]
    assert heard(stage, "wx-chief", "resolve") == ["over1"]
    assert heard(stage, "wx-colleague", "resolve") == []


def test_who_acknowledges_holds_it_for_a_while(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.tell("wx-power", "到场 1")
    by = stage.ticket().resolve_by
    assert by is not None
    stage.run_until(by + stage.clocks.climb_p1)
    told = stage.tell("wx-leader", "收到 1").said[-1].text
    assert "记下您在盯" in told
    assert stage.ticket().status is Status.IN_PROGRESS
    assert stage.tell("wx-leader", "收到 1").refused == "already"
    stage.run_until(stage.now + stage.clocks.hold_p1 * 0.9)
    assert heard(stage, "wx-secretary", "resolve") == []
    stage.run_until(stage.now + stage.clocks.hold_p1 * 0.2)
    assert heard(stage, "wx-secretary", "resolve") == ["over2"]
    assert [a.action for a in stage.audit()].count("acknowledge") == 1


def test_a_danger_calls_all_at_once_then_the_next_one_every_two_minutes(stage: Stage) -> None:
    stage.hear(service=Service.POWER, topic="E05", urgency=Urgency.P0)
    at_once = ("wx-power", "wx-worker", "wx-leader", "wx-secretary", "wx-street", "wx-dispatcher")
    assert all(stage.texts(who) for who in at_once)
    assert stage.texts("wx-chief") == []
    stage.run_until(after(minutes=2))
    assert heard(stage, "wx-chief", "respond") == ["due"]
    assert stage.texts("wx-colleague") == []
    stage.run_until(after(minutes=4))
    assert heard(stage, "wx-colleague", "respond") == ["over1"]
    assert stage.texts("wx-admin") == []
    stage.run_until(after(minutes=6))
    assert heard(stage, "wx-admin", "respond") == ["over2"]
    stage.run_until(after(minutes=22))
    assert heard(stage, "wx-power", "respond") == ["due", "again1"]


def test_a_confirmation_ends_the_calling(stage: Stage) -> None:
    stage.hear(service=Service.POWER, topic="E05", urgency=Urgency.P0)
    stage.later(minutes=1)
    stage.tell("wx-worker", "已拨打 119")
    stage.run_until(after(minutes=30))
    assert heard(stage, "wx-chief", "respond") == []
    told = [o.text for o in stage.texts("room-01") if "已拨打" in o.text]
    assert [t.split("（")[0] for t in told] == ["网格员小林 已拨打 119，10:01"]
