"""Residents who do not want to be heard (勿扰), by keyed hash only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from models.store.rows import put_new
from models.tables import optouts


class People:
    """Opt-outs, honoured before anything is stored."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def opted_out(self, sender: str) -> bool:
        """Whether the person with this hash wants not to be heard."""
        return self._conn.execute(select(optouts.c.sender).where(optouts.c.sender == sender)).first() is not None

    def opt_out(self, sender: str, at: datetime) -> None:
        """勿扰; again changes nothing."""
        put_new(self._conn, optouts, {"sender": sender, "at": at})

    def opt_in(self, sender: str) -> None:
        """恢复."""
        self._conn.execute(optouts.delete().where(optouts.c.sender == sender))

    def count(self) -> int:
        """How many opted out."""
        return int(self._conn.execute(select(func.count()).select_from(optouts)).scalar_one())
