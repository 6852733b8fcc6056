"""Looks at the feeds when their time has come; says once when one goes down and once when it is back.

A look runs beside the engine: a server that is slow holds up nobody's answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.around import Around
from bot.notice_flow import take_announcement
from bot.schedule import Schedule, after_failures
from models.errors import StoreFailed
from models.notice import FeedItem, FeedState, Notice
from models.store import Store, Tx
from notices.feeds.port import Feed, Fetched, transition
from notices.take import digest_of

_log = structlog.get_logger("bot.feeds")
_AGAIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Source:
    """A feed and when it is looked at; ``patient``: one that fails is asked less and less often."""

    feed: Feed
    schedule: Schedule
    patient: bool = True

    def due(self, state: FeedState | None) -> datetime | None:
        """When it is to be looked at; None = at once, since it never was."""
        if state is None:
            return None
        if self.patient and not state.ok:
            return after_failures(state.checked_at, state.failures)
        return self.schedule.after(state.checked_at)


class Poller:
    """``around`` is asked for the surroundings of each look, ``news`` is told when one is over."""

    def __init__(
        self,
        *,
        store: Store,
        sources: Sequence[Source],
        around: Callable[[datetime], Around],
        news: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._sources, self._around, self._news = store, sources, around, news
        self._due: dict[str, datetime] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def step(self, now: datetime) -> datetime | None:
        """Start a look at every feed that is due at ``now``; returns when the next one is."""
        for source in self._sources:
            if self._over(source.feed.name) and await self._next(source, now) <= now:
                self._due[source.feed.name] = source.schedule.after(now)
                self._under_way[source.feed.name] = asyncio.create_task(self._look(source, now))
        return min(self._due.values(), default=None)

    async def idle(self) -> None:
        """Wait until no look is under way."""
        await asyncio.gather(*self._under_way.values())

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _over(self, name: str) -> bool:
        """Whether no look at this feed is under way; a fault of ours in the last one is raised here."""
        task = self._under_way.get(name)
        if task is None:
            return True
        if task.done():
            del self._under_way[name]
            task.result()
        return task.done()

    async def _next(self, source: Source, now: datetime) -> datetime:
        """When a feed is due: as known here, else as the store says, which a restart does not forget."""
        name = source.feed.name
        if name not in self._due:
            state = await self._store.run(_state, name)
            due = source.due(state) if state and state.checked_at <= now else None
            self._due[name] = due or now
        return self._due[name]

    async def _look(self, source: Source, now: datetime) -> None:
        try:
            before = await self._store.run(_state, source.feed.name)
            fetched = await source.feed.fetch(before, now)
            await self._keep(source, fetched, now)
        except StoreFailed as error:
            if not error.retry:
                raise
            self._due[source.feed.name] = now + _AGAIN
            return
        self._due[source.feed.name] = source.due(fetched.state) or now
        self._tell(before, fetched.state)
        if fetched.items:
            self._news()

    async def _keep(self, source: Source, fetched: Fetched, now: datetime) -> None:
        """Each new item in a transaction of its own, the state last: what was not kept is brought again."""
        new = await self._store.run(_new, fetched.items) if fetched.items else ()
        for item in new:
            await self._store.run(_take, item=item, trusted=source.feed.trusted, around=self._around(now))
        await self._store.run(_save, fetched.state)

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


def _new(tx: Tx, items: Sequence[FeedItem]) -> tuple[FeedItem, ...]:
    """What the store does not hold as it is, the earliest first: a restoration comes after what it ends."""
    fresh = [i for i in items if (stands := tx.notices.by_ref(i.feed, i.ref)) is None or stands.digest != digest_of(i)]
    return tuple(sorted(fresh, key=lambda i: i.published_at))


def _take(tx: Tx, *, item: FeedItem, trusted: bool, around: Around) -> Notice | None:
    return take_announcement(tx, item=item, trusted=trusted, around=around)
