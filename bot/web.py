"""The console's server inside the bot's own event loop."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
import uvicorn

from bot.around import around_of, report_rules
from bot.assembly import Parts
from bot.console_work import RimAnnounces, RimWork
from bot.hand import RimHand
from bot.health import RimHealth
from bot.settings import secret
from bot.stage import PracticeStage
from bot.web_settings import Web
from console.app import LOOPBACK, make_app
from console.desk import Desk, Doors
from console.live import Changes
from models.errors import BadConfig, Place

_log = structlog.get_logger("bot.web")


def make_server(
    parts: Parts,
    clock: Callable[[], datetime],
    changes: Changes,
    practice: PracticeStage | None,
    title: str,
    wall: Callable[[], datetime],
) -> uvicorn.Server:
    """The console as a server; whoever runs it gives it the socket of ``listen``. ``wall`` is the real time."""
    settings = parts.settings
    desk = Desk(
        store=parts.store,
        health=_health(parts),
        practice=practice,
        live=changes,
        clock=clock,
        tz=settings.tz,
        title=title,
        hand=_hand(parts, clock),
        api_key=secret(settings.web.api_key) if settings.web.api_key else "",
        draws=parts.posters,
        limits=settings.notices.limits,
        doors=_doors(parts, wall),
        work=RimWork(**_at_work(parts, clock)),
        announces=RimAnnounces(**_at_work(parts, clock)),
        calendar=settings.calendar,
        grading=report_rules(settings).grading,
    )
    return _Server(
        uvicorn.Config(
            make_app(desk, hosts=_hosts(settings.web)),
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


def _at_work(parts: Parts, clock: Callable[[], datetime]) -> dict[str, Any]:
    around = lambda: around_of(parts.settings, parts.pipeline.district, parts.vault, clock())  # noqa: E731
    return {"store": parts.store, "around": around, "happened": parts.engine.happened}


def _doors(parts: Parts, wall: Callable[[], datetime]) -> Doors:
    settings, vault = parts.settings, parts.vault
    return Doors(
        ask=settings.web.asks(live=settings.live),
        secure=settings.web.public_url.startswith("https://"),
        wall=wall,
        seal=vault.seal,
        unseal=vault.open,
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
