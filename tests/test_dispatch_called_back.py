"""Ratings by telephone: with caller and hour, by nobody about own work."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage

from models.store import Store
from models.words import Rating, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    made = Stage(store)
    made.hear("h-wang")
    made.tell("wx-power", "完成 1 换好了")
    return made


def test_a_call_back_is_kept_with_who_rang_and_when(stage: Stage) -> None:
    stage.tell("wx-worker", "电话回访 1 满意 王奶奶说灯亮了")
    ticket = stage.ticket()
    assert (ticket.rating, ticket.status) == (Rating.SATISFIED, Status.CLOSED)
    assert ticket.comment == "电话回访（网格员小林 10:00） 王奶奶说灯亮了"


def test_a_bad_word_by_telephone_means_rework(stage: Stage) -> None:
    stage.tell("wx-dispatcher", "电话回访 1 不满意 还是黑的")
    assert stage.ticket().status is Status.REWORK


def test_nobody_calls_about_own_work(stage: Stage) -> None:
    assert stage.tell("wx-power", "电话回访 1 满意").refused == "own_work"
    stage.tell("wx-dispatcher", "重办 1 没好")
    stage.tell("wx-worker", "完成 1 我拧紧了")
    assert stage.tell("wx-worker", "电话回访 1 满意").refused == "own_work"


def test_what_they_said_is_asked_for(stage: Stage) -> None:
    assert "住户怎么说" in stage.tell("wx-worker", "电话回访 1 打过了").said[-1].text


def test_others_may_not(stage: Stage) -> None:
    assert stage.tell("wx-worker2", "电话回访 1 满意").refused == "area"
    assert stage.ticket().rating is None
