"""``gridbot bench wechat``: our bot against a bare echo bot, on the same gateway and machine. Ratios, not verdicts."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.bench_peers import Bot, Gateway, bare_bot, our_bot
from bot.cli.bench_stage import TROUBLES, Report, ordinary, reports, write_stage
from bot.cli.options import district_from
from bot.replay import read_log
from models.errors import BadInput, Place

ROOMS = 220
_LOG = Path("tests/data/chat_dev.jsonl")
_SHARE = 100  # a report in so many lines
_STEP = 10_000  # messages between two looks at the memory
_PATIENCE = 300.0
_LOOK = 0.05


@dataclass(slots=True)
class Measured:
    """What was measured of one bot: bursts in messages/s, CPU in ms a message, replies in ms, resident MB by messages."""

    bursts: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)

    def reply(self, share: float) -> float:
        """The time within which so much (0 … 1) of the replies came, in ms."""
        return percentile(self.replies, share)

    @property
    def grown(self) -> float:
        """MB between the first and the last look."""
        return self.memory[-1][1] - self.memory[0][1] if self.memory else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 … 1) of ``values`` lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else 0.0


class Rig:
    """A gateway, the lines to say and the bots; each report is used once for each bot."""

    def __init__(self, folder: Path, gateway: Gateway) -> None:
        config = write_stage(folder, ROOMS)
        self.gateway = gateway
        self._lines = ordinary(list(read_log(_LOG)), district_from(folder / "district.yaml"), 300)
        self.bots: dict[str, Bot] = {
            "bare": bare_bot(folder, gateway.endpoint, TROUBLES),
            "ours": our_bot(config, gateway.endpoint),
        }
        self._reports = {name: reports(ROOMS) for name in self.bots}

    @contextmanager
    def running(self, name: str) -> Iterator[Bot]:
        """One of the bots, connected during the block."""
        bot = self.bots[name]
        self.gateway.ask("reset")
        bot.start()
        try:
            bot.wait()
            time.sleep(1.0)
            yield bot
        finally:
            bot.stop()

    def burst(self, name: str, count: int) -> float:
        """Say ``count`` lines as fast as the gateway can; from the first to the last reply, messages a second."""
        told = self.gateway.ask("flood", count=count, texts=self._lines, reported=self._next(name, count // _SHARE))
        replied = self._replied(count // _SHARE)
        return count / (max(replied) - float(told["started"])) * 1000

    def quiet(self, name: str, count: int) -> list[float]:
        """Reports one by one among ordinary lines, twenty lines a second: ms from each to its reply."""
        took = []
        for _ in range(count):
            self.gateway.ask("flood", count=5, texts=self._lines, reported=self._next(name, 1))
            [replied] = self._replied(1)
            took.append(replied - self.gateway.ask("replies")[-1]["at"])
            time.sleep(0.25)
        return took

    def _next(self, name: str, count: int) -> list[dict[str, str]]:
        found: list[Report] = list(islice(self._reports[name], count))
        if len(found) < count:
            raise BadInput([(Place("bench"), f"一共只有 {ROOMS * len(TROUBLES)} 条报修可用")])
        return [{"room": report.room, "text": report.text} for report in found]

    def _replied(self, count: int) -> list[float]:
        """When the last ``count`` reports were answered, in ms."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            moments = [line["replied"] for line in self.gateway.ask("replies")[-count:]]
            if all(moments):
                return moments
            time.sleep(_LOOK)
        raise BadInput([(Place("bench"), f"{_PATIENCE:.0f} 秒内没有等到全部答复")])


def wechat(
    rounds: Annotated[int, typer.Option(help="两个机器人轮流，各几轮")] = 5,
    burst: Annotated[int, typer.Option(help="每轮连发多少条，其中 1 % 是报修")] = 2000,
    singles: Annotated[int, typer.Option(help="每轮另有多少条报修，逐条计时")] = 20,
    memory: Annotated[int, typer.Option(help="量内存时一共发多少条；0 = 不量")] = 0,
) -> None:
    """和裸回声机器人比：同一网关、同一机器，连发速度、答复时间、内存增长。"""
    measured = {"bare": Measured(), "ours": Measured()}
    with _rig() as rig:
        for number in range(rounds):
            for name in sorted(measured, reverse=bool(number % 2)):
                _round(rig, name, measured[name], burst, singles)
        for name in measured if memory else ():
            _grow(rig, name, measured[name], memory)
    for table in _tables(measured):
        Console().print(table)


@contextmanager
def _rig() -> Iterator[Rig]:
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(rooms=ROOMS, keep=5 * _STEP)
        gateway.start()
        try:
            yield Rig(Path(folder), gateway)
        finally:
            gateway.kill()


def _round(rig: Rig, name: str, measured: Measured, burst: int, singles: int) -> None:
    with rig.running(name) as bot:
        before = bot.cpu_seconds
        measured.bursts.append(rig.burst(name, burst))
        measured.cpu.append((bot.cpu_seconds - before) / burst * 1000)
        measured.replies += rig.quiet(name, singles)


def _grow(rig: Rig, name: str, measured: Measured, messages: int) -> None:
    """The resident size before the first message and after every ten thousand."""
    with rig.running(name) as bot:
        measured.memory.append((0, bot.resident_mb))
        for said in range(_STEP, messages + 1, _STEP):
            for _ in range(_STEP // 2000):
                rig.burst(name, 2000)
            measured.memory.append((said, bot.resident_mb))


def _tables(measured: dict[str, Measured]) -> Iterator[Table]:
    bare, ours = measured["bare"], measured["ours"]
    table = Table("项目", "裸机器人", "我们", "比", "要求")
    if ours.bursts:
        ratio = [o / b for o, b in zip(ours.bursts, bare.bursts, strict=True)]
        table.add_row("连发，条/秒", _spread(bare.bursts), _spread(ours.bursts), _spread(ratio, 2), "≥ 0.9")
        more = median(ours.cpu) / median(bare.cpu)
        table.add_row("每条 CPU，毫秒", _spread(bare.cpu, 2), _spread(ours.cpu, 2), f"{more:.2f}", "")
    for share, limit in ((0.5, 15), (0.99, 50)):
        if ours.replies:
            b, o = bare.reply(share), ours.reply(share)
            table.add_row(f"答复 p{share * 100:.0f}，毫秒", f"{b:.1f}", f"{o:.1f}", f"多 {o - b:.1f}", f"多 ≤ {limit}")
    if ours.memory:
        more = ours.grown - bare.grown
        table.add_row("内存增长，MB", f"{bare.grown:.1f}", f"{ours.grown:.1f}", f"多 {more:.1f}", "多 ≤ 15")
    yield table
    if ours.memory:
        sizes = Table("已发条数", "裸机器人 MB", "我们 MB")
        for (said, b), (_, o) in zip(bare.memory, ours.memory, strict=True):
            sizes.add_row(str(said), f"{b:.1f}", f"{o:.1f}")
        yield sizes


def _spread(values: Sequence[float], digits: int = 0) -> str:
    """Median, least and most."""
    shown: Callable[[float], str] = lambda value: f"{value:.{digits}f}"  # noqa: E731
    return f"{shown(median(values))}（{shown(min(values))}–{shown(max(values))}）"
