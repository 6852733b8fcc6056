"""A blocking send in a thread of its own, under a deadline."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress

from models.errors import ChannelFailed


async def in_thread(work: Callable[[], None], seconds: float) -> None:
    """Run ``work`` in a thread that dies with the process, and wait ``seconds`` for it; ChannelFailed when it fails.

    After the deadline the thread goes on by itself and what it does is not heard of any more. An error that is no
    ChannelFailed becomes one that says only its kind: its words may hold an address.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def run() -> None:
        failure = _failure(work)
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, done, failure)

    threading.Thread(target=run, name="staff", daemon=True).start()
    try:
        await asyncio.wait_for(done, seconds)
    except TimeoutError:
        raise ChannelFailed(f"{seconds:g} 秒内没有答复") from None


def _failure(work: Callable[[], None]) -> ChannelFailed | None:
    try:
        work()
    except ChannelFailed as error:
        return error
    except Exception as error:  # noqa: BLE001 (a plugin of apprise may raise anything)
        return ChannelFailed(f"发送时出错：{type(error).__name__}")
    return None


def _settle(done: asyncio.Future[None], failure: ChannelFailed | None) -> None:
    if done.done():
        return
    if failure:
        done.set_exception(failure)
    else:
        done.set_result(None)
