"""A sender over a store and scripted accounts, for tests: the moment of every step is said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factories import a_district, an_outgoing

from bot.accounts import Account
from bot.channel import ChannelState, ScriptedChannel
from bot.outbox import Sender
from bot.settings import Budget, Settings
from bot.switchboard import Switchboard
from models.areas import District
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx

TZ = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
VAULT = Vault(b"k" * 32)
FREE = Budget(same_target_seconds=0, other_target_seconds=0)


class Standing(ScriptedChannel):
    """A scripted channel that can be cut off, and that can take its time (``slow`` is set when it may go on)."""

    connected = True
    slow: asyncio.Event | None = None

    def state(self) -> ChannelState:
        return ChannelState(self.name, self.connected)

    async def send(self, outgoing: Outgoing) -> str:
        if self.slow:
            await self.slow.wait()
        return await super().send(outgoing)


class Bench:
    """A sender, its accounts by name, and what the staff were alarmed of."""

    def __init__(
        self,
        store: Store,
        settings: Settings | None = None,
        district: District | None = None,
        *,
        accounts: Sequence[str] = ("scripted",),
        warm_up: timedelta = timedelta(0),
        learns: bool = False,
        patience: float = 5.0,
    ) -> None:
        self.store, self.warm_up, self.learns, self.patience = store, warm_up, learns, patience
        self.district = district or a_district()
        self.channels = {name: Standing(name=name) for name in accounts}
        self.channel = self.channels[accounts[0]]
        self.alarms: list[tuple[str, str]] = []
        self.settings = settings or Settings(budget=FREE)
        self.restart()

    def restart(self) -> None:
        """A sender as after a restart."""
        accounts = [Account(n, c, warm_up=self.warm_up, learns=self.learns) for n, c in self.channels.items()]
        self.board = Switchboard(accounts, store=self.store, district=lambda: self.district)
        self.sender = Sender(
            store=self.store,
            board=self.board,
            settings=self.settings,
            tz=TZ,
            vault=VAULT,
            district=lambda: self.district,
            alarm=self.alarm,
            patience=self.patience,
        )

    async def alarm(self, row: Outgoing, reason: str) -> None:
        """Keeps what the staff are told."""
        self.alarms.append((row.key, reason))

    def put(self, key: str, **changes: Any) -> None:
        """A text that is due at noon unless said otherwise."""
        row = an_outgoing(key=key, **({"text": key, "due_at": NOON, "expires_at": None} | changes))
        assert self.store.call(_put, row)

    def step(self, now: datetime = NOON) -> datetime | None:
        """One step of the sender."""
        return asyncio.run(self._step(now))

    async def _step(self, now: datetime) -> datetime | None:
        moment = await self.sender.step(now)
        await asyncio.sleep(0)
        return moment

    def sent(self, account: str = "") -> list[str]:
        """The keys of what left by one account, or by the first, in order."""
        return [row.key for row in self.channels[account or self.channel.name].sent]

    def row(self, key: str) -> Outgoing:
        """A row as it stands."""
        found = self.store.call(_get, key)
        assert found is not None
        return found

    def heard(self, account: str, target: str, at: datetime = NOON) -> None:
        """Let an account have heard a room or a person."""
        self.board.seats.hear(account, target, at)
        asyncio.run(self.board.seats.step(at))


def _put(tx: Tx, row: Outgoing) -> bool:
    return tx.outbox.put(row)


def _get(tx: Tx, key: str) -> Outgoing | None:
    return tx.outbox.get(key)
