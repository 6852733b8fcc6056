"""A feed that answers with JSON: a list of records, or an object that holds one; on one page or on several."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import httpx
from typing_extensions import override

from models.errors import BadFeed, Place
from models.notice import FeedItem, FeedState
from notices.feeds.port import Fetched, Source, failed, succeeded, unchanged
from notices.feeds.records import Row, items_of
from notices.feeds.shapes import PLAIN, Shape
from notices.feeds.web import TROUBLES, Answer, Ask, WebFeed, Where, conditions

_DEEP = 2


@dataclass(frozen=True, slots=True)
class _Page:
    """One page of a list: its records, of how many pages it says to be (0 = it does not), and where the list goes on
    (None = it ends here)."""

    answer: Answer
    rows: tuple[Row, ...]
    of: int
    next: Where | None


class JsonFeed(WebFeed):
    """``shape`` says under which names its records give what (``shapes.PRESETS``, ``shapes.shaped``).

    A list goes on where the address or the form asks for ``{page}``, or where an answer names the next page: in the
    fields of its shape, or in its ``Link`` head.
    """

    accept = "application/json, */*;q=0.5"

    def __init__(self, name: str, where: Where | str, *, shape: Shape = PLAIN, **others: Any) -> None:
        super().__init__(name, where, **others)
        self._shape = shape

    @override
    def items(self, text: str, source: Source) -> Iterator[FeedItem]:
        return items(text, self.name, self._shape, source)

    @override
    async def _look(self, ask: Ask, state: FeedState | None, now: datetime) -> Fetched:
        """Page after page to the last one; what was read is taken also when a later page cannot be had."""
        where = self._where.on(now.astimezone(self._tz))
        first = await ask(where.page(1), {} if where.paged else conditions(state))
        if first.status == httpx.codes.NOT_MODIFIED or self._known(first, where, state):
            return Fetched((), unchanged(self.name, state, now))
        pages, wrong = await self._pages(ask, where, first)
        return self._read(pages, wrong, state, now)

    def _known(self, first: Answer, where: Where, state: FeedState | None) -> bool:
        """Whether it is the one page that was read last time."""
        return not where.paged and state is not None and state.ok and state.digest == first.digest

    async def _pages(self, ask: Ask, where: Where, first: Answer) -> tuple[list[_Page], str]:
        """The pages, and what kept a further one from being read."""
        pages = [self._page(first, where, 1)]
        while (following := pages[-1].next) is not None and len(pages) < self._limits.pages:
            try:
                page = self._page(await ask(following, {}), where, len(pages) + 1, pages[0].of)
            except TROUBLES as error:
                return pages, f"{self._said(error)}（第 {len(pages) + 1} 页）"
            if not page.rows or any(page.answer.digest == p.answer.digest for p in pages):
                break
            pages.append(page)
        return pages, ""

    def _page(self, answer: Answer, where: Where, number: int, of: int = 0) -> _Page:
        payload = _payload(self._text(answer), self.name)
        found = _records(payload, self._shape, self.name, further=number > 1)
        on = f"第 {number} 页 " if number > 1 else ""
        rows = tuple(Row(Place(self.name, path=f"{on}[{n}]"), record) for n, record in enumerate(found, start=1))
        of = _count(payload, self._shape) or of
        following = self._next(payload, answer, where, number, of) if rows else None
        return _Page(answer, rows, of, following)

    def _next(self, payload: object, answer: Answer, where: Where, number: int, of: int) -> Where | None:
        if where.paged:
            return None if of and number >= of else where.page(number + 1)
        link = _told(payload, self._shape.next) or answer.next
        return Where(urljoin(answer.url, link)) if isinstance(link, str) and link.strip() else None

    def _read(self, pages: Sequence[_Page], wrong: str, state: FeedState | None, now: datetime) -> Fetched:
        digest = _digest(pages)
        if state and state.ok and state.digest == digest and not wrong:
            return Fetched((), unchanged(self.name, state, now))
        found = tuple(items_of((row for page in pages for row in page.rows), self._shape, self._source(now)))
        if wrong:
            return Fetched(found, failed(self.name, state, now, wrong))
        if left := self._left(pages):
            return Fetched(found, succeeded(self.name, state, now, digest=digest).evolve(error=left))
        if len(pages) == 1 and not self._where.paged:
            return Fetched(found, self._seen(state, now, pages[0].answer))
        return Fetched(found, succeeded(self.name, state, now, digest=digest))

    def _left(self, pages: Sequence[_Page]) -> str:
        """That there is more than was read; "" when there is not."""
        if pages[-1].next:
            return f"{self.name}: 后面还有，只看了前 {len(pages)} 页（pages）"
        if len(pages) == 1 and not self._where.paged and pages[0].of > 1:
            return f"{self.name}: 一共 {pages[0].of} 页，只看了第 1 页：在 url 或 form 里写 {{page}}"
        return ""


def _digest(pages: Sequence[_Page]) -> str:
    """Of one page its own, so that it is known again before it is read."""
    if len(pages) == 1:
        return pages[0].answer.digest
    return hashlib.blake2b("\n".join(p.answer.digest for p in pages).encode(), digest_size=16).hexdigest()


def items(text: str, file: str, shape: Shape, source: Source) -> Iterator[FeedItem]:
    """The items of a JSON text; BadFeed says where it is wrong."""
    rows = enumerate(_records(_payload(text, file), shape, file), start=1)
    yield from items_of([Row(Place(file, path=f"[{n}]"), record) for n, record in rows], shape, source)


def _payload(text: str, file: str) -> object:
    if text.lstrip()[:1] == "<":
        raise BadFeed([(Place(file), "得到的是网页，不是 JSON")])
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFeed([(Place(file, error.lineno), f"不是完整的 JSON：{error.msg}")]) from None
    except RecursionError:
        raise BadFeed([(Place(file), "JSON 嵌套太深")]) from None


def _records(payload: object, shape: Shape, file: str, *, further: bool = False) -> Sequence[object]:
    """The list of records; a page behind the last one (``further``) may hold none."""
    found = payload
    while isinstance(found, dict):
        name = next((name for name in (*shape.rows, *PLAIN.rows) if name in found), None)
        if name is None and any(n in found for n in (*shape.ref, *shape.text, *shape.areas)):
            return [found]
        if name is None or (found[name] is None and not further):
            raise BadFeed([(Place(file), f"没有找到列表：有 {'、'.join(map(str, list(found)[:12])) or '空对象'}")])
        found = found[name]
    if found is None and further:
        return []
    if not isinstance(found, list) or (found and not any(isinstance(r, dict) for r in found)):
        raise BadFeed([(Place(file), "列表里应是一条条对象")])
    return found


def _count(payload: object, shape: Shape) -> int:
    said = str(_told(payload, shape.pages))
    return int(said) if said.isdigit() else 0


def _told(payload: object, names: Sequence[str], depth: int = _DEEP) -> object:
    """What an answer says beside its list under one of ``names``, at its top or a little below; None when nothing."""
    if not isinstance(payload, dict):
        return None
    if told := next((payload[name] for name in names if payload.get(name)), None):
        return told
    deeper = (_told(inner, names, depth - 1) for inner in payload.values()) if depth else ()
    return next((told for told in deeper if told is not None), None)
