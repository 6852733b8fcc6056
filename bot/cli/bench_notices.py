"""``gridbot bench notices``: reading, planning, polling and answering in a city, and whether the past slows it down."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from statistics import median
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.around import Around, around_of
from bot.cli.bench_city import announcement, city, estates_of, for_the_city, past, said_of, standing
from bot.cli.bench_wechat import percentile
from bot.covered import cover_of
from bot.poller import Poller, Source
from bot.schedule import Interval
from bot.settings import Settings
from models.areas import District
from models.capture import Capture
from models.notice import FeedItem, Notice
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Act, Service, Urgency
from notices.feeds.json import JsonFeed
from notices.take import take_item
from notices.wording_answers import answer_text

ESTATES, ROOMS, OPEN, FEEDS = 10_000, 3_500, 200, 20
TZ = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)
_AT_ONCE = 2_000
_TIMES = 200
_CITIES = 3
_FIRST = 1_000_000  # the past has its own ids, so that new threads count from 1


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds: one announcement, the whole city, a poll of all feeds (CPU), one question (p50 and p99 where it says so)."""

    past: int
    read: float
    read_p99: float
    city: float
    poll: float
    question: float
    question_p99: float


def notices(
    past_notices: Annotated[int, typer.Option("--past", help="库里有多少条过去的公告")] = 50_000,
    times: Annotated[int, typer.Option(help="再量一次，过去的公告是这么多倍")] = 10,
) -> None:
    """公告：读一条、发全市、看一遍来源、答一句，各要多久；过去的公告多十倍，慢不慢。"""
    district = city(ESTATES, ROOMS)
    first = measure(district, past_notices)
    later = measure(district, past_notices * times) if times > 1 else first
    table = Table("项目", f"{first.past:,} 条以前的公告", f"{later.past:,} 条", "倍", "说明")
    for what, name, note in (
        ("读一条公告、对到小区、存下，p99", "read_p99", f"毫秒；{ESTATES:,} 个小区，{OPEN} 条在办"),
        ("同上，中位", "read", "毫秒"),
        ("全市公告：计划并存下", "city", f"毫秒；{ROOMS:,} 个群"),
        ("看一遍来源，没有新的", "poll", f"毫秒 CPU；{FEEDS} 个来源"),
        ("答一句，p99", "question_p99", f"毫秒；{OPEN} 条在办"),
        ("同上，中位", "question", "毫秒"),
    ):
        a, b = getattr(first, name), getattr(later, name)
        table.add_row(what, f"{a:.2f}", f"{b:.2f}", f"{b / a:.2f}", note)
    Console().print(table)


def measure(district: District, past_notices: int) -> Measured:
    """All of it on a store of its own."""
    with tempfile.TemporaryDirectory() as folder, closing(Store.open(f"sqlite:///{folder}/bench.db")) as store:
        fill(store, district, past_notices)
        open_now = standing(district, _FIRST - OPEN, OPEN, _NOW)
        store.call(lambda tx: tx.notices.add_all(open_now))
        read = [_timed(partial(_read, store, district, n)) for n in range(_TIMES)]
        questions = [_timed(partial(_ask, store, district, e)) for e in estates_of(open_now)]
        poll = asyncio.run(_poll(store, district))
        cities = [_timed(partial(_announce, store, district, for_the_city(n, _NOW))) for n in range(_CITIES)]
    return Measured(
        past_notices, median(read), percentile(read, 0.99), median(cities), poll, median(questions),
        percentile(questions, 0.99),
    )  # fmt: skip


def fill(store: Store, district: District, count_: int) -> None:
    """The past: notices that are over, and what was posted of them."""
    store.call(lambda tx: tx.district.save(district, _NOW))
    found = past(district, _FIRST, count_, _NOW)
    while some := list(islice(found, _AT_ONCE)):
        store.call(_keep, some, district)


def _keep(tx: Tx, some: list[Notice], district: District) -> None:
    tx.notices.add_all(some)
    tx.outbox.put_all([row for notice in some for row in said_of(notice, district)])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


def _read(store: Store, district: District, number: int) -> None:
    """An announcement from a feed that a person must look at: read, matched, joined or not, saved."""
    item = announcement(district, number, _NOW)
    store.call(take_item, item=item, district=district, trusted=False, now=_NOW, tz=TZ)


def _announce(store: Store, district: District, item: FeedItem) -> None:
    store.call(take_item, item=item, district=district, trusted=True, now=_NOW, tz=TZ)


def _ask(store: Store, district: District, estate: str) -> None:
    around = around_of(Settings(), district, Vault(b"b" * 32), _NOW)
    text = store.call(_answered, estate, around)
    if not text:
        raise AssertionError(estate)


def _answered(tx: Tx, estate: str, around: Around) -> str:
    capture = Capture(
        True, Service.POWER, "E01", Act.ASK_STATUS, Urgency.P2, estate, "2", matter=f"m-{estate}", score=1.0
    )  # fmt: skip
    found = [cover_of(tx, capture.evolve(service=s), around) for s in (Service.POWER, Service.WATER, Service.GAS)]
    return "".join(answer_text(c, district=around.district, at_local=around.local, tz=around.tz) for c in found if c)


async def _poll(store: Store, district: District) -> float:
    """CPU milliseconds of this process for a look at every feed that finds nothing new."""
    around = lambda now: around_of(Settings(), district, Vault(b"b" * 32), now)  # noqa: E731
    with _feeds() as port:
        sources = [
            Source(JsonFeed(f"来源{n}", f"http://127.0.0.1:{port}/feed/{n}"), Interval(timedelta(hours=1)))
            for n in range(FEEDS)
        ]
        poller = Poller(store=store, sources=sources, around=around)
        await poller.step(_NOW)
        await poller.idle()
        began = time.process_time()
        await poller.step(_NOW + timedelta(hours=1))
        await poller.idle()
        return (time.process_time() - began) * 1e3


@contextmanager
def _feeds() -> Iterator[int]:
    command = [sys.executable, "-m", "bot.cli.bench_feed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own)
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.terminate()
