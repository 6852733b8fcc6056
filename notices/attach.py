"""Which areas a time block holds for: those in its line, its sentence, or the list that follows it."""

from __future__ import annotations

from collections.abc import Sequence

from models.notice import Block
from notices.areas import Place
from notices.blocks import Window


def attach(plain: str, spans: Sequence[Window], places: Sequence[Place]) -> tuple[Block, ...]:
    """The blocks with the indices of their areas; None (all) when there is one window, or nothing tells them apart."""
    positions = sorted({w.at for w in spans})
    if len(positions) < 2 or not places:
        return _merged([Block(w.start, w.end) for w in spans])
    owners = [_owner(plain, p, positions) for p in places]
    return _merged([Block(w.start, w.end, _areas(w.at, owners)) for w in spans])


def _merged(blocks: list[Block]) -> tuple[Block, ...]:
    """Blocks of the same times as one, for the areas of both."""
    found: dict[tuple[object, object], Block] = {}
    for b in blocks:
        known = found.get((b.start, b.end))
        both = (
            None if known is None or known.areas is None or b.areas is None else tuple(sorted({*known.areas, *b.areas}))
        )
        found[b.start, b.end] = b if known is None else Block(b.start, b.end, both)
    return tuple(found.values())


def _areas(at: int, owners: Sequence[int | None]) -> tuple[int, ...] | None:
    mine = tuple(i for i, owner in enumerate(owners) if owner in (at, None))
    return mine or None


def _owner(plain: str, place: Place, positions: Sequence[int]) -> int | None:
    """The window of a place: the one in its clause or line, else the last before it, else the next one."""
    start, end = plain.rfind("\n", 0, place.at) + 1, plain.find("\n", place.to)
    line = [p for p in positions if start <= p < (end if end >= 0 else len(plain))]
    if line:
        before = [p for p in line if p < place.at]
        after = [p for p in line if p >= place.at]
        sentence = max(plain.rfind(c, 0, place.at) for c in "。;\n") + 1
        near = [p for p in before if p >= sentence]
        close = [p for p in after if not any(c in plain[place.to : p] for c in "。;")]
        return (near or close or before or after)[-1 if near or not close else 0]
    before = [p for p in positions if p < place.at]
    return before[-1] if before else None
