"""Retention (DOMAIN §7): once a day, what need not be kept any longer goes, and the audit says that it went."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.settings import Retention
from dispatch.retire import retire
from models.store import Store, Tx
from models.ticket import Audit

_log = structlog.get_logger("bot.keeper")
_AT = time(3, 30)
_DONE = "retention done"
_HANGING = timedelta(days=1)
"""What may be taken back, and questions that wait for a number, live for minutes."""


class Keeper:
    """A worker of the engine: raw texts and encrypted ids after ``raw_days``, a ticket's core after ``core_days``.

    Lines that wait for a person's judgement go after ``review_days``, judged ones with a ticket's core.
    """

    def __init__(self, *, store: Store, retention: Retention, review_days: int, tz: ZoneInfo) -> None:
        self._store, self._retention, self._tz = store, retention, tz
        self._review_days = review_days

    async def step(self, now: datetime) -> datetime:
        """Do today's round if it is time and it is not done; returns when the next one is due (aware, UTC)."""
        local = now.astimezone(self._tz)
        due = datetime.combine(local.date(), _AT, self._tz)
        if local >= due:
            day = local.date().isoformat()
            gone = await self._store.run(_round, day, self._retention, self._review_days, now)
            if gone:
                _log.info("purged", rows=gone)
            due += timedelta(days=1)
        return due.astimezone(now.tzinfo)


def _round(tx: Tx, day: str, retention: Retention, review_days: int, now: datetime) -> int:
    if (tx.flags.get(_DONE) or "") >= day:
        return 0
    tx.flags.set(_DONE, day)
    raw, core = now - timedelta(days=retention.raw_days), now - timedelta(days=retention.core_days)
    gone = tx.matters.purge(raw, at=now) + tx.people.forget(raw) + tx.gaps.forget(core)
    gone += tx.suspicions.forget(core)
    gone += _drop_lines(tx, now - timedelta(days=review_days), core, now)
    gone += tx.deeds.forget(now - _HANGING) + tx.choices.forget(now - _HANGING)
    return gone + retire(tx, raw=raw, core=core, now=now)


def _drop_lines(tx: Tx, waiting: datetime, judged: datetime, now: datetime) -> int:
    gone = tx.samples.purge(waiting=waiting, judged=judged)
    if gone:
        tx.audit.add(Audit("samples", "purge", "bot", now, "retention", after=f"{gone} lines"))
    return gone
