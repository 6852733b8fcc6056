"""Sheets of a workbook: headings, lines, number formats, charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

COUNT, SHARE, MINUTES, PLAIN = "#,##0", "0.0%", "#,##0.0", "General"
COLOURS = ("1B7F79", "D98E04", "B23A48", "4F6D7A")
_HEADING = 12
"""Places of a heading before it goes on in a second line."""
_HEAD = PatternFill("solid", fgColor="E0EFEA")
_TONES = {"红": "F4C7C3", "黄": "FCE8B2", "绿": "CDE7D8"}
Value = str | float | None


def head(sheet: Worksheet, texts: Sequence[str]) -> None:
    """A line of headings."""
    line(sheet, texts)
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)


def line(sheet: Worksheet, values: Iterable[Value], formats: Sequence[str] = ()) -> None:
    """A row; a text stays a text, even when it begins like a formula."""
    sheet.append(list(values))
    for place, cell in enumerate(sheet[sheet.max_row]):
        if cell.data_type == "f":
            cell.data_type = "s"
        if place < len(formats):
            cell.number_format = formats[place]


def table(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Value]], formats: Sequence[str]) -> int:
    """A whole sheet that is one table: headings that stay in sight, a filter, columns wide enough; how many rows."""
    head(sheet, headings)
    count = 0
    for values in rows:
        line(sheet, values, formats)
        count += 1
    sheet.freeze_panes = "B2"
    if count:
        sheet.auto_filter.ref = sheet.dimensions
    _widen(sheet)
    printable(sheet)
    return count


def printable(sheet: Worksheet) -> None:
    """A4 across, as wide as one page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _widen(sheet: Worksheet) -> None:
    """Columns as wide as what stands in them; a Chinese character takes two places."""
    for number, cells in enumerate(sheet.iter_cols(max_row=min(sheet.max_row, 200)), start=1):
        shown = [_places(str(c.value)) for c in cells[1:] if c.value is not None]
        longest = max([*shown, min(_places(str(cells[0].value or "")), _HEADING)])
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 8), 60)


def _places(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text[:60])


def toned(sheet: Worksheet, column: int) -> None:
    """Paint the cells of a column that name a colour."""
    for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column):
        if tone := _TONES.get(str(cell.value)):
            cell.fill = PatternFill("solid", fgColor=tone)


def chart(
    sheet: Worksheet,
    title: str,
    columns: Sequence[int],
    last: int,
    *,
    lines: bool = False,
    share: bool = False,
    at: str,
) -> None:
    """A native chart of some columns of the sheet (1-based) down to row ``last``, named by its first column."""
    drawn: BarChart | LineChart = LineChart() if lines else BarChart()
    drawn.title, drawn.width, drawn.height = title, 22, 9
    for column in columns:
        drawn.add_data(Reference(sheet, min_col=column, min_row=1, max_row=last), titles_from_data=True)
    drawn.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    for series, colour in zip(drawn.series, COLOURS, strict=False):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
    if share:
        drawn.y_axis.number_format, drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = "0%", 0, 1
    if len(columns) == 1:
        drawn.legend = None
    drawn.x_axis.delete = drawn.y_axis.delete = False
    sheet.add_chart(drawn, at)
