"""Long texts in parts: cut at the end of a sentence, never inside a number; each part has a key of its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

_CLOSING = r"[”’」』）)】》〕\"']*"
_SENTENCE = re.compile(rf"(?:[。！？!?…；;]+{_CLOSING}|\n+)")
_PHRASE = re.compile(rf"(?:[，、,：:]{_CLOSING}|\s+)")
# A number with all that people put inside it (0511-85550121, 138 0013 8000, 8:00–16:00, 3.5%), a Latin word with its
# marks, a letter with what is joined to it (variation selectors, joiners, combining marks), or one letter.
_NUMBER = r"[+＋(（]?\d(?:[\d\s\-–—~～.:：/()（）]*\d)?[%％)）]?"
_JOINED = r"(?:[\u0300-\u036f\u20d0-\u20ff\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)*"
_ATOM = re.compile(rf"{_NUMBER}|[A-Za-z][A-Za-z0-9_@.\-/:]*|.{_JOINED}", re.DOTALL)
_PART = re.compile(r" \((?P<n>\d+)/(?P<of>\d+)\)$")


def split_text(text: str, limit: int = 500) -> tuple[str, ...]:
    """``text`` in parts of at most ``limit`` characters (> 0), in order; nothing is lost but blanks at the cuts.

    Cut at the end of a sentence if there is one, else behind a comma or blank, else anywhere but inside a number, a
    Latin word or an emoji; only one of these that is itself longer than ``limit`` is cut too.
    """
    if len(text) <= limit:
        return (text,)
    parts = (part.strip() for part in _packed(_pieces(text, limit), limit))
    return tuple(part for part in parts if part) or (text[:limit],)


def part_key(key: str, number: int, of: int) -> str:
    """The key of part ``number`` (from 1) of ``of``: the first part keeps the text's own."""
    return key if number == 1 else f"{key} ({number}/{of})"


def part_before(key: str) -> str | None:
    """The key of the part that must have left before this one; None for a first part."""
    found = _PART.search(key)
    return part_key(key[: found.start()], int(found["n"]) - 1, int(found["of"])) if found else None


def is_continued(key: str) -> bool:
    """Whether this key is of a second or later part."""
    return _PART.search(key) is not None


def _pieces(text: str, limit: int) -> Iterator[str]:
    """Pieces no longer than ``limit``: sentences, else phrases, else atoms."""
    for sentence in _cut(text, _SENTENCE):
        if len(sentence) <= limit:
            yield sentence
            continue
        for phrase in _cut(sentence, _PHRASE):
            yield from [phrase] if len(phrase) <= limit else _atoms(phrase, limit)


def _atoms(text: str, limit: int) -> Iterator[str]:
    for atom in _ATOM.findall(text):
        yield from (atom[at : at + limit] for at in range(0, len(atom), limit))


def _cut(text: str, at: re.Pattern[str]) -> Iterator[str]:
    """``text`` cut behind each match that does not lie in a number."""
    numbers = [m.span() for m in re.finditer(_NUMBER, text)]
    start, known = 0, 0
    for found in at.finditer(text):
        end = found.end()
        while known < len(numbers) and numbers[known][1] <= end:
            known += 1
        if known == len(numbers) or not numbers[known][0] < end:
            yield text[start:end]
            start = end
    if start < len(text):
        yield text[start:]


def _packed(pieces: Iterator[str], limit: int) -> Iterator[str]:
    """As many pieces together as fit."""
    part = ""
    for piece in pieces:
        if len(part) + len(piece) > limit:
            yield part
            part = ""
        part += piece
    yield part


def numbered(key: str, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(key, text) of each part, in order."""
    return ((part_key(key, n, len(parts)), part) for n, part in zip(count(1), parts, strict=False))
