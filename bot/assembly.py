"""The composition root's middle: puts the parts of one bot together; every dependency is an argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channel import Channel
from bot.engine import Engine, Worker
from bot.flow import Around
from bot.keeper import Keeper
from bot.limits import clocks_from
from bot.outbox import Sender
from bot.pipeline import Pipeline, Trace
from bot.poller import Poller, Source
from bot.reload import Reloader
from bot.settings import Feed as FeedSettings
from bot.settings import Settings
from dispatch.chase import chase, next_chase
from dispatch.clocks import Clocks
from keywords.lexicon import Lexicon
from keywords.reader import Reader
from models.areas import District
from models.matter import Matter
from models.privacy import Vault
from models.store import Store, Tx
from notices.feeds.folder import FolderFeed
from notices.feeds.json import JsonFeed
from notices.feeds.port import Feed

_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Parts:
    """One bot, put together and not yet running."""

    settings: Settings
    store: Store
    pipeline: Pipeline
    sender: Sender
    engine: Engine
    clocks: Clocks
    sources: tuple[Source, ...]


def assemble(
    *,
    settings: Settings,
    store: Store,
    district: District,
    lexicon: Lexicon,
    vault: Vault,
    channel: Channel,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]],
    sources: Sequence[Source] = (),
    on_trace: Callable[[Trace], None] = lambda _: None,
    follows: bool = False,
) -> Parts:
    """Wire one bot; nothing is started yet. ``follows`` keeps an eye on the feeds and on changes of the district."""
    tz, clocks = settings.tz, clocks_from(settings.clocks)
    reader = _reader(store, lexicon, district, clock()) if follows else Reader(lexicon, district)
    pipeline = Pipeline(
        store=store,
        reader=reader,
        vault=vault,
        settings=settings,
        clocks=clocks,
        district=district,
        clock=clock,
        sleep=sleep,
    )
    sender = Sender(
        store=store, channel=channel, settings=settings, tz=tz, vault=vault, district=lambda: pipeline.district
    )

    around = _around(pipeline, clocks, tz, vault)

    def use(changed: District, now: datetime) -> None:
        pipeline.use(changed, _reader(store, lexicon, changed, now))

    live = [Reloader(store, use).step, Poller(store=store, sources=sources, around=around).step] if follows else []
    keeper = Keeper(store=store, retention=settings.retention, tz=tz)
    engine = Engine([*live, _chaser(store, around), keeper.step, sender.step])
    pipeline.on_trace = _noting(engine, on_trace)
    return Parts(settings, store, pipeline, sender, engine, clocks, tuple(sources))


def _around(pipeline: Pipeline, clocks: Clocks, tz: ZoneInfo, vault: Vault) -> Callable[[datetime], Around]:
    return lambda now: Around(pipeline.district, clocks, tz, vault, now)


def _chaser(store: Store, around: Callable[[datetime], Around]) -> Worker:
    async def work(now: datetime) -> datetime | None:
        return await store.run(_chase, around(now))

    return work


def _noting(engine: Engine, on_trace: Callable[[Trace], None]) -> Callable[[Trace], None]:
    """What is taken in makes the next tick worth it at once."""

    def note(trace: Trace) -> None:
        engine.stale = engine.stale or trace.outcome is not None
        on_trace(trace)

    return note


def _chase(tx: Tx, around: Around) -> datetime | None:
    chase(tx, district=around.district, clocks=around.clocks, now=around.now, tz=around.tz)
    return next_chase(tx)


def _reader(store: Store, lexicon: Lexicon, district: District, now: datetime) -> Reader:
    """A reader that knows which matters are open, as after a restart."""
    reader = Reader(lexicon, district)
    reader.preload(store.call(open_matters, now - _REMEMBERED))
    return reader


def open_matters(tx: Tx, since: datetime) -> list[Matter]:
    """What a reader must know that has not heard the lines before."""
    return tx.matters.open_since(since)


def make_sources(feeds: Sequence[FeedSettings]) -> tuple[Source, ...]:
    """The feeds of the settings."""
    return tuple(Source(_feed(feed), timedelta(minutes=feed.every)) for feed in feeds)


def _feed(feed: FeedSettings) -> Feed:
    if feed.kind == "folder":
        return FolderFeed(feed.name, Path(feed.path), member=feed.member, trusted=feed.trusted)
    return JsonFeed(feed.name, feed.url, preset=feed.preset, member=feed.member, trusted=feed.trusted)
