from __future__ import annotations

from typing import Any

import pytest
from console_fakes import TZ
from factories import NOW, after

from console.chatlines import Bubble, bubbles, column, initial
from console.ports import Chat, Line, Persona
from models.words import Role


def a_line(**changes: Any) -> Line:
    values: dict[str, Any] = {"at": NOW, "who": "3栋-张三", "role": None, "text": "停电了"}
    return Line(**(values | changes))


def drawn(*lines: Line) -> list[Bubble]:
    return bubbles("room-01", lines, NOW, TZ)


def test_bot_staff_and_residents_stand_on_their_sides() -> None:
    found = drawn(a_line(), a_line(role=Role.GRID_WORKER), a_line(by_bot=True))
    assert [b.side for b in found] == ["resident", "staff", "bot"]
    assert [b.role for b in found] == ["", "网格员", ""]


def test_a_time_is_shown_first_and_after_five_silent_minutes() -> None:
    found = drawn(a_line(), a_line(at=after(minutes=4)), a_line(at=after(minutes=10)))
    assert [b.time for b in found] == ["10:00", "", "10:10"]


def test_a_person_who_goes_on_is_named_once() -> None:
    found = drawn(a_line(), a_line(text="整栋"), a_line(by_bot=True), a_line())
    assert [b.follows for b in found] == [False, True, False, False]


def test_a_line_has_the_same_id_each_time_it_is_drawn() -> None:
    assert drawn(a_line())[0].id == drawn(a_line(text="先前"), a_line())[1].id


def test_reasons_are_shown_and_empty_ones_are_not() -> None:
    assert drawn(a_line(why=("命中词", "")))[0].why == ("命中词",)


@pytest.mark.parametrize(("nick", "face"), [("3栋-张三", "三"), ("2809", "9"), ("amy", "Y"), ("😀", "·"), ("", "·")])
def test_a_face_bears_the_last_character_of_the_name(nick: str, face: str) -> None:
    assert initial(nick) == face


def test_a_column_offers_its_people_by_name_and_role() -> None:
    people = [Persona("r", "3栋-张三"), Persona("w", "小林", Role.GRID_WORKER)]
    found = column(Chat("room-01", "云亭新村便民群"), (), people, NOW, TZ)
    assert found.people == (("r", "3栋-张三 · 居民", "resident"), ("w", "小林 · 网格员", "staff"))
    assert (found.kind, found.bubbles) == ("居民群", ())


def test_a_private_chat_says_that_it_is_one() -> None:
    assert column(Chat("@w", "小林", private=True), (), (), NOW, TZ).kind == "私聊"
