"""Which areas a time block holds for: those in its line, its sentence, or the list that follows it.

Windows that stand in one expression (``9:00-12:00、14:00-17:00``; three days with one clock) hold for the same areas,
unless an area names its own day (``1-3幢9号停``). A line that says 同上 has the areas of the line above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from models.notice import Block
from notices.areas import Place
from notices.blocks import Window
from notices.roles import Timed

_CLAUSE = ",。;!?\n"
_TOGETHER = re.compile(r"\s*[、,和及与]?\s*")
_DITTO = re.compile(r"[^\n]*同上")


def attach(plain: str, spans: Sequence[Window], places: Sequence[Place], times: Sequence[Timed]) -> tuple[Block, ...]:
    """The blocks with the indices of their areas; None (all) when nothing tells them apart."""
    groups = _groups(plain, spans)
    ends = frozenset(group for w, group in zip(spans, groups, strict=True) if w.start is None)
    owners = [_owner(plain, p, groups, ends) for p in places]
    days = [_own_day(plain, p, times) for p in places]
    dated = {w.start.date() for w in spans if w.start}
    blocks: list[Block] = []
    for w, group in zip(spans, groups, strict=True):
        mine = [i for i, owner in enumerate(owners) if owner in (group, None) and _on(w, days[i], dated)]
        if not mine and blocks and _DITTO.match(plain, w.to):
            mine = list(blocks[-1].areas or ())
        told_apart = bool(mine) and len(mine) < len(places)
        blocks.append(Block(w.start, w.end, tuple(mine) if told_apart else None))
    return _merged(blocks)


def _groups(plain: str, spans: Sequence[Window]) -> list[int]:
    """For each window the place in the text at which its expression begins."""
    groups: list[int] = []
    for i, w in enumerate(spans):
        together = i > 0 and (w.at == spans[i - 1].at or _TOGETHER.fullmatch(plain, spans[i - 1].to, w.at))
        groups.append(groups[-1] if together else w.at)
    return groups


def _on(window: Window, day: date | None, dated: set[date]) -> bool:
    return day is None or day not in dated or window.start is None or window.start.date() == day


def _own_day(plain: str, place: Place, times: Sequence[Timed]) -> date | None:
    """The day that stands beside a place in its clause."""
    start = max(plain.rfind(c, 0, place.at) for c in _CLAUSE)
    ends = [e for c in _CLAUSE if (e := plain.find(c, place.to)) >= 0]
    end = min(ends, default=len(plain))
    found = [t.stretch for t in times if t.stretch.kind == "day" and start < t.stretch.at < end]
    return found[0].start.date() if len(found) == 1 and found[0].start else None


def _owner(plain: str, place: Place, groups: Sequence[int], ends: frozenset[int]) -> int | None:
    """The window of a place: the one in its line or sentence, else the last before it, else none in particular.

    ``ends`` are those that say when it is over: they stand in the clause of their places, or behind it.
    """
    positions = sorted(set(groups))
    start, end = plain.rfind("\n", 0, place.at) + 1, plain.find("\n", place.to)
    line = [p for p in positions if start <= p < (end if end >= 0 else len(plain))]
    if not line:
        before = [p for p in positions if p < place.at]
        return before[-1] if before else None
    sentence = max(plain.rfind(c, 0, place.at) for c in "。;\n") + 1
    near = [p for p in line if sentence <= p < place.at]
    close = [p for p in line if p >= place.at and not any(c in plain[place.to : p] for c in "。;")]
    if near and close and {near[-1], close[0]} <= ends:
        return _of_clause(plain, place, near[-1], close[0])
    if near or not close:
        return (near or [p for p in line if p < place.at] or line[:1])[-1]
    return close[0]


def _of_clause(plain: str, place: Place, before: int, behind: int) -> int:
    """Of an end before a place and one behind it: ``20:50 A已送电，B还在抢修，预计23:30送电``."""
    start = max(plain.rfind(c, 0, place.at) for c in _CLAUSE)
    return before if before > start else behind


def _merged(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks of the same times as one, for the areas of both."""
    found: dict[tuple[object, object], Block] = {}
    for b in blocks:
        known = found.get((b.start, b.end))
        if known is None:
            found[b.start, b.end] = b
        else:
            both = None if known.areas is None or b.areas is None else tuple(sorted({*known.areas, *b.areas}))
            found[b.start, b.end] = Block(b.start, b.end, both)
    return tuple(found.values())
