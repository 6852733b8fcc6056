"""Was it said after all? What settles a send that got no answer: the bot's own text comes back, or the answer comes late.

A gateway that hung takes what lies in its buffers when it goes on, and says it. So a call is not given up with its line:
it is waited for in the background, and as long as nobody knows what became of it the same text is not said again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from grpclib.const import Status
from grpclib.exceptions import GRPCError

_MOST_DOUBTS = 100
_NO_ANSWER = frozenset({Status.DEADLINE_EXCEEDED, Status.UNAVAILABLE, Status.CANCELLED})


def in_doubt(error: BaseException | None) -> bool:
    """Whether a text may have been said though its call ended so: no answer came that refuses it."""
    return not isinstance(error, GRPCError) or error.status in _NO_ANSWER


@dataclass(eq=False, slots=True)
class Echo:
    """A text that is being said for ``key`` and the id under which it is known to be said; ``call`` is what says it."""

    key: str
    target: str
    text: str
    call: asyncio.Future[str]
    came: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    doubted: bool = False

    @property
    def waits(self) -> bool:
        """Whether an answer may still come."""
        return not self.call.done()

    def arrive(self, message_id: str) -> None:
        """It was said."""
        if not self.came.done():
            self.came.set_result(message_id)

    async def wait(self, seconds: float) -> str | None:
        """The id under which it was said; None when that is not known within so many seconds, or when it was refused."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._known()
        return self.came.result() if self.came.done() else None

    async def _known(self) -> None:
        """Until it is known to have been said, or to have been refused; for ever when nobody tells."""
        await asyncio.wait([self.came, self.call], return_when=asyncio.FIRST_COMPLETED)
        if not self.came.done() and in_doubt(_error_of(self.call)):
            await asyncio.wait([self.came])


class Echoes:
    """The texts that are being said at this moment, and those of which it is not known whether they were."""

    def __init__(self) -> None:
        self._expected: list[Echo] = []

    def expect(self, key: str, target: str, text: str, call: asyncio.Future[str]) -> Echo:
        """Look out for what becomes of this text until it is settled."""
        echo = Echo(key, target, text.strip(), call)
        self._expected.append(echo)
        call.add_done_callback(lambda done: _hand_on(echo, done))
        return echo

    def settle(self, echo: Echo) -> None:
        """It is known what became of it."""
        if echo in self._expected:
            self._expected.remove(echo)

    def doubt(self, echo: Echo) -> None:
        """It is not known; only so many doubts are kept."""
        echo.doubted = True
        doubts = [e for e in self._expected if e.doubted]
        for old in doubts[:-_MOST_DOUBTS]:
            self.settle(old)

    def doubted(self, key: str, target: str, text: str) -> Echo | None:
        """An earlier try to say this very text of which it is not known what became."""
        wanted = (key, target, text.strip())
        return next((e for e in self._expected if e.doubted and (e.key, e.target, e.text) == wanted), None)

    def hear(self, target: str, text: str, message_id: str) -> None:
        """One of the bot's own texts came back: the one that is being said comes before one that is in doubt."""
        said = (target, text.strip())
        fits = [e for e in self._expected if not e.came.done() and (e.target, e.text) == said]
        for echo in sorted(fits, key=lambda e: e.doubted)[:1]:
            echo.arrive(message_id)


class _Closes(Protocol):
    def close(self) -> None:
        """Hang up."""


class HangUps:
    """Connections that were given up while something was on its way: kept for ``patience`` seconds for its answer."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._kept: dict[_Closes, asyncio.TimerHandle] = {}

    def after(self, calls: Collection[asyncio.Future[str]], channel: _Closes) -> None:
        """Hang up when all of these calls have ended, at once when there are none."""
        open_calls = {call for call in calls if not call.done()}
        if not open_calls:
            channel.close()
            return
        self._kept[channel] = asyncio.get_running_loop().call_later(self.patience, self._close, channel)

        def ended(call: asyncio.Future[str]) -> None:
            open_calls.discard(call)
            if not open_calls:
                self._close(channel)

        for call in list(open_calls):
            call.add_done_callback(ended)

    def close(self) -> None:
        """Hang up all."""
        for channel in list(self._kept):
            self._close(channel)

    def _close(self, channel: _Closes) -> None:
        timer = self._kept.pop(channel, None)
        if timer is not None:
            timer.cancel()
            channel.close()


def _hand_on(echo: Echo, call: asyncio.Future[str]) -> None:
    if _error_of(call) is None and not call.cancelled():
        echo.arrive(call.result())


def _error_of(call: asyncio.Future[str]) -> BaseException | None:
    return None if call.cancelled() else call.exception()
