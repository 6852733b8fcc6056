"""Does what is due, again and again: when it is time, and at once when something was taken in.

One error does not end it: what is due stays due. The log hears of a trouble once when it comes and once when it is over.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from models.errors import StoreFailed

_log = structlog.get_logger("bot.pulse")


class Pulse:
    """Calls ``tick`` after each ``nudge``, one at a time; StoreFailed that no later try can mend ends it."""

    def __init__(self, tick: Callable[[], Awaitable[object]]) -> None:
        self._tick = tick
        self._nudged = asyncio.Event()
        self.trouble = ""

    async def nudge(self) -> None:
        """It is time."""
        self._nudged.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._nudged.wait()
            self._nudged.clear()
            [error] = await asyncio.gather(self._tick(), return_exceptions=True)
            self._judge(error if isinstance(error, BaseException) else None)

    def _judge(self, error: BaseException | None) -> None:
        if error is not None and (not isinstance(error, Exception) or _hopeless(error)):
            raise error
        trouble = _words(error) if error else ""
        if trouble and trouble != self.trouble:
            _log.error("tick_failed", reason=trouble)
        elif self.trouble and not trouble:
            _log.info("tick_back")
        self.trouble = trouble


def _hopeless(error: Exception) -> bool:
    return isinstance(error, StoreFailed) and not error.retry


def _words(error: BaseException) -> str:
    """What it is and where; the words of any but the store's may hold a resident's text, which no log shows."""
    if isinstance(error, StoreFailed):
        return error.reason
    frames = traceback.extract_tb(error.__traceback__)
    where = f" {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
