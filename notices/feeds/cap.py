"""The Common Alerting Protocol 1.2 (OASIS): one alert, or several inside another document.

Only public, actual alerts count. An update and a cancellation name what they continue in ``references``. ``onset`` is
when it begins; ``expires`` says until when the message holds, not when supply is back, so it is told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import httpx
from lxml import etree
from typing_extensions import override

from models.errors import BadFeed, Place
from models.notice import Announcement, Block, FeedItem, FeedState
from models.words import NoticeStatus
from notices.doubts import without_time
from notices.feeds.decoding import decode
from notices.feeds.index import Entry, is_index, listed
from notices.feeds.markup import plain_text
from notices.feeds.moments import read_moment
from notices.feeds.port import Fetched, Source, failed, unchanged
from notices.feeds.records import waiting
from notices.feeds.web import TROUBLES, Answer, Ask, WebFeed, Where, conditions
from notices.parse import parse

_CANCEL, _KINDS = "Cancel", ("Alert", "Update", "Cancel")
_LONGEST = 2_000
_CHINESE = ("zh", "zh-cn", "zh-hans", "")


class CapFeed(WebFeed):
    """Each alert is an announcement. An index (RSS, Atom, JSON) is followed to its files, each once.

    The state's digest is that of the answer; below it, a line each, stand the files of the index that were read.
    """

    accept = "application/cap+xml, application/xml;q=0.9, */*;q=0.5"

    @override
    def items(self, text: str, source: Source) -> Iterator[FeedItem]:
        return items(text, self.name, source)

    @override
    async def _look(self, ask: Ask, state: FeedState | None, now: datetime) -> Fetched:
        answer = await ask(self._where.on(now.astimezone(self._tz)).page(1), conditions(state))
        before, *done = state.digest.split("\n") if state else [""]
        if answer.status == httpx.codes.NOT_MODIFIED or (state and state.ok and before == answer.digest):
            return Fetched((), unchanged(self.name, state, now))
        text = self._text(answer)
        if is_index(text):
            return await self._follow(ask, answer, listed(text, self.name, answer.url), frozenset(done), state, now)
        return Fetched(tuple(self.items(text, self._source(now))), self._seen(state, now, answer))

    async def _follow(
        self,
        ask: Ask,
        answer: Answer,
        entries: Sequence[Entry],
        done: frozenset[str],
        state: FeedState | None,
        now: datetime,
    ) -> Fetched:
        """The files that were not read yet, at most so many at a look; the rest is left to the next one."""
        fresh = [entry for entry in entries if entry.key not in done]
        some = fresh[: self._limits.pages]
        read = [await self._file(ask, entry, now) for entry in some]
        strange = [file for file in read if file.unreadable]
        if strange and len(strange) == len(some):
            raise strange[0].unreadable[0]
        wrong = [file.failed for file in read if file.failed]
        kept = done & {entry.key for entry in entries} | {f.entry.key for f in read if not f.failed}
        whole = not wrong and len(some) == len(fresh)
        after = self._seen(state, now, answer if whole else replace(answer, etag="", modified=""))
        after = after.evolve(digest="\n".join([answer.digest if whole else "", *sorted(kept)]))
        found = tuple(item for file in read for item in file.items)
        if wrong:
            after = failed(self.name, after, now, "；".join(wrong[:3])).evolve(
                failures=(state.failures if state else 0) + 1
            )
        return Fetched(found, after)

    async def _file(self, ask: Ask, entry: Entry, now: datetime) -> _File:
        """One file of an index; what was had but cannot be read waits for a person."""
        source, name = self._source(now), entry.link.rsplit("/", 1)[-1][:60]
        try:
            answer = await ask(Where(entry.link), {})
        except TROUBLES as error:
            return _File(entry, failed=f"{self._said(error)}（{name}）")
        text = decode(answer.body, self.name, answer.charset)
        try:
            return _File(entry, tuple(items(text, f"{self.name} {name}", source)))
        except BadFeed as error:
            left = waiting(source, entry.link, f"{name}\n{plain_text(text)[:_LONGEST]}", None, error)
            return _File(entry, (left,), unreadable=(error,))


@dataclass(frozen=True, slots=True)
class _File:
    """A file of an index: what it holds, or why it could not be had, or not be read."""

    entry: Entry
    items: tuple[FeedItem, ...] = ()
    failed: str = ""
    unreadable: tuple[BadFeed, ...] = ()


def is_cap(text: str) -> bool:
    """Whether an XML text speaks of the protocol at all."""
    return "urn:oasis:names:tc:emergency:cap" in text


def items(text: str, file: str, source: Source) -> Iterator[FeedItem]:
    """The alerts of an XML text; BadFeed says what is wrong with it."""
    for alert in _root(text, file).iter("{*}alert"):
        if _of(alert, "status") == "Actual" and _of(alert, "scope") in ("Public", ""):
            kind = _of(alert, "msgType")
            if kind in _KINDS:
                yield _item(alert, kind, file, source)


def _root(text: str, file: str) -> etree._Element:
    safe = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), safe)
    except etree.XMLSyntaxError as error:
        raise BadFeed([(Place(file, error.lineno or 0), f"不是完整的 XML：{error.msg}")]) from None
    if next(root.iter("{*}alert"), None) is None and not is_cap(text):
        raise BadFeed([(Place(file), f"得到的不是 CAP，而是 {etree.QName(root).localname}")])
    return root


def _item(alert: etree._Element, kind: str, file: str, source: Source) -> FeedItem:
    ref = _of(alert, "identifier")
    sent = read_moment(_of(alert, "sent"), source.tz)
    if not ref or sent is None:
        raise BadFeed([(Place(file, alert.sourceline or 0), "CAP 缺 identifier 或 sent")])
    info = _info(alert)
    text = _text(alert, info, kind)
    published = min(sent, source.now)
    said = _said(text, info, kind, published.astimezone(source.tz).replace(tzinfo=None), source)
    return FeedItem(source.feed, ref, text, published, source.member, said, tuple(_references(alert)))


def _info(alert: etree._Element) -> etree._Element:
    """The part in Chinese, else the first; an empty one when there is none."""
    found = list(alert.iterchildren("{*}info"))
    chinese = (i for i in found if _of(i, "language").lower() in _CHINESE)
    return next(chinese, found[0] if found else etree.Element("info"))


def _text(alert: etree._Element, info: etree._Element, kind: str) -> str:
    areas = "、".join(filter(None, (_of(a, "areaDesc") for a in info.iterchildren("{*}area"))))
    title = _of(info, "headline") or _of(info, "event")
    lines = [
        f"{title or '公告'}取消" if kind == _CANCEL and "取消" not in title else title,
        _of(info, "description"),
        f"范围：{areas}" if areas else "",
        _of(info, "instruction"),
        f"电话 {_of(info, 'contact')}" if _of(info, "contact") else "",
        _of(alert, "note"),
        _of(info, "senderName"),
    ]
    return "\n".join(filter(None, lines))


def _said(text: str, info: etree._Element, kind: str, published: datetime, source: Source) -> Announcement:
    """The reading of the text; an onset stands in for a time that it leaves out, and a cancellation is one."""
    read = parse(text, published)
    onset = read_moment(_of(info, "onset"), source.tz)
    if onset and not any(b.start or b.end for b in read.blocks):
        start = onset.astimezone(source.tz).replace(tzinfo=None)
        read = replace(read, blocks=(Block(start, None),), doubts=without_time(read.doubts))
    status = NoticeStatus.CANCELLED if kind == _CANCEL else read.status
    is_notice = read.is_notice or kind == _CANCEL
    publisher = read.publisher or _of(info, "senderName") or None
    return replace(read, is_notice=is_notice, status=status, publisher=publisher, why=(f"CAP {kind}", *read.why))


def _references(alert: etree._Element) -> Iterator[str]:
    """The identifiers in ``sender,identifier,sent sender,identifier,sent …``."""
    for one in _of(alert, "references").split():
        parts = one.split(",")
        if len(parts) == 3:
            yield parts[1]


def _of(parent: etree._Element, name: str) -> str:
    return (parent.findtext(f"{{*}}{name}") or "").strip()
