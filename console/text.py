"""Texts of strangers made fit for a page: nothing invisible, nothing endless. Escaping is the templates' work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.buildings import building_key

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_BLANK_LINES = re.compile(r"\n{3,}")


def visible(text: str, limit: int = 600) -> str:
    """``text`` without control characters and marks that turn the direction of writing, at most ``limit`` characters.

    What was cut off is said at the end with the whole length.
    """
    whole = len(text)
    clean = _DIRECTION.sub("", _CONTROL.sub("\ufffd", text[: limit * 4].replace("\r\n", "\n")))
    clean = _BLANK_LINES.sub("\n\n", clean).strip()
    if whole <= limit and len(clean) <= limit:
        return clean
    return f"{clean[:limit]}……（共 {whole:,} 字）"


def one_line(text: str, limit: int = 80) -> str:
    """The same in one line, cut with an ellipsis."""
    line = " ".join(visible(text, limit * 2).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def runs(numbers: Iterable[str]) -> list[str]:
    """Building numbers in order, plain ones first, those that follow each other drawn together: 1–3, 5, A1."""
    found: list[list[str]] = []
    for number in sorted(numbers, key=lambda n: (not n.isdigit(), building_key(n))):
        last = found[-1][-1] if found else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found]


def buildings(numbers: Iterable[str], limit: int = 4) -> str:
    """``1–3、5 栋``, at most ``limit`` runs; "" for none."""
    found = runs(numbers)
    return f"{'、'.join(found[:limit])}{'…' if len(found) > limit else ''} 栋" if found else ""
