"""Troubles of several estates on one line or road: proposed as one, joined, kept apart, taken apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from dispatch_stage import TZ, Stage
from factories import a_district

from dispatch.join import propose_join
from dispatch.scene import Scene
from models.areas import District
from models.store import Store, Tx
from models.words import Role, Service, Status

WATER = {"service": Service.WATER, "topic": "W01"}


def on_one_road() -> District:
    district = a_district()
    areas = tuple(
        replace(a, roads=("荷塘路",), lines=("10kV甲线",)) if a.code in ("yt-xc", "qh-yuan", "la-jy") else a
        for a in district.areas
    )
    return replace(district, areas=areas)


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store, on_one_road())


def two(stage: Stage, **reading: object) -> None:
    stage.hear("h-1", matter="m-1", estate="yt-xc", **(WATER | reading))
    stage.hear("h-2", room="room-02", matter="m-2", estate="qh-yuan", **(WATER | reading))


def deciders(stage: Stage) -> list[str]:
    return sorted({o.person for o in stage.everything() if o.why == "join"})


def test_two_estates_on_one_road_are_proposed_as_one_to_the_dispatcher(stage: Stage) -> None:
    two(stage)
    assert deciders(stage) == stage.staff(Role.DISPATCHER)
    text = stage.texts(deciders(stage)[0])[-1].text
    assert "荷塘路" in text and "并 1 2" in text and "不并 1 2" in text


def test_a_third_one_makes_one_proposal_of_three(stage: Stage) -> None:
    two(stage)
    stage.hear("h-3", room="room-03", matter="m-3", estate="la-jy", **WATER)
    waiting = [o for o in stage.texts(deciders(stage)[0]) if o.why == "join"]
    assert len(waiting) == 1 and "并 1 2 3" in waiting[0].text


def test_other_services_other_roads_and_old_ones_are_not(stage: Stage) -> None:
    stage.hear("h-1", matter="m-1", estate="yt-xc", **WATER)
    stage.hear("h-2", room="room-02", matter="m-2", estate="qh-yuan")
    stage.later(hours=3)
    stage.hear("h-3", room="room-03", matter="m-3", estate="la-jy", **WATER)
    assert deciders(stage) == []


def test_a_power_cut_goes_by_the_line_and_not_by_the_road(store: Store) -> None:
    district = on_one_road()
    areas = tuple(replace(a, lines=("10kV乙线",)) if a.code == "qh-yuan" else a for a in district.areas)
    stage = Stage(store, replace(district, areas=areas))
    two(stage, service=Service.POWER, topic="E01")
    assert deciders(stage) == []


def test_joined_they_are_one_ticket_with_all_households_and_rooms(stage: Stage) -> None:
    two(stage)
    stage.deliver()
    (boss,) = deciders(stage)
    done = stage.tell(boss, "并 1 2")
    assert not done.refused
    assert (stage.ticket(2).status, stage.ticket(2).parent) == (Status.MERGED, 1)
    assert (stage.ticket(1).households, stage.matter("m-1").rooms) == (2, ("room-01", "room-02"))
    stage.hear("h-4", room="room-02", matter="m-2", estate="qh-yuan", **WATER)
    assert stage.ticket(1).households == 3
    assert stage.names("room-02") == ["received"]


def test_a_room_that_had_not_been_answered_yet_hears_of_the_main_ticket(stage: Stage) -> None:
    two(stage)
    stage.tell(deciders(stage)[0], "并 1 2")
    assert [o.ticket for o in stage.texts("room-02")] == [1]


def test_taken_apart_each_goes_its_own_way(stage: Stage) -> None:
    two(stage)
    stage.deliver()
    (boss,) = deciders(stage)
    stage.tell(boss, "并 1 2")
    stage.tell(boss, "拆开 1 2")
    assert (stage.ticket(2).status, stage.ticket(2).parent, stage.ticket(1).households) == (Status.DISPATCHED, None, 1)


def test_kept_apart_they_are_not_proposed_again(stage: Stage) -> None:
    two(stage)
    (boss,) = deciders(stage)
    stage.tell(boss, "不并 1 2")
    assert [o for o in stage.texts(boss) if o.why == "join"] == []
    later = stage.later(minutes=1)
    again = stage.store.call(lambda tx: propose_join(_scene(stage, tx, later), tx.tickets.get(2)))
    assert again == ()


def _scene(stage: Stage, tx: Tx, now: datetime) -> Scene:
    return Scene(tx, stage.district, stage.clocks, now, TZ)


def test_only_who_stands_above_may(stage: Stage) -> None:
    two(stage)
    assert stage.tell("wx-water", "并 1 2").refused == "role"
    assert stage.tell(deciders(stage)[0], "并 1 99").refused == "unknown"
    assert stage.ticket(2).parent is None


def test_a_join_can_be_taken_back(stage: Stage) -> None:
    two(stage)
    stage.deliver()
    (boss,) = deciders(stage)
    stage.tell(boss, "并 1 2")
    stage.tell(boss, "撤销")
    assert (stage.ticket(2).status, stage.ticket(2).parent, stage.ticket(1).households) == (Status.DISPATCHED, None, 1)
    stage.hear("h-5", room="room-02", matter="m-2", estate="qh-yuan", **WATER)
    assert (stage.ticket(1).households, stage.ticket(2).households) == (1, 2)
