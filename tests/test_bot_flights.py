"""Texts that are being said: one thing at a time for each account, and nobody waits long."""

from __future__ import annotations

import asyncio

import pytest

from bot.flights import Flights


def test_what_ends_in_time_gives_its_result_and_leaves_the_account_free() -> None:
    async def quick() -> int:
        return 7

    async def scene() -> None:
        flights: Flights[int] = Flights()
        assert await flights.start("one", "room-01", quick(), 1) == (7,)
        assert "one" not in flights
        assert not flights.over("room-01")

    asyncio.run(scene())


def test_what_takes_longer_keeps_its_account_and_its_target_busy_until_it_ends() -> None:
    async def scene() -> None:
        flights: Flights[bool] = Flights()
        go = asyncio.Event()
        assert await flights.start("one", "room-01", go.wait(), 0) is None
        assert ("one" in flights, "two" in flights) == (True, False)
        assert (flights.over("room-01"), flights.over("room-02")) == (True, False)
        go.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        flights.land()
        assert "one" not in flights

    asyncio.run(scene())


def test_what_goes_wrong_later_is_raised_when_it_is_looked_at() -> None:
    async def wrong() -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        raise KeyError

    async def scene() -> None:
        flights: Flights[None] = Flights()
        assert await flights.start("one", "room-01", wrong(), 0) is None
        for _ in range(4):
            await asyncio.sleep(0)
        with pytest.raises(KeyError):
            flights.land()

    asyncio.run(scene())


def test_at_the_end_what_still_runs_is_ended() -> None:
    async def scene() -> None:
        flights: Flights[bool] = Flights()
        never = asyncio.Event()
        await flights.start("one", "room-01", never.wait(), 0)
        await flights.close(0)
        flights.land()
        assert "one" not in flights

    asyncio.run(scene())
