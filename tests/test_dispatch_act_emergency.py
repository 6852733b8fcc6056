"""Who may declare an emergency, for where and until when; points, shifts, the 快报, the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch_stage import TZ, Stage
from factories import a_district

from models.areas import Person
from models.emergency import Emergency
from models.store import Store
from models.words import Role, Urgency

DUTY = Person("wx-duty", "街道值班老杜", Role.MEMBER_STAFF, ("321111900",), member="street-office")
SECOND = Person("wx-power2", "供电小李", Role.MEMBER_STAFF, ("321111",), member="power")
BEGIN = "应急 开始 云亭社区 到明天8点 台风"


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    return Stage(store, replace(district, people=(*district.people, DUTY, SECOND)))


def states(stage: Stage) -> list[Emergency]:
    return stage.store.call(lambda tx: tx.emergencies.all())


def answer(stage: Stage, who: str, text: str, room: str = "") -> str:
    return stage.tell(who, text, room=room).said[-1].text


@pytest.mark.parametrize("who", ["wx-duty", "wx-dispatcher", "wx-admin"])
def test_the_streets_duty_a_dispatcher_and_an_admin_declare_it(stage: Stage, who: str) -> None:
    assert "进入应急状态" in answer(stage, who, BEGIN)
    (state,) = states(stage)
    assert (state.area, state.reason, state.by, state.stands) == ("321111900001", "台风", who, True)
    audit = stage.store.call(lambda tx: tx.audit.of("emergency 1"))
    assert [(a.action, a.actor, a.reason) for a in audit] == [("declare", who, "台风")]


@pytest.mark.parametrize("who", ["wx-worker", "wx-power", "wx-property"])
def test_nobody_else_does(stage: Stage, who: str) -> None:
    assert stage.tell(who, BEGIN).refused == "role"
    assert states(stage) == []


def test_not_for_more_than_they_answer_for(stage: Stage) -> None:
    assert stage.tell("wx-duty", "应急 开始 润州区 到明天8点").refused == "role"
    assert not stage.tell("wx-duty", "应急 开始 到明天8点 台风").refused
    assert states(stage)[0].area == "321111900"


def test_not_in_front_of_the_residents(stage: Stage) -> None:
    done = stage.tell("wx-duty", BEGIN, room="room-01")
    assert done.refused == "room" and done.said[-1].room == ""
    assert not stage.tell("wx-duty", BEGIN, room="room-staff").refused


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("应急 开始 云亭社区", "until"),
        ("应急 开始 云亭社区 到5天后", "until"),
        ("应急 开始 火星社区 到明天8点", "place"),
        ("应急 续 到明天8点", "unknown"),
        ("应急 结束", "unknown"),
        ("应急 取水点 小学", "unknown"),
    ],
)
def test_what_is_unclear_is_asked_back(stage: Stage, text: str, refused: str) -> None:
    assert stage.tell("wx-duty", text).refused == refused
    assert states(stage) == []


def test_it_stands_once(stage: Stage) -> None:
    stage.tell("wx-duty", BEGIN)
    assert stage.tell("wx-dispatcher", BEGIN).refused == "already"
    assert len(states(stage)) == 1


def test_of_several_the_area_says_which(stage: Stage) -> None:
    stage.tell("wx-duty", BEGIN)
    stage.tell("wx-duty", "应急 开始 柳岸社区 到明天8点 内涝")
    assert stage.tell("wx-duty", "应急 结束").refused == "choice"
    stage.tell("wx-duty", "应急 结束 柳岸社区")
    assert [s.stands for s in states(stage)] == [True, False]
    assert "云亭社区（台风）" in answer(stage, "wx-duty", "应急")


def test_who_has_the_night_gets_what_comes_at_night(stage: Stage) -> None:
    text = answer(stage, "wx-duty", BEGIN)
    assert "润州供电 08:00–20:00 供电小马；润州供电 20:00–08:00 供电小李" in text
    stage.now = stage.now.astimezone(TZ).replace(hour=23)
    stage.hear("h-1")
    assert stage.ticket().person == "wx-power2"
    stage.tell("wx-duty", "应急 值班 供电小马 夜班")
    stage.hear("h-2", matter="m-2", building="5")
    assert stage.ticket(2).person == "wx-power"
    assert stage.tell("wx-duty", "应急 值班 无名氏 夜班").refused == "target"


def test_points_are_told_listed_and_taken_away(stage: Stage) -> None:
    stage.tell("wx-duty", BEGIN)
    assert "取水点 1 记下了" in answer(stage, "wx-duty", "应急 取水点 小学南门")
    assert "避难安置点 2 记下了" in answer(stage, "wx-dispatcher", "安置点：体育馆")
    assert stage.tell("wx-worker", "应急 取水点 我家").refused == "role"
    assert "1 · 取水点：小学南门" in answer(stage, "wx-duty", "应急")
    assert "已撤" in answer(stage, "wx-duty", "撤点 1")
    assert stage.tell("wx-duty", "撤点 1").refused == "unknown"


def test_the_report_counts_what_stands(stage: Stage) -> None:
    stage.hear("h-1")
    stage.tell("wx-duty", BEGIN)
    stage.later(hours=1)
    stage.hear("h-2", matter="m-2", topic="W01", room="room-02", estate="qh-yuan")
    stage.hear("h-3", matter="m-3", topic="G01", urgency=Urgency.P0)
    stage.ask("h-4", matter="m-4", topic="E02")
    stage.hear("h-5", matter="m-5", room="room-03", estate="la-jy")
    text = answer(stage, "wx-duty", "应急 快报")
    assert "在办 3 件" in text and "新增 3、办好 0" in text and "危急 1 件：工单 3" in text and "待确认 1" in text


def test_without_a_word_it_ends_by_itself(stage: Stage) -> None:
    stage.tell("wx-duty", "应急 开始 云亭社区 到3小时后 台风")
    stage.run_until(stage.now + timedelta(hours=4, minutes=1))
    (state,) = states(stage)
    assert (state.ended_by, state.settled) == ("bot", True)
    assert any("没有人续" in o.text for o in stage.texts("wx-worker"))


def test_who_prolongs_it_is_not_asked_before_the_new_hour(stage: Stage) -> None:
    stage.tell("wx-duty", "应急 开始 云亭社区 到3小时后 台风")
    stage.run_until(stage.now + timedelta(hours=3, minutes=10))
    stage.tell("wx-duty", "应急 续 到6小时后 水没退")
    stage.run_until(stage.now + timedelta(hours=5))
    (state,) = states(stage)
    assert state.stands and state.asked_at is None and state.reason == "水没退"


def test_a_state_is_ended_and_not_undone(stage: Stage) -> None:
    stage.hear("h-1")
    stage.tell("wx-duty", BEGIN)
    assert stage.tell("wx-duty", "撤销").refused
    assert states(stage)[0].stands and stage.ticket().held_at
