"""An index of announcements that lie elsewhere: RSS, Atom or JSON whose entries lead to one file each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urljoin

from models.errors import BadFeed, Place
from notices.feeds.rss import entries
from notices.feeds.shapes import first

_INDEX = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
_LINK = ("cap", "capUrl", "capurl", "cap_url", "url", "link", "href", "file", "path", "链接", "文件")
_STAMP = ("updated", "updatedAt", "modified", "sent", "pubDate", "published", "更新时间", "发布时间")
_ROWS = ("data", "items", "list", "rows", "records", "alerts", "entries", "features", "result")
_CAP = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that an index leads to; ``stamp`` is the index's own word on when it changed last ("" = none)."""

    link: str
    stamp: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other, and from itself after a change."""
        return blake2b(f"{self.link}\0{self.stamp}".encode(), digest_size=8).hexdigest()


def is_index(text: str) -> bool:
    """Whether an answer leads to announcements instead of holding them."""
    start = text.lstrip("\ufeff \r\n\t")
    return start[:1] in ("{", "[") or bool(_INDEX.search(start[:2000]) and not re.search(r"<(?:\w+:)?alert[\s>]", text))


def listed(text: str, file: str, base: str) -> tuple[Entry, ...]:
    """Where an index leads, in its order, each once; ``base`` is its own address. BadFeed says what is wrong with it."""
    found = _of_json(text, file) if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[") else _of_xml(text, file)
    whole = (Entry(urljoin(base, e.link.strip()), e.stamp) for e in found)
    return tuple(dict.fromkeys(e for e in whole if e.link.startswith(("http://", "https://"))))


def _of_xml(text: str, file: str) -> Iterator[Entry]:
    for entry in entries(text, file):
        if link := _link(entry):
            yield Entry(link, str(entry.get("updated") or entry.get("published") or ""))


def _link(entry: Any) -> str:
    """The link that says of itself that it leads to CAP, else an attached file, else the link of the entry."""
    links = entry.get("links", [])
    ours = (each.get("href", "") for each in links if each.get("type", "") == _CAP)
    attached = (each.get("href", "") for each in links if each.get("rel") == "enclosure")
    return str(next(ours, "") or next(attached, "") or entry.get("link", ""))


def _of_json(text: str, file: str) -> Iterator[Entry]:
    try:
        found: object = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise BadFeed([(Place(file), "不是完整的 JSON")]) from None
    while isinstance(found, Mapping):
        name = next((name for name in _ROWS if name in found), None)
        if name is None:
            raise BadFeed([(Place(file), f"没有找到列表：有 {'、'.join(map(str, list(found)[:12])) or '空对象'}")])
        found = found[name]
    yield from _of_list(found, file)


def _of_list(found: object, file: str) -> Iterator[Entry]:
    rows: Sequence[object] = found if isinstance(found, list) else ()
    made = [Entry(row) if isinstance(row, str) else _of_record(row) for row in rows]
    if not isinstance(found, list) or (made and not any(e.link for e in made)):
        raise BadFeed([(Place(file), f"列表里没有链接：要有 {'、'.join(_LINK[:6])} 之一")])
    yield from (e for e in made if e.link)


def _of_record(row: object) -> Entry:
    return Entry(first(row, _LINK), first(row, _STAMP)) if isinstance(row, Mapping) else Entry("")
