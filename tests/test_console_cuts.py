from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from factories import NOW, a_district
from openpyxl import load_workbook

from console.beside import Beside
from console.cuts import COLUMNS, SHORT, By, light_counts, light_lines, named, parts, spot_lines
from console.workbook import workbook
from models.figures import Cut, Figures, Light, Rate, Spot, Spread
from models.quarter import Correction, Outside
from models.store.keys import DIMENSIONS

SOME = Cut(tickets=3, response=Rate(2, 3), solution=Rate(0, 0), resolve=Spread(2, 61.0, 300.0), overdue=1)


def figures(**changes: Any) -> Figures:
    return Figures(date(2025, 6, 1), date(2025, 6, 30), **changes)


def test_every_cut_of_the_store_has_a_name() -> None:
    assert tuple(by.value for by in By) == DIMENSIONS


def test_a_part_reads_with_every_denominator() -> None:
    shown = {c.name: c.shown(SOME) for c in COLUMNS}
    assert (shown["响应率"], shown["解决率"]) == ("66.7%（2/3）", "—（0/0）")
    assert shown["解决用时"] == "1 小时 1 分 / 5 小时"
    assert {c.name: c.brief(SOME) for c in SHORT}["解决用时"] == "1 小时 1 分"


def test_parts_have_names_and_the_most_tickets_first_but_weeks_by_time() -> None:
    found = figures(
        cuts={
            "member": {"power": Cut(tickets=1), "water": Cut(tickets=5)},
            "week": {"2025-W22": Cut(), "2025-W23": SOME},
        }
    )
    assert [named("member", key, a_district()) for key, _ in parts("member", found)] == ["润州供水", "润州供电"]
    assert [key for key, _ in parts("week", found)] == ["2025-W22", "2025-W23"]
    assert named("topic", "E01", a_district()) == "停电（E01）"
    assert named("estate", "", a_district()) == "更大范围或不明"


def test_spots_and_lights_are_named() -> None:
    assert spot_lines([Spot("yt-xc", "E01", ("1", "2", "3", "7"), 3, (4, 5, 6))], a_district()) == [
        ("云亭新村", "1–3、7", "停电", 3, "4、5、6")
    ]
    lights = [Light("yt-xc", "red", ("a", "b")), Light("qh-yuan", "")]
    assert light_lines(lights, a_district()) == [("云亭新村", "红", "a；b"), ("清荷苑", "—", "")]
    assert light_counts(lights) == {"红": 1, "黄": 0, "绿": 0, "—": 1}


def test_a_sheet_for_each_cut_has_shares_denominators_a_frozen_head_and_a_native_chart() -> None:
    found = figures(
        cuts={"member": {"power": SOME}, "week": {"2025-W23": SOME}, "estate": {}},
        lights=(Light("yt-xc", "red", ("x",)),),
    )
    book = load_workbook(BytesIO(workbook(found, a_district())))
    assert book.sheetnames == ["报表", "每日", "分类", "按承办单位", "按小区", "按周", "重复点", "红黄绿"]
    sheet = book["按承办单位"]
    heads = [c.value for c in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert (row["承办单位"].value, row["工单"].value) == ("润州供电", 3)
    assert (row["响应率"].value, row["响应率"].number_format) == (2 / 3, "0.0%")
    assert (row["响应率 分子/分母"].value, row["解决率"].value, row["解决率 分子/分母"].value) == ("2/3", None, "0/0")
    assert [row[f"解决用时 {n}"].value for n in ("中位（分）", "九成（分）", "件数")] == [61, 300, 2]
    assert (sheet.freeze_panes, len(sheet._charts), len(book["按周"]._charts)) == ("B2", 1, 1)
    assert sheet.column_dimensions["A"].width >= 8
    assert book["红黄绿"]["B2"].fill.fgColor.rgb == "00F4C7C3"


def test_what_stands_beside_has_sheets_of_its_own() -> None:
    besides = Beside(
        a_district(),
        NOW.tzinfo,  # type: ignore[arg-type]
        NOW,
        "wx-admin",
        (Correction("2025-06", "三率 解决率", "75.0%（3/4）", "100.0%（4/4）", "补录", "bot", NOW),),
        (Outside("2025-06", "12345", "满意率", "", 0.95, None, None, "通报", "wx-admin", NOW),),
    )
    book = load_workbook(BytesIO(workbook(figures(), a_district(), besides)))
    assert [c.value for c in book["更正"][2]] == [
        "三率 解决率",
        "75.0%（3/4）",
        "100.0%（4/4）",
        "补录",
        "机器人",
        "2025-06-10 02:00",
    ]
    assert [c.value for c in book["外部评价"][2]] == ["12345", "满意率", "全部", "95.0%（对方未给分母）", "通报"]
    assert "管理员周正" in [c.value for c in book["报表"][book["报表"].max_row]][1]
