"""From a message id to the message: over this line or the next, tried again, with the sender's name as the room has it."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog

from bot.wechat_echoes import Echoes, in_doubt
from bot.wechat_events import Event
from bot.wechat_intake import IntakeLimits
from bot.wechat_line import Line
from bot.wechat_names import Names
from bot.wechat_puppet import RPC_ERRORS
from bot.wechat_text import Around, Wire, is_known, read_arrival, read_message
from models.message import Message

_log = structlog.get_logger("bot.wechat")

# A text without either names nobody and quotes nobody: what the bot is called there need not be asked.
_MAY_NAME = re.compile("[@「]")


@dataclass(slots=True)
class Tries:
    """How often a message was asked for over a line that stood, and refused, or not answered while other things were.

    A gateway that says nothing at all (``hung``) says nothing of the message either, and its line is given up after a
    while: that may happen twice as often.
    """

    limits: IntakeLimits
    refused: int = 0
    hung: int = 0

    def count(self, error: Exception, *, quiet: bool) -> None:
        """One more; ``quiet``: nothing at all was heard of the gateway meanwhile."""
        if quiet and in_doubt(error):
            self.hung += 1
        else:
            self.refused += 1

    @property
    def made(self) -> int:
        """How many."""
        return self.refused + self.hung

    @property
    def left(self) -> int:
        """How many more it may fail."""
        return min(self.limits.tries - self.refused, 2 * self.limits.tries - self.hung)

    @property
    def pause(self) -> float:
        """Seconds until the next."""
        return min(self.limits.pause * 2.0**self.made, self.limits.longest_pause)


class Fetcher:
    """Fetches over the line that was last given to ``use``; without one it waits. ``counts["lost"]`` is what it gave up."""

    def __init__(
        self,
        channel: str,
        account: str,
        *,
        names: Names,
        echoes: Echoes,
        clock: Callable[[], datetime],
        limits: IntakeLimits,
        counts: Counter[str],
    ) -> None:
        self._channel, self._account, self._names, self._echoes = channel, account, names, echoes
        self._clock, self._limits, self._counts = clock, limits, counts
        self._line: Line | None = None
        self._made: dict[str, Message] = {}
        self._there = asyncio.Event()

    def use(self, line: Line | None) -> None:
        """Fetch over this line from now on; None: there is none at the moment."""
        self._line = line
        if line is None:
            self._there.clear()
        else:
            self._there.set()

    def hold(self, event: Event, account_id: str) -> str:
        """Make a message of somebody's coming into a room; the id under which ``fetch`` will give it."""
        message = read_arrival(event, self._channel, self._account, bot_id=account_id, now=self._clock())
        self._made[message.id] = message
        return message.id

    async def fetch(self, message_id: str) -> Message | None:
        """The message; None when it is the bot's own, or when the gateway does not give it. Raises nothing."""
        if made := self._made.pop(message_id, None):
            return made
        tries = Tries(self._limits)
        while tries.left:
            await self._there.wait()
            line = self._line
            if line is None:
                continue
            try:
                return await self._read(line, message_id, last=tries.left == 1)
            except RPC_ERRORS as error:
                if line.open:  # a line that broke meanwhile says nothing about the message
                    tries.count(error, quiet=line.quiet)
                _log.debug("fetch_failed", id=message_id, tries=tries.made, error=type(error).__name__)
            if tries.left:
                await asyncio.sleep(tries.pause)
        self._counts["lost"] += 1
        _log.error("message_lost", channel=self._channel, id=message_id, tries=tries.made)
        return None

    async def _read(self, line: Line, message_id: str, *, last: bool) -> Message | None:
        wire = await line.message(message_id)
        if wire.sender == line.account_id:
            self._echoes.hear(wire.room or wire.to, wire.text, wire.id)
            return None
        if not is_known(wire.type):
            _log.info("kind_unknown", channel=self._channel, id=message_id, type=wire.type)
        return read_message(wire, await self._around(line, wire, last))

    async def _around(self, line: Line, wire: Wire, last: bool) -> Around:
        nick = await self._name(line, wire.room, wire.sender, last)
        rooms = {wire.room, ""} if _MAY_NAME.search(wire.text) else ()
        bot_names = [await self._name(line, room, line.account_id, last) for room in rooms]
        return Around(
            channel=self._channel,
            account=self._account,
            bot_id=line.account_id,
            bot_names=tuple(filter(None, bot_names)),
            nick=nick,
            now=self._clock(),
            person=partial(self._names.person, wire.room),
        )

    async def _name(self, line: Line, room: str, person: str, last: bool) -> str:
        """The name; at the last try rather none than no message."""
        try:
            return await line.name(room, person)
        except RPC_ERRORS:
            if not last:
                raise
            return ""
