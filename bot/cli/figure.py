"""A measured figure, as the bench prints it."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure and how to read it."""

    what: str
    value: str
    note: str
