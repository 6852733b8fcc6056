"""Who did what to what."""

from __future__ import annotations

from sqlalchemy import Connection

from models.store.rows import Rows
from models.tables import audit
from models.ticket import Audit

AUDIT: Rows[Audit] = Rows(audit, Audit)


class Audits:
    """A log that only grows."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, entry: Audit) -> None:
        """Write one entry."""
        self._conn.execute(audit.insert(), AUDIT.row(entry))

    def of(self, subject: str) -> list[Audit]:
        """What happened to a subject ("ticket 12", "notice 3", "room r"), in order."""
        return AUDIT.all(self._conn, AUDIT.select.where(audit.c.subject == subject).order_by(audit.c.id))

    def recent(self, limit: int) -> list[Audit]:
        """The latest entries, the newest first."""
        return AUDIT.all(self._conn, AUDIT.select.order_by(audit.c.id.desc()).limit(limit))
