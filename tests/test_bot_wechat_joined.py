"""Somebody comes into a room, somebody takes a message back, the line is cut: over a real gateway, into the store."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from gateway_peer import TOKEN, GatewayPeer, gateway
from rehearsal import FREE, demo_district
from wechat_client import client_of, eventually

from bot.accounts import Account
from bot.assembly import Given, Parts, assemble
from bot.settings import Settings
from bot.wechat import WechatChannel
from bot.wechat_supervisor import Backoff
from keywords.lexicon import default_lexicon
from models.areas import District, Room
from models.privacy import Vault
from models.store import Store
from models.words import MessageKind, Status

__all__ = ["gateway"]
pytestmark = pytest.mark.gateway

RECALLED = 13
"""The type of a recall on the wire; its text is the id of the original (WECHATY.md: read, not tried)."""
TELLS_AT_ONCE = {"tell_minutes": 0}
LONGER_THAN_A_BLINK = timedelta(seconds=1.1)


def _join(peer: GatewayPeer, *who: str, stamp: int | None = None) -> None:
    payload = {
        "roomId": "room1@chat",
        "inviteeIdList": list(who),
        "inviterId": "wx-1",
        "timestamp": stamp or int(time.time()),
    }
    peer.ask("emit", event="room-join", payload=payload)


def test_who_comes_into_a_room_is_a_message_once(gateway: GatewayPeer) -> None:
    async def scene() -> list[tuple[MessageKind, str, bool, tuple[str, ...]]]:
        async with client_of(gateway.endpoint) as client:
            _join(gateway, "wx-2")
            _join(gateway, "wx-2")
            _join(gateway, "wx-bot", "wx-3")
            gateway.say("大家好")
            await client.took(3)
            return [(m.kind, m.room, m.to_bot, m.mentions) for m in client.taken]

    assert asyncio.run(scene()) == [
        (MessageKind.JOINED, "room1@chat", False, ("wx-2",)),
        (MessageKind.JOINED, "room1@chat", True, ("wx-bot", "wx-3")),
        (MessageKind.TEXT, "room1@chat", False, ()),
    ]


def _district() -> District:
    district = demo_district()
    return replace(district, rooms=(*district.rooms, Room("room1@chat", "便民1群", ("lt-xc",))))


@asynccontextmanager
async def _bot(store: Store, peer: GatewayPeer, **settings: Any) -> AsyncIterator[Parts]:
    """A whole bot on the gateway, ticking as ``gridbot run`` does."""
    district = _district()
    store.call(lambda tx: tx.district.save(district, datetime.now(UTC)))
    channel = WechatChannel(
        "main",
        peer.endpoint,
        TOKEN,
        clock=lambda: datetime.now(UTC),
        backoff=Backoff(first=0.05, longest=0.4),
        rpc_timeout=2.0,
    )
    parts = assemble(
        Given(
            settings=Settings(budget=FREE, **{"quiet_hours": {"start": "00:00", "end": "00:00"}, **settings}),
            store=store,
            district=district,
            lexicon=default_lexicon(),
            vault=Vault(b"k" * 32),
            channel=[Account("main", channel)],
            clock=lambda: datetime.now(UTC),
            sleep=asyncio.sleep,
        )
    )

    async def tick() -> None:
        while True:
            await parts.engine.tick(datetime.now(UTC))
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(tick()), asyncio.create_task(parts.board.run(parts.pipeline.take))]
    try:
        await eventually(lambda: channel.state().connected)
        yield parts
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _texts(peer: GatewayPeer, to: str = "room1@chat") -> list[str]:
    return [row["text"] for row in peer.ask("sent") if row["to"] == to]


def test_a_room_that_the_bot_enters_reads_the_privacy_notice(store: Store, gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with _bot(store, gateway):
            _join(gateway, "wx-bot")
            await eventually(lambda: bool(_texts(gateway)))
            _join(gateway, "wx-4", stamp=int(time.time()) + 1)
            gateway.say("我家停水了")
            await eventually(lambda: len(_texts(gateway)) > 1)

    asyncio.run(scene())
    first, second = _texts(gateway)
    assert "勿扰" in first
    assert "停水" in second


def test_a_recalled_message_takes_its_ticket_along(store: Store, gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with _bot(store, gateway):
            said = gateway.say("3栋楼道灯坏了好几天了")
            await eventually(lambda: bool(store.call(lambda tx: tx.tickets.open())))
            gateway.say(said, type=RECALLED)
            await eventually(lambda: not store.call(lambda tx: tx.tickets.open()))

    asyncio.run(scene())
    assert store.call(lambda tx: tx.tickets.get(1)).status is Status.DISMISSED


def test_who_asks_the_bot_is_named_and_nobody_else(store: Store, gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with _bot(store, gateway):
            gateway.say("3栋楼道灯坏了好几天了")
            await eventually(lambda: len(_texts(gateway)) == 1)
            gateway.say("@小格\u2005查 1", **{"from": "wx-2"})
            await eventually(lambda: len(_texts(gateway)) == 2)

    asyncio.run(scene())
    received, answer = gateway.ask("sent")
    assert received["mentions"] == []
    assert answer["mentions"] == ["wx-2"]
    assert answer["text"].startswith("@3栋2单元李姐\u2005")


def _silent_for(store: Store) -> timedelta:
    """How long the gap has lasted that goes on; nothing without one."""
    lasting = store.call(lambda tx: tx.gaps.lasting())
    return datetime.now(UTC) - lasting[0].began if lasting else timedelta(0)


def test_a_gateway_that_was_gone_leaves_a_gap_that_the_room_hears_of(store: Store, gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with _bot(store, gateway, gaps=TELLS_AT_ONCE):
            await eventually(lambda: bool(store.call(lambda tx: tx.gaps.heard())))
            gateway.kill()
            await eventually(lambda: _silent_for(store) > LONGER_THAN_A_BLINK)
            gateway.start()
            await eventually(lambda: bool(_texts(gateway)))

    asyncio.run(scene())
    gaps = store.call(lambda tx: tx.gaps.between(datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC)))
    mine = [gap for gap in gaps if gap.room == "room1@chat"]
    assert len(mine) == 1
    assert (mine[0].account, mine[0].open) == ("main", False)
    assert 0 < mine[0].minutes * 60 < 15
    assert "掉线" in _texts(gateway)[0]
