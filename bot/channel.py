"""The one way in and out: what a channel is, and the scripted channel for tests and rehearsals."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from models.errors import ChannelFailed
from models.message import Message
from models.outgoing import Outgoing, Picture

Take = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How a channel stands: whether it hears and can speak, ``since`` when (aware, UTC; None = not started), and why."""

    name: str
    connected: bool
    since: datetime | None = None
    detail: str = ""


class Channel(Protocol):
    """A place where people write and are answered. ``run`` hands messages on in order, one at a time."""

    @property
    def name(self) -> str:
        """The name that messages and rooms carry."""

    async def run(self, take: Take) -> None:
        """Hand every message to ``take`` until cancelled; a message counts as taken when ``take`` has returned."""

    async def send(self, outgoing: Outgoing) -> str:
        """Say it in its room, or to its person; the channel's id of the new message, or ChannelFailed."""

    def state(self) -> ChannelState:
        """How it stands at this moment."""


@runtime_checkable
class KnowsRooms(Protocol):
    """A channel that can tell what a room is called."""

    async def room_name(self, room: str) -> str:
        """The name of the room with this id, "" when it has none; ChannelFailed when it cannot be had now."""


@runtime_checkable
class ShowsPictures(Protocol):
    """A channel that can show a picture where it says a text."""

    async def show(self, outgoing: Outgoing, picture: Picture) -> str:
        """Show it in the text's room, or to its person; as ``Channel.send``."""


@runtime_checkable
class GivesPictures(Protocol):
    """A channel that gives the picture of a message that it handed on."""

    async def picture(self, message_id: str, most: int) -> bytes:
        """Its bytes, of which no more than ``most`` and one are read; ChannelFailed."""


class ScriptedChannel:
    """Plays the messages that it is given and keeps what it is told to send, in ``sent``, and to show, in ``shown``.

    ``pictures`` are the bytes of messages that are pictures, by their ids.
    """

    def __init__(self, messages: Iterable[Message] = (), *, name: str = "scripted") -> None:
        self.name = name
        self.sent: list[Outgoing] = []
        self.shown: list[Picture] = []
        self.pictures: dict[str, bytes] = {}
        self._script: asyncio.Queue[Message] = asyncio.Queue()
        self._failures: deque[ChannelFailed] = deque()
        self._running = False
        for message in messages:
            self.say(message)

    def say(self, message: Message) -> None:
        """Add a message to the script, also while it plays."""
        self._script.put_nowait(message)

    def fail(self, times: int = 1, *, retry: bool = True, reason: str = "told to fail", unsure: bool = False) -> None:
        """Refuse the next ``times`` texts."""
        self._failures.extend(ChannelFailed(reason, retry=retry, unsure=unsure) for _ in range(times))

    async def played(self) -> None:
        """Wait until every message of the script has been taken."""
        await self._script.join()

    async def run(self, take: Take) -> None:
        """Play the script, then wait for more until cancelled."""
        self._running = True
        try:
            while True:
                await take(await self._script.get())
                self._script.task_done()
        finally:
            self._running = False

    async def send(self, outgoing: Outgoing) -> str:
        """Keep the text; ids are ``sent-1``, ``sent-2`` …"""
        if self._failures:
            raise self._failures.popleft()
        self.sent.append(outgoing)
        return f"sent-{len(self.sent)}"

    async def show(self, outgoing: Outgoing, picture: Picture) -> str:
        """Keep both."""
        sent_id = await self.send(outgoing)
        self.shown.append(picture)
        return sent_id

    async def picture(self, message_id: str, most: int) -> bytes:
        """As it was put into ``pictures``."""
        if self._failures:
            raise self._failures.popleft()
        if message_id not in self.pictures:
            raise ChannelFailed("no such picture", retry=False)
        return self.pictures[message_id][: most + 1]

    def state(self) -> ChannelState:
        """Connected while it plays."""
        return ChannelState(self.name, connected=self._running, detail="playing" if self._running else "stopped")
