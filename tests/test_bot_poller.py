"""The poller: feeds are looked at when it is time, and their troubles are told once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from factories import a_feed_item, a_feed_state
from rehearsal import TZ, demo_district
from structlog.testing import capture_logs

from bot.around import Around
from bot.poller import Poller, Source
from dispatch.clocks import Clocks
from models.notice import FeedItem, FeedState
from models.privacy import Vault
from models.store import Store
from notices.feeds.port import Fetched

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
TEXT = "【计划停电】因10kV桐坞线检修，7月5日8:00至16:00桐坞花园1-8幢停电。热线95598。柳汀供电服务站"


class ScriptedFeed:
    """Answers what it is told to, one answer a look; None is a failure."""

    name, member, trusted = "测试公告", "power", True

    def __init__(self, answers: Sequence[Sequence[FeedItem] | None]) -> None:
        self._answers = list(answers)
        self.looks: list[datetime] = []

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """The next answer."""
        self.looks.append(now)
        answer = self._answers.pop(0) if self._answers else ()
        failures = 0 if answer is not None else (state.failures if state else 0) + 1
        new = a_feed_state(
            feed=self.name,
            ok=answer is not None,
            checked_at=now,
            failures=failures,
            error="" if answer is not None else "500",
        )
        return Fetched(tuple(answer or ()), new)


def _poller(store: Store, feed: ScriptedFeed) -> Poller:
    district = demo_district()

    def around(now: datetime) -> Around:
        return Around(district, Clocks(), TZ, Vault(b"k" * 32), now)

    return Poller(store=store, sources=[Source(feed, timedelta(minutes=30))], around=around)


def _item() -> FeedItem:
    return a_feed_item(feed="测试公告", ref="1", text=TEXT, published_at=NOON, member="power")


def test_a_feed_is_looked_at_when_it_is_time_also_after_a_restart(store: Store) -> None:
    feed = ScriptedFeed([])
    poller = _poller(store, feed)
    assert asyncio.run(poller.step(NOON)) == NOON + timedelta(minutes=30)
    asyncio.run(_poller(store, feed).step(NOON + timedelta(minutes=10)))
    asyncio.run(_poller(store, feed).step(NOON + timedelta(minutes=30)))
    assert feed.looks == [NOON, NOON + timedelta(minutes=30)]


def test_what_it_brings_is_posted_once_however_often_it_is_read(store: Store) -> None:
    feed = ScriptedFeed([[_item()], [_item()]])
    poller = _poller(store, feed)
    asyncio.run(poller.step(NOON))
    rows = store.call(lambda tx: {row.key for row in tx.outbox.recent(100)})
    assert "notice 1 v1 publish → room-06" in rows
    asyncio.run(poller.step(NOON + timedelta(hours=1)))
    assert store.call(lambda tx: {row.key for row in tx.outbox.recent(100)}) == rows


def test_a_feed_that_is_down_is_told_once_and_once_when_it_is_back(store: Store) -> None:
    poller = _poller(store, ScriptedFeed([(), None, None, None, (), ()]))
    with capture_logs() as logs:
        for hour in range(6):
            asyncio.run(poller.step(NOON + timedelta(hours=hour)))
    assert [entry["event"] for entry in logs] == ["feed_down", "feed_back"]
