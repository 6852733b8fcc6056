"""The one way out: takes what is due from the outbox and sends it, in time, in order, once, and not too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.budget import Spent, earliest
from bot.channel import Channel
from bot.quiet import quiet_until
from bot.settings import Settings
from models.areas import District
from models.errors import ChannelFailed
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Audit
from models.words import Delivery, Priority

_log = structlog.get_logger("bot.outbox")
_BATCH = 200
_DAY = timedelta(days=1)
_LOOK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: look again at ``at``. ``move`` puts the row itself off; ``all`` says that nobody behind it may leave."""

    at: datetime
    reason: str
    move: bool = False
    all: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Not at all any more."""

    status: Delivery
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the store says around one row: kill switches, and when this room last heard an answer on this topic."""

    paused: bool
    shadow: bool
    last_answer: datetime | None


class Sender:
    """Sends due rows over ``channel``; ``district`` gives the rooms as they are now."""

    def __init__(
        self,
        *,
        store: Store,
        channel: Channel,
        settings: Settings,
        tz: ZoneInfo,
        vault: Vault,
        district: Callable[[], District],
    ) -> None:
        self._store, self._channel, self._settings, self._tz = store, channel, settings, tz
        self._district, self._vault = district, vault
        self._spent: Spent | None = None

    async def step(self, now: datetime) -> datetime | None:
        """Send all that may leave at ``now``; returns when to look again (aware UTC), None when nothing waits."""
        if not self._channel.state().connected:
            return now + _LOOK
        waits: list[datetime] = []
        for row in await self._store.run(_due, now):
            later = await self._handle(row, now)
            if later:
                waits.append(later.at)
                if later.all:
                    break
        coming = await self._store.run(_coming, now)
        return min((m for m in [*waits, coming] if m), default=None)

    async def _handle(self, row: Outgoing, now: datetime) -> Later | None:
        verdict = await self._judge(row, now)
        if verdict is None:
            return await self._send(row, now)
        if isinstance(verdict, Never):
            await self._store.run(_settle, row.evolve(status=verdict.status, last_error=verdict.reason), now)
            return None
        if verdict.move:
            await self._store.run(_save, row.evolve(due_at=verdict.at, last_error=verdict.reason))
        return verdict

    async def _judge(self, row: Outgoing, now: datetime) -> Later | Never | None:
        if row.expires_at and row.expires_at <= now:
            return Never(Delivery.EXPIRED, "过时未发")
        if not row.danger:
            held = self._held(row, await self._store.run(_situation, row, self._district(), now), now)
            if held:
                return held
        return await self._budget(row, now)

    def _held(self, row: Outgoing, around: Situation, now: datetime) -> Later | Never | None:
        if around.shadow:
            return Never(Delivery.WITHDRAWN, "影子群：只提议，不发言")
        if around.paused:
            return Later(now + _LOOK, "已暂停")
        morning = quiet_until(now, self._settings.quiet_hours, self._tz)
        if morning > now and row.room and not row.at_night:
            return Later(morning, "静默时段，到点再说", move=True)
        cool = timedelta(minutes=self._settings.reading.cool_down_minutes)
        if around.last_answer and now - around.last_answer < cool:
            return Never(Delivery.WITHDRAWN, f"冷却：{cool.seconds // 60} 分钟内已在本群答过")
        return None

    async def _budget(self, row: Outgoing, now: datetime) -> Later | None:
        spent = self._spent
        if spent is None:
            spent = self._spent = Spent()
            for at, target in await self._store.run(_history, self._channel.name, now - _DAY):
                spent.add(at, target)
        spent.forget(now - _DAY)
        at = earliest(spent, _target(row), urgent=row.danger, now=now, budget=self._settings.budget)
        return Later(at, "账号额度", all=True) if at > now else None

    async def _send(self, row: Outgoing, now: datetime) -> Later | None:
        try:
            sent_id = await self._channel.send(await self._addressed(row))
        except ChannelFailed as error:
            return await self._failed(row, error, now)
        done = row.evolve(
            status=Delivery.SENT, sent_at=now, sent_id=sent_id, attempts=row.attempts + 1, account=self._channel.name
        )
        await self._store.run(_save, done)
        if self._spent is not None:
            self._spent.add(now, _target(row))
        _log.info("sent", key=row.key, priority=row.priority.name, waited=(now - row.due_at).total_seconds())
        return None

    async def _addressed(self, row: Outgoing) -> Outgoing:
        """With the channel's own id of a resident who wrote in private; the store knows their keyed hash."""
        if not row.person or row.person in self._district().person:
            return row
        sealed = await self._store.run(_address, row.person)
        if not sealed:
            raise ChannelFailed("没有留下可以私聊的地址", retry=False)
        return row.evolve(person=self._vault.open(sealed))

    async def _failed(self, row: Outgoing, error: ChannelFailed, now: datetime) -> Later | None:
        attempts = row.attempts + 1
        limits = self._settings.outbox
        dead = not error.retry or attempts >= limits.attempts
        _log.warning("send_failed", key=row.key, attempts=attempts, dead=dead, reason=error.reason)
        if dead:
            gone = row.evolve(status=Delivery.DEAD, attempts=attempts, last_error=error.reason)
            await self._store.run(_settle, gone, now)
            return None
        pause = min(limits.first_retry_seconds * 2 ** (attempts - 1), limits.longest_retry_seconds)
        retry_at = now + timedelta(seconds=pause)
        await self._store.run(_save, row.evolve(attempts=attempts, retry_at=retry_at, last_error=error.reason))
        return Later(retry_at, error.reason)


def _target(row: Outgoing) -> str:
    return row.room or row.person


def _due(tx: Tx, now: datetime) -> list[Outgoing]:
    return tx.outbox.due(now, limit=_BATCH)


def _coming(tx: Tx, now: datetime) -> datetime | None:
    moment = tx.outbox.next_due()
    return moment if moment and moment > now else None


def _history(tx: Tx, account: str, since: datetime) -> list[tuple[datetime, str]]:
    return tx.outbox.sent_since(account, since)


def _address(tx: Tx, sender: str) -> bytes:
    return tx.people.address(sender)


def _save(tx: Tx, row: Outgoing) -> None:
    tx.outbox.save(row)


def _settle(tx: Tx, row: Outgoing, now: datetime) -> None:
    tx.outbox.save(row)
    tx.audit.add(Audit(f"outgoing {row.key}", row.status.value, "bot", now, reason=row.last_error))


def _situation(tx: Tx, row: Outgoing, district: District, now: datetime) -> Situation:
    room = district.room.get(row.room)
    paused = tx.flags.get("paused") or (row.room and tx.flags.get(f"paused {row.room}"))
    answers = row.priority is Priority.REPLY and row.topic and row.room
    last = tx.outbox.last_sent(row.room, row.topic) if answers else None
    return Situation(
        bool(paused or (room and room.paused)), bool(room and room.shadow), last if last and last <= now else None
    )
