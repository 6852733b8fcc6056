"""Who gets a trouble: the most specific responsibility, and always somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import a_district
from hypothesis import given
from hypothesis import strategies as st

from dispatch.route import MANY, Route, common_area, leaders, route
from dispatch.targets import find_target
from dispatch.wording_topics import TOPICS
from models.areas import Area, District, Member, Person, Responsibility, Roster
from models.words import AreaKind, Role, Service

TZ = ZoneInfo("Asia/Shanghai")
AT = datetime(2025, 6, 10, 10, 0, tzinfo=TZ)
D = a_district()
STAFF = Role.MEMBER_STAFF


def to(
    service: Service = Service.POWER,
    topic: str | None = "E01",
    area: str | None = "yt-xc",
    building: str | None = "3",
    district: District = D,
    at: datetime = AT,
) -> Route:
    return route(district, service, topic, area, building, at)


def with_rules(*rules: Responsibility) -> District:
    return replace(D, responsibilities=(*D.responsibilities, *rules))


def with_facts(estate: str, **facts: str) -> District:
    areas = tuple(replace(a, extra=tuple(facts.items())) if a.code == estate else a for a in D.areas)
    return replace(D, areas=areas)


def with_people(*people: Person) -> District:
    return replace(D, people=(*D.people, *people))


def test_a_service_goes_to_its_member_with_person_and_worker() -> None:
    found = to()
    assert (found.member.code, found.by_default) == ("power", False)
    assert found.person is not None
    assert found.worker is not None
    assert (found.person.id, found.worker.id) == ("wx-power", "wx-worker")


def test_a_topic_goes_before_its_service() -> None:
    assert to(topic="E11").member.code == "property"
    assert to(topic="E11", area="la-jy").member.code == "power"


def test_a_building_range_counts_only_for_its_buildings() -> None:
    rule = {"service": Service.WATER, "topic": "W11"}
    assert to(**rule, building="2").member.code == "property"
    assert to(**rule, building="1-3").member.code == "property"
    assert to(**rule, building="2,9").member.code == "water"
    assert to(**rule, building="9").member.code == "water"
    assert to(**rule, building=None).member.code == "water"


def test_the_order_is_building_range_estate_grid_community_street_district() -> None:
    codes = ["b", "estate", "community", "street"]
    members = tuple(Member(c, c) for c in codes)
    areas = ["yt-xc", "yt-xc", "321111900001", "321111900"]
    rules = [
        Responsibility(area, code, Service.POWER, buildings=("3",) if code == "b" else ())
        for code, area in zip(codes, areas, strict=True)
    ]
    for n in range(len(rules) + 1):
        district = replace(with_rules(*reversed(rules[n:])), members=(*D.members, *members))
        assert to(district=district).member.code == [*codes, "power"][n]


def test_a_topic_of_the_whole_district_goes_before_a_service_of_the_estate() -> None:
    district = with_rules(
        Responsibility("321111", "municipal", topic="E01"), Responsibility("yt-xc", "property", Service.POWER)
    )
    assert to(district=district).member.code == "municipal"


def test_what_nobody_owns_falls_to_the_fallback_and_says_so() -> None:
    found = to(Service.HEAT, "H01")
    assert (found.member.code, found.by_default) == ("street-office", True)
    assert "无责任单位" in " ".join(found.why)


def test_an_unknown_area_falls_to_the_fallback() -> None:
    found = to(area=None)
    assert (found.member.code, found.by_default, found.worker) == ("street-office", True, None)


def test_the_lamps_of_an_estate_without_a_property_company_are_the_communitys() -> None:
    leader = Person("wx-leader", "网格长老魏", Role.GRID_LEADER, ("321111900002",))
    district = with_facts("la-jy", property="无")
    district = replace(district, people=(*district.people, leader))
    found = to(Service.POWER, "E11", "la-jy", district=district)
    assert (found.member.code, found.by_default) == ("street-office", False)
    assert found.person == leader
    assert "社区 → 网格长老魏" in found.why


@pytest.mark.parametrize(("secretaries", "told"), [(MANY, MANY + 1), (MANY + 1, 1)])
def test_a_trouble_of_a_whole_town_is_not_told_to_every_community_of_it(secretaries: int, told: int) -> None:
    areas = [Area(f"c{n}", f"社区{n}", AreaKind.COMMUNITY, "321111") for n in range(secretaries)]
    people = [Person(f"wx-s{n}", "书记", Role.SECRETARY, (f"c{n}",)) for n in range(secretaries)]
    mayor = Person("wx-mayor", "区里的书记", Role.SECRETARY, ("321111",))
    district = replace(D, areas=(*D.areas, *areas), people=(*people, mayor))
    assert len(leaders(district, "321111", (Role.SECRETARY,))) == told
    assert leaders(district, "c0", (Role.SECRETARY,)) == [people[0], mayor]


def test_a_rule_that_names_the_fallback_is_no_default() -> None:
    district = with_rules(Responsibility("321111", "street-office", topic="X01"))
    found = to(Service.OTHER, "X01", district=district)
    assert (found.member.code, found.by_default) == ("street-office", False)


@pytest.mark.parametrize(
    ("service", "topic", "facts", "member"),
    [
        (Service.OTHER, "X01", {"property": "property"}, "property"),
        (Service.HEAT, "H01", {"property": "property"}, "property"),
        (Service.POWER, "E11", {"property": "property"}, "property"),
        (Service.POWER, "E11", {"property": "none"}, "street-office"),
        (Service.POWER, "E01", {"property": "property"}, "power"),
        (Service.WATER, "W11", {"secondary_water": "property"}, "property"),
        (Service.WATER, "W11", {"secondary_water": "某公司"}, "water"),
        (Service.WATER, "W08", {"property": "property", "sewers": "private"}, "property"),
        (Service.WATER, "W08", {"property": "property", "sewers": "public"}, "water"),
        (Service.ROAD, "R03", {"property": "property", "lamps": "private"}, "property"),
        (Service.POWER, "E04", {"property": "property", "supply": "专变"}, "property"),
    ],
)
def test_the_facts_of_an_estate_decide_where_no_topic_is_assigned(
    service: Service, topic: str, facts: dict[str, str], member: str
) -> None:
    assert to(service, topic, "la-jy", district=with_facts("la-jy", **facts)).member.code == member


def test_an_assigned_topic_goes_before_the_facts() -> None:
    district = replace(
        with_facts("yt-xc", property="municipal"),
        responsibilities=(*D.responsibilities, Responsibility("yt-xc", "property", topic="X01")),
    )
    assert to(Service.OTHER, "X01", district=district).member.code == "property"


def test_the_person_with_the_narrowest_area_gets_it() -> None:
    near = Person("wx-near", "供电小刘", STAFF, ("yt-xc",), member="power")
    found = to(district=with_people(near)).person
    assert found is not None
    assert found.id == "wx-near"
    far = to(area="la-jy", district=with_people(near)).person
    assert far is not None
    assert far.id == "wx-power"


def test_the_person_of_these_buildings_goes_before_the_one_of_the_estate() -> None:
    estate = Person("wx-all", "供电甲", STAFF, ("yt-xc",), member="power")
    some = Person("wx-some", "供电乙", STAFF, ("yt-xc",), member="power", buildings=("3", "4"))
    district = with_people(estate, some)
    assert [p.id for b in ("3", "9") if (p := to(building=b, district=district).person)] == ["wx-some", "wx-all"]


def test_a_member_without_people_is_reached_by_its_hotline() -> None:
    people = tuple(p for p in D.people if p.member != "power")
    found = to(district=replace(D, people=people))
    assert found.person is None
    assert any("95598" in reason for reason in found.why)


ROSTERS = (
    Roster("power", "wx-night", start="20:00", end="08:00"),
    Roster("power", "wx-day", days=(1, 2, 3, 4, 5), start="08:00", end="20:00", stand_in="wx-stand",
           away_from="2025-06-11", away_to="2025-06-12"),
)  # fmt: skip
ON_DUTY = replace(
    with_people(*(Person(i, i, STAFF, ("321111",), member="power") for i in ("wx-day", "wx-night", "wx-stand"))),
    rosters=ROSTERS,
)


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2025-06-10 10:00", "wx-day"),
        ("2025-06-10 20:00", "wx-night"),
        ("2025-06-11 07:59", "wx-night"),
        ("2025-06-11 10:00", "wx-stand"),
        ("2025-06-13 10:00", "wx-day"),
        ("2025-06-14 10:00", "wx-power"),  # Saturday: nobody on the roster, so the one of the area
    ],
)
def test_the_person_on_duty_gets_it(at: str, person: str) -> None:
    found = to(district=ON_DUTY, at=datetime.fromisoformat(at).replace(tzinfo=TZ)).person
    assert found is not None
    assert found.id == person


def test_a_gap_in_the_roster_is_named() -> None:
    found = to(district=ON_DUTY, at=datetime(2025, 6, 14, 10, tzinfo=TZ))
    assert any("无人值班" in reason for reason in found.why)


def test_the_roster_of_the_narrowest_area_comes_first() -> None:
    rosters = (Roster("power", "wx-day", area="321111"), Roster("power", "wx-night", area="yt-xc"))
    district = replace(ON_DUTY, rosters=rosters)
    assert [p.id for a in ("yt-xc", "la-jy") if (p := to(area=a, district=district).person)] == ["wx-night", "wx-day"]


def test_a_wide_area_finds_the_worker_of_a_part_of_it() -> None:
    found = to(area="321111900001", building=None)
    assert found.worker is not None
    assert found.worker.id == "wx-worker"


def test_every_rule_that_was_looked_at_is_named() -> None:
    found = to(Service.WATER, "W11", building="9")
    assert [("不采用" in r, "采用" in r) for r in found.why[:2]] == [(True, True), (False, True)]


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("power", "power"),
        ("润州供电", "power"),
        ("供水", "water"),
        ("wx-gas", "gas"),
        ("物业小郑", "property"),
        ("郑师傅", "property"),
        ("安居物业", "property"),
        ("陆工", "gas"),
    ],
)
def test_a_target_is_found_by_code_name_or_a_part_of_it(words: str, target: str) -> None:
    found = find_target(D, words)
    assert found is not None
    assert found[0].code == target


@pytest.mark.parametrize("words", ["", "  ", "火星公司", "网格员小林"])
def test_who_is_no_member_is_no_target(words: str) -> None:
    assert find_target(D, words) is None


def test_the_common_area_of_estates_is_the_one_around_them() -> None:
    assert common_area(D, ("yt-xc", "qh-yuan")) == "321111900001"
    assert common_area(D, ("yt-xc", "la-jy")) == "321111900"
    assert common_area(D, ("yt-xc",)) == "yt-xc"
    assert common_area(D, ()) is None


@given(
    service=st.sampled_from(Service),
    topic=st.one_of(st.none(), st.sampled_from(sorted(TOPICS)), st.text(max_size=3)),
    area=st.one_of(st.none(), st.sampled_from([a.code for a in D.areas]), st.text(max_size=4)),
    building=st.one_of(st.none(), st.sampled_from(["3", "5-12", "6,7", "A1"]), st.text(max_size=6)),
)
def test_routing_always_ends_somewhere(**where: Any) -> None:
    found = to(**where)
    assert found.member in D.members
    assert found.by_default <= (found.member == D.fallback)
    assert found.why


@pytest.mark.parametrize(
    ("topic", "facts", "building", "member"),
    [
        ("E04", {"supply": "公变, 9-12: 专变"}, "10", "property"),
        ("E04", {"supply": "公变, 9-12: 专变"}, "3", "power"),
        ("E04", {"supply": "公变, 9-12: 专变"}, None, "power"),
        ("E04", {"supply": "公变, 9-12: 专变"}, "8-9", "power"),
        ("E06", {"supply": "合表"}, "3", "property"),
        ("E11", {"property": "property, 9-12: 无"}, "10", "street-office"),
    ],
)
def test_the_facts_of_a_building_range_come_before_those_of_its_estate(
    topic: str, facts: dict[str, str], building: str | None, member: str
) -> None:
    district = with_facts("la-jy", **({"property": "property"} | facts))
    assert to(Service.POWER, topic, "la-jy", building, district=district).member.code == member


@pytest.mark.parametrize(
    ("service", "topic", "facts", "helps"),
    [
        (Service.POWER, "E01", {"property": "property", "supply": "专变"}, ("property",)),
        (Service.POWER, "E01", {"property": "property", "supply": "公变"}, ()),
        (Service.WATER, "W02", {"secondary_water": "property"}, ("property",)),
        (Service.WATER, "W02", {"secondary_water": "无"}, ()),
        (Service.WATER, "W11", {"secondary_water": "property"}, ()),
    ],
)
def test_who_runs_the_transformer_or_the_pump_house_helps(
    service: Service, topic: str, facts: dict[str, str], helps: tuple[str, ...]
) -> None:
    found = to(service, topic, "la-jy", district=with_facts("la-jy", **facts))
    assert tuple(m.code for m in found.co) == helps
