"""Use cases one after the other, until the store takes them: what matters is never given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from models.errors import StoreFailed
from models.store import Store

_log = structlog.get_logger("bot.pipeline")
_LONGEST_PAUSE = 30.0
T = TypeVar("T")


class Patient:
    """``trouble`` says why the store takes nothing just now ("" = it does); it is told once when it goes and once when it
    is back. ``sleep`` waits seconds between two tries."""

    def __init__(self, store: Store, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._store, self._sleep = store, sleep
        self._turn = asyncio.Lock()
        self.trouble = ""

    async def run(self, use_case: Callable[..., T], **arguments: object) -> T:
        """Run a use case until the store takes it, in the order in which they were asked for."""
        async with self._turn:
            pause = 0.5
            while True:
                try:
                    result = await self._store.run(use_case, **arguments)
                except StoreFailed as error:
                    if not error.retry:
                        raise
                    self._tell(error.reason)
                    await self._sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
                    continue
                self._tell("")
                return result

    def _tell(self, trouble: str) -> None:
        if trouble and not self.trouble:
            _log.error("store_failed", reason=trouble)
        elif self.trouble and not trouble:
            _log.info("store_back")
        self.trouble = trouble
