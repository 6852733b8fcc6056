"""Was it said after all? A gateway hands the bot's own texts back, and that settles a send that got no answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Echo:
    """A text that is being sent, and the id under which it came back."""

    target: str
    text: str
    came: asyncio.Future[str]

    async def wait(self, seconds: float) -> str | None:
        """The id under which it came back, None when it does not within so many seconds."""
        done, _ = await asyncio.wait([self.came], timeout=seconds)
        return self.came.result() if done else None


class Echoes:
    """The texts that are being sent at this moment."""

    def __init__(self) -> None:
        self._expected: list[Echo] = []

    @contextmanager
    def expect(self, target: str, text: str) -> Iterator[Echo]:
        """Look out for this text while the block runs."""
        echo = Echo(target, text.strip(), asyncio.get_running_loop().create_future())
        self._expected.append(echo)
        try:
            yield echo
        finally:
            self._expected.remove(echo)

    def hear(self, target: str, text: str, message_id: str) -> None:
        """One of the bot's own texts came back."""
        for echo in self._expected:
            if not echo.came.done() and (echo.target, echo.text) == (target, text.strip()):
                echo.came.set_result(message_id)
                return
