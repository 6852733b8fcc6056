"""The report as a workbook: what was counted, how it is counted, part by part, with charts."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from console.beside import CORRECTION_HEADS, OUTSIDE_HEADS, SCORE_HEADS, Beside
from console.cuts import COLUMNS, NAMES, Column, light_lines, named, parts, spot_lines
from console.figures import late_members, members, period, rows, services, urgencies
from console.sheets import COUNT, MINUTES, PLAIN, SHARE, Value, chart, head, line, printable, table, toned
from models.areas import District
from models.figures import Cut, Figures, Rate, Spread

_WIDTHS = (10, 16, 12, 26, 48)
CHARTED = 20
"""Parts in a chart; more cannot be read."""


def workbook(figures: Figures, district: District, besides: Beside | None = None) -> bytes:
    """An XLSX file: 报表, 每日 (with a chart), 分类, a sheet for each cut, 重复点 and 红黄绿; then 更正, 外部评价 and 问效, if any."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _report(book.create_sheet("报表"), figures)
    _days(book.create_sheet("每日"), figures)
    _kinds(book.create_sheet("分类"), figures, district)
    for name in (n for n in NAMES if n in figures.cuts):
        _cut(book.create_sheet(NAMES[name]), name, figures, district)
    _spots(book.create_sheet("重复点"), figures, district)
    if "estate" in figures.cuts:
        _lights(book.create_sheet("红黄绿"), figures, district)
    _besides(book, besides)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _besides(book: Workbook, found: Beside | None) -> None:
    if found is None:
        return
    if found.head:
        line(book["报表"], ("公布", found.head))
    if found.corrections:
        table(book.create_sheet("更正"), CORRECTION_HEADS, found.correction_lines, (PLAIN,) * 6)
    if found.outside:
        table(book.create_sheet("外部评价"), OUTSIDE_HEADS, found.outside_lines, (PLAIN,) * 5)
    if found.scores:
        forms = (PLAIN, PLAIN, PLAIN, MINUTES, MINUTES, PLAIN)
        table(book.create_sheet("问效"), SCORE_HEADS, found.score_lines, forms)


def _report(sheet: Worksheet, figures: Figures) -> None:
    line(sheet, (f"网格服务机器人 报表 {period(figures)}",))
    sheet["A1"].font = Font(bold=True, size=14)
    head(sheet, ("类别", "指标", "数值", "读作", "口径"))
    for row in rows(figures):
        line(sheet, (row.group, row.label, row.number, row.value, row.note))
        whole = row.number is None or float(row.number).is_integer()
        sheet.cell(sheet.max_row, 3).number_format = SHARE if row.share else COUNT if whole else MINUTES
    for note in figures.notes:
        line(sheet, ("备注", note))
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    printable(sheet)


def _days(sheet: Worksheet, figures: Figures) -> None:
    days = sorted(figures.by_day.items())
    count = table(sheet, ("日期", "捕捉"), days, (PLAIN, COUNT))
    sheet.column_dimensions["A"].width = 14
    if count:
        chart(sheet, "每日捕捉（条）", (2,), count + 1, at="D2")


def _kinds(sheet: Worksheet, figures: Figures, district: District) -> None:
    names = {m.code: m.name for m in district.members}
    kinds = (("服务", services(figures)), ("紧急程度", urgencies(figures)), ("承办单位", members(figures, names)))
    for kind, counts in kinds:
        head(sheet, (kind, "工单"))
        for name, count in counts:
            line(sheet, (name, count))
        sheet.append([])
    if late := late_members(figures, names):
        head(sheet, ("提前不足的公告", "晚于法定提前量 / 计划类公告"))
        for name, rate in late:
            line(sheet, (name, rate))
    sheet.column_dimensions["A"].width = 24


def _cut(sheet: Worksheet, name: str, figures: Figures, district: District) -> None:
    """A row for each part; a rate has its share and what it is a share of, a time its median, its ninth decile and how many."""
    fields = [(c, heading, form) for c in COLUMNS for heading, form in _headings(c)]
    headings = (NAMES[name].removeprefix("按"), *(heading for _, heading, _ in fields))
    found = parts(name, figures)
    lines = ((named(name, key, district), *_values(cut)) for key, cut in found)
    count = table(sheet, headings, lines, (PLAIN, *(form for *_, form in fields)))
    if not count:
        return
    last, at = min(count, CHARTED) + 1, f"B{count + 4}"
    if name in ("week", "day"):
        chart(sheet, "工单与解决（件）", (2, headings.index("解决") + 1), last, lines=True, at=at)
    else:
        rates = [headings.index(rate) + 1 for rate in ("响应率", "解决率", "满意率")]
        chart(sheet, "三率", rates, last, share=True, at=at)


def _headings(column: Column) -> tuple[tuple[str, str], ...]:
    if column.share:
        return (column.name, SHARE), (f"{column.name} 分子/分母", PLAIN)
    if column.minutes:
        return (
            (f"{column.name} 中位（分）", MINUTES),
            (f"{column.name} 九成（分）", MINUTES),
            (f"{column.name} 件数", COUNT),
        )
    return ((column.name, COUNT),)


def _values(cut: Cut) -> Iterator[Value]:
    for column in COLUMNS:
        value = column.value(cut)
        if isinstance(value, Rate):
            yield from (value.share, f"{value.part}/{value.whole}")
        elif isinstance(value, Spread):
            yield from (value.p50, value.p90, value.count)
        else:
            yield value


def _spots(sheet: Worksheet, figures: Figures, district: District) -> None:
    headings = ("小区", "楼栋", "事项", "次数", "工单")
    table(sheet, headings, spot_lines(figures.hot_spots, district), (PLAIN, PLAIN, PLAIN, COUNT, PLAIN))


def _lights(sheet: Worksheet, figures: Figures, district: District) -> None:
    table(sheet, ("小区", "颜色", "依据"), light_lines(figures.lights, district), (PLAIN, PLAIN, PLAIN))
    toned(sheet, 2)
    sheet.column_dimensions[get_column_letter(3)].width = 60
