"""Which topics one trouble is spoken of under: a burst main (W04) dries the taps (W01), a cut pipe (G07) stops the gas (G02)."""

from __future__ import annotations

from functools import cache

_KIN = {
    ("E01", "E10"): 0.4,
    ("E01", "E04"): 0.7,
    ("E01", "E05"): 0.2,
    ("E01", "E02"): 0.3,
    ("E01", "E03"): 0.2,
    ("E01", "E07"): 0.15,
    ("E01", "W11"): 0.3,
    ("E01", "W01"): 0.25,
    ("E02", "E07"): 0.5,
    ("E04", "E05"): 0.4,
    ("E04", "R09"): 0.5,
    ("E05", "R09"): 0.4,
    ("E05", "E09"): 0.4,
    ("E05", "E06"): 0.15,
    ("E06", "E07"): 0.4,
    ("E08", "E09"): 0.4,
    ("W01", "W02"): 0.8,
    ("W01", "W04"): 0.9,
    ("W01", "W11"): 0.9,
    ("W01", "W13"): 0.6,
    ("W01", "W03"): 0.2,
    ("W02", "W04"): 0.8,
    ("W02", "W11"): 0.8,
    ("W02", "W13"): 0.3,
    ("W03", "W11"): 0.3,
    ("W03", "W04"): 0.3,
    ("W03", "W13"): 0.15,
    ("W11", "W13"): 0.6,
    ("W05", "W09"): 0.4,
    ("W08", "W09"): 0.4,
    ("W09", "R02"): 0.6,
    ("W06", "W07"): 0.5,
    ("W04", "R01"): 0.3,
    ("W04", "W14"): 0.4,
    ("G01", "G02"): 0.7,
    ("G01", "G07"): 0.9,
    ("G02", "G07"): 0.9,
    ("G02", "G03"): 0.7,
    ("G02", "G08"): 0.7,
    ("G02", "G04"): 0.5,
    ("G01", "G04"): 0.5,
    ("G01", "G09"): 0.4,
    ("G01", "G10"): 0.5,
    ("G04", "G05"): 0.6,
    ("G04", "G06"): 0.4,
    ("G05", "G06"): 0.3,
    ("R06", "R07"): 0.7,
    ("R07", "R11"): 0.6,
    ("R02", "R07"): 0.5,
    ("R01", "R07"): 0.5,
    ("R07", "R09"): 0.5,
    ("R01", "R05"): 0.2,
    ("R02", "R11"): 0.3,
    ("R10", "R11"): 0.2,
    ("H01", "E01"): 0.2,
    ("H01", "W05"): 0.2,
}

WIDE = frozenset(
    {"E01", "E03", "E04", "E10", "W01", "W02", "W03", "W04", "W11", "W13", "G02", "G03", "G07", "G08", "H01"}
)
"""Topics that reach many households at once; the others stay within a building, a road or a home."""

OUT = frozenset({"E01", "E02", "E04", "E05"})
"""Troubles in which the power is off."""

SHARED = {"E02": "E01"}
"""What a household's own trouble is when another household says the same: 跳闸 here and there is an outage."""

SUPPLY = frozenset({"E01", "W01", "W02", "W04", "W11", "G02", "G03", "G07", "H01"})
"""Topics of which people say 来了, 有了, 好了 without naming what."""


WIDEST = 5 * 3600.0
"""The longest that ``window`` gives."""


@cache
def kinship(one: str, other: str) -> float:
    """How well two topics fit one trouble, 0 … 1; symmetric."""
    if one == other:
        return 1.0
    return _KIN.get((one, other), _KIN.get((other, one), 0.0))


def window(topic: str) -> float:
    """For how many seconds after its last line a trouble of this topic may be joined by somebody else."""
    return WIDEST if topic in WIDE else 3 * 3600.0
