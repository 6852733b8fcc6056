"""Where a line speaks of: text before nickname before room."""

from __future__ import annotations

import pytest
from factories import a_district

from keywords.place import Gazetteer
from models.areas import Room

DISTRICT = a_district(
    rooms=(
        *a_district().rooms,
        Room("room-both", "两小区群", ("yt-xc", "qh-yuan")),
        Room("room-community", "云亭社区群", ("321111900001",)),
    )
)
GAZETTEER = Gazetteer(DISTRICT)


@pytest.mark.parametrize(
    ("text", "nick", "room", "estate", "building"),
    [
        ("停电了", "3栋-王", "room-01", "yt-xc", "3"),
        ("5栋停电了", "3栋-王", "room-01", "yt-xc", "5"),
        ("停电了", "清荷2栋李", "room-both", "qh-yuan", "2"),
        ("云亭8栋没水", "小李", "room-both", "yt-xc", "8"),
        ("没水", "小李", "room-both", None, None),
        ("没水", "小李", "room-community", "321111900001", None),
        ("清荷路路灯坏了", "小李", "room-both", "qh-yuan", None),
        ("停电了", "30栋-王", "room-01", "yt-xc", None),
        ("整个小区都没电", "3栋-王", "room-01", "yt-xc", None),
        ("没电", "云亭新村3-301", "nowhere", "yt-xc", "3"),
        ("后面那排停电了", "3栋-王", "room-01", "yt-xc", None),
        ("5-12栋没水", "3栋-王", "room-01", "yt-xc", "5-12"),
        ("3、4#没电", "小李", "room-01", "yt-xc", "3,4"),
        ("三栋没电", "小李", "room-01", "yt-xc", "3"),
    ],
)
def test_place(text: str, nick: str, room: str, estate: str | None, building: str | None) -> None:
    place = GAZETTEER.locate(text, nick, room)
    assert (place.estate, place.numbers.building) == (estate, building)


def test_another_estate_than_the_rooms_is_noticed() -> None:
    place = GAZETTEER.locate("柳岸家园停水了", "3栋-王", "room-01")
    assert (place.estate, place.other, place.numbers.building) == ("la-jy", True, None)


@pytest.mark.parametrize("text", ["隔壁小区停水了", "隔壁柳岸停水了", "对面的村停电了"])
def test_a_place_next_door_is_not_the_rooms(text: str) -> None:
    place = GAZETTEER.locate(text, "3栋-王", "room-01")
    assert (place.estate in {None, "la-jy"}, place.other, place.numbers.building) == (True, True, None)


def test_a_room_beside_ones_own_is_at_home() -> None:
    assert GAZETTEER.locate("隔壁302停水了", "3栋-王", "room-01").estate == "yt-xc"


def test_a_road_is_no_estate() -> None:
    assert GAZETTEER.locate("柳岸路堵车", "3栋-王", "room-01").estate == "yt-xc"


def test_a_slip_in_the_name_of_an_estate_is_understood() -> None:
    assert GAZETTEER.locate("没水", "云停新村 3-301", "room-both").estate == "yt-xc"


@pytest.mark.parametrize(
    ("nick", "staff"), [("网格员小林", True), ("安居物业-郑", True), ("14栋赵孃(楼栋长)", False), ("3栋-王", False)]
)
def test_who_is_on_duty_by_the_nickname(nick: str, staff: bool) -> None:
    assert GAZETTEER.staffed(nick) is staff
