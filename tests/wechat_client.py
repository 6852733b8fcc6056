"""A WechatChannel at work, with short patience, and everything that it handed on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from factories import an_outgoing
from gateway_peer import TOKEN, GatewayPeer

from bot.wechat import WechatChannel
from bot.wechat_intake import IntakeLimits
from bot.wechat_supervisor import Backoff
from models.message import Message

# A gateway that is back must be found within so many seconds (issue: 15), whatever the settings.
BACK = 15.0
_LOOK = 0.01


async def eventually(holds: Callable[[], bool], seconds: float = BACK) -> None:
    """Wait on the peer until something holds, for at most so many seconds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(_LOOK)


class Client:
    """A channel, its messages in ``taken``, and a door that can be shut so that taking hangs."""

    def __init__(self, endpoint: str, **changes: Any) -> None:
        settings = {
            "token": TOKEN,
            "clock": lambda: datetime.now(UTC),
            "account": "acc-1",
            "backoff": Backoff(first=0.05, longest=0.4),
            "rpc_timeout": 2.0,
            "ding_every": 0.5,
            "limits": IntakeLimits(pause=0.05),
        }
        self.channel = WechatChannel("wechat", endpoint, **{**settings, **changes})
        self.taken: list[Message] = []
        self.errors: list[Exception] = []
        self.door = asyncio.Event()
        self.door.set()
        self._running: asyncio.Task[None] | None = None

    @property
    def texts(self) -> list[str]:
        """What was said, in the order in which it was taken in."""
        return [message.text for message in self.taken]

    @property
    def detail(self) -> str:
        """Why it stands as it does."""
        return self.channel.state().detail

    def start(self) -> None:
        """Run it in the background."""
        self._running = asyncio.create_task(self.channel.run(self._take))

    async def stop(self) -> float:
        """Cancel it; the seconds that it took to end."""
        assert self._running is not None
        loop = asyncio.get_running_loop()
        asked = loop.time()
        self._running.cancel()
        await asyncio.wait([self._running])
        assert self._running.cancelled()
        return loop.time() - asked

    async def connected(self) -> None:
        """Wait until it is."""
        await eventually(lambda: self.channel.state().connected)

    async def away(self) -> None:
        """Wait until it is not."""
        await eventually(lambda: not self.channel.state().connected)

    async def took(self, count: int) -> None:
        """Wait until so many messages were taken in."""
        await eventually(lambda: len(self.taken) >= count)

    async def _take(self, message: Message) -> None:
        await self.door.wait()
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append(message)


@asynccontextmanager
async def client_of(endpoint: str, *, connect: bool = True, **changes: Any) -> AsyncIterator[Client]:
    """A client that runs during the block; ``connect`` waits until it is connected."""
    client = Client(endpoint, **changes)
    client.start()
    try:
        if connect:
            await client.connected()
        yield client
    finally:
        await client.stop()


async def still_works(client: Client, peer: GatewayPeer) -> None:
    """Assert that it hears and speaks."""
    count = len(client.taken)
    peer.say("还在吗")
    await client.took(count + 1)
    assert client.texts[-1] == "还在吗"
    assert await client.channel.send(an_outgoing(room="room1@chat", person="", text="在"))


def turns(logs: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the log was told of coming ("up") and going (the reason)."""
    return [log.get("reason", "up") for log in logs if log["event"] in ("channel_up", "channel_down")]
