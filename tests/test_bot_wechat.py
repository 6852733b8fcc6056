"""Messages in and texts out, over a real gateway."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import an_outgoing
from gateway_peer import TOKEN, GatewayPeer, gateway, gateway_process
from structlog.testing import capture_logs
from wechat_client import client_of, eventually

from bot.channel import Channel
from bot.wechat import WechatChannel
from bot.wechat_intake import IntakeLimits
from models.errors import ChannelFailed
from models.message import Message
from models.words import MessageKind

__all__ = ["gateway", "gateway_process"]
pytestmark = pytest.mark.gateway


def _heard(peer: GatewayPeer, *said: dict[str, Any]) -> list[Message]:
    """What a client takes in when these things are said."""

    async def scene() -> list[Message]:
        async with client_of(peer.endpoint) as client:
            for one in said:
                peer.say(**one)
            await client.took(len(said))
            return client.taken

    return asyncio.run(scene())


def test_a_message_carries_all_that_the_room_shows(gateway: GatewayPeer) -> None:
    [message] = _heard(gateway, {"id": "in-1", "from": "wx-2", "text": "停水了", "at": 1_782_000_000_000})
    assert message == Message(
        id="in-1",
        channel="wechat",
        account="acc-1",
        room="room1@chat",
        sender="wx-2",
        nick="3栋2单元李姐",
        text="停水了",
        at=datetime(2026, 6, 21, 0, 0, tzinfo=UTC),
    )


def test_without_a_name_in_the_room_the_contacts_own_is_used(gateway: GatewayPeer) -> None:
    elsewhere, alone = _heard(
        gateway, {"from": "wx-2", "text": "一", "room": "room2@chat"}, {"from": "wx-3", "text": "二", "room": ""}
    )
    assert (elsewhere.nick, elsewhere.room) == ("居民2", "room2@chat")
    assert (alone.nick, alone.room, alone.private) == ("居民3", "", True)


def test_a_new_name_is_used_from_the_next_message_on(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            for name in ("5栋赵叔", "6栋赵叔"):
                gateway.ask("rename", id="wx-5", room="room3@chat", name=name)
                gateway.say("停水了", room="room3@chat", **{"from": "wx-5"})
            await client.took(2)
            return [message.nick for message in client.taken]

    assert asyncio.run(scene()) == ["5栋赵叔", "6栋赵叔"]


def test_the_bot_is_spoken_to_by_id_by_name_and_by_quoting_it(gateway: GatewayPeer) -> None:
    by_id, by_name, quoted, not_at_all = _heard(
        gateway,
        {"text": "我的工单", "mentions": ["wx-bot"]},
        {"text": "@小格\u2005我的工单"},
        {"text": "「小格：请评价工单 12」\n- - - - - - - - -\n1"},
        {"text": "小格在吗"},
    )
    assert [m.to_bot for m in (by_id, by_name, quoted, not_at_all)] == [True, True, True, False]
    assert (by_name.text, by_name.mentions) == ("我的工单", ("wx-bot",))
    assert (quoted.text, quoted.quotes) == ("1", "请评价工单 12")


@pytest.mark.parametrize("name", ["[bot", "C++", "*"])
def test_an_odd_name_of_the_bot_is_found(gateway: GatewayPeer, name: str) -> None:
    gateway.ask("rename", id="wx-bot", name=name)
    [message] = _heard(gateway, {"text": f"@{name}\u2005我的工单"})
    assert (message.to_bot, message.text) == (True, "我的工单")


def test_a_kind_that_nobody_knows_is_carried_and_its_number_logged(gateway: GatewayPeer) -> None:
    with capture_logs() as logs:
        messages = _heard(gateway, *({"text": "<msg/>", "type": t} for t in (2, 6, 15, 16, 99)))
    assert [m.kind for m in messages] == [
        MessageKind.VOICE,
        MessageKind.PICTURE,
        MessageKind.VIDEO,
        MessageKind.OTHER,
        MessageKind.OTHER,
    ]
    assert [log["type"] for log in logs if log["event"] == "kind_unknown"] == [99]


def test_a_text_of_a_hundred_kilobytes_comes_whole(gateway: GatewayPeer) -> None:
    [message] = _heard(gateway, {"text": "停" * 33_000 + "\u202e😀\u0000"})
    assert len(message.text) == 33_003


# ---- out


def test_a_text_goes_to_its_room_and_its_id_comes_back(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint) as client:
            return await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))

    sent_id = asyncio.run(scene())
    assert gateway.ask("sent") == [{"id": sent_id, "to": "room1@chat", "text": "已收到", "mentions": []}]


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
        async with client_of(gateway.endpoint, rpc_timeout=0.7, ding_every=30.0) as client:
            gateway.ask("faults", sendLate=3000)
            return await client.channel.send(an_outgoing(room="room1@chat", person="", text="已收到"))

    assert asyncio.run(scene()) == gateway.ask("sent")[0]["id"]


def test_a_text_that_gets_no_answer_fails_in_time(gateway: GatewayPeer) -> None:
    async def scene() -> ChannelFailed:
        async with client_of(gateway.endpoint, rpc_timeout=0.4, ding_every=30.0) as client:
            gateway.ask("faults", sendDelay=1500)
            async with asyncio.timeout(1.4):
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
            await eventually(lambda: len(client.taken) >= 5000, 30.0)
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


def test_a_payload_that_fails_twice_is_fetched_at_last_and_keeps_its_place(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            gateway.ask("faults", payloadFail={"p-1": 2})
            gateway.say("一", id="p-1")
            gateway.say("二")
            await client.took(2)
            return client.texts

    assert asyncio.run(scene()) == ["一", "二"]


def test_a_payload_that_cannot_be_had_is_reported_and_may_come_again(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            gateway.ask("faults", payloadFail={"p-2": 3})
            gateway.say("一", id="p-2")
            gateway.say("二")
            await client.took(1)
            assert client.channel.counts["lost"] == 1
            gateway.ask("again", id="p-2")
            await client.took(2)
            return client.texts

    with capture_logs() as logs:
        assert asyncio.run(scene()) == ["二", "一"]
    assert [log["id"] for log in logs if log["event"] == "message_lost"] == ["p-2"]


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
            gateway_knows = gateway.ask("health")["counts"]["said"]
            assert gateway_knows == 40
            await eventually(lambda: gateway.ask("health")["counts"]["payloads"] >= 3)
            await asyncio.sleep(0)
            client.door.set()
        return client.texts

    assert asyncio.run(scene()) == [f"e{n}" for n in range(40)]
