"""``gridbot run`` as a process of its own, on loopback, with what it has written so far."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
ADDRESS = r"http://127\.0\.0\.1:\d+"


class Process:
    """A running bot with what it has written so far."""

    def __init__(self, process: subprocess.Popen[str], out: Path) -> None:
        self.process, self._out = process, out

    def text(self) -> str:
        """Everything written so far, both streams."""
        return self._out.read_text(encoding="utf-8")

    def wait_for(self, pattern: str, seconds: float = 60) -> str:
        """A bounded wait for the process to write something; what matched."""
        self.until(lambda: re.search(pattern, self.text()), seconds, pattern)
        match = re.search(pattern, self.text())
        assert match
        return match[0]

    def until(self, holds: Callable[[], object], seconds: float = 15, what: str = "it") -> float:
        """A bounded wait on the process or its peers until something holds; the seconds that it took."""
        began = time.monotonic()
        while time.monotonic() < began + seconds and self.process.poll() is None:
            if holds():
                return time.monotonic() - began
            time.sleep(0.02)
        if holds():
            return time.monotonic() - began
        raise AssertionError(f"no {what!r} in:\n{self.text()[-3000:]}")


@contextmanager
def running(folder: Path, config: str, environment: Mapping[str, str] | None = None) -> Iterator[Process]:
    """``gridbot run`` in ``folder`` with this config.yaml; killed at the end if it still runs."""
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    out = folder / "out"
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml")],
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
        try:
            yield Process(process, out)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(10)


def a_config(folder: Path, more: str = "", district: Path = ROOT / "district.yaml") -> str:
    """A config.yaml whose files all lie in ``folder``; any port."""
    return (
        f"database: sqlite:///{folder}/test.db\ndistrict: {district}\nkey_file: {folder}/key\n"
        f"data_dir: {folder}\nweb: {{port: 0}}\npractice: {{pace: 0}}\n{more}"
    )
