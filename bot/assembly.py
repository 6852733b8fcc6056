"""The composition root's middle: puts the parts of one bot together; every dependency is an argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.accounts import Account
from bot.alarms import Alarm, no_other_way
from bot.around import Around, around_of
from bot.bulletins import tell_rooms
from bot.care_round import care_round
from bot.channel import Channel
from bot.corrector import Corrector
from bot.engine import Engine, Worker
from bot.gaps import GapKeeper
from bot.keeper import Keeper
from bot.newrooms import RoomNamer
from bot.outbox import Sender
from bot.passage import Trace
from bot.pipeline import Pipeline
from bot.poller import Poller, Source
from bot.posters import Posters
from bot.proofs import ProofKeeper
from bot.reload import Reloader
from bot.say_back import say_back
from bot.settings import QuietHours, Settings, secret
from bot.staff_line import Post, StaffLine
from bot.switchboard import Switchboard
from bot.tell_alarm import AlarmTeller
from bot.tray import Order, TrayKeeper
from dispatch.briefs import Hour, brief, next_brief
from dispatch.chase import chase, next_chase
from dispatch.clocks import Clocks
from dispatch.emergency_round import let_go, next_watch, watch
from dispatch.suspect_chase import chase_cards
from keywords.lexicon import Lexicon
from keywords.reader import Reader
from models.areas import District
from models.matter import Matter
from models.privacy import Vault
from models.store import Store, Tx

_REMEMBERED = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Parts:
    """One bot, put together and not yet running."""

    settings: Settings
    store: Store
    vault: Vault
    pipeline: Pipeline
    board: Switchboard
    sender: Sender
    engine: Engine
    clocks: Clocks
    sources: tuple[Source, ...]
    poller: Poller
    posters: Posters
    proofs: ProofKeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a bot is made of.

    ``channel`` is the one way in and out, or its accounts. ``follows`` keeps an eye on the feeds and on changes of the
    district. ``alarm`` tells the staff of danger that could not be said. ``post`` sends to the staff's own ways
    (``bot.staff.Poster``); without it they are not used, with it they raise the alarm.
    """

    settings: Settings
    store: Store
    district: District
    lexicon: Lexicon
    vault: Vault
    channel: Channel | Sequence[Account]
    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    sources: Sequence[Source] = ()
    on_trace: Callable[[Trace], None] = lambda _: None
    follows: bool = False
    alarm: Alarm = no_other_way
    post: Post | None = None


def assemble(given: Given) -> Parts:
    """Wire one bot; nothing is started yet."""
    pipeline = _pipeline(given)
    board = Switchboard(_accounts(given.channel), store=given.store, district=lambda: pipeline.district)
    posters = _posters(given, pipeline)
    sender = _sender(given, pipeline, board, posters)
    around = _arounds(given, pipeline)
    poller = Poller(store=given.store, sources=given.sources, around=around, news=lambda: engine.happened())
    proofs = ProofKeeper(store=given.store, accounts=lambda: list(board.accounts.values()), settings=given.settings)
    engine = Engine([*_workers(given, pipeline, board, sender, poller), proofs.step], first=sender.step)
    pipeline.on_trace = _noting(engine, given.on_trace)
    clocks = given.settings.limits
    return Parts(
        given.settings,
        given.store,
        given.vault,
        pipeline,
        board,
        sender,
        engine,
        clocks,
        tuple(given.sources),
        poller,
        posters,
        proofs,
    )


def _arounds(given: Given, pipeline: Pipeline) -> Callable[[datetime], Around]:
    settings = given.settings
    return lambda now: around_of(settings, pipeline.district, given.vault, now)


def _accounts(channel: Channel | Sequence[Account]) -> Sequence[Account]:
    return channel if isinstance(channel, Sequence) else (Account(channel.name, channel),)


def _pipeline(given: Given) -> Pipeline:
    fresh = Reader(given.lexicon, given.district)
    reader = _reader(given, given.district, given.clock()) if given.follows else fresh
    return Pipeline(
        store=given.store,
        reader=reader,
        vault=given.vault,
        settings=given.settings,
        district=given.district,
        clock=given.clock,
        sleep=given.sleep,
    )


