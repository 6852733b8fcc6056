"""Switches that outlive the process: "paused", "paused room-3", …"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from models.store.rows import put
from models.tables import flags

_VALUE = select(flags.c.value).where(flags.c.key == bindparam("of"))


class Flags:
    """Values by key."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def get(self, key: str) -> str | None:
        """The value, or None when it is not set."""
        return self._conn.execute(_VALUE, {"of": key}).scalar_one_or_none()

    def all(self) -> dict[str, str]:
        """Everything that is set, by key."""
        found = self._conn.execute(select(flags.c.key, flags.c.value).order_by(flags.c.key))
        return {str(key): str(value) for key, value in found}

    def under(self, prefix: str) -> dict[str, str]:
        """What is set under keys that begin so, by key."""
        begun = flags.c.key.startswith(prefix, autoescape=True)
        found = self._conn.execute(select(flags.c.key, flags.c.value).where(begun).order_by(flags.c.key))
        return {str(key): str(value) for key, value in found}

    def set(self, key: str, value: str) -> None:
        """Set it, whatever it was."""
        put(self._conn, flags, {"key": key, "value": value})

    def delete(self, key: str) -> None:
        """Unset it, if it is set."""
        self._conn.execute(flags.delete().where(flags.c.key == key))
