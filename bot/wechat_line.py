"""One connection to a gateway, from its Start to its end, and the reasons why it ends."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from grpclib.const import Status
from grpclib.exceptions import GRPCError, StreamTerminatedError

from bot.wechat_echoes import HangUps
from bot.wechat_events import Event, EventType, concerns_us, read_event
from bot.wechat_intake import Intake
from bot.wechat_names import Names
from bot.wechat_puppet import Bot, Gateway, Puppet
from bot.wechat_standing import Trouble
from bot.wechat_text import Wire
from models.outgoing import Picture

_log = structlog.get_logger("bot.wechat")

_FOR_WECHATY = frozenset({EventType.ROOM_JOIN, EventType.ROOM_LEAVE})


class LineDownError(Exception):
    """The line is of no use any more, for this reason."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.value)


_BY_STATUS = {
    Status.UNAUTHENTICATED: Trouble.REFUSED,
    Status.PERMISSION_DENIED: Trouble.REFUSED,
    Status.ALREADY_EXISTS: Trouble.BUSY,
    Status.DEADLINE_EXCEEDED: Trouble.SILENT,
    Status.UNAVAILABLE: Trouble.UNREACHABLE,
}


def trouble_of(error: BaseException | None) -> Trouble:
    """What an error of the line means; None is an end without one."""
    if error is None:
        return Trouble.ENDED
    if isinstance(error, LineDownError):
        return error.trouble
    if isinstance(error, GRPCError):
        return _BY_STATUS.get(error.status, Trouble.FAILED)
    if isinstance(error, TimeoutError):
        return Trouble.SILENT
    if isinstance(error, StreamTerminatedError):
        return Trouble.ENDED
    return Trouble.UNREACHABLE if isinstance(error, OSError) else Trouble.FAILED


def name_of(error: BaseException | None) -> str:
    """What was raised, for the log. Without its words: a gateway writes the token into them."""
    status = f".{error.status.name}" if isinstance(error, GRPCError) else ""
    return f"{type(error).__name__}{status}" if error else ""


