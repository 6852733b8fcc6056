"""The normal form of an announcement, of which every character remembers where it stood in the original.

Full-width and traditional characters become their plain counterparts one by one, so that lengths agree; blanks that
only air a date or a Chinese phrase are dropped. Spans that leave the package are cut from the original again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from keywords.normalise import simplified

LIMIT = 20_000
_KEPT = "乾著"
_DASHES = dict.fromkeys(map(ord, "–—―─﹣－‐‑‒−"), "-") | {ord("～"): "~", ord("∼"): "~", ord("〜"): "~"}
_MARKS = {ord("﹑"): "、", ord("・"): "·", ord("•"): "·", ord("〔"): "(", ord("〕"): ")", ord("｜"): "|"}
_BLANK = re.compile(r"[ \u00a0\u2000-\u200f\u3000\ufeff]+")
_CJK = re.compile(r"[\u3400-\u9fff\u3001\u3002\uff0c、。，：；（）()～~\-]")
_UNIT_AFTER = re.compile(r"\s*[年月日号时点分:]")


@dataclass(frozen=True, slots=True)
class Text:
    """``plain`` is what the grammar reads; ``at[i]`` is where its i-th character stands in ``raw``."""

    raw: str
    plain: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> str:
        """The original wording of ``plain[start:end]``."""
        return self.raw[self.at[start] : self.at[end - 1] + 1] if start < end else ""


def _narrow(char: str) -> str:
    if "\uff01" <= char <= "\uff5e":
        return unicodedata.normalize("NFKC", char)
    return char


@cache
def _table() -> dict[int, str]:
    wide = {c: _narrow(chr(c)) for c in range(0xFF01, 0xFF5F)}
    kept = {c: s for c, s in simplified().items() if chr(c) not in _KEPT}
    return {**wide, **kept, **_DASHES, **_MARKS}


def plain_chars(text: str) -> str:
    """``text`` with each character in its plain form; the length stays."""
    return text.translate(_table())


def read(raw: str) -> Text:
    """The normal form of ``raw``; what lies beyond ``LIMIT`` characters is not read."""
    chars = plain_chars(raw[:LIMIT])
    keep = bytearray(b"\x01" * len(chars))
    for blank in _BLANK.finditer(chars):
        if _airs_only(chars, blank.start(), blank.end()):
            keep[blank.start() : blank.end()] = bytes(len(blank[0]))
    at = tuple(i for i in range(len(chars)) if keep[i])
    return Text(raw, "".join(chars[i] for i in at), at)


def _airs_only(chars: str, start: int, end: int) -> bool:
    before, after = chars[start - 1 : start], chars[end : end + 1]
    if before.isdigit() and after.isdigit():
        earlier = chars[max(0, start - 2) : start - 1]
        numbered = earlier in ("", "\n")  # the first figure of a line numbers a row
        return bool(end - start == 1 and _UNIT_AFTER.match(chars, end + 1) and not earlier.isdigit() and not numbered)
    return bool(_unit(before) or _unit(after)) and (before.isdigit() or after.isdigit())


def _unit(char: str) -> bool:
    return char != "" and char in "年月日号时点分至到-~:()"
