"""From areas to estates: how sure, why, and what matched nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factories import a_district, an_announcement
from hypothesis import given
from hypothesis import strategies as st

from models.areas import Area, District
from models.notice import Affected, Reach
from models.words import AreaKind, Effect
from notices.gazetteer import gazetteer, plain_line
from notices.match import excluded, match
from notices.places import buildings, kind_of, zones

DISTRICT = a_district()


def _match(*areas: Affected, home: tuple[str, ...] = ()) -> tuple[tuple[Reach, ...], tuple[str, ...]]:
    return match(an_announcement(areas=areas), DISTRICT, home)


def _area(text: str, effect: Effect = Effect.OFF) -> Affected:
    kind = kind_of(text) or "other"
    return Affected(text, kind, effect, buildings(text) if kind in ("building_range", "other") else None)


@pytest.mark.parametrize(
    ("text", "estates", "sure"),
    [
        ("云亭新村", {"yt-xc"}, True),
        ("云亭新村1-5幢", {"yt-xc"}, True),
        ("润州区清荷苑", {"qh-yuan"}, True),
        ("清荷苑部分居民", {"qh-yuan"}, False),
        ("云亭社区", {"yt-xc", "qh-yuan"}, True),
        ("云亭街道", {"yt-xc", "qh-yuan", "la-jy"}, True),
        ("全区", {"yt-xc", "qh-yuan", "la-jy"}, True),
        ("清荷路（云亭路—柳岸路段）沿线商户", {"qh-yuan"}, False),
        ("柳岸路", {"la-jy"}, False),
        ("柳岸路以北、清荷路以东区域", {"la-jy", "qh-yuan"}, False),
        ("10kV柳岸112线#15杆后段", {"la-jy"}, False),
        ("柳岸家圆", {"la-jy"}, False),
    ],
)
def test_a_place_reaches_its_estates(text: str, estates: set[str], sure: bool) -> None:
    reach, unmatched = _match(_area(text))
    assert {r.estate for r in reach} == estates
    assert {r.sure for r in reach} == {sure}
    assert unmatched == ()
    assert all(r.why for r in reach)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("10kV翠堤112线#15杆后段", "翠堤线"),
        ("35kV石桥变10kV翠堤线", "翠堤线"),
        ("城南变电站10kV翠堤112线", "翠堤线"),
        ("石桥变翠堤线", "翠堤线"),
        ("10kV体育Ⅰ回线", "体育Ⅰ回"),
        ("10kV 518线", "518线"),
        ("10kV东关518线", "东关线"),
    ],
)
def test_a_line_is_known_without_its_voltage_station_and_number(written: str, line: str) -> None:
    assert plain_line(written) == line


def test_circuits_of_a_line_are_told_apart_where_the_district_does() -> None:
    one, two, both = (
        Area(code, code, AreaKind.ESTATE, "321111", lines=(line,))
        for code, line in (("a", "10kV体育Ⅰ线"), ("b", "10kV体育Ⅱ线"), ("c", "10kV云台线"))
    )
    names = gazetteer(District(areas=(Area("321111", "区", AreaKind.DISTRICT), one, two, both)))
    assert names.on_line("110kV城东变10kV体育Ⅰ线") == ("a",)
    assert names.on_line("10kV云台Ⅱ线") == ("c",)


def test_a_pipe_that_is_named_reaches_the_estates_that_it_serves() -> None:
    served = ("yt-xc", "qh-yuan")
    areas = tuple(replace(a, lines=(*a.lines, "云亭路DN600供水管")) if a.code in served else a for a in DISTRICT.areas)
    district = replace(DISTRICT, areas=areas)
    text = "因云亭路DN600供水主管爆裂，正在抢修，沿线停水。"
    reach, _ = match(an_announcement(areas=()), district, text=text)
    assert {(r.estate, r.sure, r.why) for r in reach} == {(e, False, "由 云亭路DN600 供应") for e in served}
    named, _ = match(an_announcement(areas=(_area("柳岸家园"),)), district, text=text)
    assert [r.estate for r in named] == ["la-jy"]


def test_what_matches_nothing_is_listed_with_the_nearest_names() -> None:
    reach, unmatched = _match(_area("柳岸花园"), _area("望江楼酒店"))
    assert reach == ()
    assert unmatched == ("柳岸花园（相近：柳岸家园 75）", "望江楼酒店")


def test_a_shop_that_bears_an_estates_name_is_not_the_estate() -> None:
    reach, _ = _match(_area("云亭新村菜市场"))
    assert reach == ()


def test_a_line_says_nothing_more_where_places_are_named() -> None:
    reach, _ = _match(_area("10kV柳岸线"), _area("清荷苑"))
    assert [r.estate for r in reach] == ["qh-yuan"]


def test_a_road_says_nothing_more_of_an_estate_that_is_named() -> None:
    reach, _ = _match(_area("清荷苑1-3幢"), _area("清荷路"))
    assert [(r.estate, r.buildings) for r in reach] == [("qh-yuan", ("1", "2", "3"))]


def test_buildings_without_a_name_belong_to_the_place_before_or_to_the_room() -> None:
    reach, _ = _match(_area("清荷苑1、2幢"), _area("5-6幢"))
    assert [r.estate for r in reach] == ["qh-yuan", "qh-yuan"]
    reach, _ = _match(_area("5-6幢"), home=("la-jy",))
    assert [(r.estate, r.buildings, r.sure) for r in reach] == [("la-jy", ("5", "6"), True)]


def test_a_room_stands_for_the_place_when_none_is_written() -> None:
    reach, _ = _match(home=("la-jy",))
    assert [(r.estate, r.sure) for r in reach] == [("la-jy", False)]


def test_what_is_excepted_is_taken_out() -> None:
    reach, _ = _match(_area("清荷苑1-5幢"), _area("3幢", Effect.EXCLUDED))
    assert [r.buildings for r in reach] == [("1", "2", "4", "5")]
    reach, _ = _match(_area("云亭社区"), _area("清荷苑", Effect.EXCLUDED))
    assert [r.estate for r in reach] == ["yt-xc"]


def test_an_exception_of_buildings_that_nobody_listed_makes_the_rest_unsure() -> None:
    bare = replace(DISTRICT, areas=tuple(replace(a, buildings=()) for a in DISTRICT.areas))
    (reach,), _ = match(an_announcement(areas=(_area("清荷苑"), _area("3幢", Effect.EXCLUDED))), bare)
    assert reach.buildings is None
    assert not reach.sure


def test_buildings_that_do_not_exist_are_unsure() -> None:
    (reach,), _ = _match(_area("清荷苑88幢"))
    assert not reach.sure
    assert "不在名册" in reach.why


def test_the_effect_goes_along() -> None:
    (reach,), _ = _match(_area("清荷苑", Effect.REDUCED))
    assert reach.effect is Effect.REDUCED


def test_excluded_lists_what_a_text_names_as_not_concerned() -> None:
    said = an_announcement(areas=(_area("清荷苑", Effect.EXCLUDED), _area("云亭新村")))
    assert [r.estate for r in excluded(said, DISTRICT)] == ["qh-yuan"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1-12幢", 12),
        ("1、2、7#楼", 3),
        ("38栋和63栋", 2),
        ("B2、B3、B5号楼", 3),
        ("15栋16栋", 2),
        ("3至5#、12#楼", 4),
        ("盐仓巷2号至16号双号院", 8),
        ("A、B座", 2),
        ("3号楼21层以上", 1),
    ],
)
def test_buildings_are_counted_out(text: str, found: int) -> None:
    assert len(buildings(text) or ()) == found


def test_zones_are_counted_out() -> None:
    assert zones("听雨花园一二三期") == ("一期", "二期", "三期")
    assert zones("芯谷公寓A区、B区") == ("A区", "B区")
    assert zones("清荷苑") == ()


@pytest.mark.parametrize("line", ["10kV云亭线", "10千伏云亭112线", "云亭线#15杆后段", "10kV 云亭线"])
def test_a_feeder_is_known_without_its_numbers(line: str) -> None:
    assert plain_line(line) == "云亭线"


def test_the_gazetteer_is_made_once_for_a_district() -> None:
    assert gazetteer(DISTRICT) is gazetteer(DISTRICT)
    assert gazetteer(a_district()) is not gazetteer(DISTRICT)


def test_ten_thousand_estates_are_looked_through_in_a_moment() -> None:
    areas = tuple(Area(f"e{i}", f"第{i}号花园小区", AreaKind.ESTATE, "321111") for i in range(10_000))
    large = District(areas=(*DISTRICT.areas, *areas), members=DISTRICT.members)
    reach, unmatched = match(an_announcement(areas=(_area("第77号花园小区"), _area("望江楼酒店"))), large)
    assert [r.estate for r in reach] == ["e77"]
    assert len(unmatched) == 1


@given(st.lists(st.text(alphabet="云亭新村清荷苑柳岸路1-5幢、以北一带", min_size=1, max_size=12), max_size=5))
def test_every_span_is_matched_or_listed(texts: list[str]) -> None:
    areas = tuple(_area(t) for t in texts)
    reach, _ = match(an_announcement(areas=areas), DISTRICT)
    assert all(0 <= r.area < len(areas) and r.estate in DISTRICT.area for r in reach)


def test_phases_are_known_by_their_buildings() -> None:
    phases = (("phases", "一期: 1-4, 6, 二期: 7-9"),)
    areas = tuple(replace(a, extra=phases) if a.code == "qh-yuan" else a for a in DISTRICT.areas)
    district = replace(DISTRICT, areas=areas)
    said = an_announcement(areas=(_area("清荷苑一期"),))
    assert [(r.buildings, r.sure) for r in match(said, district)[0]] == [(("1", "2", "3", "4", "6"), True)]
    both = an_announcement(areas=(_area("清荷苑一、二期"),))
    assert [len(r.buildings or ()) for r in match(both, district)[0]] == [8]
    unknown = an_announcement(areas=(_area("清荷苑三期"),))
    assert [(r.buildings, r.sure) for r in match(unknown, district)[0]] == [(None, False)]


def test_words_that_name_no_estate_mean_the_room_in_which_they_stand() -> None:
    reach, _ = _match(_area("高区（13层以上）"), _area("低区", Effect.EXCLUDED), home=("la-jy",))
    assert [(r.estate, r.sure) for r in reach] == [("la-jy", False)]
    reach, _ = _match(_area("望江花园小区"), home=("la-jy",))
    assert reach == ()