class Line:
    """A connection of one account. Made anew for each attempt; ``listen`` and ``watch`` run side by side.

    ``on_trouble`` hears whether the account can hear and speak: None when it logs in, else why not. ``on_join`` makes a
    message of somebody's coming into a room (with the account's own id) and gives its id.
    """

    def __init__(
        self,
        gateway: Gateway,
        *,
        intake: Intake,
        names: Names,
        counts: Counter[str],
        on_trouble: Callable[[Trouble | None], None],
        on_join: Callable[[Event, str], str],
        hang_ups: HangUps,
    ) -> None:
        self._puppet = Puppet(gateway, self._on_event)
        self._bot = Bot(self._puppet)
        self._patience = gateway.rpc_timeout
        self._intake, self._names, self._counts, self._on_trouble = intake, names, counts, on_trouble
        self._on_join, self._hang_ups = on_join, hang_ups
        self._calls: set[asyncio.Future[str]] = set()
        self._over = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._heard = asyncio.Event()
        self._events = self._dongs = 0
        self._told = False
        self.open = True
        self.account_id = ""

    async def listen(self, *, evict: bool = False) -> None:
        """Connect and pass events on until the line ends; never returns, raises RPC_ERRORS or LineDownError."""
        await self._bot.prepare()
        await self._puppet.start(evict=evict)
        raise LineDownError(Trouble.ENDED)

    async def watch(self, every: float) -> None:
        """Ask for a sign of life every so many seconds; never returns, raises RPC_ERRORS or LineDownError."""
        while True:
            await asyncio.sleep(every)
            self._heard.clear()
            await self._puppet.ding("")
            self._counts["dings"] += 1
            if not await self._answers():
                raise LineDownError(Trouble.SILENT)
            if not self._told:
                self._tell(Trouble.LOGGED_OUT)

    async def close(self) -> None:
        """Hear nothing more; what still waits for an answer fails, but that of a text may come late."""
        self.open = False
        self._over.set()
        await self._puppet.stop(partial(self._hang_ups.after, list(self._calls)))

    async def message(self, message_id: str) -> Wire:
        """A message as it came; RPC_ERRORS."""
        payload = await self._puppet.message_payload(message_id)
        self._heard_at = self._loop.time()
        return payload if payload.id else replace(payload, id=message_id)

    async def name(self, room: str, person: str) -> str:
        """What a person is called: in the room if they have a name there, else their own; RPC_ERRORS."""
        known = self._names.get(room, person)
        if known is not None or not person:
            return known or ""
        name = await self._ask_name(room, person)
        self._names.put(room, person, name)
        return name

    async def topic(self, room: str) -> str:
        """What a room is called, "" when it has no name; RPC_ERRORS."""
        return str((await self._puppet.room_payload(room)).topic)

    @property
    def quiet(self) -> bool:
        """Whether nothing was heard of the gateway for half the time that a call may take."""
        return self._loop.time() - self._heard_at > self._patience / 2

    def say(self, target: str, text: str, mentions: tuple[str, ...]) -> asyncio.Future[str]:
        """Begin to say it: the id of the new message, "" when the gateway gives none, or RPC_ERRORS; see ``answer``."""
        return self._begin(self._puppet.say(target, text, mentions))

    def show(self, target: str, picture: Picture) -> asyncio.Future[str]:
        """Begin to send a picture; as ``say``."""
        return self._begin(self._puppet.show(target, picture))

    async def answer(self, call: asyncio.Future[str]) -> str:
        """What came of it; RPC_ERRORS also when no answer comes in time or before the line ends, while it goes on."""
        over = asyncio.ensure_future(self._over.wait())
        first: list[asyncio.Future[Any]] = [call, over]
        try:
            await asyncio.wait(first, timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
        if call.done():
            return call.result()
        raise StreamTerminatedError("given up") if self._over.is_set() else TimeoutError

    def _begin(self, saying: Coroutine[Any, Any, str]) -> asyncio.Future[str]:
        call = asyncio.ensure_future(asyncio.wait_for(saying, self._hang_ups.patience))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)
        return call

    async def picture(self, message_id: str, most: int) -> bytes:
        """The file of a message; RPC_ERRORS."""
        return await self._puppet.picture(message_id, most)

    async def _ask_name(self, room: str, person: str) -> str:
        if room:
            member = await self._puppet.room_member_payload(room, person)
            if member.room_alias or member.name:
                return str(member.room_alias or member.name)
        contact = await self._puppet.contact_payload(person)
        return str(contact.name)

    async def _answers(self) -> bool:
        """Whether an event came after the ding; a puppet that has never answered one is trusted while it takes calls."""
        try:
            await asyncio.wait_for(self._heard.wait(), self._patience)
        except TimeoutError:
            return self._intake.full or (self._events > 0 and not self._dongs)
        return True

    async def _on_event(self, wire_type: int, payload: str) -> bool:
        self._events += 1
        self._heard_at = self._loop.time()
        self._heard.set()
        event = read_event(wire_type, payload)
        if event is None:
            if concerns_us(wire_type):
                self._counts["dropped"] += 1
                _log.warning("event_dropped", type=wire_type)
            return False
        await self._act(event)
        return event.type in _FOR_WECHATY

    async def _act(self, event: Event) -> None:
        match event.type:
            case EventType.MESSAGE:
                await self._intake.put(event.id)
            case EventType.DONG:
                self._dongs += 1
                self._counts["dongs"] += 1
            case EventType.ERROR:
                self._counts["errors"] += 1
            case EventType.LOGIN:
                self.account_id = self._puppet.login_user_id = event.id
                self._tell(None)
            case EventType.LOGOUT:
                self._tell(Trouble.LOGGED_OUT)
            case EventType.SCAN:
                self._tell(Trouble.SCAN)
            case EventType.ROOM_JOIN:
                self._names.forget(event.id)
                await self._intake.put(self._on_join(event, self.account_id))
            case EventType.DIRTY | EventType.ROOM_LEAVE:
                self._names.forget(event.id)

    def _tell(self, trouble: Trouble | None) -> None:
        self._told = True
        self._on_trouble(trouble)
