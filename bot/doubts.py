"""Texts that an account may have said though it got no answer: it alone can find out, so for a while no other says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.accounts import Account
from models.outgoing import Outgoing

HOLDS = timedelta(minutes=1)
"""For how long; after that any account says it, and it may come twice."""


class Doubts:
    """By the keys of the texts. Danger is never held back: it rather comes twice."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, datetime]] = {}

    def note(self, row: Outgoing, account: str, now: datetime) -> None:
        """This account may have said it, and does not know."""
        self._held = {key: (name, until) for key, (name, until) in self._held.items() if until > now}
        if not row.danger:
            self._held.setdefault(row.key, (account, now + HOLDS))

    def hold(self, row: Outgoing, now: datetime) -> bool:
        """Whether it must be said as it was, or not at all."""
        return row.key in self._held and self._held[row.key][1] > now

    def ways(self, row: Outgoing, accounts: Sequence[Account], now: datetime) -> list[Account]:
        """Those of the accounts that may say it now."""
        if not self.hold(row, now):
            return list(accounts)
        return [account for account in accounts if account.name == self._held[row.key][0]]
