"""The figures of a period."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from models.figures import Figures


class FiguresOf:
    """Counts over tickets, reports and the outbox."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def of(self, first: date, last: date, tz: ZoneInfo) -> Figures:
        """The figures of the local days ``first`` to ``last``, both included."""
        return Figures(first, last)
