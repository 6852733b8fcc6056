"""``gridbot bench storm``: a feeder fails, its residents write within ten minutes; what becomes of it, and how fast."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.assembly import Given, Parts, assemble
from bot.cli.figure import Figure
from bot.cli.storm_scene import Storm, storm
from bot.clock import PracticeClock
from bot.engine import advance
from bot.passage import Trace
from bot.practice import PracticeChannel
from bot.settings import Settings
from keywords.lexicon import default_lexicon
from models.areas import District
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Ticket
from models.words import Delivery

AT = datetime(2026, 7, 3, 11, 0, tzinfo=UTC)
"""19:00 local."""
_TICK = timedelta(seconds=0.5)
_DRAIN = timedelta(minutes=45)


@dataclass(frozen=True, slots=True)
class Weathered:
    """What a storm has left: how many lines came to what, those that were caught by nobody, reports that were kept,
    tickets and all texts; seconds of each message's handling, by the clock
    and of CPU."""

    outcomes: Counter[str]
    uncaught: tuple[str, ...]
    kept: int
    tickets: tuple[Ticket, ...]
    households: int
    texts: tuple[Outgoing, ...]
    seconds: tuple[float, ...]
    cpu: tuple[float, ...]

    def answers(self) -> Counter[str]:
        """How many automatic texts each room has had."""
        return Counter(t.room for t in self.texts if t.room and t.status is Delivery.SENT)

    def worker_texts(self) -> Counter[str]:
        """How many texts each of the staff has had."""
        return Counter(t.person for t in self.texts if not t.room and t.status is Delivery.SENT)


def bench_storm(
    messages: Annotated[int, typer.Option(min=1, help="多少句")] = 4000,
    rooms: Annotated[int, typer.Option(min=2, max=200, help="多少个群")] = 150,
) -> None:
    """一条线路停电，居民十分钟内一起说：并成几件、每个群答几次、工作人员收到几条、每句处理多久。"""
    made = storm(rooms=rooms, messages=messages, at=AT)
    with tempfile.TemporaryDirectory() as folder:
        left = asyncio.run(weather(made, f"sqlite:///{Path(folder) / 'storm.db'}"))
    table = Table(Column("项目", overflow="fold"), "结果", Column("说明", overflow="fold"))
    for figure in _figures(made, left):
        table.add_row(*figure)
    Console().print(table)


def _figures(made: Storm, left: Weathered) -> list[Figure]:
    answers, people = left.answers(), left.worker_texts()
    main = [t for t in left.tickets if t.parent is None]
    return [
        Figure("接住", f"{left.outcomes['ticket']} / {len(made.lines)} 句", _kept(left)),
        Figure("事情", f"{len(main)} 件", "一个原因一件"),
        Figure("群里的话", f"{len(answers)} / {made.rooms} 群", f"每群最多 {max(answers.values(), default=0)} 条"),
        Figure("工作人员", f"最多 {max(people.values(), default=0)} 条", f"{len(people)} 人，共 {sum(people.values())} 条"),
        Figure("每句，钟上", f"p50 {_ms(left.seconds, 0.5)}", f"p99 {_ms(left.seconds, 0.99)}"),
        Figure("每句，CPU", f"p50 {_ms(left.cpu, 0.5)}", f"p99 {_ms(left.cpu, 0.99)}，共 {sum(left.cpu):.1f} 秒"),
        Figure("最后一群", _last(left), "从第一句到最后一个群听到"),
    ]  # fmt: skip


def _ms(seconds: tuple[float, ...], share: float) -> str:
    return f"{sorted(seconds)[int((len(seconds) - 1) * share)] * 1000:.1f} ms"


def _last(left: Weathered) -> str:
    heard = [t.sent_at for t in left.texts if t.room and t.sent_at]
    return f"{(max(heard) - AT).total_seconds() / 60:.1f} 分钟" if heard else "—"


def _kept(left: Weathered) -> str:
    double, talk = left.outcomes["known"], len(left.uncaught)
    return f"入库 {left.kept} 句，{left.households} 户；重复 {double} 句，闲聊 {talk} 句"


async def weather(made: Storm, url: str, settings: Settings | None = None) -> Weathered:
    """Let a storm pass over a fresh bot with the product's own budgets, and three quarters of an hour after it."""
    with closing(Store.open(url)) as store:
        store.call(_settle_in, made.district)
        clock = PracticeClock(AT, lambda: 0.0)
        traces: list[Trace] = []
        seconds: list[float] = []
        cpu: list[float] = []
        parts = _bot(store, made.district, clock, settings or Settings(), traces.append)
        ticked = clock.now()
        running = asyncio.create_task(parts.board.run(parts.pipeline.take))
        for message in made.lines:
            clock.move(message.at)
            began = time.perf_counter(), time.process_time()
            await parts.pipeline.take(message)
            seconds.append(time.perf_counter() - began[0])
            cpu.append(time.process_time() - began[1])
            if clock.now() - ticked >= _TICK:
                ticked = clock.now()
                await parts.engine.tick(ticked)
        await advance(parts.engine, clock, clock.now() + _DRAIN)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return store.call(_left, traces, tuple(seconds), tuple(cpu))


def _settle_in(tx: Tx, district: District) -> None:
    tx.district.save(district, AT)


def _bot(
    store: Store, district: District, clock: PracticeClock, settings: Settings, on_trace: Callable[[Trace], None]
) -> Parts:
    return assemble(
        Given(
            settings=settings, store=store, district=district, lexicon=default_lexicon(), vault=Vault(b"s" * 32),
            channel=PracticeChannel(clock.now), clock=clock.now, sleep=asyncio.sleep,
            on_trace=on_trace,
        )
    )  # fmt: skip


def _left(tx: Tx, traces: list[Trace], seconds: tuple[float, ...], cpu: tuple[float, ...]) -> Weathered:
    tickets = tx.tickets.recent(10_000)
    main = [t for t in tickets if t.parent is None]
    reports = [r for t in tickets for r in tx.matters.reports(t.matter)]
    return Weathered(
        Counter(t.outcome.kind for t in traces if t.outcome),
        tuple(t.message.text for t in traces if t.outcome is None),
        len(reports), tuple(tickets), sum(t.households for t in main),
        tuple(tx.outbox.recent(100_000)), seconds, cpu,
    )  # fmt: skip
