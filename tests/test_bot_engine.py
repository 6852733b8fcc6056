"""The engine and the practice clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import PracticeClock
from bot.engine import Engine, advance
from models.errors import StoreFailed

START = datetime(2026, 7, 3, tzinfo=UTC)


def _clock() -> PracticeClock:
    return PracticeClock(START, lambda: 0.0)


def test_the_clock_stops_at_every_moment_at_which_something_is_due() -> None:
    due = [START + timedelta(minutes=m) for m in (3, 7, 20)]
    seen: list[datetime] = []

    async def work(now: datetime) -> datetime | None:
        while due and due[0] <= now:
            seen.append(due.pop(0))
        return due[0] if due else None

    clock = _clock()
    asyncio.run(advance(Engine([work]), clock, START + timedelta(minutes=10)))
    assert seen == [START + timedelta(minutes=3), START + timedelta(minutes=7)]
    assert clock.now() == START + timedelta(minutes=10)


def test_a_worker_that_always_asks_for_now_does_not_stop_the_clock() -> None:
    calls = 0

    async def work(now: datetime) -> datetime | None:
        nonlocal calls
        calls += 1
        return now

    clock = _clock()
    asyncio.run(advance(Engine([work]), clock, START + timedelta(milliseconds=5)))
    assert clock.now() == START + timedelta(milliseconds=5)
    assert calls <= 7


def test_nothing_is_done_between_two_lines_when_nothing_is_due() -> None:
    calls = 0

    async def work(now: datetime) -> datetime | None:
        nonlocal calls
        calls += 1
        return START + timedelta(days=1)

    async def lines() -> None:
        engine, clock = Engine([work]), _clock()
        for minute in range(50):
            await advance(engine, clock, START + timedelta(minutes=minute))

    asyncio.run(lines())
    assert calls == 1


def test_the_practice_clock_never_goes_back() -> None:
    seconds = [0.0]
    clock = PracticeClock(START, lambda: seconds[0])
    clock.move(START + timedelta(hours=1))
    clock.move(START)
    assert clock.now() == START + timedelta(hours=1)
    clock.run()
    seconds[0] = 30.0
    assert clock.now() == START + timedelta(hours=1, seconds=30)


def test_a_locked_store_is_asked_again_and_a_broken_one_is_an_error() -> None:
    failures = [StoreFailed("database is locked", retry=True)]
    done: list[datetime] = []

    async def work(now: datetime) -> datetime | None:
        if failures:
            raise failures.pop()
        done.append(now)
        return None

    engine, clock = Engine([work]), _clock()
    asyncio.run(advance(engine, clock, START + timedelta(seconds=5)))
    assert done == [START + timedelta(seconds=1)]
    assert engine.trouble == ""
    failures.append(StoreFailed("file is not a database", retry=False))
    with pytest.raises(StoreFailed):
        asyncio.run(engine.tick(START))
