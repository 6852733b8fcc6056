"""What is due: texts that must leave, deadlines, feeds. One tick does all of it and says when the next is worth it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import PracticeClock
from models.errors import StoreFailed

Worker = Callable[[datetime], Awaitable[datetime | None]]
_log = structlog.get_logger("bot.engine")
_STEP, _AGAIN = timedelta(milliseconds=1), timedelta(seconds=1)


class Engine:
    """Runs its workers one after the other; two ticks never overlap. ``first`` is the one that ``answer`` runs alone.

    ``wake`` is when a tick is next worth it as far as the last one knew, and ``stale`` says that something has
    happened since (a line was taken in, a notice came), so that the next tick is worth it at once; ``unanswered``, that
    neither a tick nor ``answer`` has begun since. A store that is locked or full for a while (``trouble``) is asked
    again a second later; nothing that is due is lost by it.
    """

    def __init__(self, workers: Sequence[Worker], *, first: Worker | None = None) -> None:
        self._workers, self._first = workers, first
        self._alone = asyncio.Lock()
        self.wake: datetime | None = None
        self.stale, self.unanswered = True, False
        self.trouble = ""

    def happened(self) -> None:
        """Something has happened."""
        self.stale = self.unanswered = True

    async def answer(self, now: datetime) -> None:
        """Send what has just been decided, without a look at anything else: the next tick does the rest."""
        async with self._alone:
            self.unanswered = False
            if self._first:
                await self._patiently([self._first], now)

    async def tick(self, now: datetime) -> datetime | None:
        """Do what is due at ``now``; returns the earliest coming moment (None = nothing is planned)."""
        async with self._alone:
            self.stale = self.unanswered = False
            moments = await self._patiently(self._workers, now)
            self.wake = min((m for m in moments if m is not None), default=None)
        return self.wake

    async def _patiently(self, workers: Sequence[Worker], now: datetime) -> list[datetime | None]:
        try:
            moments = [await work(now) for work in workers]
        except StoreFailed as error:
            if not error.retry:
                raise
            self._tell(error.reason)
            self.stale = True
            return [now + _AGAIN]
        self._tell("")
        return moments

    def _tell(self, trouble: str) -> None:
        """Say once when the store cannot work, and once when it can again."""
        if trouble and not self.trouble:
            _log.error("store_failed", reason=trouble)
        elif self.trouble and not trouble:
            _log.info("store_back")
        self.trouble = trouble


async def advance(engine: Engine, clock: PracticeClock, to: datetime) -> None:
    """Move a practice clock to ``to``, stopping at every moment at which something is due."""
    while True:
        wake = await engine.tick(clock.now()) if engine.stale else engine.wake
        if wake is None or wake > to or clock.now() >= to:
            break
        clock.move(min(to, max(wake, clock.now() + _STEP)))
        engine.stale = True
    clock.move(to)
