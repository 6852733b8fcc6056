from __future__ import annotations

from datetime import date
from io import BytesIO

from factories import a_district
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from console.workbook import workbook
from models.figures import Figures, Rate

FIGURES = Figures(
    date(2025, 6, 1),
    date(2025, 6, 2),
    notices={"power": 152},
    satisfaction=Rate(49, 50),
    by_day={"2025-06-02": 4, "2025-06-01": 3},
    by_member={"power": 2, "=1+1": 1},
    notes=("=cmd()",),
)


def opened() -> Workbook:
    return load_workbook(BytesIO(workbook(FIGURES, a_district())))


def test_the_report_has_numbers_and_their_reading() -> None:
    lines = [[c.value for c in row] for row in opened()["报表"].iter_rows()]
    assert lines[0][0] == "网格服务机器人 报表 2025-06-01 至 2025-06-02"
    assert lines[1] == ["类别", "指标", "数值", "读作", "口径"]
    assert ["公告", "停电公告", 152, "152 条", "发到群 0 次"] in lines
    assert ["三率", "满意率", 0.98, "98.0%（49/50）", "满意和基本满意 / 已评价"] in lines


def test_shares_are_shown_as_percent() -> None:
    sheet = opened()["报表"]
    formats = {row[1].value: row[2].number_format for row in sheet.iter_rows()}
    assert formats["满意率"] == "0.0%"
    assert formats["停电公告"] == "#,##0"


def test_the_days_are_in_order_beside_a_chart() -> None:
    sheet = opened()["每日"]
    assert [[c.value for c in row] for row in sheet.iter_rows()][1:3] == [["2025-06-01", 3], ["2025-06-02", 4]]
    assert len(sheet._charts) == 1


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    book = opened()
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if str(c.value).startswith("=")]
    assert [c.data_type for c in cells] == ["s", "s"]


def test_members_have_their_names() -> None:
    names = [row[0].value for row in opened()["分类"].iter_rows()]
    assert "润州供电" in names
