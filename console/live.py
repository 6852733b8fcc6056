"""Server-sent events: a word for each thing that changed, gathered so that a storm does not flood a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from console.names import slug
from console.ports import Live

SUBJECTS = ("rooms", "tickets", "notices", "outbox", "health")


class Changes:
    """The ``Live`` port within one process and one event loop: ``tell`` reaches every listener, ``close`` ends them all.

    A listener that does not keep up loses nothing: what waits for it is a set of subjects.
    """

    def __init__(self) -> None:
        self._listeners: set[_Pending] = set()

    def tell(self, subject: str) -> None:
        """Say that ``subject`` changed (see ``Live.changes``); call it on the event loop."""
        for listener in self._listeners:
            listener.add(subject)

    def close(self) -> None:
        """End every listener, so that the web server can stop at once."""
        for listener in self._listeners:
            listener.end()

    async def changes(self) -> AsyncIterator[str]:
        """The subjects as they change, for one listener."""
        mine = _Pending()
        self._listeners.add(mine)
        try:
            while found := await mine.take():
                for subject in sorted(found):
                    yield subject
        finally:
            self._listeners.discard(mine)


class _Pending:
    """Subjects that wait for one listener; an empty take says that it is over."""

    def __init__(self) -> None:
        self._subjects: set[str] = set()
        self._wake = asyncio.Event()
        self._over = False

    def add(self, subject: str) -> None:
        self._subjects.add(subject)
        self._wake.set()

    def end(self) -> None:
        self._over = True
        self._wake.set()

    async def take(self) -> set[str]:
        if not self._over:
            await self._wake.wait()
        self._wake.clear()
        found, self._subjects = self._subjects, set()
        return found


async def events(live: Live, *, gather: float = 0.2, beat: float = 15.0) -> AsyncIterator[str]:
    """Frames of an event stream: the first change at once, those of the next ``gather`` seconds together.

    A comment goes out after ``beat`` silent seconds, so that a listener that left is noticed.
    """
    pending = _Pending()
    reader = asyncio.create_task(_collect(live, pending))
    try:
        yield "retry: 2000\n\n"
        while frame := await _next_frame(pending, beat):
            yield frame
            await asyncio.sleep(gather)
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader


async def _collect(live: Live, pending: _Pending) -> None:
    try:
        async for subject in live.changes():
            pending.add(subject)
    finally:
        pending.end()


async def _next_frame(pending: _Pending, beat: float) -> str:
    try:
        found = await asyncio.wait_for(pending.take(), beat)
    except TimeoutError:
        return ": beat\n\n"
    names = {name for subject in found for name in event_names(subject)}
    return "".join(f"event: {name}\ndata: 1\n\n" for name in sorted(names))


def event_names(subject: str) -> tuple[str, ...]:
    """The events of a subject: ``rooms`` and ``room-<slug>`` for a room, else the known word itself, else ``all``."""
    kind, _, rest = subject.partition(" ")
    if kind == "room" and rest:
        return ("rooms", f"room-{slug(rest)}")
    return (kind,) if kind in SUBJECTS else ("all",)
