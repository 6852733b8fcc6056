"""Worksheets in the drop folder: a title above the head, real dates, empty rows, and files that are no worksheets."""

from __future__ import annotations

import asyncio
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from factories import NOW
from openpyxl import Workbook

from models.words import Service
from notices.feeds import sheet
from notices.feeds.folder import FolderFeed
from notices.feeds.port import Fetched

HEAD = ["编号", "类别", "开始时间", "结束时间", "范围", "原因"]


def _book(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _drop(folder: Path, raw: bytes) -> Fetched:
    (folder / "停水.xlsx").write_bytes(raw)
    return asyncio.run(FolderFeed("投递", folder, member="water").fetch(None, NOW))


def test_rows_are_announcements(tmp_path: Path) -> None:
    start, end = datetime(2025, 6, 12, 8), datetime(2025, 6, 12, 17)  # noqa: DTZ001 (a cell has no zone)
    raw = _book(
        ["六月停水计划表"], HEAD, [7.0, "停水", start, end, "云亭新村1-5幢", "检修"], [],
        [8, "停水", "2025-06-13 08:00", "2025-06-13 12:00", "清荷苑", None],
    )  # fmt: skip
    got = _drop(tmp_path, raw)
    assert got.state.ok, got.state.error
    first, second = got.items
    assert first.announcement is not None
    assert (first.ref, second.ref, first.announcement.service) == ("7", "8", Service.WATER)
    assert [(b.start, b.end) for b in first.announcement.blocks] == [(start, end)]
    assert [a.text for a in first.announcement.areas] == ["云亭新村1-5幢"]


def test_a_bad_time_is_named_with_its_row(tmp_path: Path) -> None:
    got = _drop(tmp_path, _book(HEAD, [1, "停水", "下周吧", "", "清荷苑", ""]))
    assert (got.items, got.state.ok) == ((), False)
    assert "停水.xlsx:2" in got.state.error
    assert "时间读不懂" in got.state.error


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK no archive", "不是完整的 XLSX"),
        (_book(HEAD)[:900], "不是完整的 XLSX"),
        (_book(["姓名", "电话"], ["张三", "1"]), "没有找到表头"),
        (_book(), "没有找到表头"),
    ],
)
def test_what_is_no_plan_is_named(raw: bytes, said: str, tmp_path: Path) -> None:
    assert said in _drop(tmp_path, raw).state.error


def test_an_archive_that_unpacks_without_end_is_left(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (sheet.UNPACKED + 1))
    assert "解开后太大" in _drop(tmp_path, out.getvalue()).state.error
