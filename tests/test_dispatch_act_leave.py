"""延期 and 挂账 need leave: asked for, given, refused, asked of the next level when nobody answers."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage
from factories import after

from models.store import Store
from models.words import Status


@pytest.fixture
def stage(store: Store) -> Stage:
    made = Stage(store)
    made.hear("h-wang")
    made.tell("wx-power", "接单 1")
    return made


def test_a_refusal_names_its_reason_and_the_old_hour_stands(stage: Stage) -> None:
    by = stage.ticket().resolve_by
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.tell("wx-dispatcher", "不同意 1 仓库有配件，今天去取")
    assert stage.ticket().resolve_by == by
    assert "仓库有配件" in stage.texts("wx-power")[-1].text


def test_a_rest_needs_leave_and_has_its_review(stage: Stage) -> None:
    stage.tell("wx-power", "挂账 1 下周一 等开挖许可")
    assert stage.ticket().status is Status.SIGNED
    stage.tell("wx-dispatcher", "同意")
    assert (stage.ticket().status, stage.ticket().resolve_by) == (Status.SUSPENDED, after(days=6, hours=8))


def test_nobody_gives_leave_to_themselves_or_from_elsewhere(stage: Stage) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    for who in ("wx-power", "wx-worker", "wx-gas"):
        assert stage.tell(who, "同意 1").refused == "role"
    assert len(stage.store.call(lambda tx: tx.approvals.open())) == 1


def test_the_same_request_again_changes_nothing_and_a_new_one_replaces_it(stage: Stage) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    assert stage.tell("wx-power", "延期 1 明天下午 等配件").refused == "already"
    stage.tell("wx-power", "延期 1 后天下午 等配件")
    [one] = stage.store.call(lambda tx: tx.approvals.open())
    assert one.until == after(days=2, hours=8)


def test_leave_for_what_is_done_by_now_is_void(stage: Stage) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.tell("wx-power", "完成 1 换好了")
    stage.tell("wx-dispatcher", "同意 1")
    assert stage.ticket().status is Status.VERIFYING


def test_without_an_answer_the_next_level_is_asked(stage: Stage) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    stage.run_until(after(hours=3))
    assert any(o.why.startswith("leave") for o in stage.texts("wx-admin"))
    stage.tell("wx-admin", "同意 1")
    assert stage.ticket().resolve_by == after(days=1, hours=8)
