"""Pictures for the outbox and the console: drawn when they are wanted, beside the event loop, and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.fonts import chinese_font
from models.areas import District
from models.errors import BadConfig, NotFound
from models.notice import Notice
from models.outgoing import Outgoing, Picture
from models.store import Store, Tx
from notices.facts import page_url
from notices.phrases import Telling

_log = structlog.get_logger("bot.posters")
_KEPT = 64


class Posters:
    """Draws the poster of a published notice; ``font`` as in the settings. Pillow is imported with the first one."""

    def __init__(
        self,
        *,
        store: Store,
        district: Callable[[], District],
        clock: Callable[[], datetime],
        tz: ZoneInfo,
        public_url: str = "",
        font: Path | None = None,
    ) -> None:
        self._store, self._district, self._clock, self._tz = store, district, clock, tz
        self._public_url, self._font = public_url, font
        self._drawn: OrderedDict[tuple[int, int, str, str], bytes] = OrderedDict()
        self._told = False

    async def of_row(self, row: Outgoing) -> Picture | None:
        """The picture that a text asks for; None when it asks for none or it cannot be drawn (told once)."""
        if not row.picture or row.notice is None:
            return None
        try:
            png = await self.poster(row.notice, row.room)
        except (BadConfig, NotFound, OSError) as error:
            if not self._told:
                _log.error("poster_failed", reason=str(error))
            self._told = True
            return None
        return Picture(f"公告{row.notice}.png", png, poster_path(row.notice, row.room))

    async def poster(self, notice: int, room: str = "") -> bytes:
        """The PNG for a room ("" = for everybody); NotFound, BadConfig without a font, OSError for one that is broken."""
        found = await self._store.run(_published, notice)
        today = self._clock().astimezone(self._tz).replace(tzinfo=None)
        key = (found.id, found.version, room, today.date().isoformat())
        if key not in self._drawn:
            self._drawn[key] = await asyncio.to_thread(self._draw, found, room, today)
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return self._drawn[key]

    def _draw(self, notice: Notice, room: str, now: datetime) -> bytes:
        district = self._district()
        estates = district.room_estates(room)
        reach = tuple(r for r in notice.reach if r.estate in estates) or notice.reach
        telling = Telling(notice, reach, district, now, self._tz)
        module = import_module("notices.poster")
        png: bytes = module.draw(module.sheet(telling, page_url(self._public_url, notice.id)), chinese_font(self._font))
        return png


def poster_path(notice: int, room: str) -> str:
    """Where the console shows it."""
    return f"/n/{notice}.png?room={room}" if room else f"/n/{notice}.png"


def _published(tx: Tx, notice: int) -> Notice:
    found = tx.notices.latest_published(notice)
    if found is None:
        raise NotFound("notice", str(notice))
    return found
