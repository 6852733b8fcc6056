"""A text about danger to life that does not leave: told once, in the log and by every other way to the staff."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit

_log = structlog.get_logger("bot.alarms")

Alarm = Callable[[Outgoing, str], Awaitable[None]]
"""Tells the staff of a text and why it did not leave, by every way but the chat; may take its time, may fail."""

_ACTION = "alarm"


async def no_other_way(_: Outgoing, __: str) -> None:
    """For whom there is no other way than the log and /readyz."""


class Alarms:
    """Alarms once for each text, also after a restart; ``patience`` is how long such a text may wait."""

    def __init__(self, store: Store, alarm: Alarm, patience: timedelta) -> None:
        self._store, self._alarm, self._patience = store, alarm, patience
        self._told: set[str] = set()
        self._running: set[asyncio.Task[None]] = set()

    async def late(self, row: Outgoing, reason: str, now: datetime) -> None:
        """``row`` still waits; that is an alarm when it has waited too long."""
        if row.danger and now - row.due_at >= self._patience:
            await self.lost(row, reason, now)

    async def lost(self, row: Outgoing, reason: str, now: datetime) -> None:
        """``row`` will not leave, or not in time; nothing for a text that is not about danger."""
        if not row.danger or row.key in self._told:
            return
        self._told.add(row.key)
        if not await self._store.run(_note, row, reason, now):
            return
        _log.error("danger_not_sent", key=row.key, ticket=row.ticket, reason=reason)
        task = asyncio.ensure_future(self._tell(row, reason))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self, grace: float) -> None:
        """Let what is being told come to its end, for at most ``grace`` seconds."""
        if self._running:
            await asyncio.wait(self._running, timeout=grace)

    async def _tell(self, row: Outgoing, reason: str) -> None:
        [error] = await asyncio.gather(self._alarm(row, reason), return_exceptions=True)
        if isinstance(error, Exception):
            _log.error("alarm_failed", key=row.key, error=type(error).__name__)


def _note(tx: Tx, row: Outgoing, reason: str, now: datetime) -> bool:
    """Whether the alarm is new."""
    subject = f"outgoing {row.key}"
    if any(entry.action == _ACTION for entry in tx.audit.of(subject)):
        return False
    tx.audit.add(Audit(subject, _ACTION, "bot", now, reason=reason))
    return True
