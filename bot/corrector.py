"""Once a night: what was published lately is compared with the figures of today, and what differs is written down as 更正."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import structlog

from bot.around import Around
from bot.publishing import Desk, correct
from models.errors import BadConfig
from models.store import Store, Tx

_log = structlog.get_logger("bot.corrector")
_AT = time(3, 40)
_DONE = "corrections done"


class Corrector:
    """A worker of the engine; ``days``: for how long after its publication a period is watched (0 = not at all)."""

    def __init__(self, *, store: Store, around: Callable[[datetime], Around], days: int) -> None:
        self._store, self._around, self._days = store, around, days

    async def step(self, now: datetime) -> datetime | None:
        """Do tonight's round if it is time and it is not done; when the next one is due (aware, UTC), None for never."""
        if not self._days:
            return None
        around = self._around(now)
        local = now.astimezone(around.tz)
        due = datetime.combine(local.date(), _AT, around.tz)
        if local < due:
            return due.astimezone(now.tzinfo)
        for period in await self._store.run(_watched, local.date().isoformat(), now - timedelta(days=self._days)):
            await self._correct(period, around)
        return (due + timedelta(days=1)).astimezone(now.tzinfo)

    async def _correct(self, period: str, around: Around) -> None:
        """One period in one transaction; a file of standards that cannot be read is told, and the next night tried again."""
        desk = Desk(around.district, around.rules, around.tz, around.now)
        try:
            made = await self._store.run(correct, period=period, desk=desk)
        except BadConfig as error:
            _log.error("standards_unreadable", period=period, reason=str(error))
            return
        if made:
            _log.info("corrected", period=period, figures=len(made))


def _watched(tx: Tx, day: str, since: datetime) -> list[str]:
    """The periods to look at tonight; none when it was done."""
    if (tx.flags.get(_DONE) or "") >= day:
        return []
    tx.flags.set(_DONE, day)
    return [period for period, _ in tx.quarters.published_since(since)]
