"""The composition root's middle: puts the parts of one bot together; every dependency is an argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from notices.feeds.folder import FolderFeed
from notices.feeds.json import JsonFeed

from bot.channel import Channel
from bot.engine import Engine
from bot.flow import Around
from bot.limits import clocks_from
from bot.outbox import Sender
from bot.pipeline import Pipeline, Trace
from bot.poller import Poller, Source
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
from notices.feeds.port import Feed

_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Parts:
    """One bot, put together and not yet running."""

    settings: Settings
    store: Store
    reader: Reader
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
) -> Parts:
    """Wire one bot; nothing is read or started yet."""
    tz, clocks = settings.tz, clocks_from(settings.clocks)
    reader = Reader(lexicon, district)
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
    sender = Sender(store=store, channel=channel, settings=settings, tz=tz, district=lambda: pipeline.district)

    def around(now: datetime) -> Around:
        return Around(pipeline.district, clocks, tz, vault, now)

    async def chaser(now: datetime) -> datetime | None:
        return await store.run(_chase, around(now))

    poller = Poller(store=store, sources=sources, around=around)
    engine = Engine([poller.step, chaser, sender.step] if sources else [chaser, sender.step])

    def note(trace: Trace) -> None:
        engine.stale = engine.stale or trace.outcome is not None
        on_trace(trace)

    pipeline.on_trace = note
    return Parts(settings, store, reader, pipeline, sender, engine, clocks, tuple(sources))


def _chase(tx: Tx, around: Around) -> datetime | None:
    chase(tx, district=around.district, clocks=around.clocks, now=around.now, tz=around.tz)
    return next_chase(tx, around.now, around.clocks)


def remember(parts: Parts, now: datetime) -> None:
    """After a restart: tell the reader which matters are open."""
    parts.reader.preload(parts.store.call(open_matters, now - _REMEMBERED))


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
