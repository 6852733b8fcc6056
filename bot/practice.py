"""The practice channel: rooms inside this process, for the demo, the console and everyone who wants to try.

Nothing leaves the machine. What is said here is kept in memory only, a few hundred lines a room.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.channel import ChannelState, Take
from console.ports import Line
from models.message import Message
from models.outgoing import Outgoing, Picture
from models.words import Role

_KEPT = 300


def private_room(person: str) -> str:
    """The name under which a private chat with one of the staff is shown."""
    return f"@{person}"


class PracticeChannel:
    """Rooms in memory. ``on_line`` hears every new line with its room, ``on_change`` the room that looks different now."""

    name = "practice"

    def __init__(
        self,
        clock: Callable[[], datetime],
        on_change: Callable[[str], None] = lambda _: None,
        on_line: Callable[[str, Line], None] = lambda *_: None,
    ) -> None:
        self._clock, self._on_change, self._on_line = clock, on_change, on_line
        self._rooms: dict[str, OrderedDict[str, Line]] = defaultdict(OrderedDict)
        self._said: asyncio.Queue[tuple[Message, asyncio.Future[None]]] = asyncio.Queue()
        self._nicks: dict[str, str] = {}
        self._connected = True
        self._count = 0
        self._since: datetime | None = None

    async def run(self, take: Take) -> None:
        """Hand over what is said, one after the other, until cancelled."""
        self._since = self._clock()
        while True:
            message, done = await self._said.get()
            try:
                await take(message)
            finally:
                if not done.done():
                    done.set_result(None)

    async def say(self, message: Message, *, name: str = "", role: Role | None = None, shown: str = "") -> None:
        """Someone says something in a room (or privately); returns when the bot has taken it in.

        ``shown`` is what stands in the room when it is not the text. While it is cut off nobody hears it.
        """
        self._add(shown_in(message), message.id, Line(message.at, name or message.nick, role, shown or message.text))
        self._nicks[message.sender] = name or message.nick
        if not self._connected:
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._said.put((message, done))
        await done

    async def send(self, outgoing: Outgoing) -> str:
        """The bot says something; returns the id of its line."""
        return self._say(outgoing, "")

    async def show(self, outgoing: Outgoing, picture: Picture) -> str:
        """The same, with a picture that the console has."""
        return self._say(outgoing, picture.path)

    def _say(self, outgoing: Outgoing, picture: str) -> str:
        self._count += 1
        line_id = f"bot-{self._count}"
        why = (outgoing.why,) if outgoing.why else ()
        called = "".join(f"@{self._nicks.get(person, person)}\u2005" for person in outgoing.mentions)
        line = Line(self._clock(), "网格服务机器人", None, called + outgoing.text, True, why, picture)
        self._add(outgoing.room or private_room(outgoing.person), line_id, line)
        return line_id

    def explain(self, room: str, line_id: str, why: tuple[str, ...]) -> None:
        """Put beside a line what was made of it."""
        line = self._rooms[room].get(line_id)
        if line:
            self._rooms[room][line_id] = replace(line, why=why)
            self._on_change(room)

    def state(self) -> ChannelState:
        """Connected once it runs, until it is cut off."""
        detail = "练习群，只在本机" if self._connected else "练习中断线"
        return ChannelState(self.name, self._connected and self._since is not None, self._since, detail)

    def connect(self, *, back: bool) -> None:
        """Cut it off, or connect it again."""
        self._connected, self._since = back, self._clock()

    def last_said(self, room: str, who: str, text: str) -> str | None:
        """The id of the last line that ``who`` said so in a room."""
        lines = reversed(self._rooms[room].items())
        return next((key for key, line in lines if (line.who, line.text) == (who, text)), None)

    def transcript(self, room: str, limit: int = 100) -> list[Line]:
        """The last lines of a room or of a private chat (``private_room``), oldest first."""
        return list(self._rooms[room].values())[-limit:] if room in self._rooms else []

    def private_chats(self) -> list[str]:
        """The private chats in which something was said."""
        return sorted(room for room in self._rooms if room.startswith("@"))

    def _add(self, room: str, line_id: str, line: Line) -> None:
        lines = self._rooms[room]
        lines[line_id] = line
        while len(lines) > _KEPT:
            lines.popitem(last=False)
        self._on_line(room, line)
        self._on_change(room)


def shown_in(message: Message) -> str:
    """The room in which a message is shown: its own, or the private chat of who said it."""
    return message.room or private_room(message.sender)
