"""A real wechaty gateway (``tests/gateway``) as a process that can be killed, stopped and asked what it saw."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
from functools import cache
from typing import Any
from urllib.request import Request, urlopen

import pytest
from setup_peers import GATEWAY

TOKEN = "token-of-the-tests-4711"
_START = 20.0


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class GatewayPeer:
    """One gateway. ``ask`` talks to its control port, which answers within milliseconds; start takes 1–3 s."""

    def __init__(self) -> None:
        self._port, self._control = free_port(), free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def endpoint(self) -> str:
        """``host:port`` of its gRPC server; the same after a restart."""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it is ready; nothing when it runs."""
        if self._process is not None:
            return
        environment = {
            **os.environ,
            "GATEWAY_PORT": str(self._port),
            "GATEWAY_CONTROL": str(self._control),
            "GATEWAY_TOKEN": TOKEN,
            "WECHATY_LOG": "silent",
        }
        self._process = subprocess.Popen(
            ["node", "--no-warnings", "gateway.mjs"],
            cwd=GATEWAY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        while line := self._process.stdout.readline():
            if line == "ready\n":
                return
        raise RuntimeError("the gateway ended before it was ready")

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
        with urlopen(request, timeout=_START) as answer:
            return json.load(answer)

    def say(self, text: str, **more: Any) -> str:
        """Somebody says something in the first room; the id of the message."""
        return str(self.ask("say", **{"room": "room1@chat", "text": text, **more})["id"])

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)


@cache
def _peer() -> GatewayPeer:
    """The gateway of this process, for all its tests; it goes with the process."""
    peer = GatewayPeer()
    atexit.register(peer.kill)
    return peer


def fresh_gateway() -> GatewayPeer:
    """The gateway, running, without faults and with nothing sent yet."""
    peer = _peer()
    peer.start()
    peer.ask("reset")
    return peer


@pytest.fixture
def gateway() -> GatewayPeer:
    """As ``fresh_gateway``."""
    return fresh_gateway()
