"""The report as a workbook: what was counted, day by day, with a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from console.figures import late_members, members, period, rows, services, urgencies
from models.figures import Figures

_HEAD = PatternFill("solid", fgColor="E0EFEA")
_WIDTHS = (10, 16, 12, 22, 44)


def workbook(figures: Figures, names: Mapping[str, str]) -> bytes:
    """An XLSX file: 报表, 每日 (with a chart), 分类; ``names`` are the members' names by code."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _report(book.create_sheet("报表"), figures)
    _days(book.create_sheet("每日"), figures)
    _kinds(book.create_sheet("分类"), figures, names)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _report(sheet: Worksheet, figures: Figures) -> None:
    _line(sheet, (f"网格服务机器人 报表 {period(figures)}",))
    sheet["A1"].font = Font(bold=True, size=14)
    _head(sheet, ("类别", "指标", "数值", "读作", "口径"))
    for row in rows(figures):
        _line(sheet, (row.group, row.label, row.number, row.value, row.note))
        sheet.cell(sheet.max_row, 3).number_format = "0.0%" if row.share else "General"
    for note in figures.notes:
        _line(sheet, ("备注", note))
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"


def _days(sheet: Worksheet, figures: Figures) -> None:
    _head(sheet, ("日期", "捕捉"))
    for day, count in sorted(figures.by_day.items()):
        _line(sheet, (day, count))
    sheet.column_dimensions["A"].width = 14
    if figures.by_day:
        sheet.add_chart(_chart(sheet, len(figures.by_day)), "D2")


def _chart(sheet: Worksheet, count: int) -> BarChart:
    chart = BarChart()
    chart.title, chart.legend, chart.gapWidth = "每日捕捉（条）", None, 60
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=count + 1), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=count + 1))
    chart.width, chart.height = 22, 9
    chart.x_axis.delete = chart.y_axis.delete = False
    return chart


def _kinds(sheet: Worksheet, figures: Figures, names: Mapping[str, str]) -> None:
    kinds = (("服务", services(figures)), ("紧急程度", urgencies(figures)), ("承办单位", members(figures, names)))
    for kind, counts in kinds:
        _head(sheet, (kind, "工单"))
        for name, count in counts:
            _line(sheet, (name, count))
        sheet.append([])
    if late := late_members(figures, names):
        _head(sheet, ("提前不足的公告", "晚于法定提前量 / 计划类公告"))
        for name, rate in late:
            _line(sheet, (name, rate))
    sheet.column_dimensions["A"].width = 24


def _head(sheet: Worksheet, texts: Sequence[str]) -> None:
    _line(sheet, texts)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(vertical="center")


def _line(sheet: Worksheet, values: Iterable[str | float | None]) -> None:
    """A row; a text stays a text, even when it begins like a formula."""
    sheet.append(list(values))
    for cell in sheet[sheet.max_row]:
        if cell.data_type == "f":
            cell.data_type = "s"
