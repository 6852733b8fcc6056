"""季度问效 and what was published: scores by hand, rates of other systems, frozen periods, their corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from models.count_tables import corrections, marks, outsides, published
from models.quarter import Correction, Mark, Outside, Published
from models.store.rows import Rows, put

MARKS: Rows[Mark] = Rows(marks, Mark)
OUTSIDES: Rows[Outside] = Rows(outsides, Outside)
PUBLISHED: Rows[Published] = Rows(published, Published)
CORRECTIONS: Rows[Correction] = Rows(corrections, Correction)


class Quarters:
    """By the name of a period (``models.spans``)."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def mark(self, given: Mark) -> Mark | None:
        """Keep a score by hand; the one that it replaces, or None."""
        before = MARKS.one(
            self._conn, period=given.period, area=given.area, member=given.member, standard=given.standard
        )
        put(self._conn, marks, MARKS.row(given))
        return before

    def marks(self, period: str) -> list[Mark]:
        """All scores by hand of a period."""
        wanted = MARKS.select.where(marks.c.period == period)
        return MARKS.all(self._conn, wanted.order_by(marks.c.area, marks.c.member, marks.c.standard))

    def state(self, said: Outside) -> Outside | None:
        """Keep what another system states; what it replaces, or None."""
        before = OUTSIDES.one(
            self._conn, period=said.period, system=said.system, figure=said.figure, member=said.member
        )
        put(self._conn, outsides, OUTSIDES.row(said))
        return before

    def stated(self, period: str) -> list[Outside]:
        """What other systems state of a period."""
        wanted = OUTSIDES.select.where(outsides.c.period == period)
        return OUTSIDES.all(self._conn, wanted.order_by(outsides.c.system, outsides.c.figure, outsides.c.member))

    def publish(self, what: Published) -> None:
        """Freeze a period; one that is frozen stays as it is (StoreFailed)."""
        self._conn.execute(published.insert(), PUBLISHED.row(what))

    def published(self, period: str) -> Published | None:
        """The period as it was published."""
        return PUBLISHED.one(self._conn, period=period)

    def published_since(self, since: datetime) -> list[tuple[str, datetime]]:
        """The names of the periods that were published since then, and when."""
        wanted = published.select().with_only_columns(published.c.period, published.c.at)
        found = self._conn.execute(wanted.where(published.c.at >= since).order_by(published.c.at, published.c.period))
        return [(str(period), at) for period, at in found]

    def correct(self, found: Sequence[Correction]) -> None:
        """Write corrections down."""
        if found:
            self._conn.execute(corrections.insert(), [CORRECTIONS.row(c) for c in found])

    def corrections(self, period: str) -> list[Correction]:
        """The corrections of a period, in order."""
        wanted = CORRECTIONS.select.where(corrections.c.period == period)
        return CORRECTIONS.all(self._conn, wanted.order_by(corrections.c.id))
