"""The figures of ``gridbot evaluate notices``: the same as those of acceptance.

A block is right when start and end both are. An area is found when the spans are equal or one holds the other (three
characters at least), each span once; its effect and its buildings count where it is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Tally:
    """Hits, false ones and misses."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, hits: int, said: int, wanted: int) -> None:
        self.tp, self.fp, self.fn = self.tp + hits, self.fp + said - hits, self.fn + wanted - hits

    def shown(self) -> dict[str, float]:
        p, r = _rate(self.tp, self.tp + self.fp), _rate(self.tp, self.tp + self.fn)
        f1 = round(2 * self.tp / (2 * self.tp + self.fp + self.fn), 4) if self.tp else 0.0
        return {"p": p, "r": r, "f1": f1, "tp": self.tp, "fp": self.fp, "fn": self.fn}


@dataclass(slots=True)
class _Sums:
    notice: int = 0
    service: int = 0
    status: int = 0
    real: int = 0
    effects: int = 0
    effects_of: int = 0
    counted: int = 0
    counted_of: int = 0
    blocks: _Tally = field(default_factory=_Tally)
    areas: _Tally = field(default_factory=_Tally)


def figures(gold: Sequence[Row], made: Mapping[str, Row]) -> dict[str, Any]:
    """Shares of right readings over ``gold``; ``made`` holds the readings by id."""
    sums = _Sums()
    for row in gold:
        said = made.get(str(row["id"]), {})
        sums.notice += bool(said.get("is_notice")) == row["is_notice"]
        if row["is_notice"]:
            _add(sums, row, said)
    return {
        "is_notice_acc": _rate(sums.notice, len(gold)),
        "service_acc": _rate(sums.service, sums.real),
        "status_acc": _rate(sums.status, sums.real),
        "blocks": sums.blocks.shown(),
        "areas": sums.areas.shown(),
        "effect_acc": _rate(sums.effects, sums.effects_of),
        "buildings_acc": f"{sums.counted}/{sums.counted_of}",
        "n": len(gold),
    }


def _add(sums: _Sums, row: Row, said: Row) -> None:
    sums.real += 1
    sums.service += said.get("service") == row["service"]
    sums.status += said.get("status") == row["status"]
    wanted, given = _windows(row), _windows(said)
    sums.blocks.add(len(wanted & given), len(given), len(wanted))
    _add_areas(sums, _by_text(row), _by_text(said))


def _windows(row: Row) -> set[tuple[str | None, str | None]]:
    return {(b.get("start"), b.get("end")) for b in row.get("blocks") or []}


def _by_text(row: Row) -> dict[str, Row]:
    return {plain(a["text"]): a for a in row.get("areas") or []}


def plain(text: str) -> str:
    """A span without blanks, and without the marks at its ends."""
    return "".join(text.split()).strip("、，,。等")


def _add_areas(sums: _Sums, wanted: dict[str, Row], given: dict[str, Row]) -> None:
    left = list(given)
    for text, area in wanted.items():
        match = next((g for g in left if _same(text, g)), None)
        if match is not None:
            left.remove(match)
            _add_found(sums, area, given[match])
    sums.areas.add(len(given) - len(left), len(given), len(wanted))


def _same(a: str, b: str) -> bool:
    return a == b or (len(b) >= 3 and b in a) or (len(a) >= 3 and a in b)


def _add_found(sums: _Sums, area: Row, said: Row) -> None:
    sums.effects_of += 1
    sums.effects += said.get("effect", "off") == area["effect"]
    if area.get("buildings"):
        sums.counted_of += 1
        sums.counted += sorted(map(str, said.get("buildings") or [])) == sorted(map(str, area["buildings"]))


def _rate(part: int, whole: int) -> float:
    return round(part / max(1, whole), 4)
