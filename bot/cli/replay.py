"""``gridbot replay``: a chat log through the whole loop."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.assembly import Given, assemble
from bot.cli.compare import print_changes, this_side, with_files
from bot.cli.options import CONFIG, ConfigOption, district_from, settings_from, vault_from
from bot.cli.report import district_of, figures_of
from bot.cli.report_text import as_text
from bot.clock import PracticeClock
from bot.passage import Trace
from bot.replay import LedgerChannel, LogLine, judge, read_log, replay
from bot.settings import Settings
from keywords.lexicon import default_lexicon
from models.areas import District
from models.capture import Capture
from models.privacy import Vault
from models.spans import days_span
from models.store import Store, Tx

AgainstOption = Annotated[
    list[Path] | None,
    typer.Option(help="不走流程，只比较：换成这份词库（YAML）或模型（TSV）会读得怎样不同；可写两次，词库和模型各一份"),
]


def replay_command(
    log: Annotated[Path, typer.Argument(help="聊天记录，JSONL，每行 id room at sender nick text", exists=True)],
    district: Annotated[Path, typer.Option(help="辖区文件")] = Path("district.yaml"),
    store: Annotated[str, typer.Option(help="接着这个库（数据库地址）；不写 = 一次性的新库")] = "",
    speed: Annotated[float, typer.Option(min=0, help="0 = 尽快；60 = 一秒走一分钟")] = 0.0,
    report: Annotated[bool, typer.Option("--report", help="末尾打印报表")] = False,
    sent: Annotated[Path | None, typer.Option(help="把发出的每条话追加到这个文件（JSONL）")] = None,
    progress: Annotated[bool, typer.Option("--progress", help="逐行报进度（stderr）")] = False,
    against: AgainstOption = None,
    lexicon: Annotated[Path | None, typer.Option(help="比较时，这一边的词库；不写 = 随产品的")] = None,
    model: Annotated[Path | None, typer.Option(help="比较时，这一边的模型；不写 = 随产品的")] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """把一份聊天记录走完整个流程：接住、派单、答复、统计。库里已有的不会做第二次。加 --against 则只比较两种读法。"""
    if against:
        this = this_side(lexicon, model)
        print_changes(list(read_log(log)), district_from(district), this, with_files(this, against))
        return
    if lexicon or model:
        raise typer.BadParameter("只在比较时用，要和 --against 一起写", param_hint="--lexicon / --model")
    settings, area, lines = settings_from(config), district_from(district), list(read_log(log))
    vault = vault_from(settings) if store else Vault(os.urandom(32))
    with ExitStack() as stack:
        where = store or f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/replay.db"
        opened = stack.enter_context(closing(Store.open(where)))
        out = stack.enter_context(sent.open("a", encoding="utf-8")) if sent else None
        play = Play(settings, opened, area, vault, out, speed, progress)
        began = time.perf_counter()
        caught = asyncio.run(play.run(lines))
        _tell(lines, caught, time.perf_counter() - began)
        if report and lines:
            days = [line.message.at.astimezone(settings.tz).date() for line in (lines[0], lines[-1])]
            figures = figures_of(opened, days_span(days[0], days[1]), settings, lines[-1].message.at)
            typer.echo(as_text(figures, opened.call(district_of)))


@dataclass(frozen=True, slots=True)
class Play:
    """One replay with all that it needs."""

    settings: Settings
    store: Store
    district: District
    vault: Vault
    out: TextIO | None
    speed: float
    progress: bool

    async def run(self, lines: Sequence[LogLine]) -> dict[str, Capture]:
        """Play the lines; what was caught, by message id."""
        if not lines:
            return {}
        caught: dict[str, Capture] = {}
        clock = PracticeClock(lines[0].message.at, time.monotonic)

        def note(trace: Trace) -> None:
            if trace.capture and trace.capture.captured:
                caught[trace.message.id] = trace.capture

        parts = assemble(
            Given(
                settings=self.settings,
                store=self.store,
                district=self.district,
                lexicon=default_lexicon(),
                vault=self.vault,
                channel=LedgerChannel(self.out, clock.now),
                clock=clock.now,
                sleep=asyncio.sleep,
                on_trace=note,
            )
        )
        self.store.call(_keep_district, self.district, clock.now())
        await replay(parts, clock, iter(lines), wait=self._wait, on_line=self._tell_line)
        return caught

    async def _wait(self, seconds: float) -> None:
        if self.speed and seconds:
            await asyncio.sleep(seconds / self.speed)

    def _tell_line(self, count: int) -> None:
        if self.progress:
            typer.echo(count, err=True)


def _keep_district(tx: Tx, district: District, now: datetime) -> None:
    if tx.district.empty():
        tx.district.save(district, now)


def _tell(lines: Sequence[LogLine], caught: Mapping[str, Capture], seconds: float) -> None:
    rate = len(lines) / seconds if seconds else 0
    typer.echo(f"读了 {len(lines)} 行，{seconds:.1f} 秒（每秒 {rate:.0f} 行）；接住 {len(caught)} 行")
    if any(line.gold for line in lines):
        found = judge(lines, caught)
        typer.echo(
            f"标注的事 {found.gold} 件，找到 {found.found} 件；报出 {found.matters} 件，其中误报 {found.false} 件"
        )
