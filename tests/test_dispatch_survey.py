"""Who is asked, how, and what their answers come to: by sample, in private where possible, never about own work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch_stage import TZ, Stage
from factories import NOW, a_district

from dispatch.clocks import Clocks
from dispatch.scene import Scene
from dispatch.survey import raters, sample
from models.opinion import LOOK, PRIVATE, ROOM, UNASKED, Opinion
from models.store import Store
from models.words import Act, Rating, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    made = Stage(store)
    made.hear("h-wang")
    return made


def opinions(stage: Stage, number: int = 1) -> list[Opinion]:
    return stage.store.call(lambda tx: tx.opinions.of(number))


def reach(stage: Stage, *people: str) -> None:
    """They have written to the bot in private."""
    for person in people:
        stage.store.call(lambda tx, who=person: tx.people.remember(who, b"sealed", stage.now, private=True))


def test_who_reported_is_asked_in_their_room_by_number(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert [(o.rater, o.way, o.room, o.rating) for o in opinions(stage)] == [("h-wang", ROOM, "room-01", None)]
    assert "1 满意" in stage.texts("room-01")[-1].text


def test_who_has_written_in_private_is_asked_there_and_the_room_only_hears_the_result(stage: Stage) -> None:
    reach(stage, "h-wang")
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert [(o.rater, o.way) for o in opinions(stage)] == [("h-wang", PRIVATE)]
    assert "1 满意" not in stage.texts("room-01")[-1].text
    [asked] = stage.texts("h-wang")
    assert "换了保险丝" in asked.text
    assert asked.due_at == stage.now + Clocks().take_back


def test_nobody_is_asked_in_private_at_night(stage: Stage) -> None:
    reach(stage, "h-wang")
    stage.later(hours=12)  # 22:00
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.texts("h-wang")[-1].due_at == NOW + timedelta(hours=22)  # 08:00


def test_of_those_who_joined_the_drawn_share_is_asked_and_no_more_than_so_many(store: Store) -> None:
    stage = Stage(store, clocks=Clocks(rating_sample=30, rating_most=5))
    people = [f"h-{n}" for n in range(40)]
    stage.hear("h-wang")
    for person in people:
        stage.hear(person, act=Act.ME_TOO)
    reach(stage, *people)
    stage.tell("wx-power", "完成 1 送电了")
    asked = [o.rater for o in opinions(stage)]
    assert (asked[0], len(asked)) == ("h-wang", 6)
    ticket = stage.ticket()

    def drawn(most: int) -> list[str]:
        clocks = Clocks(rating_sample=30, rating_most=most)
        scene = lambda tx: Scene(tx, stage.district, clocks, stage.now, TZ)  # noqa: E731
        return store.call(lambda tx: sample(scene(tx), ticket, list(reversed(people))))

    assert drawn(5) == asked[1:]  # whoever draws it, in whatever order
    assert 5 <= len(drawn(1000)) <= 20


def test_what_was_merged_into_it_may_rate_too(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9", room="room-02")
    stage.tell("wx-dispatcher", "并单 2 到 1")
    stage.tell("wx-power", "完成 1 送电了")
    assert stage.tell("h-li", "满意 1", room="room-02").refused == ""
    assert [(o.rater, o.way) for o in opinions(stage)][1:] == [("h-li", UNASKED)]


def test_nobody_who_had_a_hand_in_it_is_asked_and_then_nobody_was(store: Store) -> None:
    stage = Stage(store)
    stage.hear("wx-worker")
    stage.tell("wx-power", "完成 1 换了保险丝")
    ticket = stage.ticket()
    assert (ticket.status, ticket.asked_at, opinions(stage)) == (Status.VERIFYING, None, [])
    assert "1 满意" not in stage.texts("room-01")[-1].text
    stage.later(days=3)
    stage.tick()
    assert (stage.ticket().status, stage.audit()[-1].reason) == (Status.CLOSED, "无人可问，未评价")


def test_a_member_that_helped_rates_nothing_of_it(stage: Stage) -> None:
    stage.hear("wx-water", act=Act.ME_TOO)
    stage.tell("wx-dispatcher", "协办 1 供水")
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.tell("wx-water", "满意 1").refused == "own_work"


def test_who_has_signed_it_in_any_round_rings_nobody_about_it(stage: Stage) -> None:
    stage.tell("wx-worker", "到场 1")
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.tell("wx-worker", "电话回访 1 满意").refused == "own_work"
    assert stage.tell("wx-dispatcher", "电话回访 1 满意 王奶奶说好了").refused == ""
    [said] = opinions(stage)
    assert (said.rater, said.way, said.by, said.answered_at) == ("h-wang", ROOM, "wx-dispatcher", stage.now)


def test_the_worst_word_of_a_round_is_the_ticket_s(stage: Stage) -> None:
    stage.hear("h-li", act=Act.ME_TOO)
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("h-wang", "满意 1", room="room-01")
    assert stage.ticket().rating is Rating.SATISFIED
    stage.tell("h-li", "不满意 1 我家还没有", room="room-01")
    ticket = stage.ticket()
    assert (ticket.rating, ticket.status, ticket.reworks) == (Rating.UNSATISFIED, Status.REWORK, 1)
    stage.tell("wx-power", "完成 1 又换了一处")
    stage.tell("h-li", "基本满意 1", room="room-01")
    assert stage.ticket().rating is Rating.MOSTLY


def test_silence_is_kept_as_silence(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.later(days=3)
    stage.tick()
    [row] = opinions(stage)
    assert (row.answered_at, row.rating, stage.ticket().rating) == (None, None, None)
    assert "问 1 人，答 0 人，未答算不知道" in stage.tell("wx-dispatcher", "查 1").said[-1].text


def test_a_result_taken_back_has_asked_nobody(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("wx-power", "撤销")
    assert opinions(stage) == []


def test_the_words_of_a_rating_are_kept_masked_and_sealed(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("h-wang", "不满意 1 打我电话13812345678", room="room-01")
    [row] = opinions(stage)
    assert (row.comment, stage.ticket().comment) == ("打我电话〔电话〕", "打我电话〔电话〕")


def test_a_shadow_room_is_not_asked(store: Store) -> None:
    district = a_district()
    rooms = tuple(replace(r, shadow=True) for r in district.rooms)
    stage = Stage(store, district=replace(district, rooms=rooms))
    stage.hear("h-wang")
    scene = lambda tx: Scene(tx, stage.district, stage.clocks, stage.now, TZ)  # noqa: E731
    assert store.call(lambda tx: raters(scene(tx), tx.tickets.get(1))) == []


# ---- the second look


def solved(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("h-wang", "满意 1", room="room-01")


def looks(stage: Stage, room: str = "room-01") -> list[str]:
    return [o.text for o in stage.texts(room) if o.why.startswith("look")]


def test_a_week_after_a_repair_it_is_asked_once(stage: Stage) -> None:
    solved(stage)
    stage.run_until(stage.now + timedelta(days=20))
    [text] = looks(stage)
    assert "又坏了 1" in text
    assert [o.kind for o in opinions(stage)] == ["result", LOOK]


def test_one_text_for_all_that_is_due_in_a_room_that_day(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", topic="E02", building="9")
    stage.tell("wx-power", "完成 2 换了空开")
    stage.tell("h-li", "满意 2", room="room-01")
    stage.later(hours=5)
    solved(stage)
    stage.run_until(stage.now + timedelta(days=9))
    [text] = looks(stage)
    assert "工单 1" in text
    assert "工单 2" in text
    assert all(stage.ticket(n).looked_at for n in (1, 2))


def test_broken_again_reopens_the_old_ticket_and_is_counted(stage: Stage) -> None:
    solved(stage)
    stage.run_until(stage.now + timedelta(days=8))
    done = stage.tell("h-wang", "又坏了 1 昨晚又跳", room="room-01")
    ticket = stage.ticket()
    assert (done.refused, ticket.status, ticket.reworks, ticket.looked_at) == ("", Status.REWORK, 1, None)
    assert [(o.kind, o.rating) for o in opinions(stage)][-1] == (LOOK, Rating.UNSATISFIED)
    stage.tell("wx-power", "完成 1 换了整段")
    stage.tell("h-wang", "满意 1", room="room-01")
    stage.run_until(stage.now + timedelta(days=8))
    assert len(looks(stage)) == 1  # what still waited of the first one went when the ticket was resolved again
    assert [o.kind for o in opinions(stage)].count(LOOK) == 2


def test_in_private_no_number_is_needed(stage: Stage) -> None:
    reach(stage, "h-wang")
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.tell("h-wang", "还行").said[-1].text.startswith("工单 1：已记“基本满意”")
    stage.run_until(stage.now + timedelta(days=8))
    assert "还好吗" in stage.texts("h-wang")[-1].text
    assert stage.tell("h-wang", "好着呢").said[-1].text == "好的，谢谢您告诉我们。"
    assert [(o.kind, o.rating) for o in opinions(stage)][-1] == (LOOK, Rating.SATISFIED)
    stage.tell("h-wang", "又坏了")
    assert stage.ticket().status is Status.REWORK


def test_bills_and_answers_are_no_repairs(store: Store) -> None:
    stage = Stage(store)
    stage.hear("h-wang", topic="E07", text="电费没到账")
    stage.tell("wx-power", "完成 1 已到账")
    stage.tell("h-wang", "满意 1", room="room-01")
    stage.run_until(stage.now + timedelta(days=30))
    assert looks(stage) == []


def test_a_reporter_who_was_forgotten_is_not_asked(stage: Stage) -> None:
    solved(stage)
    bare = stage.ticket().evolve(reporter="")
    stage.store.call(lambda tx: tx.tickets.save(bare))
    stage.run_until(stage.now + timedelta(days=10))
    assert (looks(stage), stage.ticket().looked_at is not None) == ([], True)
