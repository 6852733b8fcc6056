"""The console's server inside the bot's own event loop."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog
import uvicorn

from bot.around import report_rules
from bot.assembly import Parts
from bot.hand import RimHand
from bot.health import RimHealth
from bot.settings import Web, secret
from bot.stage import PracticeStage
from console.app import LOOPBACK, make_app
from console.live import Changes
from models.errors import BadConfig, Place

_log = structlog.get_logger("bot.web")


def make_server(
    parts: Parts,
    clock: Callable[[], datetime],
    changes: Changes,
    practice: PracticeStage | None,
    title: str,
) -> uvicorn.Server:
    """The console as a server; whoever runs it gives it the socket of ``listen``."""
    settings = parts.settings
    app = make_app(
        store=parts.store,
        health=_health(parts),
        practice=practice,
        live=changes,
        clock=clock,
        tz=settings.tz,
        title=title,
        hand=_hand(parts, clock),
        api_key=secret(settings.web.api_key) if settings.web.api_key else "",
        hosts=_hosts(settings.web),
        draws=parts.posters,
        limits=settings.notices.limits,
        grading=report_rules(settings).grading,
    )
    return _Server(
        uvicorn.Config(
            app,
            settings.web.host,
            settings.web.port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )


def _health(parts: Parts) -> RimHealth:
    return RimHealth(
        store=parts.store,
        board=parts.board,
        purses=parts.sender.purses,
        sources=parts.sources,
        pipeline=parts.pipeline,
        tz=parts.settings.tz,
        patience=timedelta(seconds=parts.settings.outbox.alarm_after_seconds),
    )


def _hand(parts: Parts, clock: Callable[[], datetime]) -> RimHand:
    return RimHand(
        settings=parts.settings,
        store=parts.store,
        vault=parts.vault,
        district=lambda: parts.pipeline.district,
        clock=clock,
    )


def _hosts(web: Web) -> tuple[str, ...]:
    """The names by which it may be asked: this machine's own, and the one under which residents reach the notices."""
    public = urlsplit(web.public_url).hostname
    return (*LOOPBACK, public) if public else LOOPBACK


def listen(web: Web) -> socket.socket:
    """The socket of the console; BadConfig when the address cannot be had."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family)
    except OSError as error:
        place = Place("config.yaml", path="web", value=f"{web.host}:{web.port}")
        raise BadConfig([(place, f"听不了这个地址：{error.strerror}")]) from None


class _Server(uvicorn.Server):
    """uvicorn that leaves signals to the application and says when it listens."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing: SIGTERM ends every part together."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        for sock in sockets or []:
            _log.warning("ready", console="http://{}:{}/".format(*sock.getsockname()[:2]))
