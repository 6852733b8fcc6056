"""Messages in and texts out, over a real gateway."""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import an_outgoing
from gateway_peer import TOKEN, GatewayPeer, gateway
from structlog.testing import capture_logs
from wechat_client import client_of, eventually

from bot.channel import Channel
from bot.wechat import WechatChannel
from bot.wechat_intake import IntakeLimits
from models.errors import ChannelFailed
from models.outgoing import Picture

__all__ = ["gateway"]
pytestmark = pytest.mark.gateway


def test_a_text_goes_to_its_room_and_its_id_comes_back(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint) as client:
            return await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))

    sent_id = asyncio.run(scene())
    assert gateway.ask("sent") == [{"id": sent_id, "to": "room1@chat", "text": "已收到", "mentions": []}]


def test_a_picture_goes_to_its_room_as_a_file(gateway: GatewayPeer) -> None:
    picture = Picture("公告1.png", b"\x89PNG and what follows" * 5000)

    async def scene() -> str:
        async with client_of(gateway.endpoint) as client:
            return await client.channel.show(an_outgoing(room="room1@chat", person="", text="海报"), picture)

    sent_id = asyncio.run(scene())
    (sent,) = gateway.ask("sent")
    assert (sent["id"], sent["to"], sent["file"]) == (sent_id, "room1@chat", "公告1.png")
    assert b64decode(sent["bytes"]) == picture.png


def test_a_picture_for_nobody_is_refused(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            with pytest.raises(ChannelFailed):
                await client.channel.show(an_outgoing(room="nowhere@chat", person=""), Picture("x.png", b"x"))

    asyncio.run(scene())


def test_the_picture_of_a_message_is_fetched(gateway: GatewayPeer) -> None:
    data = b"\xff\xd8\xff" + bytes(range(256)) * 1000

    async def scene() -> tuple[bytes, bytes]:
        async with client_of(gateway.endpoint) as client:
            message = gateway.say("", **{"from": "wx-staff-1", "room": "", "type": 6, "file": b64encode(data).decode()})
            with pytest.raises(ChannelFailed):
                await client.channel.picture("no-such-message", 10**6)
            whole = await client.channel.picture(message, 10**6)
            return whole, await client.channel.picture(message, 1000)

    whole, part = asyncio.run(scene())
    assert whole == data
    assert len(part) > 1000  # so that it shows that there is more


def test_a_text_without_a_room_goes_to_its_person(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            await client.channel.send(an_outgoing(room="", person="wx-4", text="有新工单"))

    asyncio.run(scene())
    assert gateway.ask("sent")[0]["to"] == "wx-4"


def test_those_whom_a_text_mentions_are_named_as_the_room_names_them(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            out = an_outgoing(room="room1@chat", person="", text="已收到", mentions=("wx-2", "wx-3"))
            await client.channel.send(out)

    asyncio.run(scene())
    [sent] = gateway.ask("sent")
    assert sent["text"] == "@3栋2单元李姐\u2005@居民3\u2005已收到"
    assert sent["mentions"] == ["wx-2", "wx-3"]


def test_the_bot_does_not_hear_itself(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))
            gateway.say("谢谢")
            await client.took(1)
            return client.texts

    assert asyncio.run(scene()) == ["谢谢"]


async def _refused(channel: Channel, **changes: Any) -> ChannelFailed:
    with pytest.raises(ChannelFailed) as refused:
        await channel.send(an_outgoing(**{"room": "room1@chat", "person": "", "text": "已收到", **changes}))
    return refused.value


def test_a_text_that_is_refused_may_be_sent_again(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            gateway.ask("faults", sendFail=1)
            refused = await _refused(client.channel)
            assert refused.retry
            assert "sent too often" in refused.reason
            assert "已收到" not in refused.reason
            assert await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))

    asyncio.run(scene())
    assert len(gateway.ask("sent")) == 1


def test_a_text_that_was_said_though_no_answer_came_is_not_taken_for_lost(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint, rpc_timeout=0.8, ding_every=30.0) as client:
            gateway.ask("faults", sendLate=3000)
            return await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))

    assert asyncio.run(scene()) == gateway.ask("sent")[0]["id"]


def test_a_text_that_gets_no_answer_fails_in_time(gateway: GatewayPeer) -> None:
    async def scene() -> ChannelFailed:
        async with client_of(gateway.endpoint, rpc_timeout=0.8, ding_every=30.0) as client:
            gateway.ask("faults", sendDelay=8000)
            async with asyncio.timeout(5.0):
                return await _refused(client.channel)

    assert asyncio.run(scene()).retry


def test_nothing_can_be_said_before_it_is_connected_or_to_nobody(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint, connect=False) as client:
            assert (await _refused(client.channel)).retry
            await client.connected()
            assert not (await _refused(client.channel, room="")).retry
            assert not (await _refused(client.channel, text=" \n")).retry

    asyncio.run(scene())
    assert gateway.ask("sent") == []


@pytest.mark.parametrize(("endpoint", "token"), [("", TOKEN), ("127.0.0.1:1", "")])
def test_a_channel_without_endpoint_or_token_is_not_built(endpoint: str, token: str) -> None:
    with pytest.raises(ChannelFailed, match="must be set"):
        WechatChannel("wechat", endpoint, token, clock=lambda: datetime.now(UTC))


# ---- nothing lost, nothing twice


def test_five_thousand_messages_in_a_burst_come_in_order_none_lost_none_twice(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            await asyncio.to_thread(gateway.ask, "flood", count=5000, prefix="b")
            await eventually(lambda: len(client.taken) >= 5000, 90.0)
            gateway.say("last")
            await client.took(5001)
            return client.texts

    assert asyncio.run(scene()) == [*(f"b{n}" for n in range(5000)), "last"]


def test_a_message_that_comes_again_is_taken_once(gateway: GatewayPeer) -> None:
    async def scene() -> tuple[list[str], int]:
        async with client_of(gateway.endpoint) as client:
            first = gateway.say("停水了")
            for _ in range(3):
                gateway.ask("again", id=first)
            gateway.say("谢谢")
            await client.took(2)
            return client.texts, client.channel.counts["doubled"]

    assert asyncio.run(scene()) == (["停水了", "谢谢"], 3)


def test_a_take_that_raises_loses_nothing_and_the_channel_goes_on(gateway: GatewayPeer) -> None:
    async def scene() -> tuple[list[str], bool]:
        async with client_of(gateway.endpoint) as client:
            client.errors = [RuntimeError("boom"), RuntimeError("boom")]
            gateway.say("一")
            gateway.say("二")
            await client.took(2)
            return client.texts, client.channel.state().connected

    assert asyncio.run(scene()) == (["一", "二"], True)


def test_what_was_read_before_the_end_is_still_taken_in(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint, limits=IntakeLimits(ahead=2)) as client:
            client.door.clear()
            gateway.ask("flood", count=40, prefix="e")
            gateway.ask("logout")
            await client.away()  # events come in order: all that was said before is read
            client.door.set()
        return client.texts

    assert asyncio.run(scene()) == [f"e{n}" for n in range(40)]


def test_what_could_not_be_taken_in_at_the_end_is_told(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint) as client:
            client.door.clear()
            gateway.ask("flood", count=7)
            gateway.ask("logout")
            await client.away()

    with capture_logs() as logs:
        asyncio.run(scene())
    assert [log["count"] for log in logs if log["event"] == "messages_abandoned"] == [7]
