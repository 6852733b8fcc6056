"""From message ids to messages taken in: in order, none lost, none twice. Knows nothing of WeChat.

An id waits in a bounded queue; when that is full, ``put`` waits too, and so does the gateway behind it. A few messages
are fetched ahead; they are handed on in the order of their ids, a few before the first of them has been taken in: one
that must be written down holds up none that need not. An id counts as seen only when its message was taken.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.channel import Take
from bot.wechat_supervisor import end
from models.errors import StoreFailed
from models.message import Message

_log = structlog.get_logger("bot.wechat")

# Seconds at the end for what is being taken in.
_GRACE = 0.3

Fetch = Callable[[str], Awaitable[Message | None]]


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """``bound`` ids may wait, ``ahead`` are fetched ahead, ``together`` are being taken in, ``remember`` are known again.

    A message that cannot be taken is tried ``tries`` times, ``pause`` seconds apart, doubled to ``longest_pause``;
    while the store asks for a retry there is no end to the tries.
    """

    bound: int = 1000
    ahead: int = 32
    together: int = 16
    remember: int = 20_000
    tries: int = 3
    pause: float = 0.3
    longest_pause: float = 5.0


class Intake:
    """``fetch`` gives the message of an id, None when it is not for us or gone for good; ``take`` takes it in.

    ``waiting`` is how many ids are not yet through. ``counts``: ``taken``, ``doubled`` (an id came again), ``failed``
    (``take`` gave up).
    """

    def __init__(self, fetch: Fetch, take: Take, limits: IntakeLimits, counts: Counter[str]) -> None:
        self._fetch, self._take, self._limits, self._counts = fetch, take, limits, counts
        self._ids: asyncio.Queue[str] = asyncio.Queue(limits.bound)
        self._ahead: asyncio.Queue[tuple[str, asyncio.Task[Message | None]]] = asyncio.Queue(limits.ahead)
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._taking: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(limits.together)
        self.waiting = 0

    @property
    def full(self) -> bool:
        """Whether ``put`` would wait: then silence on the line is our own doing."""
        return self._ids.full()

    async def put(self, message_id: str) -> None:
        """Queue an id; waits while the queue is full."""
        self.waiting += 1
        await self._ids.put(message_id)

    async def work(self) -> None:
        """Take in what is queued, for ever."""
        reader = asyncio.create_task(self._read_ahead())
        try:
            while True:
                message_id, fetching = await self._ahead.get()
                message = await fetching
                await self._room.acquire()
                before = self._taking.get(message_id)
                self._taking[message_id] = asyncio.create_task(self._finish(message_id, message, before))
        finally:
            reader.cancel()
            while not self._ahead.empty():
                self._ahead.get_nowait()[1].cancel()
            if self._taking:
                await end(*self._taking.values(), grace=_GRACE)

    async def idle(self) -> None:
        """Wait until all that was queued has been taken in."""
        await self._ids.join()

    async def _read_ahead(self) -> None:
        while True:
            message_id = await self._ids.get()
            fetching = asyncio.create_task(self._fetch_new(message_id))
            await self._ahead.put((message_id, fetching))

    async def _fetch_new(self, message_id: str) -> Message | None:
        return None if message_id in self._seen else await self._fetch(message_id)

    async def _finish(self, message_id: str, message: Message | None, before: asyncio.Task[None] | None) -> None:
        """Take it in; when the same id is being taken in already, after that."""
        try:
            if before is not None:
                await asyncio.wait([before])
            await self._handle(message_id, message)
            self.waiting -= 1
            self._ids.task_done()
        finally:
            self._room.release()
            if self._taking.get(message_id) is asyncio.current_task():
                del self._taking[message_id]

    async def _handle(self, message_id: str, message: Message | None) -> None:
        if message_id in self._seen:
            self._counts["doubled"] += 1
        elif message is not None and await self._hand_over(message):
            self._remember(message_id)

    async def _hand_over(self, message: Message) -> bool:
        """Whether ``take`` took it, sooner or later."""
        pause, tries = self._limits.pause, 0
        while error := await _error_of(self._take(message)):
            tries += 1
            if tries == 1:
                _log.warning("message_stuck", id=message.id, error=type(error).__name__, where=_where(error))
            if tries >= self._limits.tries and not _wants_retry(error):
                self._counts["failed"] += 1
                _log.error("message_failed", id=message.id, tries=tries, error=type(error).__name__)
                return False
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._limits.longest_pause)
        self._counts["taken"] += 1
        return True

    def _remember(self, message_id: str) -> None:
        self._seen[message_id] = None
        while len(self._seen) > self._limits.remember:
            self._seen.popitem(last=False)


async def _error_of(work: Awaitable[None]) -> Exception | None:
    """What ``work`` raised, None when all went well; a cancellation goes through."""
    caught = _Caught()
    with caught:
        await work
    return caught.error


class _Caught:
    """A block whose error is kept instead of raised."""

    error: Exception | None = None

    def __enter__(self) -> None:
        """Nothing is prepared."""

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def _wants_retry(error: Exception) -> bool:
    return isinstance(error, StoreFailed) and error.retry


def _where(error: Exception) -> str:
    """File and line of an error: its words may hold a resident's text, which no log shows."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
