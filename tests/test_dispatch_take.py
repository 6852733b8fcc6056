"""From a captured line to a ticket: what opens at once, what waits, what the room and the staff hear."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispatch_stage import Stage
from factories import NOW, a_district, a_matter

from models.store import Store
from models.words import Act, Action, Priority, Role, Service, Status, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    return Stage(store)


def test_a_report_is_accepted_and_dispatched_at_once(stage: Stage) -> None:
    ticket = stage.hear()
    assert ticket == stage.ticket()
    assert ticket is not None
    assert (ticket.status, ticket.member, ticket.person, ticket.worker) == (
        Status.DISPATCHED,
        "power",
        "wx-power",
        "wx-worker",
    )
    assert ticket.respond_by is not None
    assert (ticket.created_at, ticket.accepted_at, ticket.dispatched_at) == (NOW, NOW, NOW)
    assert [a.action for a in stage.audit()] == [Action.CAPTURE, Action.ACCEPT, Action.DISPATCH]


def test_the_room_hears_it_once_and_ends_with_the_duty_number(stage: Stage) -> None:
    stage.hear()
    [text] = stage.texts("room-01")
    assert text.key == "ticket 1 received → room-01"
    assert text.text.startswith("云亭新村 3 栋停电：已登记（工单 1），由润州供电处理")
    assert text.text.endswith("值班电话 95598。")
    assert (text.topic, text.priority) == ("E01", Priority.REPLY)


def test_the_staff_hear_number_place_what_deadline_and_two_replies(stage: Stage) -> None:
    stage.hear(text="家里跳闸了，推不上去", topic="E02")
    for person in ("wx-power", "wx-worker"):
        [text] = stage.texts(person)
        assert text.priority is Priority.STAFF
        assert text.room == ""
        for part in ("工单 1", "云亭新村 3 栋", "家里跳闸", "推不上去", "今天 11:00", "接单 1", "完成 1"):
            assert part in text.text


def test_nobody_is_named_in_the_room(stage: Stage) -> None:
    stage.hear(text="3栋502停电了，我叫王丽，电话 13812345678")
    shown = stage.texts("room-01")[0].text
    assert not any(secret in shown for secret in ("王丽", "502", "138", "h-wang", "小马", "小林"))


def test_a_lone_question_waits_and_asks_back_one_thing(stage: Stage) -> None:
    ticket = stage.ask("h-wang")
    assert ticket is not None
    assert ticket.status is Status.CAPTURED
    [text] = stage.texts("room-01")
    assert text.text.count("？") == 1
    assert "整栋" in text.text
    assert stage.names("wx-worker") == ["to confirm"]
    assert stage.texts("wx-power") == []


def test_a_question_without_a_building_is_asked_for_it(stage: Stage) -> None:
    stage.ask("h-wang", building=None)
    assert "是几栋" in stage.texts("room-01")[0].text


def test_a_second_household_turns_the_question_into_a_ticket(stage: Stage) -> None:
    stage.ask("h-wang")
    assert stage.ask("h-wang").status is Status.CAPTURED  # type: ignore[union-attr]
    ticket = stage.ask("h-li")
    assert ticket is not None
    assert (ticket.status, ticket.households) == (Status.DISPATCHED, 2)
    assert stage.names("room-01") == ["received"]  # the question had not left yet, and is taken back
    assert stage.names("wx-worker") == ["dispatched"]


def test_the_asker_s_own_report_turns_the_question_into_a_ticket(stage: Stage) -> None:
    stage.ask("h-wang")
    assert stage.hear().status is Status.DISPATCHED  # type: ignore[union-attr]


def test_the_word_of_the_staff_turns_the_question_into_a_ticket(stage: Stage) -> None:
    stage.ask("h-wang")
    assert stage.hear("wx-worker", act=Act.ME_TOO).status is Status.DISPATCHED  # type: ignore[union-attr]


@pytest.mark.parametrize("act", [Act.REPORT, Act.REQUEST, Act.COMPLAIN, Act.URGE, Act.ME_TOO, Act.ASK_INFO])
def test_a_clear_wish_is_dispatched_at_once(stage: Stage, act: Act) -> None:
    assert stage.hear(act=act).status is Status.DISPATCHED  # type: ignore[union-attr]


def test_a_question_of_p1_is_dispatched_at_once(stage: Stage) -> None:
    assert stage.ask("h-wang", urgency=Urgency.P1).status is Status.DISPATCHED  # type: ignore[union-attr]


def test_a_question_about_procedures_tells_the_hotline_and_no_detail(stage: Stage) -> None:
    stage.hear(act=Act.ASK_INFO, topic="E07", text="户号 123 欠费多少")
    [text] = stage.texts("room-01")
    assert "95598" in text.text
    assert "户号、证件号请勿发在群里" in text.text
    assert "123" not in text.text


@pytest.mark.parametrize("act", [Act.NOTICE, Act.THANKS, Act.OTHER])
def test_a_forwarded_notice_or_thanks_opens_nothing(stage: Stage, act: Act) -> None:
    assert stage.hear(act=act) is None
    assert stage.everything() == []
    assert stage.matter().households == 0


def test_a_question_about_a_procedure_is_answered_and_not_confirmed(stage: Stage) -> None:
    assert stage.ask("h-wang", topic="G06", service=Service.GAS).status is Status.DISPATCHED  # type: ignore[union-attr]
    assert "已转润州燃气答复" in stage.texts("room-01")[0].text


def test_a_matter_of_the_road_has_no_building_and_what_is_reported_of_others_no_name(stage: Stage) -> None:
    stage.hear(service=Service.ROAD, topic="R03")
    stage.hear(matter="m-2", topic="E12", text="5栋偷电")
    lamps, theft = (o.text for o in stage.texts("room-01"))
    assert lamps.startswith("云亭新村路灯不亮")
    assert theft.startswith("云亭新村用电问题")


def test_what_is_urgent_is_answered_at_night_and_the_rest_in_the_morning(stage: Stage) -> None:
    stage.hear(urgency=Urgency.P1)
    stage.hear(matter="m-2", topic="E11")
    assert [o.at_night for o in stage.texts("room-01")] == [True, False]
    assert {o.at_night for o in stage.texts("wx-power")} == {True}


def test_a_danger_tells_the_room_what_to_do_before_anything_else(stage: Stage) -> None:
    stage.hear(service=Service.GAS, topic="G01", urgency=Urgency.P0, building=None)
    first, *rest = stage.everything()
    assert first.room == "room-01"
    assert first.text.startswith("先出门，再看手机")
    assert (first.priority, first.at_night) == (Priority.EMERGENCY, True)
    assert "0511-85550119" in first.text
    assert "？" not in first.text
    assert {o.person for o in rest} == {"wx-gas", "wx-worker", "wx-dispatcher"}
    assert all(o.priority is Priority.EMERGENCY and o.at_night for o in rest)


@pytest.mark.parametrize(
    ("service", "topic", "words"),
    [
        (Service.POWER, "E05", "8 米以上"),
        (Service.GAS, "G10", "开窗通风"),
        (Service.GAS, "G07", "先出门，再看手机"),
        (Service.OTHER, "X01", "电梯困人"),
        (Service.POWER, "E09", "不要去挪车"),
        (Service.ROAD, "R05", "井盖缺失"),
        (Service.ROAD, "R01", "路面塌陷"),
        (Service.WATER, "W09", "不要下水"),
        (Service.POWER, "E01", "呼吸机"),
        (Service.ROAD, "R04", "有人受伤打 120"),
    ],
)
def test_each_danger_has_its_text(stage: Stage, service: Service, topic: str, words: str) -> None:
    stage.hear(service=service, topic=topic, urgency=Urgency.P0)
    assert words in stage.texts("room-01")[0].text


def test_the_bot_never_claims_a_call_of_its_own(stage: Stage) -> None:
    stage.hear(service=Service.GAS, topic="G01", urgency=Urgency.P0)
    assert not any("已拨打" in o.text and "打过后" not in o.text for o in stage.everything())


def test_a_missing_cover_asks_the_grid_worker_to_guard_it(stage: Stage) -> None:
    stage.hear(service=Service.ROAD, topic="R05", urgency=Urgency.P0)
    assert "安全距离外看守" in stage.texts("wx-worker")[0].text


def test_silence_keeps_the_rooms_quiet_and_tells_the_staff(stage: Stage) -> None:
    stage.hear(speak=False)
    assert stage.texts("room-01") == []
    assert stage.texts("wx-power")


def test_staff_rooms_and_shadowed_rooms_hear_nothing(store: Store) -> None:
    district = a_district()
    rooms = tuple(replace(r, shadow=r.id == "room-01") for r in district.rooms)
    stage = Stage(store, replace(district, rooms=rooms))
    stage.hear()
    stage.hear("wx-worker", room="room-staff", matter="m-2")
    assert [o for o in stage.everything() if o.room] == []


@pytest.mark.parametrize("changes", [{"shadow": True}, {"paused": True}])
def test_danger_is_told_also_where_the_bot_only_listens(store: Store, changes: dict[str, bool]) -> None:
    district = a_district()
    rooms = tuple(replace(r, **changes) if r.id == "room-01" else r for r in district.rooms)
    stage = Stage(store, replace(district, rooms=rooms))
    stage.hear(service=Service.GAS, topic="G01", urgency=Urgency.P0)
    assert [o.priority for o in stage.everything() if o.room == "room-01"] == [Priority.EMERGENCY]


def test_a_private_report_is_answered_in_private(stage: Stage) -> None:
    stage.hear(room="")
    [text] = stage.texts("h-wang")
    assert (text.room, text.person, text.key) == ("", "h-wang", "ticket 1 received → h-wang")


def test_a_private_report_of_someone_forgotten_is_dispatched_without_an_answer(stage: Stage) -> None:
    stage.hear("", room="")
    assert stage.ticket().reporter == ""
    assert all(o.person.startswith("wx-") for o in stage.everything())


def test_what_nobody_owns_is_dispatched_to_the_fallback(stage: Stage) -> None:
    ticket = stage.hear(service=Service.HEAT, topic="H01")
    assert ticket is not None
    assert (ticket.member, ticket.by_default, ticket.in_grid) == ("street-office", True, False)
    assert "无责任单位" in stage.texts("wx-worker")[0].text


def test_an_unknown_place_is_routed_by_the_areas_of_its_room(stage: Stage) -> None:
    ticket = stage.hear(estate=None, building=None)
    assert ticket is not None
    assert (ticket.estate, ticket.member, ticket.worker) == (None, "power", "wx-worker")
    assert "云亭新村便民群" in stage.texts("wx-power")[0].text


def test_a_member_without_people_leaves_the_worker_with_the_hotline(store: Store) -> None:
    district = a_district()
    people = tuple(p for p in district.people if p.member != "power")
    stage = Stage(store, replace(district, people=people))
    stage.hear()
    assert "请打 95598" in stage.texts("wx-worker")[0].text


def test_a_place_without_any_staff_reaches_the_dispatcher(store: Store) -> None:
    district = a_district()
    people = tuple(p for p in district.people if p.role in (Role.DISPATCHER, Role.ADMIN))
    stage = Stage(store, replace(district, people=people))
    stage.hear()
    assert stage.names("wx-dispatcher") == ["dispatched"]


def test_a_matter_that_was_only_announced_opens_its_ticket_with_the_first_report(stage: Stage) -> None:
    stage.store.call(lambda tx: tx.matters.save(a_matter(households=0)))
    assert stage.hear().number == 1  # type: ignore[union-attr]
