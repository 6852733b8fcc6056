"""``gridbot bench``: how fast this machine reads, replays and starts; ``read`` against the plain design, ``wechat`` against a bare bot. No verdicts."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console
from rich.table import Column, Table

from bot.cli.bench_city import bench_city
from bot.cli.bench_notices import notices
from bot.cli.bench_read import DISTRICT, HISTORY, LOG, ROUNDS, figures, read
from bot.cli.bench_storm import bench_storm
from bot.cli.bench_wechat import wechat
from bot.cli.figure import Figure

_READY = re.compile(r"http://127\.0\.0\.1:\d+/")


app = typer.Typer(
    help="量一量：读、回放、启动；read：只量读；notices：公告；city：一座城的一天；storm：一条线路停电；wechat：和裸机器人比",
    invoke_without_command=True,
)
app.command("wechat")(wechat)
app.command("read")(read)
app.command("notices")(notices)
app.command("city")(bench_city)
app.command("storm")(bench_storm)


@app.callback()
def bench(
    context: typer.Context,
    log: Annotated[Path, typer.Option(help="聊天记录")] = LOG,
    district: Annotated[Path, typer.Option(help="它的辖区")] = DISTRICT,
    demo_seconds: Annotated[float, typer.Option(help="演示最多等多少秒")] = 90,
) -> None:
    """量一量：读得多快、回放多快、多久就绪、演示时占多少内存。"""
    if context.invoked_subcommand:
        return
    table = Table(Column("项目", overflow="fold"), "结果", Column("说明", overflow="fold"))
    reading = figures(None, log, district, ROUNDS, HISTORY)
    for figure in (*reading, *_replaying(log, district), *_running(demo_seconds)):
        table.add_row(*figure)
    Console().print(table)


def _replaying(log: Path, district: Path) -> Iterator[Figure]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "replay", str(log), "--district", str(district)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (our own program)
    yield Figure("整份记录回放", f"{time.perf_counter() - began:.1f} 秒", done.stdout.splitlines()[0])


def _running(demo_seconds: float) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, _started(Path(folder)) as (process, seconds):
        yield Figure("启动到就绪", f"{seconds:.2f} 秒", "练习频道，空库，含导入辖区")
        peak = _peak_until_report(process, demo_seconds)
        yield Figure("演示一天时的内存", f"{peak / 1024:.0f} MB", "常驻内存的最高值")


@contextmanager
def _started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    config = folder / "config.yaml"
    settings = {
        "database": f"sqlite:///{folder}/bench.db",
        "district": str(Path("district.yaml").resolve()),
        "key_file": str(folder / "key"),
        "data_dir": str(folder),
        "web": {"port": 0},
    }
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    began = time.perf_counter()
    with (folder / "out").open("w+", encoding="utf-8") as out:
        command = [sys.executable, "-m", "bot", "run", "--config", str(config)]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, text=True)  # noqa: S603 (our own)
        try:
            while not _READY.search((folder / "out").read_text(encoding="utf-8")) and process.poll() is None:
                time.sleep(0.01)
            yield process, time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def _peak_until_report(process: subprocess.Popen[str], seconds: float) -> int:
    """The highest resident size in KB that Linux has seen of the process, while the demo plays."""
    end = time.perf_counter() + seconds
    peak = 0
    while time.perf_counter() < end and process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        match = re.search(r"VmHWM:\s+(\d+)", status)
        peak = int(match[1]) if match else peak
        time.sleep(0.5)
    return peak
