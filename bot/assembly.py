"""The composition root's middle: puts the parts of one bot together; every dependency is an argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.accounts import Account
from bot.alarms import Alarm, no_other_way
from bot.channel import Channel
from bot.engine import Engine, Worker
from bot.flow import Around
from bot.gaps import GapKeeper
from bot.keeper import Keeper
from bot.limits import clocks_from
from bot.outbox import Sender
from bot.pipeline import Pipeline, Trace
from bot.poller import Poller, Source
from bot.reload import Reloader
from bot.settings import Feed as FeedSettings
from bot.settings import Settings, secret
from bot.staff_line import Post, StaffLine
from bot.switchboard import Switchboard
from bot.tell_alarm import AlarmTeller
from bot.tray import TrayKeeper
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
    board: Switchboard
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
    channel: Channel | Sequence[Account],
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]],
    sources: Sequence[Source] = (),
    on_trace: Callable[[Trace], None] = lambda _: None,
    follows: bool = False,
    alarm: Alarm = no_other_way,
    post: Post | None = None,
) -> Parts:
    """Wire one bot; nothing is started yet. ``follows`` keeps an eye on the feeds and on changes of the district.

    ``channel`` is the one way in and out, or its accounts. ``alarm`` tells the staff of danger that could not be said.
    ``post`` sends to the staff's own ways (``bot.staff.Poster``); without it they are not used.
    """
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
    accounts = channel if isinstance(channel, Sequence) else (Account(channel.name, channel),)
    board = Switchboard(accounts, store=store, district=lambda: pipeline.district)
    if post:
        alarm = AlarmTeller(store, lambda: pipeline.district, clock)
    sender = Sender(
        store=store,
        board=board,
        settings=settings,
        tz=tz,
        vault=vault,
        district=lambda: pipeline.district,
        clock=clock,
        alarm=alarm,
    )

    def around(now: datetime) -> Around:
        return Around(pipeline.district, clocks, tz, vault, now)

    async def chaser(now: datetime) -> datetime | None:
        return await store.run(_chase, around(now))

    def use(changed: District, now: datetime) -> None:
        pipeline.use(changed, _reader(store, lexicon, changed, now))

    gaps = GapKeeper(
        store=store,
        states=board.states,
        listeners=board.listeners,
        district=lambda: pipeline.district,
        settings=settings,
    )
    keeper = Keeper(store=store, retention=settings.retention, tz=tz)
    always = [gaps.step, chaser, keeper.step, sender.step, *_hands(store, settings, pipeline, post, clock)]
    live = [Reloader(store, use).step, Poller(store=store, sources=sources, around=around).step] if follows else []
    engine = Engine([*live, *always], first=sender.step)

    def note(trace: Trace) -> None:
        if trace.outcome is not None:
            engine.happened()
        on_trace(trace)

    pipeline.on_trace = note
    return Parts(settings, store, pipeline, board, sender, engine, clocks, tuple(sources))


def _hands(
    store: Store, settings: Settings, pipeline: Pipeline, post: Post | None, clock: Callable[[], datetime]
) -> list[Worker]:
    """What goes other ways than the chat channels: the tray, and the staff's own ways when they are used."""
    cool_down = timedelta(minutes=settings.reading.cool_down_minutes)
    tray = TrayKeeper(store, lambda: pipeline.district, cool_down)
    if post is None:
        return [tray.step]
    line = StaffLine(
        store=store,
        settings=settings.staff,
        district=lambda: pipeline.district,
        post=post,
        secret=secret,
        clock=clock,
    )
    return [tray.step, line.step]


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
