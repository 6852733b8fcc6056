"""The processes of the WeChat bench: a real gateway on Node, our bot behind it, and a bare wechaty bot to compare with."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from models.errors import BadInput, Place

TOKEN = "token-of-the-tests-4711"  # noqa: S105 (of a gateway on loopback that lives as long as its test)
GATEWAY = Path("tests/gateway")
_PATIENCE = 20.0
_LOOK = 0.01


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_kb(pid: int) -> int:
    """The resident size of a process in KB, as Linux tells it; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far, user and system, in seconds; 0 when it has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    ticks = stat.rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


class Gateway:
    """One gateway of ``folder``, with ``rooms`` rooms. ``ask`` talks to its control port; start takes 1–3 s.

    ``keep`` is how many messages it remembers (None = all), ``journal`` a file that gets a line for each message
    said, given and sent.
    """

    def __init__(
        self, folder: Path = GATEWAY, *, rooms: int = 3, keep: int | None = None, journal: Path | None = None
    ) -> None:
        self._folder, self._port, self._control = folder, free_port(), free_port()
        self._options = {"GATEWAY_ROOMS": str(rooms)}
        if keep:
            self._options["GATEWAY_KEEP"] = str(keep)
        if journal:
            self._options["GATEWAY_JOURNAL"] = str(journal)
        self._process: subprocess.Popen[str] | None = None

    @property
    def endpoint(self) -> str:
        """``host:port`` of its gRPC server; the same after a restart."""
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process id; 0 while it does not run."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it and wait until it is ready; nothing when it runs. BadInput when it cannot be."""
        if self._process is not None:
            return
        environment = {
            **os.environ,
            **self._options,
            "GATEWAY_PORT": str(self._port),
            "GATEWAY_CONTROL": str(self._control),
            "GATEWAY_TOKEN": TOKEN,
            "WECHATY_LOG": "silent",
        }
        command = ["node", "--no-warnings", "gateway.mjs"]
        try:
            self._process = subprocess.Popen(  # noqa: S603 (our own gateway)
                command, cwd=self._folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
        except OSError as error:
            raise BadInput([(Place(str(self._folder)), f"网关起不来：{error.strerror}")]) from error
        self._wait_until_ready(self._process)

    def _wait_until_ready(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        while line := process.stdout.readline():
            if line == "ready\n":
                return
        self.kill()
        raise BadInput([(Place(str(self._folder)), "网关没有就绪就退出了（先运行 python -m tests.setup_peers）")])

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()

    def stall(self) -> None:
        """Stop it where it stands; its ports stay open."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run again."""
        self._signal(signal.SIGCONT)

    def ask(self, what: str, **body: Any) -> Any:
        """Tell its control port something (see ``gateway.mjs``); the answer."""
        request = Request(f"http://127.0.0.1:{self._control}/{what}", data=json.dumps(body).encode())
        with urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310 (loopback)
            return json.load(answer)

    def say(self, text: str, **more: Any) -> str:
        """Somebody says something in the first room; the id of the message."""
        return str(self.ask("say", **{"room": "room1@chat", "text": text, **more})["id"])

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


class Bot:
    """A bot as a child process that writes ``sign`` when it hears its gateway; its output goes to a file."""

    def __init__(self, command: Sequence[str], *, out: Path, sign: str, environment: Mapping[str, str]) -> None:
        self._command, self._out, self._sign = [sys.executable, *command], out, sign
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._from = 0

    @property
    def pid(self) -> int:
        """The process id; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def resident_mb(self) -> float:
        """Its resident size in MB."""
        return resident_kb(self.pid) / 1024

    @property
    def cpu_seconds(self) -> float:
        """What it has computed so far, all threads, in seconds; 0 while it does not run."""
        return cpu_seconds(self.pid)

    def start(self) -> None:
        """Start it; what it writes is added to its file."""
        self._from = self._out.stat().st_size if self._out.exists() else 0
        with self._out.open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603 (our own programs)
                self._command, stdout=out, stderr=subprocess.STDOUT, env=self._environment
            )

    def ended(self) -> int | None:
        """Its exit code when it has ended by itself."""
        return self._process.poll() if self._process else None

    def hears(self) -> bool:
        """Whether it has said since its start that it hears the gateway."""
        with self._out.open("rb") as out:
            out.seek(self._from)
            return self._sign.encode() in out.read()

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until it hears the gateway; BadInput when that does not happen in time."""
        end = time.monotonic() + seconds
        while not self.hears():
            if time.monotonic() > end or self.ended() is not None:
                raise BadInput([(Place(str(self._out)), "机器人没有连上网关")])
            time.sleep(_LOOK)

    def kill(self) -> None:
        """End it as a crash does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in an orderly way, within 10 s."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def our_bot(config: Path, endpoint: str) -> Bot:
    """``gridbot run`` with ``config``; what it writes stands beside it, in ``ours.log``."""
    return Bot(
        ["-m", "bot", "run", "--config", str(config)],
        out=config.parent / "ours.log",
        sign="channel_up",
        environment={"WECHAT_ENDPOINT": endpoint, "WECHAT_TOKEN": TOKEN},
    )


def bare_bot(folder: Path, endpoint: str, words: Sequence[str]) -> Bot:
    """The bare echo bot, which repeats every line that holds one of ``words``; it makes its files in ``folder``."""
    script = (GATEWAY / "echo_bot.py").resolve()
    return Bot(
        [str(script), endpoint, TOKEN, str(folder), *words],
        out=folder / "bare.log",
        sign="bare_up",
        environment={"PYTHONPATH": str(Path.cwd())},
    )
