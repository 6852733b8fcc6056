"""``gridbot bench notices``: reading, planning, polling and answering in a city, and whether the past slows it down."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.around import around_of
from bot.city.announcements import announcement, for_the_city, past, said_of, standing
from bot.city.places import ESTATES, ROOMS, city
from bot.cli.bench_wechat import percentile
from bot.passage import Trace
from bot.pipeline import Pipeline
from bot.poller import Poller, Source
from bot.schedule import Interval
from bot.settings import Settings
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.message import Message
from models.notice import FeedItem, Notice
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Service
from notices.feeds.json import JsonFeed
from notices.take import take_item

OPEN, FEEDS = 200, 20
TZ = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)
_AT_ONCE = 2_000
_TIMES = 200
_CITIES = 3
_WARM = 20
_VAULT = Vault(b"b" * 32)
_FIRST = 1_000_000  # the past has its own ids, so that new threads count from 1


class Spent(NamedTuple):
    """Milliseconds on the clock, and of CPU in this process."""

    wall: float
    cpu: float


Measured = dict[str, Spent]
READ, READ_99, CITY, POLL, ASK, ASK_99, DISK, DISK_99 = (
    "读一条公告、对到小区、存下",
    "读一条公告……，p99",
    "全市公告：计划并存下",
    "看一遍来源，没有新的",
    "答一句",
    "答一句，p99",
    "其间这块盘落盘一次",
    "其间这块盘落盘一次，p99",
)
_NOTES = {
    READ: f"{ESTATES:,} 个小区，{OPEN} 条在办",
    CITY: f"{ROOMS:,} 个群",
    POLL: f"{FEEDS} 个来源",
    ASK: f"{OPEN} 条在办；从一句话到存好的回答，落盘一次在内",
}
_ROUNDS = 3
_ASKED = {Service.POWER: "什么时候来电", Service.WATER: "什么时候来水", Service.GAS: "什么时候来气"}


def notices(
    past_notices: Annotated[int, typer.Option("--past", help="库里有多少条过去的公告")] = 5_000,
    times: Annotated[int, typer.Option(help="再量一次，过去的公告是这么多倍；1 = 不再量")] = 10,
) -> None:
    """公告：读一条、发全市、看一遍来源、答一句，各要多久；过去的公告多十倍，慢不慢。"""
    district = city(ESTATES, ROOMS)
    first = measure(district, past_notices)
    later = measure(district, past_notices * times) if times > 1 else first
    table = Table("毫秒（CPU）", f"{past_notices:,} 条以前的公告", f"{past_notices * times:,} 条", "CPU 倍", "说明")
    for what, a in first.items():
        b = later[what]
        shown = (f"{x.wall:.1f}（{x.cpu:.1f}）" for x in (a, b))
        table.add_row(what, *shown, f"{b.cpu / a.cpu:.2f}", _NOTES.get(what, ""))
    Console().print(table)


def measure(district: District, past_notices: int) -> Measured:
    """All of it on a store of its own."""
    with tempfile.TemporaryDirectory() as folder, closing(Store.open(f"sqlite:///{folder}/bench.db")) as store:
        fill(store, district, past_notices)
        open_now = standing(district, _FIRST - OPEN, OPEN, _NOW)
        store.call(lambda tx: tx.notices.add_all(open_now))
        gc.collect()
        gc.freeze()  # as ``gridbot run`` does when it has started
        for warm in range(_WARM):
            _read(store, district, _TIMES + warm)
        read = [_timed(partial(_read, store, district, n)) for n in range(_TIMES)]
        asked, held = asyncio.run(_ask(store, district, open_now, Path(folder)))
        poll = asyncio.run(_poll(store, district))
        cities = [_timed(partial(_announce, store, district, for_the_city(n, _NOW))) for n in range(_CITIES)]
        gc.unfreeze()
    return {
        READ: _share(read, 0.5),
        READ_99: _share(read, 0.99),
        CITY: _share(cities, 0.5),
        POLL: poll,
        ASK: _share(asked, 0.5),
        ASK_99: _share(asked, 0.99),
        DISK: _share(held, 0.5),
        DISK_99: _share(held, 0.99),
    }


def _share(found: Sequence[Spent], share: float) -> Spent:
    return Spent(percentile([f.wall for f in found], share), percentile([f.cpu for f in found], share))


def fill(store: Store, district: District, count_: int) -> None:
    """The past: notices that are over, and what was posted of them."""
    store.call(lambda tx: tx.district.save(district, _NOW))
    found = past(district, _FIRST, count_, _NOW)
    while some := list(islice(found, _AT_ONCE)):
        store.call(_keep, some, district)


def _keep(tx: Tx, some: list[Notice], district: District) -> None:
    tx.notices.add_all(some)
    tx.outbox.put_all([row for notice in some for row in said_of(notice, district)])


def _timed(work: Callable[[], object]) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent((time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3)


def _read(store: Store, district: District, number: int) -> None:
    """An announcement from a feed that a person must look at: read, matched, joined or not, saved."""
    item = announcement(district, number, _NOW)
    store.call(take_item, item=item, district=district, trusted=False, now=_NOW, tz=TZ)


def _announce(store: Store, district: District, item: FeedItem) -> None:
    store.call(take_item, item=item, district=district, trusted=True, now=_NOW, tz=TZ)


async def _ask(store: Store, district: District, standing: Sequence[Notice], folder: Path) -> tuple[list[Spent], ...]:
    """In an estate of each notice somebody asks until when, three times over: from the message to the row that answers.

    Beside it, each time, how long this disk takes to hold eight kilobytes fast.
    """
    clock = _Seconds(_NOW)
    pipeline = Pipeline(
        store=store, reader=Reader(default_lexicon(), district), vault=_VAULT, settings=Settings(), district=district,
        clock=clock.now, sleep=asyncio.sleep,
    )  # fmt: skip
    answered: list[Trace] = []
    pipeline.on_trace = answered.append
    asked, held = [], []
    with (folder / "disk").open("wb", buffering=0) as disk:
        for notice in [*standing] * _ROUNDS:
            message = _question(district, notice, clock.tick())
            asked.append(await _timed_whole(pipeline.take(message)))
            held.append(_timed(partial(_hold, disk)))
    if any(trace.outcome is None or trace.outcome.kind != "deflected" for trace in answered):
        raise AssertionError("a question was not answered from a notice")
    return asked, held


def _question(district: District, notice: Notice, at: datetime) -> Message:
    room = district.rooms_by_estate[notice.reach[0].estate][0].id
    words = _ASKED[notice.said.service or Service.POWER]
    return Message(f"q-{at:%H%M%S}", "bench", room, f"wx-{at:%H%M%S}", "2栋小周", words, at)


def _hold(disk: FileIO) -> None:
    disk.write(b"8" * 8192)
    os.fdatasync(disk.fileno())


async def _timed_whole(work: Coroutine[None, None, None]) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    await work
    return Spent((time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3)


@dataclass
class _Seconds:
    """A clock that stands until it is told to go on."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def tick(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


async def _poll(store: Store, district: District) -> Spent:
    """A look at every feed that finds nothing new."""
    around = lambda now: around_of(Settings(), district, _VAULT, now)  # noqa: E731
    with _feeds() as port:
        sources = [
            Source(JsonFeed(f"来源{n}", f"http://127.0.0.1:{port}/feed/{n}"), Interval(timedelta(hours=1)))
            for n in range(FEEDS)
        ]
        poller = Poller(store=store, sources=sources, around=around)
        await poller.step(_NOW)
        await poller.idle()
        began, cpu = time.perf_counter(), time.process_time()
        await poller.step(_NOW + timedelta(hours=1))
        await poller.idle()
        return Spent((time.perf_counter() - began) * 1e3, (time.process_time() - cpu) * 1e3)


@contextmanager
def _feeds() -> Iterator[int]:
    command = [sys.executable, "-m", "bot.cli.bench_feed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own)
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.terminate()
