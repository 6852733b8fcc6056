"""Sends the staff's texts by their own ways, from the same outbox: a worker of the engine that never holds it up.

A send runs in a thread of its own (apprise blocks) under a deadline, one at a time for each target. A process that is
killed meanwhile sends at most that one text again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.in_thread import in_thread
from bot.settings import Staff
from bot.staff_ways import APPRISE, copies, cut, instead, manner_of, replaced, ways_of
from models.areas import District
from models.errors import BadConfig, ChannelFailed
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit
from models.words import Delivery

_log = structlog.get_logger("bot.staff")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_LOOK, _NEWS = timedelta(seconds=1), timedelta(minutes=10)
_OVERLAP = 200
"""Rows looked at again, since another process may commit a smaller number later."""
_AT_ONCE = 8
Post = Callable[[str, str, float], None]


class StaffLine:
    """``post`` sends a text to an apprise address (``bot.staff.Poster``), ``secret`` gives the address of ``env:NAME``
    (BadConfig when it is not set), ``clock`` now (aware, UTC)."""

    def __init__(
        self,
        *,
        store: Store,
        settings: Staff,
        district: Callable[[], District],
        post: Post,
        secret: Callable[[str], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._settings, self._district = store, settings, district
        self._post, self._secret, self._clock = post, secret, clock
        self._seen = 0
        self._left = True
        self._known: frozenset[str] = frozenset()
        self._free: datetime | None = None
        self._began: datetime | None = None
        self._closed: dict[str, datetime] = {}
        self._tried: dict[str, deque[datetime]] = defaultdict(deque)
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def step(self, now: datetime) -> datetime | None:
        """Make the rows that are due to the staff's own ways and start what may leave; when to look again, or None."""
        district = self._district()
        ways = frozenset(ways_of(district))
        if not ways and not self._left:
            return None
        self._warn(ways)
        self._began = self._began or now
        seen = await self._store.run(
            _look, district=district, settings=self._settings, seen=self._seen, free=self._free, now=now
        )
        self._seen, self._left = seen.number, bool(seen.rows)
        self._free = None if seen.paused else self._free or now
        moments = [moment for row in seen.rows if (moment := await self._consider(row, now, ways, seen.paused))]
        return min(moments, default=None)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._under_way:
            await asyncio.gather(*self._under_way.values())

    async def _consider(self, row: Outgoing, now: datetime, ways: frozenset[str], paused: bool) -> datetime | None:
        over = _over(row, now, ways)
        if over:
            await self._store.run(_settle, row.evolve(status=over[0], last_error=over[1]), now)
            return None
        at = max(now, row.due_at, row.retry_at or now, self._closed.get(row.way, now))
        if at > now:
            return at
        if row.way in self._under_way or len(self._under_way) >= _AT_ONCE or (paused and not row.danger):
            return now + _LOOK
        at = await self._room(row.way, now)
        if at > now:
            self._closed[row.way] = at
            return at
        self._tried[row.way].append(now)
        self._under_way[row.way] = asyncio.create_task(self._deliver(row))
        return now + _LOOK

    async def _room(self, way: str, now: datetime) -> datetime:
        """When the last minute of a way has room again; what was sent before a restart counts too."""
        since = now - _MINUTE
        sent = await self._store.run(_sent, way, since)
        times = sorted(
            t for t in (*(at for at, _ in sent if at < (self._began or now)), *self._tried[way]) if t > since
        )
        self._tried[way] = deque(t for t in self._tried[way] if t > since)
        limit = min(self._settings.per_minute, manner_of(self._address_or_nothing(way)).per_minute)
        return times[-limit] + _MINUTE if len(times) >= limit else now

    def _address(self, way: str) -> str:
        try:
            return self._secret(way.removeprefix(APPRISE))
        except BadConfig:
            raise ChannelFailed(f"环境变量 {way.removeprefix(APPRISE)} 没有设置", retry=False) from None

    def _address_or_nothing(self, way: str) -> str:
        try:
            return self._address(way)
        except ChannelFailed:
            return ""

    def _warn(self, ways: frozenset[str]) -> None:
        """Say once, before anything must be sent, which targets have no address."""
        for way in sorted(ways - self._known):
            if not self._address_or_nothing(way):
                _log.warning("staff_way_without_address", way=way)
        self._known = ways

    async def _deliver(self, row: Outgoing) -> None:
        try:
            url = self._address(row.way)
            text, seconds = cut(row.text, manner_of(url).longest), self._settings.deadline_seconds
            await in_thread(partial(self._post, url, text, seconds), seconds)
        except ChannelFailed as error:
            await self._failed(row, error)
        else:
            await self._arrived(row)
        finally:
            del self._under_way[row.way]

    async def _arrived(self, row: Outgoing) -> None:
        now = self._clock()
        done = row.evolve(status=Delivery.SENT, sent_at=now, account=row.way, attempts=row.attempts + 1)
        await self._store.run(_save_arrived, done)
        _log.info("staff_sent", key=row.key, way=row.way, waited=(now - row.due_at).total_seconds())

    async def _failed(self, row: Outgoing, error: ChannelFailed) -> None:
        now, limits, attempts = self._clock(), self._settings, row.attempts + 1
        dead = not error.retry or attempts >= limits.attempts
        _log.warning("staff_failed", key=row.key, way=row.way, attempts=attempts, dead=dead, reason=error.reason)
        if error.wait:
            self._closed[row.way] = now + timedelta(seconds=error.wait)
        if dead:
            gone = row.evolve(status=Delivery.DEAD, attempts=attempts, last_error=error.reason)
            await self._store.run(_settle, gone, now)
            return
        pause = min(limits.first_retry_seconds * 2 ** (attempts - 1), limits.longest_retry_seconds)
        retry_at = now + timedelta(seconds=max(pause, error.wait))
        await self._store.run(_save, row.evolve(attempts=attempts, retry_at=retry_at, last_error=error.reason))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look at the store gives: the number of the newest text, whether all is paused, what waits for own ways."""

    number: int
    paused: bool
    rows: list[Outgoing]


def _look(tx: Tx, *, district: District, settings: Staff, seen: int, free: datetime | None, now: datetime) -> _Seen:
    """Put the rows for own ways beside the texts that ask for them, and in place of those that WeChat does not bring
    out though it has had its time, ``free`` of pause since then (None = it was not)."""
    paused = tx.flags.get("paused") is not None
    newest = tx.outbox.last_id()
    fresh = tx.outbox.private_after(max(0, seen - _OVERLAP), now - _DAY) if newest > seen else []
    made = [
        c
        for r in fresh
        if _news(r, now)
        for c in copies(r, district=district, member=_member(tx, r), also=settings.also)
    ]
    patience = timedelta(minutes=settings.instead_after_minutes)
    if free and not paused and now - free >= patience:
        made += [
            c
            for r in tx.outbox.private_stuck(now - _DAY, now - patience)
            for c in instead(r, district=district, now=now)
        ]
    for row in made:
        tx.outbox.put(row)
    return _Seen(newest, paused, tx.outbox.for_ways())


def _over(row: Outgoing, now: datetime, ways: frozenset[str]) -> tuple[Delivery, str] | None:
    """Why a text is not sent any more."""
    if row.expires_at and row.expires_at <= now:
        return Delivery.EXPIRED, "过时未发"
    return None if row.way in ways else (Delivery.WITHDRAWN, "辖区里已没有这个去处")


def _news(row: Outgoing, now: datetime) -> bool:
    """Whether it still says something: not withdrawn, not over, and not long ago said by WeChat (a target may be new)."""
    return row.status in (Delivery.WAITING, Delivery.DEAD) or (
        row.status is Delivery.SENT and row.due_at >= now - _NEWS
    )


def _member(tx: Tx, row: Outgoing) -> str:
    ticket = tx.tickets.find(row.ticket) if row.ticket is not None else None
    return ticket.member if ticket else ""


def _sent(tx: Tx, way: str, since: datetime) -> list[tuple[datetime, str]]:
    return tx.outbox.sent_since(way, since)


def _save(tx: Tx, row: Outgoing) -> None:
    tx.outbox.save(row)


def _save_arrived(tx: Tx, row: Outgoing) -> None:
    tx.outbox.save(row)
    tx.outbox.withdraw(keys=replaced(row), reason=f"已改由 {row.way} 送达")


def _settle(tx: Tx, row: Outgoing, now: datetime) -> None:
    tx.outbox.save(row)
    tx.audit.add(Audit(f"outgoing {row.key}", row.status.value, "bot", now, reason=row.last_error))
