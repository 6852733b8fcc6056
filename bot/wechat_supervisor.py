"""Try, wait, try again: what keeps a connection up for ever. Knows nothing of WeChat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds between two attempts: ``first``, doubled each time up to ``longest``, and at random down to half of it.

    An attempt that lasted ``stable`` seconds starts the count anew. ``longest`` and one call that gets no answer
    (10 s) together stay below the 15 s within which a gateway that is back must be found.
    """

    first: float = 0.5
    longest: float = 4.0
    stable: float = 60.0

    def pause(self, failures: int, chance: float) -> float:
        """How long to wait after so many failures in a row (from 1); ``chance`` lies in 0–1."""
        full = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return full * (0.5 + chance / 2)


async def first_error(*work: Awaitable[None], grace: float = 1.0) -> BaseException | None:
    """Do all of it at once; when one ends, end the others, for at most ``grace`` s. What the first one raised, if any."""
    tasks = [asyncio.ensure_future(part) for part in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next((error for task in tasks if task in done and (error := _error(task))), None)
    finally:
        await end(*tasks, grace=grace)


async def end(*tasks: asyncio.Future[None], grace: float) -> None:
    """Cancel tasks and wait for their end, but for no longer than ``grace`` seconds; their errors are heard and dropped."""
    for task in tasks:
        task.cancel()
    done, _ = await asyncio.wait(tasks, timeout=grace)
    for task in done:
        _error(task)


async def keep_up(attempt: Callable[[], Awaitable[None]], *, backoff: Backoff, chance: Callable[[], float]) -> None:
    """Call ``attempt`` for ever, with a pause after each; its return is a failure. ``chance`` gives numbers in 0–1."""
    failures = 0
    while True:
        started = _elapsed()
        await attempt()
        lasted = _elapsed() - started
        failures = 1 if lasted >= backoff.stable else failures + 1
        await asyncio.sleep(backoff.pause(failures, chance()))


def _elapsed() -> float:
    return asyncio.get_running_loop().time()


def _error(task: asyncio.Future[None]) -> BaseException | None:
    return None if task.cancelled() else task.exception()
