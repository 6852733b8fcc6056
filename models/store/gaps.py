"""Which rooms went unheard, and when each account was last known to hear (so that a gap may span a restart)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from models.gap import Gap
from models.store.rows import Rows, put_all
from models.tables import ears, gaps

GAPS: Rows[Gap] = Rows(gaps, Gap)


class Gaps:
    """Gaps by room and beginning; an account's last sign of life."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def heard(self) -> dict[str, datetime]:
        """When each account was last known to hear, by account."""
        return {str(account): at for account, at in self._conn.execute(select(ears.c.account, ears.c.heard_at))}

    def hear(self, heard: Mapping[str, datetime]) -> None:
        """These accounts were known to hear at these moments."""
        put_all(self._conn, ears, [{"account": account, "heard_at": at} for account, at in heard.items()])

    def save(self, found: Sequence[Gap]) -> None:
        """Put gaps in, or bring those with the same room and beginning up to date."""
        put_all(self._conn, gaps, [GAPS.row(gap) for gap in found])

    def lasting(self) -> list[Gap]:
        """The gaps that go on."""
        return GAPS.all(self._conn, GAPS.select.where(gaps.c.open.is_(True)).order_by(gaps.c.room, gaps.c.began))

    def extend(self, until: datetime) -> None:
        """The gaps that go on have lasted so long by now."""
        self._conn.execute(gaps.update().where(gaps.c.open.is_(True)).values(ended=until))

    def untold(self, limit: int) -> list[Gap]:
        """Gaps that are over and of which their rooms have not been told, the oldest first."""
        wanted = GAPS.select.where(gaps.c.told.is_(False), gaps.c.open.is_(False))
        return GAPS.all(self._conn, wanted.order_by(gaps.c.began, gaps.c.room).limit(limit))

    def between(self, start: datetime, end: datetime) -> list[Gap]:
        """The gaps that touch a stretch of time, whole, in the order in which they began."""
        touching = GAPS.select.where(gaps.c.began < end, gaps.c.ended > start)
        return GAPS.all(self._conn, touching.order_by(gaps.c.began, gaps.c.room))

    def forget(self, before: datetime) -> int:
        """Drop the gaps that ended before then; how many."""
        return self._conn.execute(gaps.delete().where(gaps.c.ended < before, gaps.c.open.is_(False))).rowcount
