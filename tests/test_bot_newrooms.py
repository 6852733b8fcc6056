"""Rooms that nobody bound are listed with their names, until somebody binds them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from factories import NOW, a_district, a_message, after
from gateway_peer import GatewayPeer, gateway
from wechat_client import client_of

from bot.accounts import Account
from bot.channel import ScriptedChannel
from bot.newrooms import NewRoom, RoomNamer, new_rooms, note_unknown_room
from models.errors import ChannelFailed
from models.store import Store

__all__ = ["gateway"]
DISTRICT = a_district()


class Named(ScriptedChannel):
    """A channel that knows what its rooms are called."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(name="wechat")
        self.names, self.asked = names, list[str]()
        self._running = True

    async def room_name(self, room: str) -> str:
        self.asked.append(room)
        if room not in self.names:
            raise ChannelFailed("no such room")
        return self.names[room]


def hear(store: Store, room: str, minutes: int = 0, channel: str = "wechat") -> None:
    message = a_message("有人吗", room=room, channel=channel)
    store.call(note_unknown_room, message=message, now=after(minutes=minutes))


def listed(store: Store) -> list[NewRoom]:
    return store.call(new_rooms, district=DISTRICT)


def name_all(store: Store, *channels: Named, steps: int = 3) -> None:
    """So many ticks, with time between them for the answers."""
    accounts = [Account(str(n), channel) for n, channel in enumerate(channels)]

    async def scene() -> None:
        namer = RoomNamer(store, lambda: DISTRICT, accounts)
        for n in range(steps):
            await namer.step(NOW + timedelta(seconds=n))
            await asyncio.sleep(0.05)

    asyncio.run(scene())


def test_a_room_is_listed_once_since_it_was_first_heard(store: Store) -> None:
    for minutes in (3, 9):
        hear(store, "1@chat", minutes)
    hear(store, "2@chat")
    assert listed(store) == [NewRoom("wechat", "2@chat", NOW), NewRoom("wechat", "1@chat", after(minutes=3))]


def test_a_room_that_was_bound_meanwhile_is_listed_no_more(store: Store) -> None:
    hear(store, "room-01")
    assert listed(store) == []


def test_each_new_room_gets_the_name_that_its_channel_knows(store: Store) -> None:
    for room in ("1@chat", "2@chat"):
        hear(store, room)
    hear(store, "3@chat", channel="elsewhere")
    channel = Named({"1@chat": "云亭二期便民群", "2@chat": "广场舞"})
    name_all(store, channel)
    assert {room.id: room.name for room in listed(store)} == {
        "1@chat": "云亭二期便民群",
        "2@chat": "广场舞",
        "3@chat": "",
    }
    name_all(store, channel)
    assert sorted(channel.asked) == ["1@chat", "2@chat"]


def test_an_account_that_does_not_know_it_leaves_it_to_the_other_and_is_not_asked_again(store: Store) -> None:
    hear(store, "1@chat")
    blind, seeing = Named({}), Named({"1@chat": "云亭二期便民群"})
    name_all(store, blind)
    assert (listed(store)[0].name, blind.asked) == ("", ["1@chat"])
    name_all(store, blind, seeing)
    assert listed(store)[0].name == "云亭二期便民群"


@pytest.mark.gateway
def test_the_gateway_tells_what_a_room_is_called(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint) as client:
            with pytest.raises(ChannelFailed):
                await client.channel.room_name("nowhere@chat")
            return await client.channel.room_name("room2@chat")

    assert asyncio.run(scene()) == "便民2群"
