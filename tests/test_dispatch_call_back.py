"""Calls that are owed: to who is not satisfied, to who was not met twice; made by a person, climbing when not made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dispatch_stage import Stage
from factories import a_district

from models.areas import Person
from models.opinion import MISSED, UNHAPPY, CallBack
from models.store import Store
from models.words import Role, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    leader = Person("wx-leader", "网格长老魏", Role.GRID_LEADER, ("321111900001",))
    made = Stage(store, a_district(people=(*district.people, leader)))
    made.hear("h-wang")
    return made


def unhappy(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("h-wang", "不满意 1 还在跳", room="room-01")


def calls(stage: Stage) -> list[CallBack]:
    return stage.store.call(lambda tx: tx.callbacks.of(1))


def test_the_grid_worker_is_asked_and_the_crew_only_hears_of_the_rework(stage: Stage) -> None:
    unhappy(stage)
    [call] = calls(stage)
    assert (call.kind, call.asked, call.chase_at) == (UNHAPPY, ("wx-worker",), stage.now + timedelta(hours=24))
    assert "回电 1" in stage.texts("wx-worker")[-1].text
    assert "回电" not in stage.texts("wx-power")[-1].text


def test_a_worker_who_did_it_is_not_asked(stage: Stage) -> None:
    stage.tell("wx-worker", "到场 1")
    unhappy(stage)
    assert calls(stage)[0].asked == ("wx-leader",)


def test_the_call_is_recorded_with_caller_and_hour(stage: Stage) -> None:
    unhappy(stage)
    stage.later(minutes=7)
    stage.tell("wx-worker", "回电 1 说换的不对")
    [call] = calls(stage)
    assert (call.done_by, call.done_at, call.said, call.chase_at) == ("wx-worker", stage.now, "说换的不对", None)
    row = stage.audit()[-1]
    assert (row.action, row.actor, row.at) == ("call done", "wx-worker", stage.now)
    assert stage.tell("wx-worker", "回电 1 再打").refused == "unknown"


def test_nobody_answers_the_telephone_is_a_try(stage: Stage) -> None:
    unhappy(stage)
    stage.tell("wx-worker", "回电 没人接")
    [call] = calls(stage)
    assert (call.tries, call.done_at) == (1, None)


def test_who_did_the_work_cannot_make_it(stage: Stage) -> None:
    unhappy(stage)
    assert stage.tell("wx-power", "回电 1 我解释过了").refused == "own_work"
    assert stage.tell("wx-worker2", "回电 1 说好").refused == "area"
    assert calls(stage)[0].done_at is None


def test_it_climbs_level_by_level_and_stays_owed_at_the_top(stage: Stage) -> None:
    unhappy(stage)
    begun = stage.now
    stage.run_until(begun + timedelta(hours=24, minutes=1))
    assert calls(stage)[0].asked == ("wx-worker", "wx-leader")
    assert "还没有打通" in stage.texts("wx-leader")[-1].text
    stage.run_until(begun + timedelta(days=3))
    [call] = calls(stage)
    assert call.asked[-2:] == ("wx-dispatcher", "wx-admin")
    assert (call.done_at, call.chase_at) == (None, None)


def test_a_good_word_after_the_rework_settles_it(stage: Stage) -> None:
    unhappy(stage)
    stage.tell("wx-power", "完成 1 换了整段")
    stage.tell("h-wang", "满意 1", room="room-01")
    [call] = calls(stage)
    assert (call.said, call.done_by) == ("重办后已评价", "")


def test_a_bad_word_by_telephone_that_is_taken_back_leaves_nothing(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.later(minutes=5)
    stage.tell("wx-dispatcher", "电话回访 1 不满意 说没修好")
    assert len(calls(stage)) == 1
    stage.later(minutes=1)
    stage.tell("wx-dispatcher", "撤销")
    assert calls(stage) == []
    assert [o.rating for o in stage.store.call(lambda tx: tx.opinions.of(1))] == [None]
    assert stage.ticket().status is Status.VERIFYING


# ---- 上门未遇


def test_the_second_vain_visit_goes_to_the_leader_and_the_room_hears_it_without_the_place(stage: Stage) -> None:
    stage.tell("wx-power", "没人在家 1")
    assert calls(stage) == []
    stage.later(hours=3)
    done = stage.tell("wx-power", "没人在家 1")
    assert "第 2 次上门未遇，已请网格长老魏" in done.said[-1].text
    [call] = calls(stage)
    assert (call.kind, call.asked) == (MISSED, ("wx-leader",))
    told = stage.texts("room-01")[-1].text
    assert "2 次上门（今天 10:00、今天 13:00）" in told
    assert "3 栋" not in told


def test_the_same_words_at_once_are_no_second_visit_and_calls_are_none_at_all(stage: Stage) -> None:
    stage.tell("wx-power", "没人在家 1")
    stage.later(minutes=5)
    assert stage.tell("wx-power", "没人在家 1").refused == "already"
    stage.later(hours=3)
    stage.tell("wx-power", "打不通 1")
    assert calls(stage) == []


def test_meeting_them_settles_it(stage: Stage) -> None:
    for _ in range(2):
        stage.tell("wx-power", "没人在家 1")
        stage.later(hours=2)
    stage.tell("wx-power", "到场 1")
    assert calls(stage)[0].said == "已联系上"


def test_who_reported_for_somebody_hears_it_instead_of_the_room(store: Store) -> None:
    stage = Stage(store)
    stage.hear("wx-worker", room="")
    ticket = stage.ticket().evolve(proxy="wx-worker", reporter="wx-worker")
    store.call(lambda tx: tx.tickets.save(ticket))
    for _ in range(2):
        stage.tell("wx-power", "没人在家 1")
        stage.later(hours=2)
    assert "约个方便的时间" in stage.texts("wx-worker")[-1].text
