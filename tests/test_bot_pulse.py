"""What is due is done again and again, whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot.pulse import Pulse
from models.errors import StoreFailed

LOCKED = StoreFailed("database is locked", retry=True)


def _run(errors: Sequence[Exception | None]) -> tuple[int, list[str]]:
    """How often it ticked when these went wrong in turn, and what the log heard."""
    left = list(errors)

    async def tick() -> None:
        error = left.pop(0)
        if error:
            raise error

    async def scene() -> None:
        pulse = Pulse(tick)
        running = asyncio.ensure_future(pulse.run())
        while left and not running.done():
            await pulse.nudge()
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        if running.done():
            running.result()
        running.cancel()
        await asyncio.wait([running])

    with capture_logs() as logs:
        asyncio.run(scene())
    return len(errors) - len(left), [f"{log['event']} {log.get('reason', '')}".strip() for log in logs]


def test_a_trouble_is_told_when_it_comes_and_when_it_is_over() -> None:
    ticks, told = _run([None, LOCKED, LOCKED, None, None])
    assert ticks == 5
    assert told == ["tick_failed database is locked", "tick_back"]


def test_an_error_of_ours_does_not_end_it_and_its_words_are_not_told() -> None:
    ticks, told = _run([KeyError("张三停电"), None])
    assert ticks == 2
    assert told[0].startswith("tick_failed KeyError test_bot_pulse.py:")
    assert "张三" not in str(told)


def test_a_store_that_is_broken_for_good_ends_it() -> None:
    with pytest.raises(StoreFailed):
        _run([StoreFailed("file is not a database", retry=False), None])


def test_two_nudges_before_it_has_begun_are_one_tick() -> None:
    ticks: list[int] = []

    async def tick() -> None:
        ticks.append(1)

    async def scene() -> None:
        pulse = Pulse(tick)
        await pulse.nudge()
        await pulse.nudge()
        running = asyncio.ensure_future(pulse.run())
        for _ in range(5):
            await asyncio.sleep(0)
        running.cancel()

    asyncio.run(scene())
    assert ticks == [1]
