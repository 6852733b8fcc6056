"""Who did what to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam

from models.store.rows import Rows
from models.tables import audit
from models.ticket import Audit

AUDIT: Rows[Audit] = Rows(audit, Audit)
_ADD = audit.insert()
_OF = AUDIT.select.where(audit.c.subject == bindparam("of")).order_by(audit.c.id)


class Audits:
    """A log that only grows."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, entry: Audit) -> None:
        """Write one entry."""
        self._conn.execute(_ADD, AUDIT.row(entry))

    def add_all(self, entries: Sequence[Audit]) -> None:
        """Write many entries, in their order."""
        if entries:
            self._conn.execute(_ADD, [AUDIT.row(entry) for entry in entries])

    def of(self, subject: str) -> list[Audit]:
        """What happened to a subject ("ticket 12", "notice 3", "room r"), in order."""
        return AUDIT.all(self._conn, _OF, {"of": subject})

    def of_tickets(self, since: datetime) -> list[Audit]:
        """What happened to tickets after a moment, in order."""
        wanted = AUDIT.select.where(audit.c.at > since, audit.c.subject.like("ticket %"))
        return AUDIT.all(self._conn, wanted.order_by(audit.c.id))

    def recent(self, limit: int) -> list[Audit]:
        """The latest entries, the newest first."""
        return AUDIT.all(self._conn, AUDIT.select.order_by(audit.c.id.desc()).limit(limit))
