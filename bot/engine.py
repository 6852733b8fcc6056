"""What is due: texts that must leave, deadlines, feeds. One tick does all of it and says when the next is worth it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import PracticeClock

Worker = Callable[[datetime], Awaitable[datetime | None]]
_STEP = timedelta(milliseconds=1)


class Engine:
    """Runs its workers one after the other; two ticks never overlap. ``first`` is the one that ``answer`` runs alone.

    ``wake`` is when a tick is next worth it as far as the last one knew, and ``stale`` says that something has
    happened since (a line was taken in, a notice came), so that the next tick is worth it at once; ``unanswered``, that
    neither a tick nor ``answer`` has begun since.
    """

    def __init__(self, workers: Sequence[Worker], *, first: Worker | None = None) -> None:
        self._workers, self._first = workers, first
        self._alone = asyncio.Lock()
        self.wake: datetime | None = None
        self.stale, self.unanswered = True, False

    def happened(self) -> None:
        """Something has happened."""
        self.stale = self.unanswered = True

    async def answer(self, now: datetime) -> None:
        """Send what has just been decided, without a look at anything else: the next tick does the rest."""
        async with self._alone:
            self.unanswered = False
            if self._first:
                await self._first(now)

    async def tick(self, now: datetime) -> datetime | None:
        """Do what is due at ``now``; returns the earliest coming moment (None = nothing is planned)."""
        async with self._alone:
            self.stale = self.unanswered = False
            moments = [await work(now) for work in self._workers]
            self.wake = min((m for m in moments if m is not None), default=None)
        return self.wake


async def advance(engine: Engine, clock: PracticeClock, to: datetime) -> None:
    """Move a practice clock to ``to``, stopping at every moment at which something is due."""
    while True:
        wake = await engine.tick(clock.now()) if engine.stale else engine.wake
        if wake is None or wake > to or clock.now() >= to:
            break
        clock.move(min(to, max(wake, clock.now() + _STEP)))
        engine.stale = True
    clock.move(to)
