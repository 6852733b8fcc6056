"""A process that runs a WechatChannel until SIGTERM, and says what it touched. Arguments: endpoint, token.

Lines on stdout: ``connected``, ``took <id>`` for each message, at last a JSON object of what was touched.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

import structlog

_WRITES = set("wax+")


class Touched:
    """What Python's audit hooks see: folders made, files opened for writing, ports bound, addresses connected to."""

    def __init__(self) -> None:
        self.folders: list[str] = []
        self.files: list[str] = []
        self.ports: list[int] = []
        self.peers: list[str] = []

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "os.mkdir":
            self.folders.append(str(args[0]))
        elif event == "open" and isinstance(args[1], str) and _WRITES & set(args[1]):
            self.files.append(str(args[0]))
        elif event == "socket.bind":
            self.ports.append(args[1][1])
        elif event == "socket.connect":
            self.peers.append(f"{args[1][0]}:{args[1][1]}")


async def _run(endpoint: str, token: str) -> None:
    from bot.wechat import WechatChannel  # the import is part of what is watched
    from models.message import Message

    channel = WechatChannel("wechat", endpoint, token, clock=lambda: datetime.now(UTC), ding_every=0.1)

    async def take(message: Message) -> None:
        _say(f"took {message.id}")

    running = asyncio.ensure_future(channel.run(take))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    while not channel.state().connected:
        await asyncio.sleep(0.01)
    _say("connected")
    await asyncio.wait([running])


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(endpoint: str, token: str) -> None:
    """Watch, run, tell."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    handlers, environment = list(logging.getLogger().handlers), dict(os.environ)
    touched = Touched()
    sys.addaudithook(touched)
    asyncio.run(_run(endpoint, token), debug=False)
    unchanged = handlers == logging.getLogger().handlers and environment == dict(os.environ)
    _say(json.dumps({**vars(touched), "unchanged": unchanged}))


if __name__ == "__main__":
    main(*sys.argv[1:])