def _posters(given: Given, pipeline: Pipeline) -> Posters:
    settings = given.settings
    return Posters(
        store=given.store,
        district=lambda: pipeline.district,
        clock=given.clock,
        tz=settings.tz,
        public_url=settings.web.public_url,
        font=settings.notices.poster.font,
    )


def _sender(given: Given, pipeline: Pipeline, board: Switchboard, posters: Posters) -> Sender:
    teller = AlarmTeller(given.store, lambda: pipeline.district, given.clock)
    return Sender(
        store=given.store,
        board=board,
        settings=given.settings,
        tz=given.settings.tz,
        vault=given.vault,
        district=lambda: pipeline.district,
        clock=given.clock,
        alarm=teller if given.post else given.alarm,
        draw=posters.of_row,
    )


def _workers(given: Given, pipeline: Pipeline, board: Switchboard, sender: Sender, poller: Poller) -> list[Worker]:
    """What is done in a tick, in this order."""
    settings, store = given.settings, given.store

    def use(changed: District, now: datetime) -> None:
        pipeline.use(changed, _reader(given, changed, now))

    gaps = GapKeeper(
        store=store,
        states=board.states,
        listeners=board.listeners,
        district=lambda: pipeline.district,
        settings=settings,
        seating=lambda: board.seats.changes,
    )
    keeper = Keeper(store=store, settings=settings, district=lambda: pipeline.district)
    arounds = _arounds(given, pipeline)
    corrector = Corrector(store=store, around=arounds, days=settings.figures.correct_days)
    followed = [Reloader(store, use).step, poller.step] if given.follows else []
    return [
        *followed,
        gaps.step,
        _chaser(store, arounds, settings.quiet_hours),
        keeper.step,
        corrector.step,
        sender.step,
        board.seats.step,
        RoomNamer(store, lambda: pipeline.district, list(board.accounts.values())).step,
        *_hands(given, pipeline),
    ]


def _hands(given: Given, pipeline: Pipeline) -> list[Worker]:
    """What goes other ways than the chat channels: the tray, and the staff's own ways when they are used."""
    tray = TrayKeeper(given.store, lambda: pipeline.district, Order.of(given.settings))
    if given.post is None:
        return [tray.step]
    line = StaffLine(
        store=given.store,
        settings=given.settings.staff,
        district=lambda: pipeline.district,
        post=given.post,
        secret=secret,
        clock=given.clock,
    )
    return [tray.step, line.step]


def _chaser(store: Store, around: Callable[[datetime], Around], quiet: QuietHours) -> Worker:
    async def work(now: datetime) -> datetime | None:
        return await store.run(_chase, around(now), quiet)

    return work


def _noting(engine: Engine, on_trace: Callable[[Trace], None]) -> Callable[[Trace], None]:
    """What is taken in makes the next tick worth it at once."""

    def note(trace: Trace) -> None:
        if trace.outcome is not None or trace.said:
            engine.happened()
        on_trace(trace)

    return note


def _chase(tx: Tx, around: Around, quiet: QuietHours) -> datetime | None:
    say_back(tx, around)
    scene, at = around.scene(tx, source="ticker"), Hour(around.district, around.clocks, around.now, around.tz)
    emergency = _emergencies(tx, around, quiet) if tx.emergencies.unsettled() else None
    care = care_round(tx, around)
    chase(tx, district=around.district, clocks=around.clocks, now=around.now, tz=around.tz)
    brief(tx, at)
    chase_cards(scene, around.suspecting)
    moments = (emergency, care, next_chase(tx), next_brief(tx, at), tx.suspicions.next_chase())
    return min(filter(None, moments), default=None)


def _emergencies(tx: Tx, around: Around, quiet: QuietHours) -> datetime | None:
    """What is due while a state stands, or has just ended."""
    scene = around.scene(tx, source="ticker")
    watch(scene)
    bulletin = tell_rooms(tx, around, quiet)
    let_go(scene)
    return min(filter(None, (bulletin, next_watch(scene))), default=None)


def _reader(given: Given, district: District, now: datetime) -> Reader:
    """A reader that knows which matters are open, as after a restart."""
    reader = Reader(given.lexicon, district)
    reader.preload(given.store.call(open_matters, now - _REMEMBERED))
    return reader


def open_matters(tx: Tx, since: datetime) -> list[Matter]:
    """What a reader must know that has not heard the lines before."""
    return tx.matters.open_since(since)
