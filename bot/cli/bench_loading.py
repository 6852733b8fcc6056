"""How long the reader takes to load, and how much memory it takes, in a process that does nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot.cli.bench_child import READY
from bot.cli.figure import Figure


def in_fresh_process(log: Path, tries: int = 3) -> Iterator[Figure]:
    """Seconds from the start of a process to a reader that is ready, and the most memory it ever held, a log read."""
    done = [_try(log) for _ in range(tries)]
    seconds, cpu = min(wall for wall, _, _ in done), min(cpu for _, cpu, _ in done)
    kb = max(kb for _, _, kb in done)
    yield Figure("装载", f"{seconds:.2f} 秒", f"从起进程到能读，{tries} 次里最快的；其中 CPU {cpu:.2f} 秒；要在 1 秒内")
    size = f"{kb / 1024:.0f} MB" if kb else "量不了"
    yield Figure("内存", size, "同一个进程读完一份记录，常驻内存的最高值；要在 120 MB 内")


def _try(log: Path) -> tuple[float, float, int]:
    """Seconds until it was ready, CPU seconds of those, and the peak in KB."""
    command = [sys.executable, "-W", "ignore", "-m", "bot.cli.bench_child", str(log)]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 (our own program)
        assert child.stdout is not None
        ready, cpu = child.stdout.readline().split()
        seconds = time.perf_counter() - began
        assert ready == READY
        return seconds, float(cpu), int(child.stdout.readline())
