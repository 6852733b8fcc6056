"""A running bot follows, without a restart, what others change beside it: the district, and the matters of a paste."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.assisted import HEARD
from models.areas import District
from models.store import Store, Tx

_log = structlog.get_logger("bot.reload")
_EVERY = timedelta(seconds=5)


class Reloader:
    """A worker of the engine: looks every few seconds whether the audit speaks of a new district, or the flags of lines
    that another process has heard (``gridbot hear``): then the reader learns the open matters anew."""

    def __init__(self, store: Store, use: Callable[[District, datetime], None]) -> None:
        self._store, self._use = store, use
        self._known: tuple[int, str] | None = None
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


def _changes(tx: Tx) -> tuple[int, str]:
    return len(tx.audit.of("district")), tx.flags.get(HEARD) or ""


def _load(tx: Tx) -> District:
    return tx.district.load()
