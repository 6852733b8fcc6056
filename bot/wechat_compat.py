"""python-wechaty 0.10.7, imported so that it works on Python 3.11–3.13 and leaves the process as it was.

Its import makes a folder, replaces log handlers, reads the environment and asks for names that newer libraries have
dropped. All of that happens here, once, and is undone; everything that this package takes from wechaty comes from here.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import socket
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pyee
import pyee.asyncio
import urllib3
import urllib3.util

_SILENT = logging.CRITICAL + 1


class _Telnet:
    """As much of telnetlib (gone since Python 3.13) as wechaty names."""

    def open(self, host: str, port: int = 23, timeout: float = 3) -> None:
        """Connect and hang up; OSError when that fails."""
        socket.create_connection((host, port), timeout).close()


def _get_host(url: str) -> tuple[str, str | None, int | None]:
    """What urllib3 dropped with version 2."""
    parts = urllib3.util.parse_url(url)
    return parts.scheme or "http", parts.hostname, parts.port


def _give_back_what_was_dropped() -> None:
    """Names that wechaty imports and that its own dependencies have dropped since."""
    dropped: list[tuple[Any, str, object]] = [
        (pyee, "AsyncIOEventEmitter", pyee.asyncio.AsyncIOEventEmitter),
        (urllib3, "get_host", _get_host),
    ]
    for module, name, value in dropped:
        if not hasattr(module, name):
            setattr(module, name, value)


@contextmanager
def _telnetlib() -> Iterator[None]:
    """A stand-in where Python has none any more; it goes again."""
    if importlib.util.find_spec("telnetlib"):
        yield
        return
    stand_in = types.ModuleType("telnetlib")
    stand_in.__dict__["Telnet"] = _Telnet
    sys.modules["telnetlib"] = stand_in
    try:
        yield
    finally:
        del sys.modules["telnetlib"]


@contextmanager
def _environment(**values: str | None) -> Iterator[None]:
    """Environment variables as given (None = absent), and afterwards as they were."""
    before = {name: os.environ.get(name) for name in values}
    _set_environment(values)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _handlers() -> dict[str, list[logging.Handler]]:
    loggers = logging.root.manager.loggerDict
    return {name: list(logger.handlers) for name, logger in loggers.items() if isinstance(logger, logging.Logger)}


@contextmanager
def _silenced_loggers() -> Iterator[None]:
    """wechaty's loggers write tokens and residents' words: those that got a handler meanwhile stay silent."""
    before = _handlers()
    try:
        yield
    finally:
        for name, handlers in _handlers().items():
            if handlers != before.get(name, []):
                logger = logging.getLogger(name)
                logger.handlers = before.get(name, [])
                logger.setLevel(_SILENT)


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """All of the above around one import."""
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(_telnetlib())
        stack.enter_context(_silenced_loggers())
        cache = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(_environment(CACHE_DIR=cache, WECHATY_LOG="error", WECHATY_LOG_FILE=None))
        yield


# At DEBUG hpack writes every header of a call, and one of them is the token.
logging.getLogger("hpack").setLevel(logging.INFO)

_give_back_what_was_dropped()
with _left_as_it_was():
    from wechaty_puppet.schemas.puppet import PuppetOptions

    # From Python 3.11 on a dataclass refuses a default that has no hash, and WechatyOptions has this one as a default.
    PuppetOptions.__hash__ = object.__hash__

    from wechaty import Contact, Room, Wechaty, WechatyOptions
    from wechaty_grpc.wechaty import PuppetStub
    from wechaty_puppet import FileBox, WechatyPuppetError
    from wechaty_puppet_service import PuppetService
    from wechaty_puppet_service.utils import extract_host_and_port

__all__ = [
    "Contact",
    "FileBox",
    "PuppetOptions",
    "PuppetService",
    "PuppetStub",
    "Room",
    "Wechaty",
    "WechatyOptions",
    "WechatyPuppetError",
    "extract_host_and_port",
]
