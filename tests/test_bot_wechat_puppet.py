"""Odd events, and other programs at the same gateway: real gRPC on both sides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from gateway_peer import TOKEN, GatewayPeer, free_port, gateway
from grpclib.client import Channel
from grpclib.const import Cardinality, Handler, Status
from grpclib.server import Server
from structlog.testing import capture_logs
from wechat_client import client_of, eventually, still_works, turns
from wechaty_grpc.wechaty.puppet import MessageSendTextRequest, MessageSendTextResponse

from bot.wechat_compat import PuppetStub
from bot.wechat_puppet import RPC_ERRORS, Gateway, Puppet

__all__ = ["gateway"]
pytestmark = pytest.mark.gateway


def test_a_second_client_waits_and_takes_over_when_the_first_has_gone(gateway: GatewayPeer) -> None:
    async def scene() -> tuple[list[str], list[str]]:
        async with client_of(gateway.endpoint, connect=False, evict_after=10_000) as second:
            async with client_of(gateway.endpoint) as first:
                await eventually(lambda: second.detail == "网关正被另一个程序占用" or second.channel.state().connected)
                ahead, behind = (first, second) if first.channel.state().connected else (second, first)
                gateway.say("一")
                await ahead.took(1)
                assert not behind.taken
            return first.texts, second.texts

    first, second = asyncio.run(scene())
    assert sorted([*first, *second]) == ["一"]


@asynccontextmanager
async def _other_program(peer: GatewayPeer) -> AsyncIterator[PuppetStub]:
    """Another program at the gateway's stream of events, that never leaves by itself."""
    host, port = peer.endpoint.split(":")
    channel = Channel(host, int(port))
    channel._authority = TOKEN
    stub = PuppetStub(channel)
    await stub.start()
    stream = stub.event()
    await anext(stream)
    try:
        yield stub
    finally:
        await stream.aclose()
        channel.close()


def test_a_dead_client_that_holds_the_stream_is_thrown_out_at_last(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with (
            _other_program(gateway),
            client_of(gateway.endpoint, connect=False, evict_after=2) as client,
        ):
            await client.connected()
            await still_works(client, gateway)

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["busy", "up"]


def test_when_another_client_throws_it_out_it_comes_back(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            host, port = gateway.endpoint.split(":")
            channel = Channel(host, int(port))
            channel._authority = TOKEN
            await PuppetStub(channel).stop()
            channel.close()
            await client.away()
            await client.connected()
            await still_works(client, gateway)

    asyncio.run(scene())


# ---- an answer that lacks what it must have


class _Mute:
    """A gateway that begins to answer and then gives a status instead of a message."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def __mapping__(self) -> dict[str, Handler]:
        kinds = Cardinality.UNARY_UNARY, MessageSendTextRequest, MessageSendTextResponse
        return {"/wechaty.Puppet/MessageSendText": Handler(self._answer, *kinds)}

    async def _answer(self, stream: Any) -> None:
        await stream.recv_message()
        await stream.send_initial_metadata()
        await stream.send_trailing_metadata(status=self._status)


@pytest.mark.parametrize("status", [Status.OK, Status.INTERNAL])
def test_an_answer_without_a_message_is_a_failure_of_the_call(status: Status) -> None:
    async def hear(_: int, __: str) -> bool:
        return False

    async def scene() -> None:
        server, port = Server([_Mute(status)]), free_port()
        await server.start("127.0.0.1", port)
        puppet = Puppet(Gateway(f"127.0.0.1:{port}", TOKEN, 2.0), hear)
        puppet._init_puppet()
        with pytest.raises(RPC_ERRORS):
            await puppet.say("room1@chat", "已收到", ())
        await puppet.stop()
        server.close()
        await server.wait_closed()

    asyncio.run(scene())


# ---- odd events, log-out, log-in

ODD_EVENTS: list[tuple[str, Any]] = [
    ("message", {}),
    ("message", {"messageId": 7}),
    ("message", {"messageId": "nobody-has-it"}),
    ("dong", None),
    ("ready", {"strange": True}),
    ("heartbeat", {}),
    ("error", {"gerror": "x"}),
    ("error", {"data": "x", "more": [1]}),
    ("scan", {"status": 4711}),
    ("room-join", {"roomId": "room1@chat"}),
    ("room-join", {"roomId": "r@x", "inviteeIdList": ["nobody"], "inviterId": "nobody", "timestamp": 1}),
    ("room-leave", {"roomId": "room1@chat", "removeeIdList": ["wx-1"], "removerId": "wx-2", "timestamp": 1}),
    ("room-topic", {"newTopic": None}),
    ("friendship", {}),
    ("dirty", {"payloadType": 2, "payloadId": None}),
]


def test_odd_events_end_nothing(gateway: GatewayPeer) -> None:
    async def scene() -> int:
        async with client_of(gateway.endpoint) as client:
            for event, payload in ODD_EVENTS:
                gateway.ask("emit", event=event, payload=payload)
            gateway.ask("logout")
            gateway.ask("login")
            await client.connected()
            await still_works(client, gateway)
            return client.channel.counts["dropped"]

    with capture_logs() as logs:
        assert asyncio.run(scene()) == 4
    assert "4711" not in json.dumps(logs, default=str)


def test_the_bot_hears_that_it_was_brought_into_a_room_and_put_out_of_it(gateway: GatewayPeer) -> None:
    async def scene() -> list[Any]:
        with capture_logs() as logs:
            async with client_of(gateway.endpoint):
                for event, who, by in (
                    ("room-join", "inviteeIdList", "inviterId"),
                    ("room-leave", "removeeIdList", "removerId"),
                ):
                    for person in ("wx-1", "wx-bot"):
                        change = {"roomId": "room2@chat", who: [person], by: "wx-2", "timestamp": 1_782_000_000}
                        gateway.ask("emit", event=event, payload=change)
                await eventually(lambda: any(log["event"] == "room_left" for log in logs))
        return [(log["event"], log["room"]) for log in logs if log["event"].startswith("room_")]

    assert asyncio.run(scene()) == [("room_joined", "room2@chat"), ("room_left", "room2@chat")]
