"""What a person typed, in the one spelling that the rest of this package reads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

HEAD, TAIL = 900, 300
"""How many characters of a long message are examined, from its start and its end: an announcement fits in them."""

_CJK = range(0x4E00, 0x9FA6)
_MARKS = re.compile(r"\[([^\[\]\n]{1,8})\]")
_MEDIA = frozenset(
    {"图片", "视频", "语音", "动画表情", "文件", "链接", "位置", "小程序", "名片", "聊天记录", "红包", "表情"}
)
_NAMED = re.compile(r"@[^\s@,，:：]{1,20}[\s,，:：]?")
_QUOTED = re.compile(r"^「[^」]{0,300}」\s*[-—–]{3,}\s*", re.DOTALL)
_BLANKS = re.compile(r"\s+")
_SILENT = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFE0F, 0x00AD]
)
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a character that stand alone: no text can be written with them, and no library takes them."""
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], " ")


@dataclass(frozen=True, slots=True)
class Text:
    """A message ready to be read.

    ``text`` is simplified, lower-case, without emoji names, mentions and invisible characters, blanks single;
    ``marks`` the names of WeChat emoji (``捂脸``), ``media`` what stands in for a picture or voice (``图片``, else "");
    ``named`` whether somebody was mentioned by @.
    """

    text: str
    marks: tuple[str, ...] = ()
    media: str = ""
    named: bool = False


@cache
def simplified() -> dict[int, str]:
    """Traditional → simplified, character by character, read out of OpenCC once: a translate table."""
    wide = [chr(c) for c in _CJK]
    plain: str = OpenCC("t2s").convert("\n".join(wide))
    return {ord(a): b for a, b in zip(wide, plain.split("\n"), strict=True) if a != b and len(b) == 1}


def whole(text: str) -> str:
    """``text`` with U+FFFD for each half of a character that stands alone (a lone surrogate)."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def normalise(raw: str) -> Text:
    """Read-ready text of one message of any length, in time linear in ``HEAD + TAIL``."""
    text = whole(raw if len(raw) <= HEAD + TAIL else f"{raw[:HEAD]} {raw[-TAIL:]}")
    if "「" in text:
        text = _QUOTED.sub("", text, count=1)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SILENT)).translate(simplified())[: 2 * (HEAD + TAIL)]
    text = text.translate(_CONTROL).lower()
    marks: tuple[str, ...] = ()
    if "[" in text:
        marks = tuple(_MARKS.findall(text))
        text = _MARKS.sub(" ", text)
    named = "@" in text
    if named:
        text = _NAMED.sub(" ", text)
    media = next((m for m in marks if m in _MEDIA), "")
    return Text(_BLANKS.sub(" ", text).strip(), tuple(m for m in marks if m not in _MEDIA), media, named)
