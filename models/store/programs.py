"""Keys of programs, and what their requests were answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from models.login import Answered, ApiKey
from models.store.rows import Rows, put, put_new
from models.webtables import answered, api_keys

KEYS: Rows[ApiKey] = Rows(api_keys, ApiKey)
ANSWERED: Rows[Answered] = Rows(answered, Answered)


class Programs:
    """Keys by the digest of what is shown; the keys themselves stand nowhere."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def find(self, digest: str) -> ApiKey | None:
        """The key with this digest, or None."""
        return KEYS.one(self._conn, digest=digest)

    def put(self, key: ApiKey) -> None:
        """Keep a key as it is now."""
        put(self._conn, api_keys, KEYS.row(key))

    def all(self) -> list[ApiKey]:
        """Every key, by name, the newest of a name first."""
        return KEYS.all(self._conn, KEYS.select.order_by(api_keys.c.name, api_keys.c.made_at.desc()))

    def of(self, name: str) -> list[ApiKey]:
        """The keys of one name, the newest first."""
        return KEYS.all(self._conn, KEYS.select.where(api_keys.c.name == name).order_by(api_keys.c.made_at.desc()))

    def answer(self, key: str, token: str) -> Answered | None:
        """What a request of this key with this Idempotency-Key was answered."""
        return ANSWERED.one(self._conn, key=key, token=token)

    def remember(self, row: Answered) -> None:
        """Keep an answer; the first one stands."""
        put_new(self._conn, answered, ANSWERED.row(row))

    def forget(self, before: datetime) -> int:
        """Drop answers given before then; how many."""
        return self._conn.execute(answered.delete().where(answered.c.at < before)).rowcount
