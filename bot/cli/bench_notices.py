"""``gridbot bench notices``: reading, planning, polling and answering in a city, and whether the past slows it down."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.around import Around, around_of
from bot.city.announcements import announcement, for_the_city, past, said_of, standing
from bot.city.places import ESTATES, ROOMS, city
from bot.cli.bench_wechat import percentile
from bot.covered import cover_of
from bot.notice_talk import answer_of
from bot.poller import Poller, Source
from bot.schedule import Interval
from bot.settings import Settings
from keywords.questions import Question
from models.areas import District
from models.capture import Capture
from models.message import Message
from models.notice import FeedItem, Notice
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Act, Urgency
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
READ, READ_99, CITY, POLL, ASK, ASK_99 = (
    "读一条公告、对到小区、存下",
    "读一条公告……，p99",
    "全市公告：计划并存下",
    "看一遍来源，没有新的",
    "答一句",
    "答一句，p99",
)
_NOTES = {
    READ: f"{ESTATES:,} 个小区，{OPEN} 条在办",
    CITY: f"{ROOMS:,} 个群",
    POLL: f"{FEEDS} 个来源",
    ASK: f"{OPEN} 条在办",
}


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
        for warm in range(_WARM):
            _read(store, district, _TIMES + warm)
        read = [_timed(partial(_read, store, district, n)) for n in range(_TIMES)]
        asked = [_timed(partial(_ask, store, district, notice)) for notice in open_now]
        poll = asyncio.run(_poll(store, district))
        cities = [_timed(partial(_announce, store, district, for_the_city(n, _NOW))) for n in range(_CITIES)]
    return {
        READ: _share(read, 0.5),
        READ_99: _share(read, 0.99),
        CITY: _share(cities, 0.5),
        POLL: poll,
        ASK: _share(asked, 0.5),
        ASK_99: _share(asked, 0.99),
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


def _ask(store: Store, district: District, notice: Notice) -> None:
    """Somebody in an estate that it reaches asks until when: found, worded and put into the outbox."""
    around = around_of(Settings(), district, _VAULT, _NOW)
    if not store.call(_answered, notice, around):
        raise AssertionError(notice.id)


def _answered(tx: Tx, notice: Notice, around: Around) -> bool:
    estate, service = notice.reach[0].estate, notice.said.service
    room = around.district.rooms_by_estate[estate][0].id
    capture = Capture(True, service, "E01", Act.ASK_STATUS, Urgency.P2, estate, "2", matter=f"m-{notice.id}", score=1.0)
    cover = cover_of(tx, capture, around, room=room, question=Question(service))
    message = Message(f"q-{notice.id}", "bench", room, "wx-1", "", "什么时候来", _NOW)
    return cover is not None and tx.outbox.put(answer_of(tx, message=message, cover=cover, around=around))


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
