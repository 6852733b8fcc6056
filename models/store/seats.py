"""Which account was heard where: the rooms in which it sits, and the staff who write to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from models.store.rows import put
from models.tables import seats


class Seats:
    """The last time that an account heard a room or one of the staff. No resident stands here."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def note(self, account: str, target: str, at: datetime) -> None:
        """``account`` has just heard something from this room or person."""
        put(self._conn, seats, {"account": account, "target": target, "at": at})

    def all(self) -> list[tuple[str, str, datetime]]:
        """(account, room or person, when) of all that was ever heard, the latest first."""
        found = select(seats.c.account, seats.c.target, seats.c.at).order_by(seats.c.at.desc(), seats.c.account)
        return [(str(account), str(target), at) for account, target, at in self._conn.execute(found)]
