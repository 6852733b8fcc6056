"""``gridbot bench city``: days of a whole city through the bot, on an empty store and on one that holds two years."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from bot.city.day import MATTER, MESSAGES, STORM_LINES, STORM_ROOMS
from bot.city.places import ESTATES, RESIDENTS, ROOMS

MOST_MS, MOST_MB, MOST_MORE, MOST_TIMES = 20, 400, 10, 1.3
"""Limits of the issue: p99 of one message, memory, and what the past may cost; ``MOST_MORE`` per cent is what "flat" means."""

Figures = dict[str, Any]


def bench_city(
    days: Annotated[int, typer.Option(min=1, help="连着几天")] = 3,
    messages: Annotated[int, typer.Option(min=100, help="一天多少条；要办的事和风暴照比例少")] = MESSAGES,
    years: Annotated[float, typer.Option(min=0, help="再在有这么多年的库上跑一天；0 = 不跑")] = 2,
    kept: Annotated[
        Path | None, typer.Option("--past", help="这个文件里的过去：没有就写一份留着，有就用它的副本")
    ] = None,
    estates: Annotated[int, typer.Option(min=1, help="多少个小区")] = ESTATES,
    rooms: Annotated[int, typer.Option(min=1, help="多少个群")] = ROOMS,
) -> None:
    """一座城的一天：每条多少毫秒、每秒多少条、内存、库涨多少、丢没丢；库里已有两年时慢不慢。"""
    size = {"estates": estates, "rooms": rooms}
    told = {"mode": "days", "messages": messages, **size}
    with tempfile.TemporaryDirectory() as folder:
        empty = list(_run({**told, "store": f"{folder}/empty.db", "days": days}))
        full: list[Figures] = []
        if years:
            store = _filled(Path(folder), kept, {"days": round(365 * years), "share": rooms / ROOMS, **size})
            full = list(_run({**told, "store": str(store), "days": 1}))
    for table in tables(empty, full, rooms):
        Console().print(table)


def _filled(folder: Path, kept: Path | None, told: Figures) -> Path:
    """A store that holds the past, which may be written on."""
    file = kept or folder / "past.db"
    if not file.exists():
        for _ in _run({"mode": "past", "store": str(file), **told}):
            pass
    return Path(shutil.copyfile(file, folder / "full.db")) if kept else file


def _run(told: Figures) -> Iterator[Figures]:
    """What a process of its own tells, day by day."""
    command = [sys.executable, "-W", "ignore", "-m", "bot.cli.bench_city_child", json.dumps(told)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own program)
        assert process.stdout is not None
        for line in process.stdout:
            typer.echo(line, nl=False, err=True)  # a day may take long: what it gave is not lost with the rest
            yield json.loads(line)
    if process.returncode:
        raise RuntimeError(f"the bench of a city ended with {process.returncode}")


def tables(empty: Sequence[Figures], full: Sequence[Figures], rooms: int) -> Iterator[Table]:
    """The figures of each day; ``full`` is a day with the past behind it."""
    heads = [f"第 {n + 1} 天" for n in range(len(empty))]
    table = Table(
        Column("项目", overflow="fold"), *heads, *(["库里有过去"] if full else []), Column("要求", overflow="fold")
    )
    for name, show, limit in _ROWS:
        table.add_row(name, *(show(day) for day in (*empty, *full)), limit)
    yield table
    yield _verdicts(empty, full, rooms)


def _verdicts(empty: Sequence[Figures], full: Sequence[Figures], rooms: int) -> Table:
    table = Table("项目", "结果", "要求", Column("说明", overflow="fold"))
    more = empty[-1]["rss"] / empty[0]["rss"] * 100 - 100
    people = f"{rooms:,} 个群，{rooms * RESIDENTS:,} 人"
    table.add_row("内存，末一天比第一天", f"多 {more:.1f} %", f"多 ≤ {MOST_MORE} %", people)
    if full:
        times = _each(full[0]) / _each(empty[0])
        kept = f"过去的 {full[0]['past']['tickets']:,} 张工单，{full[0]['past']['lines']:,} 条报修"
        table.add_row("库里有过去时，每条的 CPU", f"{times:.2f} 倍", f"≤ {MOST_TIMES} 倍", kept)
    storms = f"一天 {MATTER:,} 条要办的，另有两场风暴，各 {STORM_ROOMS} 个群 {STORM_LINES:,} 条；照条数比例"
    lost = sum(sum(_lost(day)) for day in (*empty, *full))
    table.add_row("丢的", str(lost), "0", storms)
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    table.add_row("机器负载", load, "", "量完时 1、5、15 分钟的平均；时钟上的数跟着它走，看 CPU")
    return table


def _each(day: Figures) -> float:
    return float(day["cpu"]) / int(day["messages"])


def _lost(day: Figures) -> tuple[int, int, int]:
    """Lines that were caught and are not in the store, matters without a ticket, texts that were given up."""
    return int(day["lines"]), int(day["matters"]), int(day["dead"])


def _ms(day: Figures, what: str, which: int) -> str:
    return f"{day[what][which]:.2f}"


_ROWS: tuple[tuple[str, Callable[[Figures], str], str], ...] = (
    ("条数（含工作人员的答话）", lambda day: f"{day['messages']:,}", ""),
    ("每秒多少条，全速", lambda day: f"{day['messages'] / day['seconds']:.0f}", ""),
    ("每条 CPU，毫秒（连到点的活）", lambda day: f"{_each(day) * 1e3:.2f}", ""),
    ("处理一条，毫秒，p50（CPU）", lambda day: f"{_ms(day, 'take', 0)}（{_ms(day, 'work', 0)}）", ""),
    ("处理一条，毫秒，p99（CPU）", lambda day: f"{_ms(day, 'take', 1)}（{_ms(day, 'work', 1)}）", f"< {MOST_MS}"),
    ("处理一条，毫秒，最长（CPU）", lambda day: f"{_ms(day, 'take', 2)}（{_ms(day, 'work', 2)}）", ""),
    ("两条之间到点的活，毫秒，p99", lambda day: _ms(day, "tick", 1), ""),
    ("常驻内存，MB", lambda day: f"{day['rss']:.0f}", f"< {MOST_MB}"),
    ("库涨，MB", lambda day: f"{day['grown']:.1f}", ""),
    ("该接住的／接住的", lambda day: f"{day['wanted']:,}／{day['caught']:,}", ""),
    ("同一分钟同一句，不重记", lambda day: str(day["again"]), ""),
    ("闲聊里接住的", lambda day: str(day["false"]), ""),
    ("没存下的行／没有工单的事／没发出的话", lambda day: "／".join(map(str, _lost(day))), "0"),
    ("晚了多少秒没发出", lambda day: f"{day['waits']:.0f}", "0"),
)
