"""Bytes of Chinese sources as text: UTF-8 with or without a mark, or GB 18030 (which holds GBK and GB 2312)."""

from __future__ import annotations

from models.errors import BadFeed, Place


def decode(raw: bytes, where: str, named: str = "") -> str:
    """The text of ``raw``; ``named`` is the charset that the source claims, tried after UTF-8. BadFeed when none fits."""
    for charset in ("utf-8-sig", named, "gb18030"):
        try:
            return raw.decode(charset) if charset else _next()
        except (UnicodeDecodeError, LookupError):
            continue
    raise BadFeed([(Place(where), "不是 UTF-8，也不是 GBK 编码")])


def _next() -> str:
    raise LookupError("no charset named")
