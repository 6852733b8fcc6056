"""The one way out: takes what is due from the outbox and sends it, in time, in order, once, and not too much."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.accounts import Account
from bot.alarms import Alarm, Alarms, no_other_way
from bot.assisted import rooms_by_hand
from bot.doubts import Doubts
from bot.duerows import BATCH, Waiting, coming, due, save, save_surely, settle, soon
from bot.flights import Flights
from bot.joining import is_post, join_rows, joins
from bot.purses import Purses
from bot.settings import Settings
from bot.switchboard import Switchboard
from bot.telephone import PLACE
from bot.verdict import LOOK, Later, Never, expired, held, situation
from models.areas import District
from models.errors import ChannelFailed
from models.outgoing import Outgoing, Picture
from models.privacy import Vault
from models.store import Store
from models.words import Delivery

_log = structlog.get_logger("bot.outbox")
Draw = Callable[[Outgoing], Awaitable[Picture | None]]
_SOON = timedelta(milliseconds=500)


@dataclass(slots=True)
class Turn:
    """What one step has found so far.

    ``up`` are the accounts that it may use; ``blocked`` those that somebody waits for who comes first, with the moment.
    ``stay`` counts the due rows that were looked at and stay due, ``gone`` are the ids of those that went with another.
    """

    up: frozenset[str]
    waits: list[datetime] = field(default_factory=list)
    blocked: dict[str, datetime] = field(default_factory=dict)
    stay: int = 0
    gone: set[int] = field(default_factory=set)


async def no_picture(_: Outgoing) -> Picture | None:
    """Texts alone."""
    return None


class Sender:
    """Sends due rows by the accounts of ``board``; ``district`` gives the rooms as they are now.

    ``clock`` (aware, UTC) is asked when a text has been said, None: at once. ``alarm`` is told of a text about danger
    that does not leave. ``draw`` makes the picture that a text asks for, None where it cannot. A step waits ``patience`` seconds for one text to be said; after that its account is busy with it
    and the others go on.
    """

    def __init__(
        self,
        *,
        store: Store,
        board: Switchboard,
        settings: Settings,
        tz: ZoneInfo,
        vault: Vault,
        district: Callable[[], District],
        clock: Callable[[], datetime] | None = None,
        alarm: Alarm = no_other_way,
        draw: Draw = no_picture,
        patience: float = 1.0,
    ) -> None:
        self._store, self._board, self._settings, self._tz = store, board, settings, tz
        self._district, self._vault, self._clock = district, vault, clock
        self.purses = Purses(store, settings.budget)
        self._alarms = Alarms(store, alarm, timedelta(seconds=settings.outbox.alarm_after_seconds))
        self._flights: Flights[Later | None] = Flights()
        self._patience, self._draw = patience, draw
        self._aloft: set[int] = set()
        self._refused: set[tuple[str, str]] = set()
        self._doubts = Doubts()
        self._latest: datetime | None = None

    async def step(self, now: datetime) -> datetime | None:
        """Send all that may leave at ``now``; returns when to look again (aware UTC), None when nothing waits.

        A clock that is set back does not bring back what was spent: until it has caught up, time stands still here.
        """
        now = self._pass(now)
        self._flights.land()
        up = self._board.connected
        self._pass(await self.purses.open(up, now))
        turn = Turn(frozenset(account.name for account in up))
        while await self._page(turn):
            pass
        later = await self._store.run(coming, self._now, rooms_by_hand(self._district()))
        return min((moment for moment in [*turn.waits, later] if moment), default=None)

    async def close(self, grace: float = 1.0) -> None:
        """Wait ``grace`` seconds for what is being said, then let it go: it counts as not sent."""
        await self._flights.close(grace)
        await self._alarms.close(grace)

    @property
    def _now(self) -> datetime:
        assert self._latest is not None
        return self._latest

    def _pass(self, at: datetime) -> datetime:
        """Time passes, and only forwards."""
        self._latest = max(at, self._latest or at)
        return self._latest

    async def _page(self, turn: Turn) -> bool:
        """Handle the next due rows in their order; whether there may be more that can leave now."""
        longest = self._settings.etiquette.longest_text
        page = await self._store.run(due, self._now, rooms_by_hand(self._district()), turn.stay, longest)
        for place, waiting in enumerate(page):
            if waiting.row.id in turn.gone:
                continue
            if turn.blocked and not waiting.row.danger and not self._free(turn):
                return False
            later = await self._handle(waiting, page[place + 1 :], turn)
            if later:
                turn.waits.append(later.at)
                turn.stay += not later.move
        return len(page) == BATCH and self._free(turn)

    def _free(self, turn: Turn) -> bool:
        return any(name not in turn.blocked and name not in self._flights for name in turn.up)

    async def _handle(self, waiting: Waiting, behind: Sequence[Waiting], turn: Turn) -> Later | None:
        """One row: sent, settled, or the moment to come back to it."""
        row = waiting.row
        verdict = await self._judge(waiting, turn)
        if isinstance(verdict, Never):
            await self._settle(row.evolve(status=verdict.status, last_error=verdict.reason))
            return None
        if isinstance(verdict, Account):
            later = await self._leave(verdict, waiting, behind, turn)
        else:
            later = verdict
            if later.move:
                await self._store.run(save, [row.evolve(due_at=later.at, last_error=later.reason)])
        if later:
            await self._alarms.late(row, later.reason, self._now)
        return later

    async def _judge(self, waiting: Waiting, turn: Turn) -> Account | Later | Never:
        """By which account the row leaves now, or why it does not. The switches are read last, just before it leaves."""
        row = waiting.row
        if never := expired(row, self._now) or self._unreachable(waiting):
            return never
        way = self._way(waiting, turn)
        if isinstance(way, Later) or row.danger:
            return way
        around = await self._store.run(situation, row, self._district(), self._now)
        return held(row, around, self._now, self._settings, self._tz) or way

    def _unreachable(self, waiting: Waiting) -> Never | None:
        row = waiting.row
        known = row.room or row.person in waiting.sealed or row.person in self._district().person
        return None if known else Never(Delivery.DEAD, "没有留下可以私聊的地址")

    def _way(self, waiting: Waiting, turn: Turn) -> Account | Later:
        """The best account that may send it at this moment; else the first one that will, kept for it meanwhile."""
        now, urgent = self._now, waiting.row.danger
        if waiting.row.id in self._aloft or (not urgent and self._flights.over(waiting.target)):
            return Later(now + LOOK, "这里还有一句正在发")
        up = [a for a in self._able(waiting) if a.name in turn.up and a.name not in self._flights]
        if not up:
            return Later(now + LOOK, "没有可用的账号")
        free = [a for a in up if a.name not in turn.blocked]
        if not free:
            return Later(min(turn.blocked[a.name] for a in up), "账号额度")
        at = {a.name: self.purses.earliest(a.name, waiting.target, urgent=urgent, now=now) for a in free}
        best = min(free, key=lambda account: at[account.name])
        if at[best.name] <= now:
            return best
        turn.blocked[best.name] = at[best.name]
        return Later(at[best.name], "账号额度")

    def _able(self, waiting: Waiting) -> list[Account]:
        """The accounts that may say it and that were not told that they never can."""
        row = waiting.row
        ways = [a for a in self._board.ways(row, waiting.contact) if (a.name, row.key) not in self._refused]
        return self._doubts.ways(row, ways, self._now)

    async def _leave(self, account: Account, waiting: Waiting, behind: Iterable[Waiting], turn: Turn) -> Later | None:
        """Say it, with what goes out together with it; wait for its end, but not for long."""
        early = await self._store.run(soon, waiting.row, self._now) if is_post(waiting.row) else []
        row, rows = self._together(account, waiting, [*(w.row for w in behind), *early])
        turn.gone.update(r.id for r in rows)
        saying = self._say(account, waiting, row, rows)
        landed = await self._flights.start(account.name, waiting.target, saying, self._patience)
        if landed:
            return landed[0]
        turn.stay += len(rows) - 1
        return Later(self._now + LOOK, "正在发")

    def _together(
        self, account: Account, waiting: Waiting, behind: Sequence[Outgoing]
    ) -> tuple[Outgoing, tuple[Outgoing, ...]]:
        """The row with others for its room: posts of notices always, the rest when more waits than may be said."""
        row = waiting.row
        mates = [
            r for r in behind if joins(row, r) and not expired(r, self._now) and not self._doubts.hold(r, self._now)
        ]
        if self._doubts.hold(row, self._now):
            return row, (row,)
        posts = [r for r in mates if is_post(row) and is_post(r)]
        if mates and self.purses.short(account.name, 1 + len(behind), self._now):
            posts = mates
        return join_rows([row, *posts], self._settings.etiquette.longest_text) if posts else (row, (row,))

    async def _say(self, account: Account, waiting: Waiting, row: Outgoing, rows: Sequence[Outgoing]) -> Later | None:
        """Say ``row``, which stands for ``rows``; meanwhile none of them is looked at."""
        ids = {r.id for r in rows}
        self._aloft |= ids
        try:
            return await self._say_it(account, waiting, row, rows)
        finally:
            self._aloft -= ids

    async def _say_it(
        self, account: Account, waiting: Waiting, row: Outgoing, rows: Sequence[Outgoing]
    ) -> Later | None:
        try:
            picture = await self._draw(row) if row.picture else None
            sent_id = await self._board.send(account, self._addressed(row, waiting), picture)
        except ChannelFailed as error:
            self._spend(account, waiting)
            return await self._failed(waiting, account, error)
        at = self._spend(account, waiting)
        sent_id = sent_id or (f"joined {row.id}" if len(rows) > 1 else "")
        told = {"status": Delivery.SENT, "sent_at": at, "sent_id": sent_id, "account": account.name, "sealed": b""}
        await save_surely(self._store, [r.evolve(attempts=r.attempts + 1, **told) for r in rows])
        waited = (at - row.due_at).total_seconds()
        _log.info("sent", key=row.key, account=account.name, priority=row.priority.name, waited=waited, rows=len(rows))
        return None

    def _spend(self, account: Account, waiting: Waiting) -> datetime:
        """A text has left, or may have: when, as the budget counts it."""
        at = self._pass(self._clock() if self._clock else self._now)
        self.purses.spend(account.name, waiting.target, at)
        return at

    def _addressed(self, row: Outgoing, waiting: Waiting) -> Outgoing:
        """With what is encrypted till now, and the channel's own ids of residents; the store knows their keyed hashes. Who has no id is not named."""
        ids = {person: self._vault.open(token) for person, token in waiting.sealed.items()}
        staff = self._district().person
        named = [ids.get(person, person) for person in row.mentions if person in ids or person in staff]
        text = self._vault.open(row.sealed) if row.sealed and not row.room else row.text
        text = text.replace(PLACE, self._vault.open(waiting.phone)) if waiting.phone else text
        return row.evolve(person=ids.get(row.person, row.person), mentions=tuple(named), text=text)

    async def _failed(self, waiting: Waiting, account: Account, error: ChannelFailed) -> Later | None:
        """Another account may be able to do what this one never will; else it is tried again, or given up."""
        row, limits = waiting.row, self._settings.outbox
        attempts = row.attempts + 1
        if error.unsure:
            self._doubts.note(row, account.name, self._now)
        if not error.retry:
            self._refused.add((account.name, row.key))
        other = not error.retry and bool(self._able(waiting))
        dead = attempts >= limits.attempts or not (error.retry or other)
        told = {"key": row.key, "account": account.name, "attempts": attempts, "dead": dead, "reason": error.reason}
        _log.warning("send_failed", **told, unsure=error.unsure)
        tried = row.evolve(attempts=attempts, last_error=error.reason, account=account.name)
        if dead:
            await self._settle(tried.evolve(status=Delivery.DEAD))
            return None
        pause = min(limits.first_retry_seconds * 2 ** (attempts - 1), limits.longest_retry_seconds)
        retry_at = self._now + (_SOON if other else timedelta(seconds=pause))
        await self._store.run(save, [tried.evolve(retry_at=retry_at)])
        return Later(retry_at, error.reason, move=True)

    async def _settle(self, row: Outgoing) -> None:
        await self._store.run(settle, row.evolve(sealed=b""), self._now)
        await self._alarms.lost(row, row.last_error, self._now)
