"""Was it said after all?"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from factories import an_outgoing
from gateway_peer import GatewayPeer, gateway
from grpclib.const import Status
from grpclib.exceptions import GRPCError, StreamTerminatedError
from wechat_client import Client, client_of, eventually

from bot.wechat_echoes import Echo, Echoes, HangUps, in_doubt
from models.errors import ChannelFailed

__all__ = ["gateway"]


class Scene:
    """Texts that are being said; their calls are ended by hand."""

    def __init__(self) -> None:
        self.echoes = Echoes()

    def say(self, text: str = "已收到", *, key: str = "k-1", target: str = "r-1") -> Echo:
        call: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        return self.echoes.expect(key, target, text, call)

    def doubt(self, text: str = "已收到", *, key: str = "k-1") -> Echo:
        echo = self.say(text, key=key)
        self.echoes.doubt(echo)
        return echo


def play(act: Callable[[Scene], Awaitable[object]]) -> object:
    async def scene() -> object:
        return await act(Scene())

    return asyncio.run(scene())


def test_a_text_that_comes_back_gives_its_id() -> None:
    async def act(scene: Scene) -> object:
        echo = scene.say("已收到 ")
        scene.echoes.hear("r-1", "已收到", "m-9")
        return await echo.wait(1.0)

    assert play(act) == "m-9"


def test_another_text_or_another_room_is_no_echo() -> None:
    async def act(scene: Scene) -> object:
        echo = scene.say()
        scene.echoes.hear("r-2", "已收到", "m-8")
        scene.echoes.hear("r-1", "已修好", "m-9")
        return await echo.wait(0.0)

    assert play(act) is None


def test_two_equal_texts_have_two_echoes() -> None:
    async def act(scene: Scene) -> object:
        first, second = scene.say(), scene.say(key="k-2")
        scene.echoes.hear("r-1", "已收到", "m-1")
        scene.echoes.hear("r-1", "已收到", "m-2")
        return [await first.wait(1.0), await second.wait(1.0)]

    assert play(act) == ["m-1", "m-2"]


def test_what_is_being_said_comes_before_what_is_in_doubt() -> None:
    async def act(scene: Scene) -> object:
        doubt, echo = scene.doubt(), scene.say(key="k-2")
        scene.echoes.hear("r-1", "已收到", "m-2")
        return [await doubt.wait(0.0), await echo.wait(1.0)]

    assert play(act) == [None, "m-2"]


def test_what_comes_back_after_it_was_settled_is_nobodys() -> None:
    async def act(scene: Scene) -> object:
        echo = scene.say()
        scene.echoes.settle(echo)
        scene.echoes.hear("r-1", "已收到", "m-1")
        return echo.came.done()

    assert play(act) is False


def test_a_doubt_is_found_again_by_what_it_was_for_and_what_it_said() -> None:
    async def act(scene: Scene) -> object:
        doubt = scene.doubt()
        scene.say("还在说")
        asked = [
            ("k-1", "r-1", "已收到 "),
            ("k-2", "r-1", "已收到"),
            ("k-1", "r-1", "已修好"),
            ("k-1", "r-1", "还在说"),
        ]
        return [scene.echoes.doubted(*ask) is doubt for ask in asked]

    assert play(act) == [True, False, False, False]


def test_an_answer_that_comes_late_settles_a_doubt_and_a_refusal_ends_the_waiting() -> None:
    async def act(scene: Scene) -> object:
        doubt, refused = scene.doubt(), scene.doubt("别的")
        asyncio.get_running_loop().call_soon(doubt.call.set_result, "m-1")
        asyncio.get_running_loop().call_soon(refused.call.set_exception, GRPCError(Status.UNKNOWN, "no"))
        return [await doubt.wait(5.0), await refused.wait(3600.0), doubt.waits, refused.waits]

    assert play(act) == ["m-1", None, False, False]


def test_a_call_that_broke_off_says_nothing_and_the_text_may_still_come_back() -> None:
    async def act(scene: Scene) -> object:
        doubt = scene.doubt()
        doubt.call.set_exception(StreamTerminatedError("gone"))
        asyncio.get_running_loop().call_later(0.01, scene.echoes.hear, "r-1", "已收到", "m-1")
        return await doubt.wait(5.0)

    assert play(act) == "m-1"


def test_no_more_than_a_hundred_doubts_are_kept_the_newest() -> None:
    async def act(scene: Scene) -> object:
        doubts = [scene.doubt(str(n)) for n in range(101)]
        found = [scene.echoes.doubted("k-1", "r-1", echo.text) is echo for echo in doubts]
        return (found[0], all(found[1:]))

    assert play(act) == (False, True)


@pytest.mark.parametrize(
    ("error", "doubtful"),
    [
        (GRPCError(Status.UNKNOWN, "sent too often"), False),
        (GRPCError(Status.DEADLINE_EXCEEDED), True),
        (StreamTerminatedError("gone"), True),
        (TimeoutError(), True),
    ],
)
def test_only_a_refusal_says_that_it_was_not_said(error: Exception, doubtful: bool) -> None:
    assert in_doubt(error) is doubtful


# ---- connections that wait for an answer


class Channel:
    """Counts how often it was closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_connection_is_kept_until_the_last_call_has_ended() -> None:
    async def act(_: Scene) -> object:
        loop = asyncio.get_running_loop()
        calls: list[asyncio.Future[str]] = [loop.create_future(), loop.create_future()]
        channel, none, hang_ups = Channel(), Channel(), HangUps(3600.0)
        hang_ups.after(calls, channel)
        hang_ups.after([], none)
        seen = []
        for call in calls:
            call.set_result("m")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append(channel.closed)
        hang_ups.close()
        return (seen, none.closed, channel.closed)

    assert play(act) == ([0, 1], 1, 1)


