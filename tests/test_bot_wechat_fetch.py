"""What a message carries, and payloads that fail, over a real gateway."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from gateway_peer import GatewayPeer, gateway
from grpclib.const import Status
from grpclib.exceptions import GRPCError
from structlog.testing import capture_logs
from wechat_client import client_of, eventually

from bot.wechat_fetch import Tries
from bot.wechat_intake import IntakeLimits
from models.message import Message
from models.words import MessageKind

__all__ = ["gateway"]
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
            for count, name in enumerate(("5栋赵叔", "6栋赵叔"), start=1):
                gateway.ask("rename", id="wx-5", room="room3@chat", name=name)
                gateway.say("停水了", room="room3@chat", **{"from": "wx-5"})
                await client.took(count)
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


REFUSED, NO_ANSWER = GRPCError(Status.UNKNOWN, "no payload"), TimeoutError()


@pytest.mark.parametrize(
    ("failures", "left"),
    [
        ([(REFUSED, False)] * 2, True),
        ([(REFUSED, False)] * 3, False),
        ([(REFUSED, True)] * 3, False),
        ([(NO_ANSWER, False)] * 3, False),
        ([(REFUSED, False)] * 2 + [(NO_ANSWER, True)] * 5, True),
        ([(REFUSED, False)] * 2 + [(NO_ANSWER, True)] * 5 + [(NO_ANSWER, False)], False),
        ([(NO_ANSWER, True)] * 6, False),
    ],
)
def test_what_a_gateway_that_hangs_does_not_answer_counts_by_itself(
    failures: list[tuple[Exception, bool]], left: bool
) -> None:
    tries = Tries(IntakeLimits(tries=3))
    for error, quiet in failures:
        assert tries.left
        tries.count(error, quiet=quiet)
    assert (tries.left > 0) is left


def test_a_message_that_a_gateway_does_not_answer_while_it_hangs_is_not_lost(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint, rpc_timeout=0.1, ding_every=30.0) as client:
            gateway.ask("faults", payloadDelay=60_000)
            gateway.say("一")
            await eventually(lambda: gateway.ask("health")["counts"]["payloads"] > IntakeLimits().tries)
            gateway.ask("faults", payloadDelay=0)
            await client.took(1)
            return client.texts

    assert asyncio.run(scene()) == ["一"]


def test_a_message_about_which_nothing_is_answered_while_others_are_is_given_up_as_if_refused(
    gateway: GatewayPeer,
) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint, rpc_timeout=0.5, ding_every=0.1) as client:
            gateway.ask("faults", payloadDelay=60_000)
            gateway.say("一", id="n-1")
            await eventually(lambda: client.channel.counts["lost"] == 1)
            gateway.ask("faults", payloadDelay=0)
            gateway.say("二")
            await client.took(1)
            return client.texts

    assert asyncio.run(scene()) == ["二"]
    assert gateway.ask("health")["counts"]["payloads"] == IntakeLimits().tries + 1


def test_a_message_whose_payload_was_cut_off_is_fetched_over_the_next_line(gateway: GatewayPeer) -> None:
    async def scene() -> list[str]:
        async with client_of(gateway.endpoint) as client:
            gateway.ask("faults", payloadDelay=60_000)
            gateway.say("一", id="c-1")
            await eventually(lambda: gateway.ask("health")["counts"]["payloads"] == 1)
            await asyncio.to_thread(gateway.kill)
            await client.away()
            await asyncio.to_thread(gateway.start)
            gateway.say("一", id="c-1", quiet=True)
            await client.took(1)
            return client.texts

    assert asyncio.run(scene()) == ["一"]
