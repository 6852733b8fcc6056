"""A feed that answers with JSON: a list of records, or an object that holds one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from models.errors import BadFeed, Place
from models.notice import FeedItem
from notices.feeds.shapes import PLAIN, Record, Shape, Source, item
from notices.feeds.web import WebFeed, Where


class JsonFeed(WebFeed):
    """``shape`` says under which names its records give what (``shapes.PRESETS``, ``shapes.shaped``)."""

    accept = "application/json, */*;q=0.5"

    def __init__(self, name: str, where: Where | str, *, shape: Shape = PLAIN, **others: Any) -> None:
        super().__init__(name, where, **others)
        self._shape = shape

    def items(self, text: str, source: Source) -> Iterator[FeedItem]:
        """The items of an answer."""
        return items(text, self.name, self._shape, source)


def items(text: str, file: str, shape: Shape, source: Source) -> Iterator[FeedItem]:
    """The items of a JSON text; BadFeed says where it is wrong."""
    if text.lstrip()[:1] == "<":
        raise BadFeed([(Place(file), "得到的是网页，不是 JSON")])
    try:
        payload = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadFeed([(Place(file, error.lineno), f"不是完整的 JSON：{error.msg}")]) from None
    except RecursionError:
        raise BadFeed([(Place(file), "JSON 嵌套太深")]) from None
    for number, record in enumerate(_records(payload, shape, file), start=1):
        yield item(record, shape, source, Place(file, path=f"[{number}]"))


def _records(payload: object, shape: Shape, file: str) -> Sequence[Record]:
    found = payload
    while isinstance(found, dict):
        inner = next((found[name] for name in (*shape.rows, *PLAIN.rows) if name in found), None)
        if inner is None and any(name in found for name in (*shape.ref, *shape.text, *shape.areas)):
            return [found]
        if inner is None:
            raise BadFeed([(Place(file), f"没有找到列表：有 {'、'.join(map(str, list(found)[:12])) or '空对象'}")])
        found = inner
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise BadFeed([(Place(file), "列表里应是一条条对象")])
    return found
