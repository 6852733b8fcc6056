"""The composition root of ``gridbot run``: channels, timers and console in one process. The only reader of the clock."""

from __future__ import annotations

import asyncio
import gc
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from rich.console import Console

from bot.accounts import Account
from bot.around import around_of
from bot.assembly import Given, Parts, assemble
from bot.channel import Channel
from bot.cli.options import same_key
from bot.cli.report import district_of, figures_of
from bot.cli.report_text import as_text
from bot.clock import PracticeClock
from bot.demo_day import Teller, demo_cues, morning, play_demo
from bot.live import LiveGateway, as_account, live_gateways
from bot.passage import Trace
from bot.player import Player, publisher
from bot.practice import PracticeChannel
from bot.pulse import Pulse
from bot.script import Cue
from bot.settings import Settings
from bot.sources import make_sources
from bot.staff_line import Post
from bot.stage import PracticeStage
from bot.web import listen, make_server
from console.live import Changes
from console.signing import first_link
from keywords.lexicon import default_lexicon
from models.areas import District
from models.message import Message
from models.privacy import Vault
from models.spans import DAY, span_of
from models.store import Store, Tx

_log = structlog.get_logger("bot.app")
_TICK = 0.5


def system_now() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)


async def run(settings: Settings, vault: Vault, read_file: Callable[[], District]) -> None:
    """Run until SIGINT or SIGTERM. ``read_file`` gives the district of the settings, asked only for an empty store."""
    gateways = live_gateways(settings)
    store = Store.open(settings.database)
    try:
        fresh = store.call(lambda tx: tx.district.empty())
        if fresh:
            store.call(_import, read_file(), system_now())
        store.call(same_key, vault.fingerprint)
        district = store.call(lambda tx: tx.district.load())
        if gateways:
            await _run_live(settings, store, vault, district, gateways)
        else:
            await _run_practice(settings, store, vault, district, fresh=fresh)
    finally:
        store.close()


def _import(tx: Tx, district: District, now: datetime) -> None:
    tx.district.save(district, now)


def _nothing_missed(tx: Tx, account: str, now: datetime) -> None:
    """While practice is off nobody can speak there: that is no gap."""
    tx.gaps.hear({account: now})


async def _run_practice(settings: Settings, store: Store, vault: Vault, district: District, *, fresh: bool) -> None:
    """Everything stays on this machine; a fresh store sees the demo day."""
    demo = fresh and settings.practice.demo
    today = system_now().astimezone(settings.tz).date()
    last = store.call(lambda tx: tx.inbox.last_at())
    start = morning(today, settings.tz) if demo else max(filter(None, (system_now(), last)))
    clock, changes = PracticeClock(start, time.monotonic), Changes()
    teller = Teller(Console(), district, settings.tz)
    channel = PracticeChannel(clock.now, lambda room: changes.tell(f"room {room}"), teller.tell)
    store.call(_nothing_missed, channel.name, start)
    stage = PracticeStage(channel, lambda: parts.pipeline.district, clock.now)

    def note(trace: Trace) -> None:
        stage.note(trace)
        _tell_pages(changes, trace)

    parts = _assemble(settings, store, vault, district, channel, clock.now, note)
    works: list[Coroutine[Any, Any, None]] = []
    if demo:
        publish = publisher(store, lambda: around_of(settings, district, vault, clock.now()))
        player = Player(stage=stage, engine=parts.engine, clock=clock, district=district, publish=publish)
        works.append(_play(player, clock, demo_cues(today, settings.tz), settings, store))
    else:
        clock.run()
    await Running(parts, clock.now, changes, stage, _title(district)).run(works)


async def _play(player: Player, clock: PracticeClock, cues: list[Cue], settings: Settings, store: Store) -> None:
    await play_demo(player, clock, cues, settings.practice.pace)
    today = clock.now().astimezone(settings.tz).date()
    figures = figures_of(store, span_of(DAY, today), settings, clock.now())
    Console().print(as_text(figures, store.call(district_of)))


async def _run_live(
    settings: Settings, store: Store, vault: Vault, district: District, gateways: Sequence[LiveGateway]
) -> None:
    """WeChat accounts behind their gateways; wechaty is imported only here (1.3 s, 78 MB)."""
    make = import_module("bot.wechat").WechatChannel
    changes = Changes()
    accounts = [as_account(gateway, make, settings, system_now) for gateway in gateways]
    for account in accounts:
        if account.remark:
            _log.warning("gateway_in_clear", account=account.name, remark=account.remark)
    note = lambda trace: _tell_pages(changes, trace)  # noqa: E731
    parts = _assemble(settings, store, vault, district, accounts, system_now, note, _by_own_way)
    await Running(parts, system_now, changes, None, _title(district)).run([])