def test_a_connection_is_not_kept_for_ever_nor_over_the_end() -> None:
    async def act(_: Scene) -> object:
        call: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        late, last = Channel(), Channel()
        HangUps(0.0).after([call], late)
        hang_ups = HangUps(3600.0)
        hang_ups.after([call], last)
        hang_ups.close()
        await asyncio.sleep(0.01)
        return (late.closed, last.closed)

    assert play(act) == (1, 1)


# ---- on a real gateway


async def _say(client: Client, text: str = "已登记") -> str:
    return await client.channel.send(an_outgoing(key="k-1", room="room1@chat", person="", text=text))


async def _unsure(client: Client) -> None:
    with pytest.raises(ChannelFailed) as failed:
        await _say(client)
    assert failed.value.unsure


@pytest.mark.gateway
def test_a_text_that_a_stalled_gateway_says_when_it_goes_on_is_not_said_again(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=0.2) as client:
            gateway.stall()
            await _unsure(client)
            await client.away()
            gateway.go_on()
            await client.connected()
            sent_id = await _say(client)
            assert (client.channel.counts["unsure"], client.channel.counts["settled"]) == (1, 1)
            return sent_id

    sent_id = asyncio.run(scene())
    assert [text["id"] for text in gateway.ask("sent")] == [sent_id]


@pytest.mark.gateway
def test_while_the_gateway_may_still_say_it_it_is_not_said_again(gateway: GatewayPeer) -> None:
    async def scene() -> str:
        async with client_of(gateway.endpoint, rpc_timeout=0.4, ding_every=30.0) as client:
            gateway.ask("faults", sendDelay=1500)
            await _unsure(client)
            await _unsure(client)
            await eventually(lambda: bool(gateway.ask("sent")))
            return await _say(client)

    sent_id = asyncio.run(scene())
    assert [text["id"] for text in gateway.ask("sent")] == [sent_id]


@pytest.mark.gateway
def test_a_text_that_went_down_with_its_gateway_is_said_again(gateway: GatewayPeer) -> None:
    async def scene() -> None:
        async with client_of(gateway.endpoint, rpc_timeout=1.0, ding_every=30.0) as client:
            gateway.ask("faults", sendDelay=5000)
            saying = asyncio.create_task(_unsure(client))
            await eventually(lambda: gateway.ask("health")["counts"]["sends"] == 1)
            await asyncio.to_thread(gateway.kill)
            await saying
            await asyncio.to_thread(gateway.start)
            await client.connected()
            await _say(client)

    asyncio.run(scene())
    assert [text["text"] for text in gateway.ask("sent")] == ["已登记"]
