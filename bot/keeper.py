"""Retention (DOMAIN §7): once a day, what need not be kept any longer goes, the log says so, and its bytes go as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import structlog

from bot.forgetting import finish_erasures
from bot.proof_files import drop_files, files_to_go
from bot.retention import sweep
from bot.settings import Settings
from console import signing
from models.areas import District
from models.errors import StoreFailed
from models.store import Store, Tx

_log = structlog.get_logger("bot.keeper")
_AT = time(3, 30)
_DONE = "retention done"


class Keeper:
    """A worker of the engine: does the rules of ``bot.retention``, and what people asked to be forgotten."""

    def __init__(self, *, store: Store, settings: Settings, district: Callable[[], District]) -> None:
        self._store, self._settings, self._district = store, settings, district
        self._done = ""

    async def step(self, now: datetime) -> datetime:
        """Do today's round if it is time and it is not done; returns when the next one is due (aware, UTC)."""
        tz = self._settings.tz
        local = now.astimezone(tz)
        due = datetime.combine(local.date(), _AT, tz)
        if local >= due:
            today = local.date().isoformat()
            if self._done != today:
                await self._round(today, now)
                self._done = today
            due += timedelta(days=1)
        return due.astimezone(now.tzinfo)

    async def _round(self, day: str, now: datetime) -> None:
        files = await self._store.run(files_to_go, settings=self._settings, now=now)
        drop_files(
            self._settings.data_dir, files
        )  # first: a row without its file is purged again, a file without a row never
        gone = await self._store.run(keep_round, day, self._settings, self._district(), now)
        if gone:
            await self._wipe()
            _log.info("purged", rows=gone, files=len(files))

    async def _wipe(self) -> None:
        """What went is overwritten where the database would still hold its bytes; when that cannot be now, tomorrow."""
        try:
            how = await self._store.wipe(most=self._settings.retention.vacuum_megabytes * 1_000_000)
        except StoreFailed as failed:
            _log.warning("not_wiped", reason=failed.reason)
        else:
            _log.info("wiped", how=how)


def keep_round(tx: Tx, day: str, settings: Settings, district: District, now: datetime) -> int:
    """One day's round, once; how many rows went."""
    if (tx.flags.get(_DONE) or "") >= day:
        return 0
    tx.flags.set(_DONE, day)
    gone = sweep(tx, settings=settings, district=district, now=now) + finish_erasures(tx, now=now)
    return gone + signing.purge(tx, now)
