"""The poller: feeds are looked at when it is time, and their troubles are told once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from factories import a_feed_item, a_feed_state
from rehearsal import TZ, demo_district
from structlog.testing import capture_logs

from bot.around import Around
from bot.poller import Poller, Source
from bot.schedule import Interval
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


def _poller(store: Store, feed: ScriptedFeed, news: Callable[[], None] = lambda: None) -> Poller:
    district = demo_district()

    def around(now: datetime) -> Around:
        return Around(district, Clocks(), TZ, Vault(b"k" * 32), now)

    return Poller(store=store, sources=[Source(feed, Interval(timedelta(minutes=30)))], around=around, news=news)


async def _step(poller: Poller, now: datetime) -> datetime | None:
    due = await poller.step(now)
    await poller.idle()
    return due


def _item() -> FeedItem:
    return a_feed_item(feed="测试公告", ref="1", text=TEXT, published_at=NOON, member="power")


def test_a_feed_is_looked_at_when_it_is_time_also_after_a_restart(store: Store) -> None:
    feed = ScriptedFeed([])
    poller = _poller(store, feed)
    assert asyncio.run(_step(poller, NOON)) == NOON + timedelta(minutes=30)
    asyncio.run(_step(_poller(store, feed), NOON + timedelta(minutes=10)))
    asyncio.run(_step(_poller(store, feed), NOON + timedelta(minutes=30)))
    assert feed.looks == [NOON, NOON + timedelta(minutes=30)]


def test_what_it_brings_is_posted_once_however_often_it_is_read(store: Store) -> None:
    feed = ScriptedFeed([[_item()], [_item()]])
    poller = _poller(store, feed)
    asyncio.run(_step(poller, NOON))
    rows = store.call(lambda tx: {row.key for row in tx.outbox.recent(100)})
    assert "notice 1 v1 publish → room-06" in rows
    asyncio.run(_step(poller, NOON + timedelta(hours=1)))
    assert store.call(lambda tx: {row.key for row in tx.outbox.recent(100)}) == rows


def test_a_feed_that_is_down_is_told_once_and_once_when_it_is_back(store: Store) -> None:
    poller = _poller(store, ScriptedFeed([(), None, None, None, (), ()]))
    with capture_logs() as logs:
        for hour in range(6):
            asyncio.run(_step(poller, NOON + timedelta(hours=hour)))
    assert [entry["event"] for entry in logs] == ["feed_down", "feed_back"]


class SlowFeed(ScriptedFeed):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__([[_item()]])
        self.let_go = asyncio.Event()

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """Waits, then the next answer."""
        await self.let_go.wait()
        return await super().fetch(state, now)


def test_a_slow_feed_holds_nothing_up_and_is_not_asked_twice(store: Store) -> None:
    async def play() -> tuple[int, int]:
        feed, told = SlowFeed(), []
        poller = _poller(store, feed, lambda: told.append("news"))
        await poller.step(NOON)
        await poller.step(NOON + timedelta(hours=1))
        before = len(told)
        feed.let_go.set()
        await poller.idle()
        assert feed.looks == [NOON]
        return before, len(told)

    assert asyncio.run(play()) == (0, 1)
    assert store.call(lambda tx: tx.notices.by_ref("测试公告", "1")) is not None


def test_a_look_that_is_given_up_keeps_nothing(store: Store) -> None:
    async def play() -> None:
        poller = _poller(store, SlowFeed())
        await poller.step(NOON)
        await poller.close()

    asyncio.run(play())
    assert store.call(lambda tx: tx.notices.feed_state("测试公告")) is None


def test_a_feed_that_stays_down_is_asked_less_and_less_often(store: Store) -> None:
    feed = ScriptedFeed([None] * 9)
    poller = _poller(store, feed)
    for minute in range(130):
        asyncio.run(_step(poller, NOON + timedelta(minutes=minute)))
    assert [(at - NOON).seconds // 60 for at in feed.looks] == [0, 1, 3, 7, 15, 31, 63, 123]
    assert asyncio.run(_step(_poller(store, feed), NOON + timedelta(minutes=140))) == NOON + timedelta(minutes=183)


def test_what_a_feed_brings_is_taken_in_the_order_in_which_it_was_published(store: Store) -> None:
    later = NOON + timedelta(minutes=5)
    over = a_feed_item(
        feed="测试公告", ref="0", text="7月5日桐坞花园1-8幢的停电取消。", published_at=later, member="power"
    )
    asyncio.run(_step(_poller(store, ScriptedFeed([[over, _item()]])), later))
    notice = store.call(lambda tx: tx.notices.latest(1))
    assert (notice.version, notice.over) == (2, True)
