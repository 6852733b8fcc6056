"""Looks at the feeds when their time has come; says once when one goes down and once when it is back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.around import Around
from bot.flow import take_announcement
from models.notice import FeedItem, FeedState, Notice
from models.store import Store, Tx
from notices.feeds.port import Feed, transition

_log = structlog.get_logger("bot.feeds")


@dataclass(frozen=True, slots=True)
class Source:
    """A feed with the time between two looks."""

    feed: Feed
    every: timedelta


class Poller:
    """``around`` is asked for the surroundings of each look."""

    def __init__(self, *, store: Store, sources: Sequence[Source], around: Callable[[datetime], Around]) -> None:
        self._store, self._sources, self._around = store, sources, around

    async def step(self, now: datetime) -> datetime | None:
        """Look at every feed that is due at ``now``; returns when the next one is."""
        moments = [await self._look(source, now) for source in self._sources]
        return min(moments, default=None)

    async def _look(self, source: Source, now: datetime) -> datetime:
        before = await self._store.run(_state, source.feed.name)
        if before and before.checked_at <= now < before.checked_at + source.every:
            return before.checked_at + source.every
        fetched = await source.feed.fetch(before, now)
        for item in fetched.items:
            await self._store.run(_take, item=item, trusted=source.feed.trusted, around=self._around(now))
        await self._store.run(_save, fetched.state)
        self._tell(before, fetched.state)
        return now + source.every

    def _tell(self, before: FeedState | None, after: FeedState) -> None:
        match transition(before, after):
            case "down":
                _log.error("feed_down", feed=after.feed, reason=after.error)
            case "back":
                _log.info("feed_back", feed=after.feed)


def _state(tx: Tx, feed: str) -> FeedState | None:
    return tx.notices.feed_state(feed)


def _save(tx: Tx, state: FeedState) -> None:
    tx.notices.save_feed_state(state)


def _take(tx: Tx, *, item: FeedItem, trusted: bool, around: Around) -> Notice | None:
    return take_announcement(tx, item=item, trusted=trusted, around=around)
