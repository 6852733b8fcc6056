"""An account that fails by an error of ours is told and started again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from factories import a_district, a_message
from structlog.testing import capture_logs

from bot import switchboard
from bot.accounts import Account
from bot.channel import ScriptedChannel, Take
from bot.switchboard import Switchboard
from models.errors import StoreFailed
from models.message import Message
from models.store import Store


class Failing(ScriptedChannel):
    """Fails by an error of ours, twice."""

    def __init__(self, error: Exception, times: int = 2) -> None:
        super().__init__(name="failing")
        self._errors = [error] * times

    async def run(self, take: Take) -> None:
        """As said."""
        if self._errors:
            raise self._errors.pop()
        await super().run(take)


def _kept_up(store: Store, channel: Failing, monkeypatch: pytest.MonkeyPatch) -> Sequence[Message]:
    taken: list[Message] = []

    async def take(message: Message) -> None:
        taken.append(message)

    async def scene() -> None:
        board = Switchboard([Account("failing", channel)], store=store, district=a_district)
        hearing = asyncio.ensure_future(board.run(take))
        played = asyncio.ensure_future(channel.played())
        await asyncio.wait([hearing, played], return_when=asyncio.FIRST_COMPLETED)
        played.cancel()
        if hearing.done():
            hearing.result()
        hearing.cancel()

    monkeypatch.setattr(switchboard, "_AGAIN", 0)
    channel.say(a_message())
    asyncio.run(scene())
    return taken


def test_an_account_that_fails_is_told_and_started_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with capture_logs() as logs:
        assert len(_kept_up(store, Failing(KeyError("张三停电")), monkeypatch)) == 1
    assert [(log["event"], log["error"]) for log in logs] == [("account_failed", "KeyError")] * 2
    assert "张三" not in str(logs)


def test_a_store_that_is_broken_ends_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreFailed):
        _kept_up(store, Failing(StoreFailed("file is not a database", retry=False)), monkeypatch)
