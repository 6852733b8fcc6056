"""Others are called in: an outside system once, members that help, the level above, the eye of those above."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch_stage import Stage
from factories import a_district

from models.areas import Person
from models.store import Store
from models.words import Role, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    leader = Person("wx-leader", "云亭网格长", Role.GRID_LEADER, ("321111900001",))
    made = Stage(store, replace(district, people=(*district.people, leader)))
    made.hear("h-wang")
    return made


def text(stage: Stage, who: str, said: str) -> str:
    return stage.tell(who, said).said[-1].text


def test_what_goes_outside_is_linked_followed_and_never_sent_out_again(stage: Stage) -> None:
    assert "转到哪里" in text(stage, "wx-power", "转外部 1 95598")
    stage.tell("wx-power", "转外部 1 95598 20261124001")
    ticket = stage.ticket()
    assert (ticket.status, ticket.outside, ticket.in_grid) == (Status.SUSPENDED, "95598 20261124001", True)
    assert "不再重复派" in text(stage, "wx-dispatcher", "转派 1 物业")
    stage.run_until(stage.now + timedelta(hours=25))
    assert "请问一下进展" in stage.texts("wx-power")[-1].text
    stage.tell("wx-power", "完成 1 95598 已修复")
    assert not stage.ticket().in_grid


def test_an_outside_number_stands_at_one_ticket_only(stage: Stage) -> None:
    stage.tell("wx-power", "转外部 1 95598 20261124001")
    stage.hear("h-li", matter="m-2", building="9")
    assert "并单 2 到 1" in text(stage, "wx-power", "转外部 2 95598 20261124001")


def test_what_the_outside_sends_back_is_ours_again(stage: Stage) -> None:
    stage.tell("wx-power", "转外部 1 95598 20261124001")
    stage.tell("wx-power", "续办 1 那边说表后")
    assert (stage.ticket().status, stage.ticket().outside) == (Status.IN_PROGRESS, "")
    stage.tell("wx-dispatcher", "转派 1 物业")
    assert stage.ticket().member == "property"


def test_a_member_that_helps_may_come_but_not_end_it(stage: Stage) -> None:
    stage.tell("wx-power", "协办 1 物业 开配电间门")
    assert stage.ticket().co == ("property",)
    assert "主办 润州供电" in stage.texts("wx-property")[-1].text
    stage.tell("wx-property", "到场 1")
    assert stage.ticket().member == "power"
    assert stage.ticket().arrived_at is not None
    assert stage.tell("wx-property", "完成 1 好了").refused == "member"
    assert stage.tell("wx-power", "协办 1 物业").refused == "already"


def test_a_whistle_calls_the_next_level_with_its_reason(stage: Stage) -> None:
    assert "要上面帮什么" in text(stage, "wx-worker", "吹哨 1")
    assert "云亭网格长" in text(stage, "wx-worker", "吹哨 1 要封半幅路")
    assert "要封半幅路" in stage.texts("wx-leader")[-1].text
    stage.tell("wx-leader", "吹哨 1 街道协调")
    assert "街道协调" in stage.texts("wx-dispatcher")[-1].text
    assert stage.ticket().whistled_at == stage.now


def test_supervision_is_set_and_lifted_by_those_above(stage: Stage) -> None:
    assert stage.tell("wx-power", "督办 1").refused == "role"
    stage.tell("wx-dispatcher", "督办 1 连着三天了")
    assert stage.ticket().supervised
    assert "列入督办" in stage.texts("wx-power")[-1].text
    assert stage.tell("wx-dispatcher", "督办 1").refused == "already"
    stage.tell("wx-dispatcher", "解除督办 1")
    assert not stage.ticket().supervised


def test_the_same_trouble_at_the_same_place_again_and_again_is_supervised(stage: Stage) -> None:
    for n in (2, 3):
        stage.tell("wx-power", f"完成 {n - 1} 换好了")
        stage.later(days=3)
        stage.hear("h-wang", matter=f"m-{n}")
    assert stage.ticket(3).supervised
    assert not stage.ticket(2).supervised
    assert any("第 3 次" in w for w in stage.ticket(3).why)


def test_what_was_merged_wrongly_is_taken_apart(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9")
    stage.tell("wx-dispatcher", "并单 2 到 1")
    assert stage.ticket(1).households == 2
    stage.later(hours=1)
    stage.tell("wx-dispatcher", "拆单 2 两回事")
    assert (stage.ticket(2).status, stage.ticket(2).parent) == (Status.DISPATCHED, None)
    assert stage.ticket(1).households == 1
    assert "没有并在别的工单里" in text(stage, "wx-dispatcher", "拆单 2")