def _assemble(
    settings: Settings,
    store: Store,
    vault: Vault,
    district: District,
    channel: Channel | Sequence[Account],
    clock: Callable[[], datetime],
    note: Callable[[Trace], None],
    post: Post | None = None,
) -> Parts:
    parts = assemble(
        Given(
            settings=settings,
            store=store,
            district=district,
            lexicon=default_lexicon(),
            vault=vault,
            channel=channel,
            clock=clock,
            sleep=asyncio.sleep,
            sources=make_sources(settings.feeds, settings.tz),
            on_trace=note,
            follows=True,
            post=post,
        )
    )
    gc.freeze()  # lexicon, models and district stay: no message has to wait while they are looked through
    return parts


def _by_own_way(url: str, text: str, seconds: float) -> None:
    """Send by apprise, which is imported when the first text leaves (0.1 s, 25 MB)."""
    import_module("bot.staff").Poster()(url, text, seconds)


def _tell_pages(changes: Changes, trace: Trace) -> None:
    if trace.outcome:
        for subject in ("tickets", "notices", "outbox"):
            changes.tell(subject)


def _title(district: District) -> str:
    return next((a.name for a in district.areas if a.parent is None), "网格服务机器人")


class Running:
    """What both ways of running share: the console, the ticker, and an orderly end."""

    def __init__(
        self,
        parts: Parts,
        clock: Callable[[], datetime],
        changes: Changes,
        practice: PracticeStage | None,
        title: str,
    ) -> None:
        self._parts, self._clock, self._changes = parts, clock, changes
        self._pulse, self._quick = Pulse(self._tick), Pulse(self._answer)
        self._listening = listen(parts.settings.web)
        self._server = make_server(parts, clock, changes, practice, title, system_now)

    async def run(self, works: list[Coroutine[Any, Any, None]]) -> None:
        """Until a signal, or until a part fails."""
        await self._invite()
        gc.freeze()  # what stands from here on is no garbage: going through a city's district takes 90 ms
        ticker = AsyncIOScheduler(timezone=UTC)
        timing = {"seconds": _TICK, "misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        ticker.add_job(self._pulse.nudge, "interval", **timing)
        ticker.start()
        stop = asyncio.create_task(_until_signal())
        web = asyncio.create_task(self._server.serve([self._listening]))
        hearing = asyncio.create_task(self._parts.board.run(self._take))
        acting = [*map(asyncio.create_task, (self._pulse.run(), self._quick.run(), *works))]
        try:
            await _first_end([stop, web, hearing, *acting], stop)
        finally:
            ticker.shutdown(wait=False)
            self._changes.close()
            self._server.should_exit = True
            await self._end(stop, web, hearing, acting)

    async def _end(
        self,
        stop: asyncio.Task[None],
        web: asyncio.Task[None],
        hearing: asyncio.Task[None],
        acting: Sequence[asyncio.Task[None]],
    ) -> None:
        """Begin nothing new, hear out what is being said while the channels are up, then hang up."""
        await _cancel(acting)
        await self._parts.sender.close()
        await asyncio.wait([web], timeout=2)
        await _cancel([stop, web, hearing])
        await self._parts.poller.close()
        await self._parts.proofs.close()

    async def _invite(self) -> None:
        """While nobody can sign in yet, the first admin's way in stands on the terminal, and nowhere else."""
        settings = self._parts.settings
        if settings.web.asks(live=settings.live) and (secret := await self._parts.store.run(first_link, system_now())):
            host, port = self._listening.getsockname()[:2]
            base = settings.web.public_url or f"http://{host}:{port}"
            Console().print(f"管理员第一次登录（一天内有效，只能用一次）：{base}/welcome/{secret}", soft_wrap=True)

    async def _take(self, message: Message) -> None:
        """Take a message in; what it leads to is said at once, without holding up the next one."""
        await self._parts.pipeline.take(message)
        if self._parts.engine.unanswered:
            await self._quick.nudge()

    async def _answer(self) -> None:
        await self._parts.engine.answer(self._clock())

    async def _tick(self) -> None:
        await self._parts.engine.tick(self._clock())


async def _first_end(tasks: Sequence[asyncio.Task[None]], stop: asyncio.Task[None]) -> None:
    """Wait for the signal; a part that fails ends everything with its error."""
    waiting = set(tasks)
    while stop in waiting:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _until_signal() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
