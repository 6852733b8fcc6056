"""Reading rooms: conversations with what must come of each line, and what must hold for any line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from factories import NOW, a_district, a_matter, a_message, after
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stopwatch import is_steep

from keywords.learned import no_models
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.capture import Capture
from models.message import Message
from models.words import Act, MessageKind, Role, Service, Urgency

LEXICON = default_lexicon()
DISTRICT = a_district()


def a_reader() -> Reader:
    return Reader(LEXICON, DISTRICT)


def talk(*lines: tuple[str, str] | tuple[str, str, str], reader: Reader | None = None) -> list[Capture]:
    """Lines of (nickname, text[, room]), twenty seconds apart, read in order."""
    reader = reader or a_reader()
    return [reader.read(_line(n, *line)) for n, line in enumerate(lines)]


def _line(n: int, nick: str, text: str, room: str = "room-01") -> Message:
    return a_message(text, id=f"t-{n}", nick=nick, sender=f"h-{nick}", room=room, at=NOW + timedelta(seconds=20 * n))


def test_the_answers_belong_to_what_was_reported() -> None:
    first, second, third, fourth = talk(
        ("3栋-王", "停电了吗？我家突然没电了"), ("5栋李姐", "我家也是"), ("7栋-赵", "7栋也没电了"), ("9-301", "+1")
    )
    assert first.opens
    assert (first.service, first.topic, first.building) == (Service.POWER, "E01", "3")
    assert [c.captured for c in (second, third, fourth)] == [True] * 3
    assert {c.matter for c in (second, third, fourth)} == {first.matter}
    assert second.act is Act.ME_TOO
    assert second.building == "5"


def test_me_too_after_a_group_purchase_is_no_trouble() -> None:
    made = talk(("团长", "芒果团购接龙 39元一箱 明天自提"), ("2栋-钱", "1. 钱 两箱"), ("5栋李姐", "我家也是 芒果"))
    assert not any(c.captured for c in made)


def test_back_again_is_a_restoration_of_the_outage() -> None:
    made = talk(
        ("3栋-王", "又停水了？一滴水都没有"),
        ("5栋李姐", "5栋也没水"),
        ("6栋-周", "我家也没水 正做饭呢"),
        ("3栋-王", "来水了来水了"),
    )
    assert (made[-1].captured, made[-1].act, made[-1].urgency) == (True, Act.RESTORED, None)
    assert made[-1].matter == made[0].matter


def test_two_services_are_two_matters() -> None:
    power, water = talk(("3栋-王", "3栋停电了"), ("5栋李姐", "5栋下水道堵了 污水往外冒"))
    assert power.matter != water.matter
    assert water.service is Service.WATER


def test_rooms_of_one_estate_share_a_matter() -> None:
    district = replace(DISTRICT, rooms=(*DISTRICT.rooms, replace(DISTRICT.rooms[0], id="room-01b")))
    made = talk(("3栋-王", "整栋停电了"), ("5栋李姐", "停电了 5栋也没电", "room-01b"), reader=Reader(LEXICON, district))
    assert made[0].matter == made[1].matter


def test_a_p0_is_never_lost() -> None:
    made = talk(("3栋-王", "团购优惠 楼道里一股煤气味"))[0]
    assert (made.captured, made.urgency, made.topic) == (True, Urgency.P0, "G01")


def test_a_danger_beside_good_news_is_not_lost() -> None:
    made = talk(("3栋-王", "3栋停水了"), ("5栋李姐", "5栋也没水"), ("3栋-王", "来水了 但是楼道里一股煤气味"))
    assert (made[-1].captured, made[-1].urgency, made[-1].topic) == (True, Urgency.P0, "G01")


BUSY = (
    ("团长", "芒果团购接龙 39元一箱"),
    ("3栋-王", "3栋停水了"),
    ("5栋李姐", "5栋也没水"),
    ("7栋-赵", "楼道里一股煤气味"),
    ("网格员小林", "已报燃气抢修 大家先下楼"),
    ("9-301", "哈哈哈 今天真热闹"),
    ("3栋-王", "来水了 谢谢师傅"),
)
"""A room in which much is said at once."""


@pytest.mark.parametrize("before", range(len(BUSY) + 1))
@pytest.mark.parametrize(("text", "topic"), [("6栋一直跳闸", "E02"), ("4栋水管爆了", "W04"), ("8栋停气了", "G02")])
def test_a_plain_report_of_a_building_is_caught_in_any_context(before: int, text: str, topic: str) -> None:
    made = talk(*BUSY[:before], ("路人", text))[-1]
    assert made.captured
    assert made.service is LEXICON.topics[topic].service


def test_who_reported_goes_on_reporting_and_a_neighbour_joins() -> None:
    made = talk(("3栋-王", "停电了？"), ("5栋李姐", "5栋也没电"), ("3栋-王", "整栋都黑的 电梯也停了"))
    assert [c.act for c in made[1:]] == [Act.ME_TOO, Act.REPORT]


def test_life_support_in_an_outage_is_p0() -> None:
    made = talk(("3栋-王", "停电了？"), ("4栋-李", "4栋也停电了"), ("5栋-陈", "我爸要用制氧机的"))[-1]
    assert (made.captured, made.topic, made.urgency) == (True, "E01", Urgency.P0)


@pytest.mark.parametrize("text", ["已派单，师傅在路上", "收到，马上联系供电所", "请大家不要着急"])
def test_an_answer_of_staff_is_not_captured(text: str) -> None:
    reader = a_reader()
    talk(("3栋-王", "3栋停电了"), reader=reader)
    answer = a_message(text, sender="wx-worker", nick="网格员小林", role=Role.GRID_WORKER, at=after(minutes=2))
    assert not reader.read(answer).captured


def test_a_danger_that_staff_see_first_is_captured_and_their_answer_is_not() -> None:
    worker = {"sender": "wx-worker", "nick": "网格员小林", "role": Role.GRID_WORKER}
    reader = a_reader()
    seen = reader.read(a_message("3栋电表箱冒烟了", **worker))
    answer = reader.read(a_message("电表箱冒烟的事已报供电", at=after(minutes=2), **worker))
    assert (seen.captured, seen.urgency, answer.captured) == (True, Urgency.P0, False)


def test_a_supposition_is_no_trouble() -> None:
    assert not any(c.captured for c in talk(("3栋-王", "要是停电可怎么办"), ("5栋-李", "万一停气怎么做饭")))


_TALK = (
    "门口的路灯不亮了，一排都黑的",
    "芒果团购接龙 39元一箱 明天自提",
    "停电了吗",
    "物业费怎么交",
    "来了",
    "谢谢大家",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["2-钱", "5-102"]), st.sampled_from(_TALK)), max_size=6))
@example([("4-周", _TALK[0]), ("5-102", _TALK[1]), ("2-钱", "恭喜朵朵"), ("5-102", "谢谢大家")])
def test_what_is_plainly_said_of_a_building_is_caught_whatever_the_room_talks_of(lines: list[tuple[str, str]]) -> None:
    *_, report = talk(*lines, ("2-钱", "6栋一直跳闸"))
    assert (report.captured, report.building) == (True, "6")


def test_the_flat_is_known_from_the_nickname() -> None:
    made = talk(("3-2-601", "我家停电了"))[0]
    assert (made.building, made.unit, made.flat) == ("3", "2", "601")


def test_a_matter_of_the_store_is_joined_after_a_restart() -> None:
    reader = a_reader()
    reader.preload([a_matter(key="m-7", topic="E01", households=4)])
    made = reader.read(a_message("5栋也停电了", nick="5栋李姐", at=after(minutes=3)))
    assert (made.matter, made.opens) == ("m-7", False)


def test_the_key_of_a_matter_comes_from_its_first_message() -> None:
    first = a_reader().read(a_message("3栋停电了", id="x1"))
    again = a_reader().read(a_message("3栋停电了", id="x1"))
    other = a_reader().read(a_message("3栋停电了", id="x2"))
    assert first.matter == again.matter != other.matter
    assert (first.matter or "").startswith("m-")
    assert len(first.matter or "") == 14


def test_reading_alone_remembers_nothing() -> None:
    reader = a_reader()
    reader.read_alone(a_message("3栋停电了", nick="3栋-王"))
    assert not reader.read(a_message("我家也是", nick="5栋李姐", at=after(minutes=1))).captured


def test_a_picture_goes_through() -> None:
    made = a_reader().read(a_message("", kind=MessageKind.PICTURE))
    assert not made.captured
    assert made.why


def test_without_models_the_rules_decide() -> None:
    reader = Reader(LEXICON, DISTRICT, models=no_models())
    made = talk(("3栋-王", "停电了吗？我家突然没电了"), ("5栋李姐", "我家也是"), reader=reader)
    assert [c.captured for c in made] == [True, True]
    assert made[0].matter == made[1].matter


TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="停电水气没有了吗3栋来+1也是味道冒烟 ？!\u202e\u200b[图片]🌹", max_size=60),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, st.text(max_size=12), st.sampled_from(["room-01", "room-02", "", "nowhere"])), max_size=8)
)
def test_any_lines_go_through_and_are_read_the_same_again(lines: list[tuple[str, str, str]]) -> None:
    messages = [
        a_message(text, id=f"q{n}", nick=nick, sender=nick, room=room, at=after(seconds=30 * n))
        for n, (text, nick, room) in enumerate(lines)
    ]
    one, other = a_reader(), a_reader()
    for message in messages:
        made = one.read(message)
        assert made == other.read(message)
        assert made.why
        assert (made.matter is None) != made.captured
        assert made.captured or (made.topic is None and made.urgency is None)


@pytest.mark.parametrize("unit", ["停电了", "1、", "3栋", "a", "[图片]", "\n"])
def test_a_message_of_100_kilobytes_is_cheap(unit: str) -> None:
    reader = a_reader()
    assert not is_steep(lambda text: reader.read(a_message(text)), unit, 100_000)
