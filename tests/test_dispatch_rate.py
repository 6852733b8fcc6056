"""Ratings that can be believed."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage

from models.store import Store
from models.words import Act, Rating, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    """A power cut that is reported done; the room has been asked."""
    made = Stage(store)
    made.hear("h-wang")
    made.tell("wx-power", "完成 1 换了保险丝")
    made.later(minutes=1)
    return made


def asked(stage: Stage) -> str:
    return stage.texts("room-01")[-1].text


@pytest.mark.parametrize(("digit", "rating"), [("1", Rating.SATISFIED), ("2", Rating.MOSTLY)])
def test_a_good_rating_closes_the_ticket(stage: Stage, digit: str, rating: Rating) -> None:
    done = stage.tell("h-wang", digit, room="room-01", quotes=asked(stage))
    ticket = stage.ticket()
    assert (ticket.status, ticket.rating, ticket.closed_at) == (Status.CLOSED, rating, stage.now)
    assert "谢谢您" in done.said[-1].text
    assert done.said[-1].room == "room-01"


def test_a_bad_rating_is_rework_that_escalates(stage: Stage) -> None:
    done = stage.tell("h-wang", "3 还是不亮", room="room-01", quotes=asked(stage))
    ticket = stage.ticket()
    assert (ticket.status, ticket.rating, ticket.comment, ticket.reworks) == (
        Status.REWORK,
        Rating.UNSATISFIED,
        "还是不亮",
        1,
    )
    assert "对不起" in done.said[-1].text
    assert [stage.names(p)[-1] for p in ("wx-power", "wx-worker", "wx-dispatcher")] == ["rework 1"] * 3
    assert stage.matter().open


def test_the_second_round_asks_again_and_its_rating_counts(stage: Stage) -> None:
    stage.tell("h-wang", "不满意 1", room="room-01")
    stage.tell("wx-power", "完成 1 整段换新")
    assert [n for n in stage.names("room-01") if n.startswith("result")] == ["result", "result 2"]
    stage.tell("h-wang", "满意 1", room="room-01")
    assert (stage.ticket().status, stage.ticket().rating) == (Status.CLOSED, Rating.SATISFIED)


def test_two_reworks_are_supervised(stage: Stage) -> None:
    for _ in range(2):
        stage.tell("h-wang", "不满意 1", room="room-01")
        stage.tell("wx-power", "完成 1 再修")
    assert (stage.ticket().reworks, stage.ticket().supervised) == (2, True)


def test_the_first_rating_counts(stage: Stage) -> None:
    stage.tell("h-wang", "满意 1", room="room-01")
    done = stage.tell("h-wang", "基本满意 1", room="room-01")
    assert done.refused == "already"
    assert stage.ticket().rating is Rating.SATISFIED


def test_another_household_of_the_matter_may_rate_and_a_stranger_may_not(store: Store) -> None:
    stage = Stage(store)
    stage.hear("h-wang")
    stage.hear("h-li", act=Act.ME_TOO)
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.tell("h-else", "满意 1", room="room-01").refused == "not_reporter"
    assert stage.ticket().rating is None
    stage.tell("h-li", "满意 1", room="room-01")
    assert stage.ticket().rating is Rating.SATISFIED


def test_nobody_rates_their_own_work(store: Store) -> None:
    stage = Stage(store)
    stage.hear("wx-worker")
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert "请报事的居民来评价" in stage.tell("wx-worker", "满意 1").said[-1].text
    assert stage.ticket().rating is None


def test_a_rating_before_the_result_has_to_wait(store: Store) -> None:
    stage = Stage(store)
    stage.hear("h-wang")
    assert stage.tell("h-wang", "满意 1", room="room-01").refused == "early"
    assert stage.ticket().rating is None


def test_without_a_number_in_private_the_reporter_s_only_one_is_meant(stage: Stage) -> None:
    stage.tell("h-wang", "1")
    assert stage.ticket().rating is Rating.SATISFIED
    assert stage.tell("h-else", "1").refused == "unknown"


def test_with_two_to_rate_the_choice_is_offered(stage: Stage) -> None:
    stage.hear("h-wang", matter="m-2", topic="E11")
    stage.tell("wx-worker", "完成 2 换了灯泡")
    done = stage.tell("h-wang", "1")
    assert done.refused == "choice"
    assert "工单 1" in done.said[-1].text
    assert "工单 2" in done.said[-1].text


def test_unanswered_for_three_days_it_is_closed_unrated(stage: Stage) -> None:
    stage.later(days=2, hours=23)
    assert stage.tick() == 0
    stage.later(hours=1)
    assert stage.tick() == 1
    assert (stage.ticket().status, stage.ticket().rating) == (Status.CLOSED, None)


def test_a_late_rating_is_still_kept(stage: Stage) -> None:
    stage.later(days=4)
    stage.tick()
    stage.tell("h-wang", "基本满意 1", room="room-01")
    assert (stage.ticket().status, stage.ticket().rating) == (Status.CLOSED, Rating.MOSTLY)


def test_a_late_bad_rating_reopens(stage: Stage) -> None:
    stage.later(days=4)
    stage.tick()
    stage.tell("h-wang", "不满意 1，又坏了", room="room-01")
    assert (stage.ticket().status, stage.ticket().reworks) == (Status.REWORK, 1)
