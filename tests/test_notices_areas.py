"""Where announcements name their places: headings, objects, subjects, rows, brackets, titles."""

from __future__ import annotations

from datetime import datetime

import pytest

from notices.lists import items
from notices.parse import parse
from notices.text import read

AT = datetime(2025, 6, 8, 9)  # noqa: DTZ001 (local, naive)
WHEN = "2025年6月10日8:00至17:00"


def _areas(text: str) -> list[str]:
    """``A``, ``A-`` for reduced, ``A!`` for excluded."""
    marks = {"off": "", "reduced": "-", "excluded": "!"}
    return [a.text + marks[a.effect] for a in parse(text, AT).areas]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        # headings
        (f"停水通知\n停水时间：{WHEN}\n停水范围：清荷苑、柳岸家园3-5幢等。", ["清荷苑", "柳岸家园3-5幢"]),
        (f"停气时间：{WHEN}。停气：清荷苑；低压受影响：柳岸家园。", ["清荷苑", "柳岸家园-"]),
        (f"{WHEN}停水。停水小区单位：清荷苑、区档案馆\n受影响小区单位：柳岸家园", ["清荷苑", "区档案馆", "柳岸家园-"]),
        (
            f"一、管制时间\n{WHEN}\n二、管制路段\n清荷路（云亭路至柳岸路）\n三、管制措施\n全封闭施工，禁止一切车辆通行。",
            ["清荷路（云亭路至柳岸路）"],
        ),
        (f"{WHEN}，以下区域将停水：\n- 清荷苑\n- 云亭路沿线", ["清荷苑", "云亭路沿线"]),
        (
            f"定于{WHEN}对下列区域停水：清荷路（云亭路-柳岸路）两侧；柳岸家园；远照光学、恒洁洗涤两家工业用户及货运场一带。",
            ["清荷路（云亭路-柳岸路）两侧", "柳岸家园", "远照光学", "恒洁洗涤两家工业用户", "货运场一带"],
        ),
        # objects
        (
            f"因检修，{WHEN}，10kV云亭线停电，影响云亭新村、清荷苑部分居民。",
            ["10kV云亭线", "云亭新村", "清荷苑部分居民"],
        ),
        (f"{WHEN}停水，涉及清荷苑一二三期、市实验小学等用户。", ["清荷苑一二三期", "市实验小学"]),
        (f"我公司定于{WHEN}对清荷苑、柳岸家园停水。", ["清荷苑", "柳岸家园"]),
        # subjects
        (
            f"{WHEN}，清荷苑、云亭路（柳岸路—清荷路段）两侧停水，柳岸家园水压偏低，云亭新村不受影响。",
            ["清荷苑", "云亭路（柳岸路—清荷路段）两侧", "柳岸家园-", "云亭新村!"],
        ),
        (f"{WHEN}，1、2、7#楼没水，3#楼、5#楼不停。", ["1、2、7#楼", "3#楼、5#楼!"]),
        (f"柳岸家园因调压箱检修，{WHEN}全小区停气。", ["柳岸家园"]),
        (f"{WHEN}，清荷苑1-12幢（7幢除外）停电。", ["清荷苑1-12幢", "7幢!"]),
        (
            f"{WHEN}，清荷路以北、柳岸路以东（不含道路两侧）停水。",
            ["清荷路以北、柳岸路以东（不含道路两侧）", "道路两侧!"],
        ),
        (f"{WHEN}，东至清荷路，西至柳岸路，南至云亭路合围区域停水。", ["东至清荷路，西至柳岸路，南至云亭路合围区域"]),
        (f"{WHEN}，城东新区由应急气站供气，压力略低；清荷苑停气。", ["城东新区-", "清荷苑"]),
        # rows
        (
            "计划停电\n6月10日 8:00-12:00 10kV云亭线 清荷苑、柳岸家园\n6月11日 8:00-12:00 云亭新村",
            ["10kV云亭线", "清荷苑", "柳岸家园", "云亭新村"],
        ),
        ("｜6月10日｜8:00-12:00｜清荷苑、柳岸家园｜停电", ["清荷苑", "柳岸家园"]),
        # causes, detours, signatures are no areas
        (f"因云亭路DN400管道爆裂，{WHEN}清荷苑停水，车辆请走柳岸路。\n润州供水公司\n2025年6月8日", ["清荷苑"]),
        (f"{WHEN}云亭路（清荷路至柳岸路）封闭施工，请绕行柳岸路、清荷路。", ["云亭路（清荷路至柳岸路）"]),
        # where nothing else is named
        (f"柳岸家园的邻居们，{WHEN}停水，请储水。", ["柳岸家园"]),
        (
            "关于云亭至柳岸公路改建工程封闭交通施工的通告\n封闭时间：2025年6月10日—7月1日，该路段全封闭。",
            ["云亭至柳岸公路"],
        ),
        (
            "停水区域：西片区（清荷苑、柳岸家园、云亭新村等）。" + WHEN,
            ["西片区（清荷苑、柳岸家园、云亭新村等）", "清荷苑", "柳岸家园", "云亭新村"],
        ),
    ],
)
def test_places_are_found_with_their_effect(text: str, areas: list[str]) -> None:
    assert _areas(text) == areas


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        (f"云亭路{WHEN}半幅封闭施工，双向通行。", ["云亭路-"]),
        (f"云亭路{WHEN}全封闭施工，禁止一切车辆通行。", ["云亭路"]),
        (f"{WHEN}，云亭桥禁止总重10吨以上货车通行。", ["云亭桥-"]),
        (f"{WHEN}，对云亭路实行临时交通管制。", ["云亭路-"]),
    ],
)
def test_a_road_is_closed_or_narrowed(text: str, effects: list[str]) -> None:
    assert _areas(text) == effects


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "A路（B路、C路段）、锦屏花园38栋和63栋、粮机厂宿舍等",
            ["A路（B路、C路段）", "锦屏花园38栋和63栋", "粮机厂宿舍"],
        ),
        ("和顺里和百合公寓", ["和顺里", "百合公寓"]),
        ("仁和苑及颐和家园", ["仁和苑", "颐和家园"]),
        ("9栋和8栋1、2单元", ["9栋", "8栋1、2单元"]),
        ("5、6、9号楼和11号院", ["5、6、9号楼", "11号院"]),
        ("一、二、三组", ["一、二、三组"]),
        ("四季花城五区、六区，泰城御景", ["四季花城五区、六区", "泰城御景"]),
        ("翡翠湾、锦绣天地A、B座和客运站", ["翡翠湾", "锦绣天地A、B座", "客运站"]),
        ("其中包括听雨花园等小区", ["听雨花园"]),
        ("A路南侧非机动车道及人行道", ["A路南侧非机动车道及人行道"]),
    ],
)
def test_a_list_falls_into_single_places(text: str, parts: list[str]) -> None:
    whole = read(text)
    assert [whole.span(a, b) for a, b in items(whole.plain, 0, len(whole.plain))] == parts


def test_windows_know_their_areas() -> None:
    said = parse("停电计划\n6月10日8:00-12:00停：清荷苑、柳岸家园\n6月11日8:00-12:00停：云亭新村", AT)
    assert [b.areas for b in said.blocks] == [(0, 1), (2,)]
    assert [b.areas for b in parse("6月10日8:00-12:00，清荷苑、柳岸家园停电。", AT).blocks] == [None]
