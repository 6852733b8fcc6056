"""Numbers as they are written in announcements: ``十五``, ``二十四``, ``两``, ``二〇二五``, ``一个半``."""

from __future__ import annotations

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "O": 0, "两": 2, "俩": 2}
CN = "零〇○一二两三四五六七八九十"
"""The characters of a small Chinese number, for character classes."""


def number(text: str) -> int:
    """A number below 10,000 in Arabic or Chinese digits (``15``, ``十五``, ``二〇二五``); ValueError otherwise."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "百" in text:
        head, _, rest = text.partition("百")
        return number(head) * 100 + (number(rest.lstrip("零")) if rest.lstrip("零") else 0)
    if "十" in text:
        head, _, rest = text.partition("十")
        return (number(head) if head else 1) * 10 + (number(rest) if rest else 0)
    if not text:
        raise ValueError(text)
    return int("".join(str(_digit(c)) for c in text))


def _digit(char: str) -> int:
    if char.isascii() and char.isdigit():
        return int(char)
    if char in DIGITS:
        return DIGITS[char]
    raise ValueError(char)


def quantity(text: str) -> float:
    """How many of a unit: ``1.5``, ``一个半``, ``半个``, ``两个``; ValueError otherwise."""
    bare = text.replace("个", "")
    if bare == "半":
        return 0.5
    half = bare.endswith("半")
    whole = bare.removesuffix("半")
    return (float(whole) if whole.replace(".", "", 1).isdigit() and whole.isascii() else number(whole)) + half / 2
