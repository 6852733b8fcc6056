"""Texts that are being said: an account says one thing at a time, and nobody waits long for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    """At most one task for each account, each with its target (a room or a person)."""

    def __init__(self) -> None:
        self._tasks: dict[str, tuple[asyncio.Task[T], str]] = {}

    def __contains__(self, account: object) -> bool:
        return account in self._tasks

    def over(self, target: str) -> bool:
        """Whether something is being said there."""
        return any(where == target for _, where in self._tasks.values())

    async def start(self, account: str, target: str, work: Coroutine[Any, Any, T], patience: float) -> tuple[T] | None:
        """Start it and wait ``patience`` seconds: (what it gave,), or None when it still runs."""
        task = asyncio.ensure_future(work)
        self._tasks[account] = task, target
        await asyncio.wait([task], timeout=patience)
        self.land()
        return (task.result(),) if task.done() else None

    def land(self) -> None:
        """Forget what has ended; raises what went wrong in it."""
        for account, (task, _) in [*self._tasks.items()]:
            if task.done():
                del self._tasks[account]
                if not task.cancelled():
                    task.result()

    async def close(self, grace: float) -> None:
        """Wait for all, but no longer than ``grace`` seconds; end the rest."""
        tasks = [task for task, _ in self._tasks.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
