"""What each account has spent, and since when it is known: read from the store once, kept up with what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.accounts import Account
from bot.budget import DAY, Left, Spent, earliest, left
from bot.settings import Budget
from models.store import Store, Tx


@dataclass(slots=True)
class Purse:
    """One account's: ``silent_until`` is when the silence after its first login ends (None: it never was silent)."""

    spent: Spent = field(default_factory=Spent)
    silent_until: datetime | None = None


class Purses:
    """The purses of all accounts under one ``budget`` each."""

    def __init__(self, store: Store, budget: Budget) -> None:
        self._store, self._budget = store, budget
        self._purses: dict[str, Purse] = {}
        self._greeted: set[str] = set()

    async def open(self, accounts: Iterable[Account], now: datetime) -> datetime:
        """Make sure of the purses of accounts that are connected at ``now``; the first time ever is a first login.

        Returns now, or when an account that is for real last spoke, if that is later: the clock was set back while
        nobody looked, and that gives nothing back. A replay that is resumed may stand before its own past.
        """
        latest = now
        for account in accounts:
            if account.name not in self._greeted:
                purse = await self._purse(account.name, now)
                if account.warm_up:
                    first = await self._store.run(_first_login, account.name, now)
                    purse.silent_until = first + account.warm_up
                if account.learns and purse.spent.at:
                    latest = max(latest, purse.spent.at[-1])
                self._greeted.add(account.name)
        return min(latest, now + DAY)

    def earliest(self, account: str, target: str, *, urgent: bool, now: datetime) -> datetime:
        """When this account, once opened, may say one more thing to ``target``."""
        purse = self._purses[account]
        purse.spent.forget(now - DAY)
        at = earliest(purse.spent, target, urgent=urgent, now=now, budget=self._budget)
        return at if urgent or purse.silent_until is None else max(at, purse.silent_until)

    def spend(self, account: str, target: str, at: datetime) -> None:
        """This account has said something."""
        self._purses[account].spent.add(at, target)

    def short(self, account: str, waiting: int, now: datetime) -> bool:
        """Whether so many waiting texts are more than the account may say now."""
        return waiting > left(self._purses[account].spent, now, self._budget).least

    async def left(self, account: str, now: datetime) -> Left:
        """What it may still say, besides the reserves."""
        return left((await self._purse(account, now)).spent, now, self._budget)

    async def silent_until(self, account: str, now: datetime) -> datetime | None:
        """When its first silence ends; None when it is over or there is none."""
        until = (await self._purse(account, now)).silent_until
        return until if until and until > now else None

    async def _purse(self, account: str, now: datetime) -> Purse:
        if account not in self._purses:
            spent = Spent()
            for at, target in await self._store.run(_history, account, now - DAY):
                spent.add(at, target)
            self._purses.setdefault(account, Purse(spent))
        return self._purses[account]


def _history(tx: Tx, account: str, since: datetime) -> list[tuple[datetime, str]]:
    return tx.outbox.sent_since(account, since)


def _first_login(tx: Tx, account: str, now: datetime) -> datetime:
    """When the account was connected for the first time, kept for good."""
    key = f"first login {account}"
    known = tx.flags.get(key)
    if known is None:
        tx.flags.set(key, now.isoformat())
    return datetime.fromisoformat(known) if known else now
