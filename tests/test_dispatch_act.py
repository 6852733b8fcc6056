"""Commands: what each does, who may, what a double one does, and what is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dispatch_stage import TZ, Stage
from factories import a_command, after

from dispatch.act import VERBS, perform
from dispatch.life import STEPS
from models.store import Store
from models.words import Act, Action, Delivery, Priority, Rating, Service, Status, Step, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    """One power cut, dispatched to 供电小马 and 网格员小林."""
    made = Stage(store)
    made.hear("h-wang")
    made.later(minutes=3)
    return made


def answer(stage: Stage, who: str, text: str, **how: str) -> str:
    done = stage.tell(who, text, **how)
    return done.said[-1].text


def test_every_action_of_the_table_that_people_take_has_its_command() -> None:
    by_itself = {"capture", "deflect", "dispatch", "ask_rating", "archive", "anonymise", "resume", "dispute"}
    assert {a.value for _, a in STEPS} - VERBS == by_itself


def test_signing_stops_the_clock_and_answers_with_the_next_deadline(stage: Stage) -> None:
    done = stage.tell("wx-power", "接单 1")
    assert (stage.ticket().status, stage.ticket().signed_at) == (Status.SIGNED, stage.now)
    assert done.said[-1].person == "wx-power"
    assert "前到场" in done.said[-1].text


def test_a_double_command_changes_nothing_and_says_so_kindly(stage: Stage) -> None:
    for text in ("接单 1", "已联系 1", "到场 1", "进度 1 在换电缆", "延期 1 明天下午 等配件", "完成 1 换好了"):
        stage.tell("wx-power", text)
        before, rows = stage.ticket(), len(stage.audit())
        stage.later(minutes=1)
        done = stage.tell("wx-power", text)
        assert done.refused == "already"
        assert "谢谢" in done.said[-1].text
        assert (stage.ticket(), len(stage.audit())) == (before, rows)


def test_a_redelivered_command_puts_no_second_answer(stage: Stage) -> None:
    first = stage.tell("wx-power", "接单 1", source="practice x")
    again = stage.tell("wx-power", "接单 1", source="practice x")
    assert (len(first.said), len(again.said)) == (1, 0)


def test_the_day_of_a_ticket_from_signing_to_the_result(stage: Stage) -> None:
    for text in (
        "接单 1",
        "已联系 1",
        "到场 1",
        "进度 1 在换保险丝",
        "完成 1 换了保险丝，联系 13812345678，3-502 也好了",
    ):
        stage.tell("wx-power", text)
    ticket = stage.ticket()
    assert (ticket.status, ticket.step, ticket.in_grid) == (Status.VERIFYING, Step.REPAIRING, True)
    assert None not in (ticket.contacted_at, ticket.arrived_at, ticket.resolved_at, ticket.asked_at)
    told = stage.texts("room-01")[-1]
    assert told.key == "ticket 1 result → room-01"
    assert "换了保险丝" in told.text
    assert "1 满意、2 基本满意、3 不满意" in told.text
    assert not any(secret in told.text for secret in ("138", "502"))
    assert "138" not in ticket.result


def test_the_result_goes_to_every_room_and_only_one_is_asked(stage: Stage) -> None:
    stage.hear("h-li", room="room-02", act=Act.ME_TOO)
    stage.tell("wx-power", "完成 1 换了保险丝")
    asked = ["1 满意" in stage.texts(room)[-1].text for room in ("room-01", "room-02")]
    assert asked == [True, False]
    assert "换了保险丝" in stage.texts("room-02")[-1].text


def test_what_is_private_has_no_detail_in_the_room(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", topic="E07")
    stage.tell("wx-power", "完成 2 欠费 300 元已补缴")
    assert "300" not in stage.texts("room-01")[-1].text


def test_what_is_overtaken_is_taken_back_and_answers_stay(stage: Stage) -> None:
    stage.tell("wx-power", "接单 1")
    stage.tell("wx-power", "完成 1 好了")
    waiting = {o.why for o in stage.everything() if o.status is Delivery.WAITING}
    assert waiting == {"reply sign", "reply resolve", "result", "resolved"}


def test_a_member_s_colleague_who_signs_stands_in(stage: Stage) -> None:
    stage.tell("wx-worker", "接单 1")
    assert stage.ticket().person == "wx-power"
    assert "您已加入一起办" in answer(stage, "wx-power", "接单 1")
    assert "不用再发" in answer(stage, "wx-power", "接单 1")


def test_a_worker_of_another_area_or_member_may_not(stage: Stage) -> None:
    for who, words in (("wx-worker2", "不在您的片区"), ("wx-water", "润州供电")):
        done = stage.tell(who, "接单 1")
        assert words in done.said[-1].text
    assert stage.ticket().status is Status.DISPATCHED


def test_a_resident_who_types_a_command_of_the_staff_gets_help(stage: Stage) -> None:
    done = stage.store.call(
        perform,
        command=a_command(verb="sign"),
        actor=None,
        actor_hash="h-wang",
        room="room-01",
        district=stage.district,
        clocks=stage.clocks,
        now=stage.now,
        tz=TZ,
        source="practice z",
    )
    assert done.refused == "stranger"
    assert stage.ticket().status is Status.DISPATCHED


def test_without_a_number_the_only_one_that_fits_is_meant(stage: Stage) -> None:
    stage.tell("wx-power", "接单")
    assert stage.ticket().status is Status.SIGNED


def test_with_several_open_a_numbered_choice_is_offered(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9", topic="E02")
    done = stage.tell("wx-power", "接单")
    assert done.refused == "choice"
    for part in ("“接单”哪一件", "1）工单 1 · P2 停电", "2）工单 2 · P2 家里跳闸", "回个数字"):
        assert part in done.said[-1].text
    assert "没有" in answer(stage, "wx-gas", "接单")


def test_quoting_names_the_ticket(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9", topic="E02")
    stage.tell("wx-power", "好的", quotes=stage.texts("wx-power")[-1].text)
    assert [stage.ticket(n).status for n in (1, 2)] == [Status.DISPATCHED, Status.SIGNED]


def test_an_unknown_number_is_answered_kindly(stage: Stage) -> None:
    assert "没有找到工单 99" in answer(stage, "wx-power", "接单 99")


def test_confirming_a_question_dispatches_it_and_tells_the_room(stage: Stage) -> None:
    stage.ask("h-li", matter="m-2", building="7")
    assert stage.ticket(2).status is Status.CAPTURED
    text = answer(stage, "wx-worker", "受理 2")
    assert stage.ticket(2).status is Status.DISPATCHED
    assert "派给润州供电" in text
    assert stage.names("room-01")[-1] == "received"


def test_taking_up_a_question_confirms_it(stage: Stage) -> None:
    stage.ask("h-li", matter="m-2", building="7")
    stage.tell("wx-worker", "接单 2")
    ticket = stage.ticket(2)
    assert (ticket.status, ticket.accepted_at, ticket.worker) == (Status.SIGNED, stage.now, "wx-worker")


def test_a_false_alarm_is_told_where_something_had_been_said(stage: Stage) -> None:
    stage.tell("wx-worker", "误报 1 是他家电表没充值")
    assert stage.ticket().status is Status.DISMISSED
    assert "没有发现异常" in stage.texts("room-01")[-1].text
    assert stage.names("wx-power") == ["dismissed"]


def test_a_return_names_its_reason_and_goes_to_the_dispatcher(stage: Stage) -> None:
    assert "退在哪条分界上" in answer(stage, "wx-power", "退单 1")
    stage.tell("wx-power", "退单 1 表后线路，非我司产权")
    ticket = stage.ticket()
    assert (ticket.status, ticket.returns, ticket.person) == (Status.ACCEPTED, 1, "")
    [told] = stage.texts("wx-dispatcher")
    assert "表后线路" in told.text
    assert "转派 1" in told.text


def test_reassigning_starts_the_clocks_anew_and_tells_the_new_one(stage: Stage) -> None:
    stage.tell("wx-power", "退单 1 红线内，是物业的线路")
    stage.later(minutes=30)
    stage.tell("wx-dispatcher", "转派 1 物业 红线内")
    ticket = stage.ticket()
    assert (ticket.member, ticket.person, ticket.dispatched_at) == ("property", "wx-property", stage.now)
    assert stage.names("wx-property")[-1].startswith("reassigned")


@pytest.mark.parametrize(("words", "member"), [("供水", "water"), ("燃气陆工", "gas"), ("市政", "municipal")])
def test_a_ticket_is_passed_on_by_service_name_or_person(stage: Stage, words: str, member: str) -> None:
    stage.tell("wx-dispatcher", f"转派 1 {words}")
    assert stage.ticket().member == member


def test_staff_of_a_member_pass_on_within_it_only(stage: Stage) -> None:
    assert "退单" in answer(stage, "wx-power", "转派 1 供水")
    assert stage.ticket().member == "power"


def test_nobody_of_that_name_is_asked_back(stage: Stage) -> None:
    assert "没认出" in answer(stage, "wx-dispatcher", "转派 1 火星公司")


def test_an_extension_needs_an_hour_ahead_and_tells_the_room_with_its_source(stage: Stage) -> None:
    assert "请写上新的时间" in answer(stage, "wx-power", "延期 1 等配件")
    assert "仍按原时限" in answer(stage, "wx-power", "延期 1 明天下午 等配件")
    assert stage.ticket().resolve_by != after(days=1, hours=8)
    assert "申请延期到 明天 18:00，原因：等配件" in stage.texts("wx-dispatcher")[-1].text
    stage.tell("wx-dispatcher", "同意 1")
    ticket = stage.ticket()
    assert (ticket.status, ticket.resolve_by) == (Status.SIGNED, after(days=1, hours=8))
    told = stage.texts("room-01")[-1].text
    assert "处理时间改为 明天 18:00" in told
    assert "润州供电 10:03 告知，原因：等配件" in told
    assert "调度施敏已同意" in stage.texts("wx-power")[-1].text


def test_the_time_of_a_danger_is_moved_by_those_above_only(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", service=Service.GAS, topic="G01", urgency=Urgency.P0)
    assert "网格长或调度" in answer(stage, "wx-gas", "延期 2 明天下午 等人")
    stage.tell("wx-dispatcher", "延期 2 明天下午 等人")
    assert stage.ticket(2).resolve_by == after(days=1, hours=8)


def test_a_suspended_ticket_rests_until_its_review_and_goes_on(stage: Stage) -> None:
    stage.tell("wx-dispatcher", "挂账 1 下周一 等开挖许可")
    rests = stage.ticket()
    assert (rests.status, rests.respond_by, rests.resolve_by) == (Status.SUSPENDED, None, after(days=6, hours=8))
    stage.later(days=2)
    stage.tell("wx-power", "续办 1")
    ticket = stage.ticket()
    assert ticket.status is Status.IN_PROGRESS
    assert ticket.resolve_by is not None
    assert ticket.resolve_by > stage.now


def test_a_clock_that_rested_goes_on_with_what_was_left_of_it(stage: Stage) -> None:
    stage.tell("wx-power", "接单 1")
    stage.later(minutes=45)
    left = (stage.ticket().resolve_by or stage.now) - stage.now
    stage.tell("wx-dispatcher", "挂账 1 后天 等开挖许可")
    assert (stage.ticket().stopped_at, stage.ticket().stopped_by) == (stage.now, stage.now + left)
    stage.later(days=1)
    stage.tell("wx-dispatcher", "挂账 1 大后天 还没批")
    stage.later(days=1)
    stage.tell("wx-power", "续办 1")
    ticket = stage.ticket()
    assert ticket.resolve_by == stage.now + left
    assert (ticket.stopped_at, ticket.stopped_by) == (None, None)


def test_who_was_late_already_has_an_hour_after_the_rest(stage: Stage) -> None:
    stage.tell("wx-power", "接单 1")
    stage.later(hours=30)
    stage.tell("wx-dispatcher", "挂账 1 后天 等开挖许可")
    stage.later(days=1)
    stage.tell("wx-power", "续办 1")
    assert stage.ticket().resolve_by == stage.now + timedelta(hours=1)


def test_a_merge_brings_households_and_rooms_to_the_main_ticket(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", room="room-02", estate="qh-yuan")
    stage.tell("wx-dispatcher", "并单 2 到 1")
    main, child = stage.ticket(1), stage.ticket(2)
    assert (main.households, child.status, child.parent, child.resolve_by) == (2, Status.MERGED, 1, None)
    stage.tell("wx-power", "完成 2 换好了")  # said of the child, done to the main one
    assert stage.ticket(1).status is Status.VERIFYING
    assert stage.names("room-02")[-1] == "result"


def test_a_merge_needs_another_open_ticket_of_the_same_service(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", service=Service.WATER, topic="W01")
    for words in ("并单 2 到 1", "并单 2 到 2", "并单 2 到 77", "并单 2"):
        assert "不能并入" in answer(stage, "wx-dispatcher", words)
    assert stage.ticket(2).status is Status.DISPATCHED


def test_an_unmerged_ticket_is_dispatched_on_its_own(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9")
    stage.tell("wx-dispatcher", "并单 2 到 1")
    stage.tell("wx-dispatcher", "重办 2 不是一回事")
    ticket = stage.ticket(2)
    assert (ticket.status, ticket.parent, ticket.reworks) == (Status.DISPATCHED, None, 0)
    assert stage.hear("h-li", matter="m-2", building="9").number == 2  # type: ignore[union-attr]


def test_a_rejection_is_told_kindly_with_its_reason(stage: Stage) -> None:
    stage.ask("h-li", matter="m-2")
    stage.tell("wx-dispatcher", "不予受理 2 属于邻里纠纷")
    assert stage.ticket(2).status is Status.REJECTED
    assert "没能受理" in stage.texts("room-01")[-1].text
    assert "邻里纠纷" in stage.texts("room-01")[-1].text


def test_nobody_at_home_is_kept_with_its_words(stage: Stage) -> None:
    stage.tell("wx-power", "没人在家 1 明早再来")
    assert (stage.ticket().step, stage.audit()[-1].reason) == (Step.NOT_MET, "没人在家 明早再来")


def test_a_call_is_told_to_the_room_only_after_it_was_confirmed(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", service=Service.GAS, topic="G01", urgency=Urgency.P0)
    stage.tell("wx-worker", "进度 2 已拨打 119")
    told = stage.texts("room-01")[-1]
    assert told.text.startswith("网格员小林 已拨打 119，10:03")
    assert told.priority is Priority.EMERGENCY


def test_a_danger_is_closed_by_hand_only(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", service=Service.GAS, topic="G01", urgency=Urgency.P0)
    stage.tell("wx-gas", "完成 2 阀门换好了")
    stage.tell("h-li", "满意 2", room="room-01")
    assert (stage.ticket(2).status, stage.ticket(2).rating) == (Status.VERIFYING, Rating.SATISFIED)
    assert "to close" in stage.names("wx-dispatcher")
    assert "权限" in answer(stage, "wx-gas", "办结 2")
    stage.tell("wx-dispatcher", "办结 2")
    assert stage.ticket(2).status is Status.CLOSED


def test_my_list_is_sorted_by_urgency_and_names_the_deadline(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", urgency=Urgency.P1, building="9")
    text = answer(stage, "wx-power", "我的工单")
    assert text.index("2 · P1") < text.index("1 · P2")
    assert "限 今天" in text
    assert answer(stage, "wx-gas", "我的工单") == "您手上没有未完成的工单。"


def test_residents_look_after_what_they_reported(stage: Stage) -> None:
    assert "工单 1 · 停电" in answer(stage, "h-wang", "我的工单")
    assert "没有在办" in answer(stage, "h-else", "我的工单")
    assert "已派给润州供电" in answer(stage, "h-wang", "查 1", room="room-01")
    assert "没有找到" in answer(stage, "h-else", "查 1")


def test_details_are_for_the_staff_in_private(stage: Stage) -> None:
    assert "供电小马" in answer(stage, "wx-dispatcher", "查 1")
    assert "供电小马" not in answer(stage, "wx-dispatcher", "查 1", room="room-01")


def test_urging_reaches_the_crew_and_answers_with_the_state(stage: Stage) -> None:
    text = answer(stage, "h-wang", "催 1", room="room-01")
    assert "已派给润州供电" in text
    assert stage.names("wx-power")[-1].startswith("urged")


def test_a_report_is_withdrawn_by_its_reporter_alone(stage: Stage) -> None:
    assert "不是您报的" in answer(stage, "h-li", "撤单 1", room="room-01")
    stage.tell("h-wang", "撤单 1", room="room-01")
    assert (stage.ticket().status, stage.ticket().result) == (Status.DISMISSED, "报事人撤单")
    assert "dismissed" in stage.names("wx-power")


def test_what_others_have_too_is_not_withdrawn(stage: Stage) -> None:
    stage.hear("h-li", act=Act.ME_TOO)
    assert "还有 1 户" in answer(stage, "h-wang", "撤单 1", room="room-01")
    assert stage.ticket().status is Status.DISPATCHED


def test_not_fixed_is_rework_when_it_was_reported_done_and_urging_before(stage: Stage) -> None:
    stage.tell("h-wang", "没修好 1", room="room-01")
    assert stage.ticket().status is Status.DISPATCHED
    stage.tell("wx-power", "完成 1 好了")
    stage.tell("h-wang", "没修好 1，又跳了", room="room-01")
    assert (stage.ticket().status, stage.ticket().reworks) == (Status.REWORK, 1)


def test_after_a_month_nothing_is_reopened(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 好了")
    stage.tell("h-wang", "满意 1", room="room-01")
    stage.later(days=40)
    assert "重新登记" in answer(stage, "h-wang", "没修好 1", room="room-01")
    assert stage.ticket().status is Status.CLOSED


def test_help_is_different_for_staff_and_residents(stage: Stage) -> None:
    assert "退单 12" in answer(stage, "wx-power", "帮助")
    assert "问效" not in answer(stage, "wx-power", "帮助")
    assert "勿扰" in answer(stage, "h-wang", "帮助")


def test_answers_go_where_the_command_was_given(stage: Stage) -> None:
    assert stage.tell("wx-power", "接单 1", room="room-staff").said[-1].room == "room-staff"


def test_the_staff_in_a_residents_room_are_answered_aside(stage: Stage) -> None:
    said = stage.tell("wx-power", "接单 1", room="room-01").said[-1]
    assert (said.room, said.person) == ("", "wx-power")
    assert stage.tell("wx-power", "查 1", room="room-01").said[-1].room == "room-01"


def test_a_duty_number_in_a_result_stays_and_a_long_one_is_cut(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 换好了，还有问题打 0511-85550100，" + "已经反复检查" * 30)
    told = stage.texts("room-01")[-1].text
    assert "0511-85550100" in told
    assert len(told) < 260


def test_the_audit_says_who_when_from_where_and_what(stage: Stage) -> None:
    stage.tell("wx-power", "接单 1", source="wechat abc")
    row = stage.audit()[-1]
    assert (row.actor, row.at, row.source, row.action) == ("wx-power", stage.now, "wechat abc", Action.SIGN)
    assert (row.before, row.after) == ("status=dispatched", "status=signed")
