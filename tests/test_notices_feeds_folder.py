"""A drop folder: each file once, a bad one named, the others go on."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories import NOW, after

from models.notice import FeedState
from models.words import Service
from notices.feeds.folder import FolderFeed
from notices.feeds.port import Fetched

SHAPES = Path(__file__).parent / "data" / "feeds"


def _fetch(folder: Path, state: FeedState | None = None, now: datetime = NOW) -> Fetched:
    return asyncio.run(FolderFeed("投递", folder, member="water", trusted=True).fetch(state, now))


def _drop(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def test_csv_json_and_txt_are_read(tmp_path: Path) -> None:
    for name in ("plain.csv", "plain.json"):
        (tmp_path / name).write_bytes((SHAPES / name).read_bytes())
    _drop(tmp_path, "notice.txt", "因检修，6月12日云亭新村停水。")
    _drop(tmp_path, ".half.txt", "x")
    _drop(tmp_path, "picture.png", "x")
    got = _fetch(tmp_path)
    assert got.state.ok
    assert [i.ref for i in got.items] == ["notice.txt", "c-1", "c-2", "n-1", "n-2"]
    water, power = got.items[1].announcement, got.items[2].announcement
    assert water is not None
    assert power is not None
    assert (water.service, power.service) == (Service.WATER, Service.POWER)
    assert power.blocks[0].end == datetime(2025, 6, 14)  # noqa: DTZ001 (24:00, local)
    assert [a.text for a in power.areas] == ["清荷苑", "柳岸家园"]


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    _drop(tmp_path, "a.txt", "云亭新村停水")
    first = _fetch(tmp_path)
    again = _fetch(tmp_path, first.state, after(minutes=1))
    _drop(tmp_path, "a.txt", "云亭新村停水到明天")
    changed = _fetch(tmp_path, again.state, after(minutes=2))
    assert [len(f.items) for f in (first, again, changed)] == [1, 0, 1]
    assert (again.state.changed_at, changed.state.changed_at) == (NOW, after(minutes=2))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_office_computers(tmp_path: Path, encoding: str) -> None:
    _drop(tmp_path, "a.csv", "编号,内容\n1,云亭新村停水\n", encoding)
    (item,) = _fetch(tmp_path).items
    assert (item.ref, item.text) == ("1", "云亭新村停水")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "编号,内容\n2,停电,多了\n", "a.csv:2: 有 3 列，表头是 2 列"),
        ("a.csv", '编号,内容\n1,"没有收尾\n', "CSV 不完整"),
        ("a.csv", "编号,开始时间,范围\n1,明天,云亭新村\n", "a.csv:2 = '明天': 时间读不懂"),
        ("a.csv", "号,话\n1,停水\n", "a.csv:2: 认不出字段：有 号、话"),
        ("a.json", '{"items": [', "不是完整的 JSON"),
        ("a.txt", "  \n", "a.txt: 文件是空的"),
    ],
)
def test_a_bad_file_is_named_and_the_others_go_on(tmp_path: Path, name: str, content: str, said: str) -> None:
    _drop(tmp_path, name, content)
    _drop(tmp_path, "good.txt", "云亭新村停水")
    got = _fetch(tmp_path)
    assert [i.ref for i in got.items] == ["good.txt"]
    assert not got.state.ok
    assert said in got.state.error


def test_a_bad_row_waits_for_a_person_and_the_others_are_taken(tmp_path: Path) -> None:
    rows = "编号,类别,开始时间,范围,停水时间\n1,停水,,云亭新村,6月12日8:00-17:00\n2,停水,明早,清荷苑,\n3,停水,多了,一,,列\n"
    _drop(tmp_path, "a.csv", rows)
    got = _fetch(tmp_path)
    assert got.state.ok
    good, late, odd = got.items
    assert (good.ref, good.announcement) == ("1", None)
    assert "停水时间：6月12日8:00-17:00" in good.text
    assert late.announcement is not None
    assert odd.announcement is not None
    assert (late.ref, late.announcement.doubts[0]) == ("2", "a.csv:3 = '明早': 时间读不懂")
    assert [a.text for a in late.announcement.areas] == ["清荷苑"]
    assert (odd.ref, odd.announcement.doubts[0]) == ("3", "a.csv:4: 有 6 列，表头是 5 列")
    assert _fetch(tmp_path, got.state, after(minutes=1)).items == ()


def test_a_bad_file_stays_named_until_it_is_put_right(tmp_path: Path) -> None:
    bad = _drop(tmp_path, "a.json", "{")
    first = _fetch(tmp_path).state
    second = _fetch(tmp_path, first, after(minutes=1)).state
    bad.unlink()
    third = _fetch(tmp_path, second, after(minutes=2)).state
    assert [(s.ok, s.failures) for s in (first, second, third)] == [(False, 1), (False, 2), (True, 0)]


def test_a_huge_or_undecodable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"a" * 2_000_001)
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x80\xff")
    error = _fetch(tmp_path).state.error
    assert "big.txt: 太大" in error
    assert "bytes.txt: 不是 UTF-8" in error


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    got = _fetch(tmp_path / "nowhere")
    assert (got.items, got.state.ok) == ((), True)


def test_a_text_counts_from_when_it_was_written_but_never_from_the_future(tmp_path: Path) -> None:
    path = _drop(tmp_path, "a.txt", "云亭新村停水")
    written = datetime(2025, 6, 9, 1, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    assert _fetch(tmp_path).items[0].published_at == datetime(2025, 6, 9, 1, tzinfo=UTC)
    os.utime(path, (written + 9e6, written + 9e6))
    assert _fetch(tmp_path).items[0].published_at == NOW
