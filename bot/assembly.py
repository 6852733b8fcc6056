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
    clocks = clocks_from(settings.clocks)
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
    frame = _Frame(settings, store, vault, clocks, clock, pipeline)
    accounts = channel if isinstance(channel, Sequence) else (Account(channel.name, channel),)
    board = Switchboard(accounts, store=store, district=frame.district)
    sender = frame.sender(board, AlarmTeller(store, frame.district, clock) if post else alarm)
    live = frame.followers(sources, lexicon) if follows else []
    engine = Engine([*live, *frame.always(board, sender), *frame.hands(post)], first=sender.step)

    def note(trace: Trace) -> None:
        if trace.outcome is not None:
            engine.happened()
        on_trace(trace)

    pipeline.on_trace = note
    return Parts(settings, store, pipeline, board, sender, engine, clocks, tuple(sources))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the parts of one bot share, and the parts that are made from it."""

    settings: Settings
    store: Store
    vault: Vault
    clocks: Clocks
    clock: Callable[[], datetime]
    pipeline: Pipeline

    def district(self) -> District:
        """As it is now."""
        return self.pipeline.district

    def around(self, now: datetime) -> Around:
        """The surroundings of a use case."""
        return Around(self.district(), self.clocks, self.settings.tz, self.vault, now)

    async def chase(self, now: datetime) -> datetime | None:
        """The worker that looks after deadlines."""
        return await self.store.run(_chase, self.around(now))

    def sender(self, board: Switchboard, alarm: Alarm) -> Sender:
        """The way out."""
        return Sender(
            store=self.store,
            board=board,
            settings=self.settings,
            tz=self.settings.tz,
            vault=self.vault,
            district=self.district,
            clock=self.clock,
            alarm=alarm,
        )

    def always(self, board: Switchboard, sender: Sender) -> list[Worker]:
        """What every bot does, in this order."""
        settings, store = self.settings, self.store
        gaps = GapKeeper(
            store=store, states=board.states, listeners=board.listeners, district=self.district, settings=settings
        )
        keeper = Keeper(store=store, retention=settings.retention, tz=settings.tz)
        return [gaps.step, self.chase, keeper.step, sender.step]

    def followers(self, sources: Sequence[Source], lexicon: Lexicon) -> list[Worker]:
        """What keeps an eye on the feeds and on changes of the district."""

        def use(changed: District, now: datetime) -> None:
            self.pipeline.use(changed, _reader(self.store, lexicon, changed, now))

        poller = Poller(store=self.store, sources=sources, around=self.around)
        return [Reloader(self.store, use).step, poller.step]

    def hands(self, post: Post | None) -> list[Worker]:
        """What goes other ways than the chat channels: the tray, and the staff's own ways when they are used."""
        cool_down = timedelta(minutes=self.settings.reading.cool_down_minutes)
        tray = TrayKeeper(self.store, self.district, cool_down)
        if post is None:
            return [tray.step]
        line = StaffLine(
            store=self.store,
            settings=self.settings.staff,
            district=self.district,
            post=post,
            secret=secret,
            clock=self.clock,
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
