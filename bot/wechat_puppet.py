"""wechaty's own classes, tamed: calls with deadlines, events read with care, nothing started that nobody asked for."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from grpclib.client import Channel
from grpclib.const import Cardinality
from grpclib.exceptions import GRPCError, ProtocolError, StreamTerminatedError
from h2.exceptions import StreamClosedError

from bot.wechat_compat import (
    Contact,
    PuppetOptions,
    PuppetService,
    PuppetStub,
    Room,
    Wechaty,
    WechatyOptions,
    WechatyPuppetError,
    extract_host_and_port,
)
from bot.wechat_text import Wire
from bot.wechat_transport import GatheringChannel
from bot.wechat_wire import EVENTS, FILE, PAYLOAD, Ask, AskNothing, Chunk, Given, WireEvent
from models.outgoing import Picture

_log = structlog.get_logger("bot.wechat")

# All that a call to a gateway raises: its own refusals, a lost line, no answer in time, an answer that cannot be read, and
# one without a message, which wechaty-grpc takes for impossible (``assert``).
RPC_ERRORS = (
    GRPCError,
    StreamTerminatedError,
    ProtocolError,
    OSError,
    TimeoutError,
    ValueError,
    AssertionError,
    WechatyPuppetError,
)

# Told of each event (type and payload as on the wire); whether wechaty's own reader shall have it as well.
OnEvent = Callable[[int, str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where a gateway is (``host:port``), what opens it, and how many seconds a call to it may take."""

    endpoint: str
    token: str = field(repr=False)
    rpc_timeout: float = 10.0


class _Stub(PuppetStub):  # type: ignore[misc]
    """A deadline on every call but the stream of events; of that, only what wechaty can digest."""

    def __init__(self, channel: Channel, timeout: float, on_event: OnEvent) -> None:
        super().__init__(channel, timeout=timeout)
        self._on_event = on_event

    async def event(self) -> AsyncIterator[Any]:
        call = self.channel.request(EVENTS, Cardinality.UNARY_STREAM, AskNothing, WireEvent)
        async with call as stream:
            await stream.send_message(AskNothing(), end=True)
            async for event in stream:
                if await self._on_event(event.type, event.payload):
                    yield event


class Puppet(PuppetService):
    """PuppetService without its probe of the port, its waits without end and its Stop at every turn.

    ``start`` returns when the gateway has ended the stream of events, and raises one of ``RPC_ERRORS`` otherwise.
    """

    def __init__(self, gateway: Gateway, on_event: OnEvent) -> None:
        options = PuppetOptions()
        options.end_point, options.token = gateway.endpoint, gateway.token
        super().__init__(options)
        self._gateway, self._on_event = gateway, on_event

    def _init_puppet(self) -> None:
        host, port = extract_host_and_port(self._gateway.endpoint)
        self.channel = GatheringChannel(host=host, port=port)
        self.channel._authority = self._gateway.token
        self._puppet_stub = _Stub(self.channel, self._gateway.rpc_timeout, self._on_event)

    async def start(self, *, evict: bool = False) -> None:
        """Connect and listen. ``evict`` throws out another client first, which may log the account out."""
        self._init_puppet()
        if evict:
            await self.puppet_stub.stop()
        await self.puppet_stub.start()
        await self._listen_for_event()

    async def stop(self, hang_up: Callable[[Channel], None] = Channel.close) -> None:
        """Hear nothing more, and hang up. No Stop is sent: it would log the account out."""
        self._event_stream.cancel()
        self._event_stream.remove_all_listeners()
        channel, self.channel, self._puppet_stub = self.channel, None, None
        if channel is not None:
            hang_up(channel)

    async def say(self, conversation_id: str, text: str, mentions: Sequence[str]) -> str:
        """Send a text; its id. The caller decides how long to wait for that."""
        sent = await self._patient.message_send_text(
            conversation_id=conversation_id, text=text, mentonal_ids=list(mentions)
        )
        return str(sent.id)

    async def show(self, conversation_id: str, picture: Picture) -> str:
        """Send a picture; as ``say``. As a file-box on the wire: wechaty's own class for it warns at every use."""
        box = {"type": _BASE64, "name": picture.name, "base64": b64encode(picture.png).decode(), "metadata": {}}
        sent = await self._patient.message_send_file(conversation_id=conversation_id, filebox=json.dumps(box))
        return str(sent.id)

    @property
    def _patient(self) -> PuppetStub:
        """For calls that are waited for when their line is given up."""
        if self.channel is None:
            raise ConnectionResetError("hung up")
        return PuppetStub(self.channel)

    async def picture(self, message_id: str, most: int) -> bytes:
        """The file of a message, of which no more than ``most`` bytes and some are read."""
        if self.channel is None:
            raise ConnectionResetError("hung up")
        call = self.channel.request(FILE, Cardinality.UNARY_STREAM, Ask, Chunk)
        data = bytearray()
        async with asyncio.timeout(self._gateway.rpc_timeout * _FILE_TAKES), call as stream:
            await stream.send_message(Ask(message_id), end=True)
            async for piece in stream:
                read: Any = piece
                data += read
                if len(data) > most:
                    with suppress(StreamClosedError):  # the gateway has said its last word meanwhile
                        await stream.cancel()
                    break
        return bytes(data)

    async def message_payload(self, message_id: str) -> Wire:
        """The payload as it came: its type is the wire's, not wechaty's, which loses those from 16 on."""
        if self.channel is None:
            raise ConnectionResetError("hung up")
        call = self.channel.request(PAYLOAD, Cardinality.UNARY_UNARY, Ask, Given)
        async with asyncio.timeout(self._gateway.rpc_timeout), call as stream:  # in a header it would never be the same
            await stream.send_message(Ask(message_id), end=True)
            payload: Any = await stream.recv_message()
        if not isinstance(payload, Wire):
            raise ValueError("no payload")
        return payload


_FILE_TAKES = 6  # a picture may take so many times as long as a call
_BASE64 = 1  # the type of a file-box that carries its bytes with it


class Bot(Wechaty):  # type: ignore[misc]
    """A Wechaty of its own for each connection; without plugins, scheduler, job store and web server."""

    def __init__(self, puppet: Puppet) -> None:
        super().__init__(WechatyOptions(puppet=puppet, puppet_options=puppet.options))
        self._plugin_manager.start = _nothing

    async def prepare(self) -> None:
        """Bind wechaty's classes to this puppet; what their pools keep from an earlier one goes."""
        Contact._pool.clear()
        Room._pool.clear()
        self.on("error", lambda *_: None)
        await self.init_puppet()
        await self.init_puppet_event_bridge(self.puppet)

    async def on_room_join(self, room: Any, invitees: list[Any], *_: Any) -> None:
        """Somebody was brought into a room: worth a line when it is the bot itself."""
        if self._is_among(invitees):
            _log.info("room_joined", room=room.room_id)

    async def on_room_leave(self, room: Any, leavers: list[Any], *_: Any) -> None:
        """Somebody left a room: worth a line when it is the bot itself."""
        if self._is_among(leavers):
            _log.warning("room_left", room=room.room_id)

    def _is_among(self, contacts: list[Any]) -> bool:
        return self.puppet.login_user_id in [contact.contact_id for contact in contacts]


async def _nothing() -> None:
    """In the place of what must not start."""
