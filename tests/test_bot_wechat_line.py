"""Every fault of a line, on a real gateway: it is seen, it is told, and the line is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from gateway_peer import GatewayPeer, free_port, gateway
from grpclib.const import Status
from grpclib.exceptions import GRPCError, StreamTerminatedError
from structlog.testing import capture_logs
from wechat_client import Client, client_of, eventually, still_works, turns

from bot.wechat_intake import IntakeLimits
from bot.wechat_line import LineDownError, name_of, trouble_of
from bot.wechat_standing import Trouble

__all__ = ["gateway"]
SOON = 2.0


@pytest.mark.gateway
def test_a_gateway_that_is_down_at_the_start_is_found_when_it_comes(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        gateway.kill()
        async with client_of(gateway.endpoint, connect=False) as client:
            await eventually(lambda: client.detail == "连不上网关")
            await asyncio.to_thread(gateway.start)
            await client.connected()
            await still_works(client, gateway)

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["unreachable", "up"]


@pytest.mark.gateway
def test_a_gateway_that_was_killed_is_found_again_and_nothing_comes_twice(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            gateway.say("之前", id="k-1")
            await client.took(1)
            await asyncio.to_thread(gateway.kill)
            await client.away()
            await asyncio.to_thread(gateway.start)
            await client.connected()
            gateway.say("之前", id="k-1")
            gateway.say("之后")
            await client.took(2)
            return client.texts

    with capture_logs() as logs:
        assert asyncio.run(scene()) == ["之前", "之后"]
    assert turns(logs)[0::2] == ["up", "up"]
    assert turns(logs)[1] in ("ended", "unreachable")
    assert len(turns(logs)) == 3


@pytest.mark.gateway
def test_a_gateway_that_stalls_is_noticed_and_found_again(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=0.2) as client:
            gateway.stall()
            await client.away()
            gateway.go_on()
            await client.connected()
            await still_works(client, gateway)

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["up", "silent", "up"]


@pytest.mark.gateway
def test_a_stream_that_falls_silent_while_calls_are_answered_is_noticed(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=0.1) as client:
            await eventually(lambda: client.channel.counts["dongs"] > 0)
            gateway.ask("faults", deaf=True)
            await client.away()
            gateway.ask("faults", deaf=False)
            await client.connected()

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["up", "silent", "up"]


@pytest.mark.gateway
def test_a_gateway_that_never_answers_a_ding_is_trusted_while_it_takes_calls(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        gateway.ask("faults", deaf=True)
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=0.05) as client:
            await eventually(lambda: client.channel.counts["dings"] >= 2)
            assert client.channel.state().connected

    asyncio.run(scene())


@pytest.mark.gateway
def test_a_slow_take_is_not_taken_for_a_silent_line(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        few = IntakeLimits(bound=5, ahead=1)
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=0.05, limits=few) as client:
            client.door.clear()
            gateway.ask("flood", count=100, prefix="s")
            await eventually(lambda: client.channel.counts["dings"] >= 2)
            client.door.set()
            await client.took(100)
            return client.texts

    with capture_logs() as logs:
        assert asyncio.run(scene()) == [f"s{n}" for n in range(100)]
    assert turns(logs) == ["up"]


@pytest.mark.gateway
def test_a_wrong_token_is_told_and_never_written(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint, connect=False, token="not-the-token") as client:
            await eventually(lambda: client.detail == "网关不认这个口令（token）")

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["refused"]
    assert "not-the-token" not in str(logs)


@asynccontextmanager
async def _silent_port() -> AsyncIterator[str]:
    """A port that takes connections and says nothing."""
    hold = asyncio.Event()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hold.wait()
        writer.close()

    port = free_port()
    async with await asyncio.start_server(serve, "127.0.0.1", port):
        yield f"127.0.0.1:{port}"
        hold.set()


def test_a_port_that_says_nothing_is_given_up_in_time() -> None:
    async def scene() -> None:
        async with (
            _silent_port() as endpoint,
            client_of(endpoint, connect=False, rpc_timeout=0.2) as client,
        ):
            await eventually(lambda: client.detail == "网关没有回应", SOON)

    asyncio.run(scene())


# ---- log-out, log-in


@pytest.mark.gateway
def test_an_account_that_logs_out_and_in_again_is_told_both_times(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            gateway.ask("logout")
            await eventually(lambda: client.detail == "账号已退出登录")
            gateway.ask("login")
            await client.connected()
            await still_works(client, gateway)

    with capture_logs() as logs:
        asyncio.run(scene())
    assert turns(logs) == ["up", "logged_out", "up"]


@pytest.mark.gateway
def test_an_account_that_is_logged_out_at_the_start_is_told(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint):
            gateway.ask("logout")
        async with client_of(gateway.endpoint, connect=False, ding_every=0.05) as client:
            await eventually(lambda: client.detail == "账号已退出登录")
            gateway.ask("emit", event="scan", payload={"status": 2, "qrcode": "x"})
            await eventually(lambda: client.detail == "账号等待扫码登录")
            gateway.ask("login")
            await client.connected()

    asyncio.run(scene())


# ---- the end


@pytest.mark.gateway
@pytest.mark.parametrize("stalled", [False, True])
def test_it_ends_within_two_seconds_whatever_it_does(gateway: GatewayPeer, stalled: bool) -> None:
    async def scene() -> float:
        client = Client(gateway.endpoint, rpc_timeout=30.0)
        client.start()
        await client.connected()
        client.door.clear()
        gateway.say("没人接")
        if stalled:
            gateway.stall()
        return await client.stop()

    try:
        assert asyncio.run(scene()) < SOON
    finally:
        gateway.go_on()


def test_it_ends_within_two_seconds_while_it_waits_for_a_gateway() -> None:
    async def scene() -> float:
        async with _silent_port() as endpoint:
            client = Client(endpoint, rpc_timeout=30.0)
            client.start()
            await asyncio.sleep(0)
            return await client.stop()

    assert asyncio.run(scene()) < SOON


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (GRPCError(Status.UNAUTHENTICATED), Trouble.REFUSED),
        (GRPCError(Status.ALREADY_EXISTS), Trouble.BUSY),
        (GRPCError(Status.UNAVAILABLE), Trouble.UNREACHABLE),
        (GRPCError(Status.INTERNAL), Trouble.FAILED),
        (TimeoutError(), Trouble.SILENT),
        (StreamTerminatedError(), Trouble.ENDED),
        (ConnectionRefusedError(), Trouble.UNREACHABLE),
        (LineDownError(Trouble.ENDED), Trouble.ENDED),
        (ValueError(), Trouble.FAILED),
    ],
)
def test_an_error_of_the_line_has_its_trouble(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble


def test_the_log_names_an_error_without_its_words() -> None:
    assert name_of(GRPCError(Status.INTERNAL, 'Invalid TOKEN "secret"')) == "GRPCError.INTERNAL"
    assert name_of(ConnectionRefusedError("x")) == "ConnectionRefusedError"
    assert name_of(None) == ""
