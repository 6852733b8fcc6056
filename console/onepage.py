"""The week as a DOCX of one page A4."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from console.text import one_line
from console.weekly import Week, compared, foot, lists, title

_FONT, _SIZE, _SMALL = "宋体", Pt(9.5), Pt(8)
_LINE = 50
"""Characters of a line of a list; a longer one is cut, so that the page stays one."""
_WIDTHS = (Cm(3.6), Cm(5.2), Cm(5.2), Cm(3.6))


def onepage(week: Week) -> bytes:
    """A DOCX: heading, this week against the last one, the lists, how it was counted."""
    page = Document()
    _paper(page)
    head = page.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(head, title(week), bold=True, size=Pt(15))
    _table(page, week)
    for name, lines in lists(week):
        _run(_paragraph(page, before=Pt(4)), name, bold=True, size=Pt(10.5), colour=RGBColor(0x1B, 0x5E, 0x58))
        for line in lines:
            _run(_paragraph(page), f"· {one_line(line, _LINE)}")
    _run(_paragraph(page, before=Pt(6)), foot(week), size=_SMALL, colour=RGBColor(0x60, 0x60, 0x60))
    out = BytesIO()
    page.save(out)
    return out.getvalue()


def _paper(page: Any) -> None:
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.3)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _table(page: Any, week: Week) -> None:
    table = page.add_table(rows=1, cols=4)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    _cells(table.rows[0], ("指标", "本周", "上周", "比上周"), bold=True)
    for line in compared(week):
        _cells(table.add_row(), line)


def _cells(row: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = width
        _run(cell.paragraphs[0], text, bold=bold)


def _paragraph(page: Any, before: Pt | None = None) -> Any:
    paragraph = page.add_paragraph()
    if before is not None:
        paragraph.paragraph_format.space_before = before
    return paragraph


def _run(paragraph: Any, text: str, *, bold: bool = False, size: Pt = _SIZE, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, size, _FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    if colour is not None:
        run.font.color.rgb = colour
