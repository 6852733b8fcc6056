"""问效 in a private chat: 问效, 问效 供电, 问效 供电 C1 4 依据, 问效 更正 供电 C1 3 原因, 问效 公布. Pure.

Which member, area and standard are meant is looked up by who obeys it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.ticket import Command

VERB = "quarter"
SHOW, SCORE, CORRECT, PUBLISH = "show", "score", "correct", "publish"
_LINE = re.compile(r"^(?:季度)?问效(?![果率力])[\s:：,，]*(?P<rest>.*)$", re.S)
_QUARTER = re.compile(r"(?P<year>\d{4})?\s*年?\s*(?:[Qq](?P<q>[1-4])|第?(?P<named>[一二三四1-4])季度)\s*")
_ITEM = re.compile(
    r"(?<![A-Za-z0-9])(?P<id>[A-Za-z]\d{1,2})[\s:：=]*(?P<points>\d{1,3}(?:\.\d{1,2})?)(?![\d.])\s*分?[\s,，;；、]*"
)
_BLANKS = re.compile(r"[\s,，、]+")
_REASON = re.compile(r"^(?:依据|证据|原因|因为)[\s:：]*")
_NUMBERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """What a line wants: ``quarter`` (``2026Q3``, ``Q3`` without a year, "" = the one that is due), ``names`` of members and
    areas, ``items`` (standard, points), ``words`` the evidence or the reason."""

    wants: str
    quarter: str = ""
    names: tuple[str, ...] = ()
    items: tuple[tuple[str, float], ...] = ()
    words: str = ""


def quarter_command(text: str) -> Command | None:
    """The command of a private line of the staff; its text is what ``read_quarter`` reads."""
    found = _LINE.match(text.strip())
    return Command(VERB, text=found["rest"].strip(), why=("问效",)) if found else None


def read_quarter(text: str) -> QuarterLine:
    """What the rest of such a line says."""
    rest, wants = text, SHOW
    for word, meant in (("更正", CORRECT), ("公布", PUBLISH), ("发布", PUBLISH)):
        if rest.startswith(word):
            rest, wants = rest[len(word) :].lstrip(" :：,，"), meant
    quarter, rest = _quarter(rest)
    first = _ITEM.search(rest)
    at = first.start() if first else len(rest)
    said = [n for n in _BLANKS.split(rest[:at]) if n]
    quarter = quarter or next((_quarter(n)[0] for n in said if _QUARTER.fullmatch(n)), "")
    names = tuple(n for n in said if not _QUARTER.fullmatch(n))
    items: list[tuple[str, float]] = []
    while found := _ITEM.match(rest, at):
        items.append((found["id"].upper(), float(found["points"])))
        at = found.end()
    words = _REASON.sub("", rest[at:].strip())
    return QuarterLine(SCORE if items and wants == SHOW else wants, quarter, names, tuple(items), words)


def _quarter(text: str) -> tuple[str, str]:
    found = _QUARTER.match(text)
    if found is None:
        return "", text
    number = found["q"] or _NUMBERS.get(found["named"], found["named"])
    return f"{found['year'] or ''}Q{number}", text[found.end() :].lstrip(" :：,，")
