"""district.yaml: every mistake is named with its line and value; what is read can be written and read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from factories import a_district
from hypothesis import given
from hypothesis import strategies as st

from models.areas import District, Roster
from models.buildings import format_buildings, parse_buildings
from models.district import changes, read_district, write_district
from models.errors import BadDistrict
from models.words import RoomKind

GOOD = dedent("""\
    areas:
      - {code: "32", name: 润州区, kind: district}
      - {code: "3201", name: 柳汀社区, kind: community, parent: "32"}
      - {code: lt, name: 柳汀新村, kind: estate, parent: "3201", buildings: "1-9"}
    rooms:
      - {id: room-01, topic: 便民群, areas: [lt]}
    members:
      - {code: office, name: 办事处, fallback: true}
      - {code: power, name: 供电, services: [power], hotline: "95598"}
    people:
      - {id: wx-1, name: 小林, role: grid_worker, areas: [lt]}
    responsibilities:
      - {service: power, area: "32", member: power}
      - {service: water, area: "32", member: office}
      - {service: gas, area: "32", member: office}
      - {service: road, area: "32", member: office}
    rosters: []
    """)


def problems(text: str) -> list[str]:
    with pytest.raises(BadDistrict) as bad:
        read_district(text, "d.yaml")
    return [f"{place} — {reason}" for place, reason in bad.value.problems]


def test_a_good_file_is_read() -> None:
    district = read_district(GOOD, "d.yaml")
    assert district.area["lt"].buildings == tuple("123456789")
    assert district.room_estates("room-01") == ("lt",)
    assert district.fallback.code == "office"


def test_the_demo_district_is_good_and_small() -> None:
    file = Path(__file__).parent.parent / "district.yaml"
    demo = read_district(file.read_text(encoding="utf-8"), file.name)
    assert [r.id for r in demo.rooms if r.kind is RoomKind.STAFF] == ["room-08"]
    assert len(demo.estates) == 6


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("areas: [lt]}\nmembers", "areas: [xx]}\nmembers", "d.yaml:6 rooms[0].areas[0] = 'xx' — 没有这个区域代码"),
        ("areas: [lt]}\nmembers", "areas: []}\nmembers", "d.yaml:6 rooms[0].areas — 至少要有一个"),
        ("topic: 便民群", "topik: 便民群", "d.yaml:6 rooms[0].topik = '便民群' — 不认识的键"),
        ("topic: 便民群, ", "", "d.yaml:6 rooms[0].topic — 缺少这一项"),
        ("kind: community", "kind: village", "d.yaml:3 areas[1].kind = 'village' — 不在允许的取值里"),
        ('parent: "3201"', "parent: 3201", "d.yaml:4 areas[2].parent = '3201' — 应当是文字（数字请加引号）"),
        ('parent: "3201"', 'parent: "99"', "d.yaml:4 areas[2].parent = '99' — 没有这个区域代码"),
        ('parent: "32"}', "parent: lt}", "d.yaml:3 areas[1].parent = 'lt' — 上级绕成了圈"),
        ('parent: "32"}', 'parent: "3201"}', "d.yaml:3 areas[1].parent = '3201' — 上级绕成了圈"),
        ('"1-9"', '"9-1"', "d.yaml:4 areas[2].buildings = '9-1' — 楼栋号看不懂：9-1"),
        ("code: lt,", 'code: "3201",', "d.yaml:4 areas[2].code = '3201' — 重复，第 3 行已有"),
        ("fallback: true", "fallback: false", "d.yaml:7 members — 要有一个成员单位写 fallback: true（兜底）"),
        ('hotline: "95598"', "fallback: true", "d.yaml:9 members[1].fallback = 'true' — 兜底单位只能有一个"),
        ("services: [power]", "services: [phone]", "d.yaml:9 members[1].services[0] = 'phone' — 不在允许的取值里"),
        ('hotline: "95598"', "notify: [secret]", "d.yaml:9 members[1].notify[0] = 'secret' — 只能写环境变量名：env:名字"),
        ("role: grid_worker", "role: member_staff", "d.yaml:11 people[0] = 'wx-1' — member_staff 要写 member"),
        ("role: grid_worker", "role: boss", "d.yaml:11 people[0].role = 'boss' — 不在允许的取值里"),
        ("role: grid_worker", "role: grid_worker, member: x", "d.yaml:11 people[0].member = 'x' — 没有这个成员单位"),
        ("{service: gas", "{topic: Z99", "d.yaml:15 responsibilities[2].topic = 'Z99' — 没有这个主题代码"),
        ("{service: gas, ", "{", "d.yaml:15 responsibilities[2] = 'office' — 要写 service 或 topic"),
        ("{service: gas", "{service: gas, buildings: '1'", "d.yaml:15 responsibilities[2].buildings = '1' — 润州区没有这些楼栋"),
        ("{service: gas", "{service: water", "d.yaml:15 responsibilities[2] = 'water' — 与第 14 行的责任重叠"),
        ("{service: gas", "{service: heat", "d.yaml:2 areas[0] = '32' — 润州区没有 gas 的责任单位"),
        ('area: "32", member: power', 'area: "32", member: x', "d.yaml:13 responsibilities[0].member = 'x' — 没有这个成员单位"),
        ("rosters: []", "rosters: [{member: x, person: wx-1}]", "d.yaml:17 rosters[0].member = 'x' — 没有这个成员单位"),
        ("rosters: []", "roster: []", "d.yaml:17 roster — 不认识的键"),
        ("rosters: []", "rosters: 5", "d.yaml:17 rosters = '5' — 应当是列表"),
        ("rosters: []", "rosters: [", "d.yaml:18 — 不是合法的 YAML"),
        ("rosters: []", "rooms: []", "d.yaml:17 rooms — 键重复"),
        ('"1-9"', '"1-9", floors: "1-9: six"', "d.yaml:4 areas[2].floors = '1-9: six' — 层数看不懂：1-9: six"),
        ('"1-9"', '"1-9", property: x', "d.yaml:4 areas[2].property = 'x' — 没有这个成员单位"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_line_path_and_value(old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert any(line.startswith(said) for line in problems(GOOD.replace(old, new))), problems(GOOD.replace(old, new))


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        GOOD.replace("kind: estate", "kind: x").replace("areas: [lt]", "areas: [yy]").replace("gas", "heat")
    )
    assert [line.split()[0] for line in found] == ["d.yaml:2", "d.yaml:4", "d.yaml:6", "d.yaml:11"]


def test_a_ring_of_two_areas_is_found() -> None:
    ring = GOOD.replace("kind: district}", 'kind: district, parent: "3201"}')
    assert any("绕成了圈" in line for line in problems(ring))


@pytest.mark.parametrize("text", ["", "[]", "5", "areas: []", "null", "\t", "a: &a [*a]"])
def test_a_file_that_is_no_district_is_an_error_and_no_crash(text: str) -> None:
    assert problems(text)


def test_a_duty_of_some_buildings_may_stand_beside_one_of_the_whole_estate() -> None:
    text = GOOD + ""
    more = '  - {topic: E11, area: lt, member: office}\n  - {topic: E11, area: lt, member: power, buildings: "1-3"}\n'
    read_district(text.replace("rosters: []\n", more), "d.yaml")
    clash = more + '  - {topic: E11, area: lt, member: office, buildings: "3-5"}\n'
    assert problems(text.replace("rosters: []\n", clash)) == [
        "d.yaml:19 responsibilities[6] = '3' — 与第 18 行的责任重叠"
    ]


def test_optional_facts_of_an_estate_are_kept_and_written_again() -> None:
    facts = (
        '"1-9", households: 90, floors: "1-9: 6", phases: [一期, 二期], supply: 合表, property: 无, bounds: "东到河"'
    )
    district = read_district(GOOD.replace('"1-9"', facts), "d.yaml")
    estate = district.area["lt"]
    assert estate.households == 90
    assert dict(estate.extra)["phases"] == "一期, 二期"
    assert dict(estate.extra)["supply"] == "合表"
    assert read_district(write_district(district), "again") == district


def test_times_and_dates_of_a_roster_may_be_written_bare() -> None:
    roster = (
        "rosters:\n  - {member: power, person: wx-1, days: [1, 7], start: 22:00, end: 06:30, away_from: 2025-06-10}"
    )
    district = read_district(GOOD.replace("rosters: []", roster), "d.yaml")
    assert district.rosters == (
        Roster("power", "wx-1", days=(1, 7), start="22:00", end="06:30", away_from="2025-06-10"),
    )
    assert read_district(write_district(district), "again") == district


def test_what_was_read_can_be_written_and_read_again() -> None:
    for district in (read_district(GOOD, "d.yaml"), a_district()):
        assert read_district(write_district(district), "again") == district


@given(st.lists(st.from_regex(r"[A-B]?(0|[1-9][0-9]?)", fullmatch=True), unique=True))
def test_buildings_are_written_as_they_are_read(buildings: list[str]) -> None:
    assert parse_buildings(format_buildings(tuple(buildings))) == tuple(buildings)


def test_nothing_changes_between_a_district_and_itself() -> None:
    assert changes(a_district(), a_district()) == []


def test_changes_say_what_comes_goes_and_differs() -> None:
    old = a_district()
    room, power = old.rooms[0], old.members[1]
    new = replace(
        old,
        rooms=(replace(room, id="room-99"), *old.rooms[1:]),
        members=(old.members[0], replace(power, hotline="12398", services=()), *old.members[2:]),
        responsibilities=old.responsibilities[:-1],
    )
    assert changes(old, new) == [
        "- rooms room-01",
        "+ rooms room-99",
        "~ members power services: power → 无，hotline: 95598 → 12398",
        "- responsibilities yt-xc W11 1,2,3",
    ]
    assert len(changes(District(), old)) == sum(len(getattr(old, p)) for p in vars(District()))
