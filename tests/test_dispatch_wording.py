"""Sentences: how hours and places are said, and what holds for every text that a room may read."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_ticket, after
from hypothesis import given
from hypothesis import strategies as st

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.wording import hour, line, place, state, stop
from dispatch.wording_help import COMMANDS, HELP_RESIDENT, HELP_STAFF
from dispatch.wording_safety import safety
from dispatch.wording_topics import TOPICS, topic_name
from keywords.commands import parse_command
from models.ticket import Ticket
from models.words import Action, Role, Service, Status, Step, Urgency

TZ = ZoneInfo("Asia/Shanghai")
D = a_district()
TICKETS = st.builds(
    a_ticket,
    number=st.integers(1, 99999),
    status=st.sampled_from(Status),
    service=st.sampled_from(Service),
    topic=st.sampled_from(sorted(TOPICS)),
    urgency=st.sampled_from(Urgency),
    estate=st.sampled_from([None, "yt-xc", "321111900001"]),
    building=st.sampled_from([None, "3", "5-12", "6,7"]),
    households=st.integers(1, 5000),
    member=st.sampled_from(["", "power", "gas", "street-office"]),
    by_default=st.booleans(),
    result=st.sampled_from(["", "换了保险丝"]),
    resolve_by=st.sampled_from([None, after(hours=3)]),
)


def room_texts(ticket: Ticket) -> list[str]:
    return [
        to_room.received(D, ticket, to_room.ask_back(ticket, ticket.building)),
        to_room.consulting(D, ticket),
        to_room.being_asked(D, ticket, to_room.ask_back(ticket, ticket.building)),
        to_room.danger(D, ticket),
        to_room.result(D, ticket, "换了保险丝", rate=True),
        to_room.changed_time(D, ticket, "润州供电", "等配件", NOW, TZ),
        to_room.called(D, ticket, "小林", "119", NOW, TZ),
        to_room.nothing_found(D, ticket),
        to_room.not_ours(D, ticket, "邻里纠纷"),
        to_room.progress(D, ticket),
    ]


@given(TICKETS)
def test_every_text_for_a_room_is_short_ends_with_a_number_and_promises_nothing(ticket: Ticket) -> None:
    for text in room_texts(ticket):
        assert len(text) <= 260
        assert re.search(r"[\d-]{5,}[^\d]{0,8}$", text), text
        assert text.count("？") <= 1
        assert not any(word in text for word in ("None", "保证", "一定", "马上就来", "@", "  ", "。。"))
        assert f"工单 {ticket.number}" in text


@given(TICKETS)
def test_every_text_has_a_space_between_chinese_and_latin(ticket: Ticket) -> None:
    for text in [*room_texts(ticket), to_staff.dispatched(D, ticket, NOW, TZ), to_staff.to_confirm(D, ticket)]:
        assert not re.search(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]", text.replace(ticket.summary, "")), text


@given(TICKETS)
def test_a_text_for_a_room_names_its_ticket_so_that_it_can_be_quoted(ticket: Ticket) -> None:
    for text in room_texts(ticket):
        found = parse_command("接单", quotes=text, now=NOW, tz=TZ, to_bot=False, private=False, role=Role.GRID_WORKER)
        assert found is not None
        assert found.number == ticket.number


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_a_safety_text_starts_with_what_to_do(topic: str) -> None:
    text = safety(topic, "95598")
    assert "？" not in text
    assert "{" not in text
    assert not re.search(r"(照片|拍照|地址)", text)
    if topic in ("G01", "G02", "G07"):
        assert text.startswith("先出门，再看手机")


def test_the_gas_text_keeps_its_order() -> None:
    text = safety("G01", "0511-85550119")
    parts = (
        "先出门，再看手机",
        "走楼梯离开",
        "用手拍门",
        "不按门铃",
        "不碰开关",
        "不点火",
        "关阀开窗",
        "外面再打燃气抢险",
        "119",
    )
    at = [text.index(p) for p in parts]
    assert at[:-1] == sorted(at[:-1])


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (after(hours=4, minutes=20), "今天 14:20"),
        (after(hours=23), "明天 09:00"),
        (after(days=2), "后天 10:00"),
        (after(days=24), "7 月 4 日 10:00"),
        (after(days=-1), "昨天 10:00"),
        (None, ""),
    ],
)
def test_hours_are_said_as_people_say_them(at: datetime | None, said: str) -> None:
    assert hour(at, NOW, TZ) == said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"estate": "yt-xc", "building": "6,7"}, "云亭新村 6、7 栋"),
        ({"estate": "321111900001", "building": None}, "云亭社区"),
        ({"estate": None, "room": "room-01"}, "“云亭新村便民群”群（地点待问）"),
        ({"estate": None, "room": ""}, "地点待问"),
    ],
)
def test_places_are_named(where: dict[str, Any], said: str) -> None:
    assert place(D, a_ticket(**where)) == said


def test_a_line_of_a_list_says_when_it_is_late() -> None:
    late = a_ticket(number=7, status=Status.IN_PROGRESS, step=Step.ON_SITE, resolve_by=after(hours=-1))
    assert line(D, late, NOW, TZ) == "7 · P2 停电 · 云亭新村 3 栋 · 已到场 · 已超 今天 09:00"
    assert state(late.evolve(step=None)) == "处理中"


@pytest.mark.parametrize(("text", "said"), [("好了", "好了。"), ("好了！", "好了！"), ("好了,", "好了。"), ("", "")])
def test_a_sentence_has_one_stop(text: str, said: str) -> None:
    assert stop(text) == said


def test_an_unknown_topic_is_called_by_its_service() -> None:
    assert topic_name(Service.GAS, None) == "用气问题"


def test_the_help_names_commands_that_work() -> None:
    typed = re.findall(r"[一-鿿]+ 12[^／\n]*", HELP_STAFF)
    assert len(typed) >= 14
    for text in typed:
        assert parse_command(text.strip(), now=NOW, tz=TZ, to_bot=False, private=True, role=Role.GRID_WORKER), text
    for text in re.findall(r"[一-鿿]+ 12", HELP_RESIDENT):
        assert parse_command(text, now=NOW, tz=TZ, to_bot=False, private=False, role=None), text


@pytest.mark.parametrize("action", sorted(COMMANDS))
def test_what_an_answer_tells_people_to_type_is_a_command(action: Action) -> None:
    text = {Action.RATE: "满意 12"}.get(action, f"{COMMANDS[action]} 12")
    found = parse_command(text, now=NOW, tz=TZ, to_bot=False, private=True, role=Role.DISPATCHER)
    assert found is not None
    assert found.verb == ("carry_on" if action is Action.RESUME else action)
