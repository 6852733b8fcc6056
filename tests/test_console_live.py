from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from console_fakes import FakeLive

from console.live import Changes, event_names, events
from console.names import slug
from console.ports import Live


async def frames(live: Live) -> list[str]:
    return [frame async for frame in events(live, gather=0)]


def test_the_stream_begins_with_its_pace_and_ends_with_its_source() -> None:
    assert asyncio.run(frames(FakeLive())) == ["retry: 2000\n\n"]


def test_changes_that_come_together_leave_together_and_once() -> None:
    found = asyncio.run(frames(FakeLive("tickets", "notices", "tickets")))
    assert found[1:] == ["event: notices\ndata: 1\n\nevent: tickets\ndata: 1\n\n"]


def test_a_room_is_named_by_its_slug_and_an_unknown_word_means_everything() -> None:
    assert event_names("room 19@chatroom\nevent: x") == ("rooms", f"room-{slug('19@chatroom' + chr(10) + 'event: x')}")
    assert event_names("tickets") == ("tickets",)
    assert event_names("whatever") == ("all",)
    assert event_names("room") == ("all",)


def test_a_silent_stream_beats() -> None:
    async def beat() -> str:
        async with aclosing(events(Changes(), beat=0)) as stream:
            await anext(stream)
            return await anext(stream)

    assert asyncio.run(beat()) == ": beat\n\n"


def test_every_listener_hears_and_closing_ends_them_all() -> None:
    async def listen() -> list[list[str]]:
        changes = Changes()
        hearing = [asyncio.create_task(gather(changes.changes())) for _ in range(3)]
        await asyncio.sleep(0)
        changes.tell("tickets")
        changes.tell("tickets")
        changes.close()
        return [await h for h in hearing]

    assert asyncio.run(listen()) == [["tickets"]] * 3


def test_a_listener_that_left_is_forgotten() -> None:
    async def leave() -> int:
        changes = Changes()
        async with aclosing(changes.changes()) as stream:
            first = asyncio.ensure_future(anext(stream))
            await asyncio.sleep(0)
            changes.tell("health")
            await first
        return len(changes._listeners)

    assert asyncio.run(leave()) == 0


async def gather(stream: AsyncIterator[str]) -> list[str]:
    return [subject async for subject in stream]
