"""A worksheet (XLSX) as records: the first row that holds names of fields is the head, dates are written out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from models.errors import BadFeed, Place
from models.notice import FeedItem
from notices.feeds.port import Source
from notices.feeds.records import Row, items_of
from notices.feeds.shapes import PLAIN, names_of

UNPACKED = 60_000_000
ROWS, COLUMNS = 5_000, 60


def items(raw: bytes, file: str, source: Source) -> Iterator[FeedItem]:
    """The rows of the first sheet that holds some; BadFeed when it is no worksheet of ours."""
    for rows in _sheets(raw, file):
        head, start = _head(rows)
        if head:
            below = enumerate(rows[start:], start=start + 1)
            found = [Row(Place(file, n), dict(zip(head, row, strict=False))) for n, row in below if any(row)]
            yield from items_of(found, PLAIN, source)
            return
    raise BadFeed([(Place(file), "没有找到表头：要有“范围”“开始时间”“内容”这样的列名")])


def _sheets(raw: bytes, file: str) -> Iterator[list[list[str]]]:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise BadFeed([(Place(file), f"解开后太大，超过 {UNPACKED} 字节")])
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise BadFeed([(Place(file), f"不是完整的 XLSX：{error}")]) from None
    try:
        for sheet in book.worksheets:
            rows = sheet.iter_rows(values_only=True, max_col=COLUMNS)
            yield [[_written(cell) for cell in row] for row in islice(rows, ROWS)]
    finally:
        book.close()


def _head(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """The names, and the index of the row below them; a title may stand above."""
    known = names_of(PLAIN)
    for index, row in enumerate(rows[:10]):
        if sum(cell in known for cell in row) >= min(2, sum(map(bool, row)) or 2):
            return list(row), index + 1
    return [], 0


def _written(cell: object) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.strftime("%Y-%m-%d")
        case time():
            return cell.strftime("%H:%M")
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()
