"""撤销 within two minutes: rows, texts and leave stand as before; nobody hears a result that was taken back."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage

from models.store import Store
from models.words import Delivery, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    made = Stage(store)
    made.hear("h-wang")
    made.tell("wx-power", "接单 1")
    return made


def test_a_result_taken_back_is_never_told(stage: Stage) -> None:
    before, matter = stage.ticket(), stage.matter()
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.texts("room-01")[-1].due_at > stage.now
    stage.later(seconds=90)
    assert "已撤销" in stage.tell("wx-power", "撤销").said[-1].text
    assert (stage.ticket(), stage.matter()) == (before, matter)
    assert not any(o.why == "result" for o in stage.texts("room-01"))
    row = stage.audit()[-1]
    assert (row.action, row.actor, "status=verifying" in row.before) == ("undo", "wx-power", True)


def test_after_taking_back_the_result_can_be_told_anew(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.tell("wx-power", "撤销")
    stage.tell("wx-power", "完成 1 换了开关")
    [told] = [o for o in stage.texts("room-01") if o.why == "result"]
    assert "换了开关" in told.text


def test_after_two_minutes_it_stands(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    stage.later(minutes=2, seconds=1)
    assert "没有可以撤销" in stage.tell("wx-power", "撤销").said[-1].text
    assert stage.ticket().status is Status.VERIFYING


def test_nobody_takes_back_what_somebody_else_did(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    assert stage.tell("wx-worker", "撤销").refused == "late"
    assert stage.ticket().status is Status.VERIFYING


def test_what_others_have_built_upon_stays(stage: Stage) -> None:
    stage.tell("wx-power", "到场 1")
    stage.tell("wx-dispatcher", "转派 1 物业")
    assert "已经有人接着办了" in stage.tell("wx-power", "撤销").said[-1].text
    assert stage.ticket().member == "property"


def test_it_is_taken_back_once(stage: Stage) -> None:
    stage.tell("wx-power", "到场 1")
    stage.tell("wx-power", "撤销")
    before = stage.ticket()
    stage.tell("wx-power", "撤销")  # the signing before it, in these two minutes too
    assert stage.ticket().status is Status.DISPATCHED
    assert before.status is Status.SIGNED
    assert stage.tell("wx-power", "撤销").refused == "late"


def test_households_that_came_meanwhile_stay(stage: Stage) -> None:
    stage.tell("wx-power", "到场 1")
    stage.hear("h-li")
    stage.tell("wx-power", "撤销")
    assert (stage.ticket().status, stage.ticket().households) == (Status.SIGNED, 2)


def test_a_merge_taken_back_leaves_both_as_they_were(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9", room="room-02")
    before = [stage.ticket(1), stage.ticket(2)], [stage.matter("m-1"), stage.matter("m-2")]
    stage.tell("wx-dispatcher", "并单 2 到 1")
    assert stage.ticket(2).parent == 1
    stage.tell("wx-dispatcher", "撤销")
    assert ([stage.ticket(1), stage.ticket(2)], [stage.matter("m-1"), stage.matter("m-2")]) == before
    again = stage.hear("h-zhao", matter="m-2", building="9", room="room-02")
    assert again is not None
    assert again.number == 2


def test_who_has_heard_it_hears_that_it_does_not_hold(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换了保险丝")
    rows = [o for o in stage.texts("wx-worker") if o.why == "resolved"]
    stage.store.call(lambda tx: tx.outbox.save(rows[0].evolve(status=Delivery.SENT, sent_at=stage.now)))
    stage.tell("wx-power", "撤销")
    assert "刚才那条撤销了" in stage.texts("wx-worker")[-1].text


def test_what_it_had_withdrawn_waits_again(stage: Stage) -> None:
    waiting = {o.key for o in stage.texts("wx-worker")}
    stage.tell("wx-dispatcher", "转派 1 物业")
    stage.tell("wx-dispatcher", "撤销")
    assert {o.key for o in stage.texts("wx-worker")} == waiting


def test_a_request_for_leave_is_taken_back(stage: Stage) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.tell("wx-power", "撤销")
    assert stage.store.call(lambda tx: tx.approvals.open()) == []
    assert "没有在等批" in stage.tell("wx-dispatcher", "同意 1").said[-1].text


def test_a_decision_on_leave_is_taken_back(stage: Stage) -> None:
    by = stage.ticket().resolve_by
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.tell("wx-dispatcher", "同意 1")
    stage.tell("wx-dispatcher", "撤销")
    assert stage.ticket().resolve_by == by
    assert len(stage.store.call(lambda tx: tx.approvals.open())) == 1
