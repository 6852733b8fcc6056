"""A blocking send in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import warnings

import pytest

from bot.in_thread import in_thread
from models.errors import ChannelFailed


def test_it_runs_elsewhere_and_is_waited_for() -> None:
    seen: list[threading.Thread] = []
    asyncio.run(in_thread(lambda: seen.append(threading.current_thread()), 5))
    assert seen != [threading.main_thread()]
    assert seen[0].daemon


def test_its_failure_is_the_failure() -> None:
    def fail() -> None:
        raise ChannelFailed("拒绝", retry=False, wait=3)

    with pytest.raises(ChannelFailed) as caught:
        asyncio.run(in_thread(fail, 5))
    assert (caught.value.reason, caught.value.retry, caught.value.wait) == ("拒绝", False, 3)


def test_any_other_error_says_only_its_kind() -> None:
    def fail() -> None:
        raise ValueError("https://host/key")

    with pytest.raises(ChannelFailed, match=r"^发送时出错：ValueError$"):
        asyncio.run(in_thread(fail, 5))


def test_the_deadline_ends_the_wait_and_what_comes_after_is_not_heard_of() -> None:
    free, ended = threading.Event(), threading.Event()

    def slow() -> None:
        free.wait(5)
        ended.set()
        raise ChannelFailed("太晚了")

    async def play() -> None:
        with pytest.raises(ChannelFailed, match=r"0\.02 秒"):
            await in_thread(slow, 0.02)
        free.set()
        await asyncio.to_thread(ended.wait, 5)
        await asyncio.sleep(0)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asyncio.run(play())
