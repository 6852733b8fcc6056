"""The scripted channel."""

from __future__ import annotations

import asyncio

import pytest
from factories import a_message, an_outgoing

from bot.channel import Channel, ScriptedChannel
from models.errors import ChannelFailed
from models.message import Message


async def _play(channel: ScriptedChannel) -> list[Message]:
    taken: list[Message] = []

    async def take(message: Message) -> None:
        taken.append(message)

    running = asyncio.create_task(channel.run(take))
    await channel.played()
    running.cancel()
    return taken


def test_it_hands_its_messages_on_in_order() -> None:
    script = [a_message(id="1"), a_message(id="2"), a_message(id="3")]
    assert asyncio.run(_play(ScriptedChannel(script))) == script


def test_it_is_a_channel() -> None:
    channel: Channel = ScriptedChannel(name="wechat")
    assert channel.name == "wechat"


def test_a_message_can_be_added_while_it_plays() -> None:
    async def scene() -> list[str]:
        channel, taken = ScriptedChannel([a_message(id="1")]), []

        async def take(message: Message) -> None:
            taken.append(message.id)

        running = asyncio.create_task(channel.run(take))
        await channel.played()
        channel.say(a_message(id="2"))
        await channel.played()
        running.cancel()
        return taken

    assert asyncio.run(scene()) == ["1", "2"]


def test_it_keeps_what_is_sent_and_numbers_it() -> None:
    channel = ScriptedChannel()
    ids = [asyncio.run(channel.send(an_outgoing(text=text))) for text in ("甲", "乙")]
    assert ids == ["sent-1", "sent-2"]
    assert [outgoing.text for outgoing in channel.sent] == ["甲", "乙"]


def test_it_refuses_as_often_as_it_is_told_to() -> None:
    channel = ScriptedChannel()
    channel.fail(2, retry=False, reason="rate limited")
    for _ in range(2):
        with pytest.raises(ChannelFailed, match="rate limited") as refused:
            asyncio.run(channel.send(an_outgoing()))
        assert not refused.value.retry
    assert asyncio.run(channel.send(an_outgoing())) == "sent-1"


def test_its_state_says_whether_it_plays() -> None:
    async def scene() -> list[bool]:
        channel = ScriptedChannel([a_message()])
        states = [channel.state().connected]

        async def take(_: Message) -> None:
            states.append(channel.state().connected)

        running = asyncio.create_task(channel.run(take))
        await channel.played()
        running.cancel()
        await asyncio.wait([running])
        return [*states, channel.state().connected]

    assert asyncio.run(scene()) == [False, True, False]
