"""A drop folder: CSV, XLSX and JSON files of records, XML files (CAP, RSS), and TXT files of one announcement each."""

from __future__ import annotations

import asyncio
import csv
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from models.errors import BadFeed, Place
from models.notice import FeedItem, FeedState
from notices.feeds import cap, rss, sheet
from notices.feeds.decoding import decode
from notices.feeds.json import items as json_items
from notices.feeds.port import Fetched, Source, failed, succeeded
from notices.feeds.records import Row, items_of
from notices.feeds.shapes import PLAIN
from notices.feeds.web import SHANGHAI

LIMIT = 2_000_000
_Reader = Callable[[bytes, str, Source], Iterator[FeedItem]]


class FolderFeed:
    """Each file is read once: its digest is kept in the state. A bad file is named with its line and tried again until
    it is put right or taken away; the others go on."""

    def __init__(
        self, name: str, folder: Path, *, member: str = "", trusted: bool = False, tz: ZoneInfo = SHANGHAI
    ) -> None:
        self.name, self.member, self.trusted = name, member, trusted
        self._folder, self._tz = folder, tz

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """Look through the folder once; a missing folder is an empty one."""
        return await asyncio.to_thread(self._look, state, now)

    def _look(self, state: FeedState | None, now: datetime) -> Fetched:
        known = set(state.digest.split("\n")) if state else set()
        done: list[str] = []
        found: list[FeedItem] = []
        wrong: list[str] = []
        for path in self._files():
            try:
                digest, made = self._file(path, known, now)
            except BadFeed as error:
                wrong.append(str(error))
                continue
            except OSError as error:
                wrong.append(f"{path.name}: {error.strerror}")
                continue
            done.append(digest)
            found += made
        after = succeeded(self.name, state, now, digest="\n".join(sorted(done)))
        if wrong:
            after = failed(self.name, after, now, "；".join(wrong)).evolve(
                failures=(state.failures if state else 0) + 1
            )
        return Fetched(tuple(found), after)

    def _files(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(
            p for p in self._folder.iterdir() if p.is_file() and p.suffix.lower() in _READERS and p.name[0] not in ".~"
        )

    def _file(self, path: Path, known: set[str], now: datetime) -> tuple[str, list[FeedItem]]:
        if path.stat().st_size > LIMIT:
            raise BadFeed([(Place(path.name), f"太大，超过 {LIMIT} 字节")])
        raw = path.read_bytes()
        digest = hashlib.blake2b(path.name.encode() + b"\0" + raw, digest_size=12).hexdigest()
        if digest in known:
            return digest, []
        written = min(datetime.fromtimestamp(path.stat().st_mtime, UTC), now)
        source = Source(self.name, self.member, self._tz, written)
        return digest, list(_READERS[path.suffix.lower()](raw, path.name, source))


def _csv(raw: bytes, file: str, source: Source) -> Iterator[FeedItem]:
    yield from items_of(_rows(decode(raw, file), file), PLAIN, source)


def _rows(text: str, file: str) -> Iterator[Row]:
    """The lines below the head, each under the names of the head."""
    lines = csv.reader(StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",", strict=True)
    header: list[str] | None = None
    try:
        for row in lines:
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header = [cell.strip() for cell in row]
                continue
            wrong = f"有 {len(row)} 列，表头是 {len(header)} 列" if len(row) != len(header) else ""
            yield Row(Place(file, lines.line_num), dict(zip(header, row, strict=False)), wrong)
    except csv.Error as error:
        raise BadFeed([(Place(file, lines.line_num), f"CSV 不完整：{error}")]) from None


def _json(raw: bytes, file: str, source: Source) -> Iterator[FeedItem]:
    yield from json_items(decode(raw, file), file, PLAIN, source)


def _xml(raw: bytes, file: str, source: Source) -> Iterator[FeedItem]:
    text = decode(raw, file)
    yield from (cap if cap.is_cap(text) else rss).items(text, file, source)


def _txt(raw: bytes, file: str, source: Source) -> Iterator[FeedItem]:
    text = decode(raw, file).strip()
    if not text:
        raise BadFeed([(Place(file), "文件是空的")])
    yield FeedItem(source.feed, file, text, source.now, source.member)


_READERS: dict[str, _Reader] = {".csv": _csv, ".xlsx": sheet.items, ".json": _json, ".xml": _xml, ".txt": _txt}
