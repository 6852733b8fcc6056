"""Supply that is said to be back: a day to confirm it, silence that is never a yes, and the hour that was stated."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dispatch_stage import TZ, Stage
from factories import NOW, a_message, a_notice, after

from dispatch.back import end_in_silence, owes_word, restore, speaks_for_notice
from dispatch.clocks import Clocks
from dispatch.scene import Scene
from dispatch.unheard import flag_unheard
from models.store import Store, Tx
from models.ticket import CONFIRMED, PENDING, UNKNOWN, Ticket
from models.words import Act, Delivery, MessageKind, NoticeStatus, Priority, Status, Urgency

DAY = timedelta(days=1)


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def scene_of(tx: Tx, stage: Stage, actor: str = "bot") -> Scene:
    return Scene(tx, stage.district, Clocks(), stage.now, TZ, "test", actor)


def bring_back(stage: Stage, number: int = 1) -> Ticket:
    return stage.store.call(lambda tx: restore(scene_of(tx, stage), tx.tickets.get(number), "供电 15:00 发布已恢复"))


def back(stage: Stage, who: str, building: str | None) -> None:
    stage.hear(who, act=Act.RESTORED, urgency=None, text="来电了", building=building)


def test_it_waits_a_day_for_the_homes_and_says_so_to_the_crew(stage: Stage) -> None:
    stage.hear("h-1")
    ticket = bring_back(stage)
    assert (ticket.status, ticket.outcome, ticket.result) == (Status.RESOLVED, PENDING, "供电 15:00 发布已恢复")
    assert not stage.matter().open
    assert "已恢复待确认" in stage.texts("wx-worker")[-1].text
    assert "pending 1" not in stage.names("room-01")


def test_silence_is_unknown_and_never_satisfied(stage: Stage) -> None:
    stage.hear("h-1")
    bring_back(stage)
    stage.run_until(NOW + DAY - timedelta(minutes=1))
    assert stage.ticket().status is Status.RESOLVED
    stage.run_until(NOW + DAY)
    ticket = stage.ticket()
    assert (ticket.status, ticket.outcome, ticket.rating, ticket.asked_at) == (Status.CLOSED, UNKNOWN, None, None)
    figures = stage.store.call(lambda tx: tx.figures.of(NOW.date(), NOW.date(), TZ, after(days=2)))
    assert (figures.restored, figures.restored_confirmed, figures.restored_unknown) == (1, 0, 1)
    assert (figures.answered, figures.satisfaction.whole) == (0, 0)


def test_it_is_confirmed_building_by_building(stage: Stage) -> None:
    stage.hear("h-1", building="3")
    stage.hear("h-2", building="5", act=Act.ME_TOO)
    bring_back(stage)
    stage.later(minutes=20)
    back(stage, "h-1", "3")
    assert (stage.ticket().status, stage.ticket().outcome) == (Status.RESOLVED, PENDING)
    back(stage, "h-9", None)
    assert stage.ticket().outcome == PENDING
    back(stage, "h-2", "5")
    assert (stage.ticket().status, stage.ticket().outcome) == (Status.CLOSED, CONFIRMED)


def test_a_lone_question_of_one_building_is_not_answered_by_another(stage: Stage) -> None:
    stage.ask("h-1", building="3")
    back(stage, "h-2", "5")
    assert stage.ticket().status is Status.CAPTURED
    back(stage, "h-2", "3")
    assert stage.ticket().status is Status.DISMISSED


def test_a_danger_is_not_ended_by_a_notice(stage: Stage) -> None:
    stage.hear("h-1", urgency=Urgency.P0)
    assert bring_back(stage).status is Status.DISPATCHED
    assert "请现场核实" in stage.texts("wx-power")[-1].text
    pending = stage.ticket().evolve(status=Status.RESOLVED, outcome=PENDING)
    ended, said = stage.store.call(lambda tx: end_in_silence(scene_of(tx, stage), pending))
    assert ended.status is Status.RESOLVED
    assert said


def test_a_complaint_reopens_it_and_its_outcome_is_open_again(stage: Stage) -> None:
    stage.hear("h-1")
    bring_back(stage)
    stage.later(hours=8)
    stage.hear("h-1", text="还是没电")
    assert (stage.ticket().status, stage.ticket().outcome) == (Status.REWORK, "")


def test_an_hour_that_the_member_stated_is_asked_after_once(stage: Stage) -> None:
    stage.hear("h-1")
    stage.tell("wx-power", "接单 1")
    stage.tell("wx-power", "延期 1 3小时后 等配件")
    stage.tell("wx-dispatcher", "同意 1")
    assert stage.ticket().expected_at == after(hours=3)
    stage.run_until(after(hours=3, minutes=44))
    assert not any("来电了吗" in t.text for t in stage.texts("room-01"))
    stage.run_until(after(hours=6))
    asked = [t for t in stage.texts("room-01") if "来电了吗" in t.text]
    assert [t.text.split("：")[0] for t in asked] == ["【来电了吗？】云亭新村 3 栋"]
    assert "润州供电说 今天 13:00 恢复" in asked[0].text


def test_an_extension_of_other_troubles_asks_no_room(stage: Stage) -> None:
    stage.hear("h-1", topic="E04")
    stage.tell("wx-power", "延期 1 3小时后 等配件")
    stage.tell("wx-dispatcher", "同意 1")
    assert stage.ticket().expected_at is None


def test_answers_after_the_question_close_building_by_building(stage: Stage) -> None:
    test_an_hour_that_the_member_stated_is_asked_after_once(stage)
    asked = next(t for t in stage.texts("room-01") if "来电了吗" in t.text)
    back(stage, "h-1", "3")
    assert stage.ticket().open, "the question has not left yet"
    sent = asked.evolve(status=Delivery.SENT, sent_at=stage.now)
    stage.store.call(lambda tx: tx.outbox.save(sent))
    back(stage, "h-1", "3")
    assert (stage.ticket().status, stage.ticket().outcome) == (Status.CLOSED, CONFIRMED)


def with_notice(stage: Stage, **changes: object) -> None:
    def keep(tx: Tx) -> None:
        tx.notices.add(a_notice(**changes))
        tx.tickets.save(tx.tickets.get(1).evolve(notice=1))

    stage.hear("h-1")
    stage.store.call(keep)


def test_only_the_member_of_the_notice_speaks_for_it(stage: Stage) -> None:
    with_notice(stage)
    who = ("wx-power", "wx-worker", "wx-dispatcher", "wx-water")
    may = [stage.store.call(lambda tx, p=p: speaks_for_notice(scene_of(tx, stage, p), tx.tickets.get(1))) for p in who]
    assert may == [True, False, False, False]


def test_its_done_is_told_by_the_notice_when_it_cannot_be_taken_back(stage: Stage) -> None:
    with_notice(stage)
    said = stage.tell("wx-power", "完成 1 换了保险丝")
    assert "公告 1 在各群说已恢复" in said.said[-1].text
    assert "result" not in stage.names("room-01")
    owed = lambda: stage.store.call(lambda tx: owes_word(scene_of(tx, stage), tx.tickets.get(1)))  # noqa: E731
    assert owed() is None
    stage.later(minutes=2)
    notice = owed()
    assert notice is not None
    assert notice.id == 1
    over = notice.evolve(version=2, said=notice.said.__class__(is_notice=True, status=NoticeStatus.RESTORED))
    stage.store.call(lambda tx: tx.notices.add(over))
    assert owed() is None


def test_a_picture_after_a_danger_is_no_emergency_of_its_own(stage: Stage) -> None:
    stage.hear("h-1", topic="E05", urgency=Urgency.P0)
    before = {t.key for t in stage.everything()}
    picture = a_message("[图片]", sender="h-1", kind=MessageKind.PICTURE, at=stage.now)
    assert stage.store.call(lambda tx: flag_unheard(scene_of(tx, stage), picture))
    fresh = [t for t in stage.everything() if t.key not in before]
    assert [(t.person, t.priority, t.at_night, t.danger) for t in fresh if t.person] == [
        ("wx-power", Priority.STAFF, True, False),
        ("wx-worker", Priority.STAFF, True, False),
    ]
    assert not any(t.danger for t in fresh)
