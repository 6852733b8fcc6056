"""A bare wechaty bot, for comparison: python-wechaty as it is, with no more than what makes its import work.

Arguments: endpoint, token, a folder for wechaty's own files, then words. It repeats every line that holds one of them,
in its room, and writes ``bare_up`` when it is logged in.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
import types
import warnings
from typing import Any

import pyee
import pyee.asyncio
import urllib3

warnings.simplefilter("ignore")
endpoint, token, folder, *words = sys.argv[1:]
os.environ.update(CACHE_DIR=folder, WECHATY_LOG="error")

# The four shims.
pyee.AsyncIOEventEmitter = pyee.asyncio.AsyncIOEventEmitter  # type: ignore[attr-defined]
if not hasattr(urllib3, "get_host"):
    urllib3.get_host = lambda url: ("http", url, None)  # type: ignore[attr-defined]
if not importlib.util.find_spec("telnetlib"):
    sys.modules["telnetlib"] = types.ModuleType("telnetlib")
    sys.modules["telnetlib"].Telnet = object  # type: ignore[attr-defined]
from wechaty_puppet.schemas.puppet import PuppetOptions  # noqa: E402

PuppetOptions.__hash__ = object.__hash__  # type: ignore[method-assign]

from wechaty import Wechaty, WechatyOptions  # noqa: E402


class EchoBot(Wechaty):  # type: ignore[misc]
    """Hears everything, repeats what holds one of the words."""

    async def on_login(self, contact: Any) -> None:
        """Say that it is there."""
        sys.stdout.write("bare_up\n")
        sys.stdout.flush()

    async def on_message(self, msg: Any) -> None:
        """Repeat it if it is a report."""
        if not msg.is_self() and any(word in msg.text() for word in words):
            await msg.room().say(msg.text())


async def main() -> None:
    """Run until killed."""
    os.chdir(folder)
    options = PuppetOptions()
    options.end_point, options.token = endpoint, token
    await EchoBot(WechatyOptions(puppet_options=options)).start()


if __name__ == "__main__":
    asyncio.run(main())
