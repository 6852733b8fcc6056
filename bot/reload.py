"""A running bot follows what an import or a restore changes in the district, without a restart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from models.areas import District
from models.store import Store, Tx

_log = structlog.get_logger("bot.reload")
_EVERY = timedelta(seconds=5)


class Reloader:
    """A worker of the engine: looks every few seconds whether the audit speaks of a new district."""

    def __init__(self, store: Store, use: Callable[[District, datetime], None]) -> None:
        self._store, self._use = store, use
        self._known: int | None = None
        self._next: datetime | None = None

    async def step(self, now: datetime) -> None:
        """Take a new district into use; asks for no moment of its own."""
        if self._next and now < self._next:
            return
        self._next = now + _EVERY
        changes = await self._store.run(_changes)
        if self._known is not None and changes != self._known:
            district = await self._store.run(_load)
            self._use(district, now)
            _log.info("district_reloaded", areas=len(district.areas), rooms=len(district.rooms))
        self._known = changes


def _changes(tx: Tx) -> int:
    return len(tx.audit.of("district"))


def _load(tx: Tx) -> District:
    return tx.district.load()
