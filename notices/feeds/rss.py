"""RSS and Atom, as community services (RSSHub) offer the pages of utilities."""

from __future__ import annotations

import hashlib
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from models.errors import BadFeed, Place
from models.notice import FeedItem
from notices.feeds.markup import plain_text
from notices.feeds.moments import read_moment
from notices.feeds.port import Source
from notices.feeds.web import WebFeed

_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_WHOLE = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF)>\s*$", re.IGNORECASE)


class RssFeed(WebFeed):
    """Each entry is an announcement: its title and its text."""

    accept = "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"

    def items(self, text: str, source: Source) -> Iterator[FeedItem]:
        """The items of an answer."""
        return items(text, self.name, source)


def items(text: str, file: str, source: Source) -> Iterator[FeedItem]:
    """The announcements of a feed; BadFeed as ``entries``."""
    yield from (_item(entry, source) for entry in entries(text, file) if _text(entry))


def entries(text: str, file: str) -> list[Any]:
    """The entries of a feed; BadFeed when it is none, or was cut off: half an announcement says something else."""
    whole = _PROLOG.sub("", text)
    read = feedparser.parse(BytesIO(whole.encode()), response_headers={"content-type": "text/xml; charset=utf-8"})
    if not read.get("version"):
        raise BadFeed([(Place(file), "得到的不是 RSS，也不是 Atom")])
    if read.get("bozo") and not _WHOLE.search(whole):
        raise BadFeed([(Place(file), "RSS 不完整，断在半路")])
    return list(read["entries"])


def _item(entry: Any, source: Source) -> FeedItem:
    text = _text(entry)
    ref = entry.get("id") or entry.get("link") or hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    published = min(_published(entry, source) or source.now, source.now)
    return FeedItem(source.feed, str(ref), text, published, source.member)


def _text(entry: Any) -> str:
    title = plain_text(entry.get("title", ""))
    bodies = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
    body = max((plain_text(b) for b in bodies), key=len)
    return body if title and body.startswith(title) else "\n".join(filter(None, (title, body)))


def _published(entry: Any, source: Source) -> datetime | None:
    """When it was published; a time without a zone is local, whatever the standard says."""
    for name in ("published", "updated"):
        said, parsed = entry.get(name, ""), entry.get(f"{name}_parsed")
        if local := read_moment(said, source.tz):
            return local
        if parsed:
            return datetime.fromtimestamp(timegm(parsed), UTC)
    return None
