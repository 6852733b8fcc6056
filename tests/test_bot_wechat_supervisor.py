"""Try, wait, try again."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_supervisor import Backoff, end, first_error, keep_up

NO_WAIT = Backoff(first=0.0, longest=0.0)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_pause_grows_no_longer_than_the_longest_and_is_never_less_than_half(failures: int, chance: float) -> None:
    backoff = Backoff(first=0.5, longest=4.0)
    full = min(4.0, 0.5 * 2 ** min(failures - 1, 60))
    assert full / 2 <= backoff.pause(failures, chance) <= full


def test_the_longest_pause_and_an_unanswered_call_stay_below_fifteen_seconds() -> None:
    assert Backoff().pause(10_000, 1.0) + 10.0 < 15.0


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def _raise(error: Exception) -> None:
    raise error


def test_the_first_error_ends_the_others() -> None:
    async def scene() -> tuple[BaseException | None, int]:
        boom = ValueError("boom")
        found = await first_error(_for_ever(), _raise(boom), _for_ever())
        return found, len(asyncio.all_tasks())

    error, left = asyncio.run(scene())
    assert isinstance(error, ValueError)
    assert left == 1


def test_work_that_simply_ends_has_no_error() -> None:
    assert asyncio.run(first_error(asyncio.sleep(0), _for_ever())) is None


def test_what_does_not_want_to_end_is_not_waited_for_longer_than_the_grace() -> None:
    async def scene() -> bool:
        let_go = asyncio.Event()

        async def stubborn() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await let_go.wait()

        task = asyncio.ensure_future(stubborn())
        await asyncio.sleep(0)
        await end(task, grace=0.01)
        waits = not task.done()
        let_go.set()
        await asyncio.wait([task])
        return waits

    assert asyncio.run(scene())


def test_an_error_at_the_end_is_heard_and_dropped() -> None:
    async def scene() -> None:
        async def fails_at_last() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                raise ValueError

        task = asyncio.ensure_future(fails_at_last())
        await asyncio.sleep(0)
        await end(task, grace=1.0)

    asyncio.run(scene())


class EnoughError(Exception):
    """The scene is over."""


def _pauses(attempts: int, *, stable: float) -> list[float]:
    """The chances asked for, one for each pause."""
    asked: list[float] = []
    tried = 0

    async def attempt() -> None:
        nonlocal tried
        tried += 1
        if tried > attempts:
            raise EnoughError

    def chance() -> float:
        asked.append(0.0)
        return 0.0

    with pytest.raises(EnoughError):
        asyncio.run(keep_up(attempt, backoff=Backoff(0.0, 0.0, stable), chance=chance))
    return asked


def test_an_attempt_is_made_again_and_again_with_a_pause_between() -> None:
    assert len(_pauses(5, stable=60.0)) == 5


class Remembering(Backoff):
    """A back-off that waits for nothing and remembers how many failures it was told of."""

    told: list[int]

    def pause(self, failures: int, chance: float) -> float:
        self.told.append(failures)
        return 0.0


@pytest.mark.parametrize(("stable", "told"), [(60.0, [1, 2, 3]), (0.0, [1, 1, 1])])
def test_a_long_attempt_starts_the_count_anew(stable: float, told: list[int]) -> None:
    backoff = Remembering(stable=stable)
    object.__setattr__(backoff, "told", [])

    async def attempt() -> None:
        if len(backoff.told) == 3:
            raise EnoughError

    with pytest.raises(EnoughError):
        asyncio.run(keep_up(attempt, backoff=backoff, chance=lambda: 0.0))
    assert backoff.told == told
