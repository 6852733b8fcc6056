"""An account: one way to hear and speak; and where each of them sits, learnt from what it hears."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channel import Channel
from models.errors import StoreFailed
from models.store import Store, Tx

_REFRESH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Account:
    """One way to hear and speak. ``name`` is what rooms, budgets and sent rows call it.

    ``warm_up`` is how long it is silent after its first login. ``learns`` says that the rooms in which it is heard are
    worth remembering. ``remark`` is shown beside its state, ``self_id`` gives its own id as far as it is known ("" else),
    ``counts`` is for the metrics.
    """

    name: str
    channel: Channel
    warm_up: timedelta = timedelta(0)
    learns: bool = False
    remark: str = ""
    self_id: Callable[[], str] = str
    counts: Mapping[str, int] = field(default_factory=Counter)

    @property
    def connected(self) -> bool:
        """Whether it hears and can speak."""
        return self.channel.state().connected


class Seats:
    """Which accounts were heard in which room, and by whom of the staff; kept in the store, so a restart knows it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: dict[str, dict[str, datetime]] = defaultdict(dict)
        for account, target, at in store.call(_seats):
            self._heard[target][account] = at

    def of(self, target: str) -> list[str]:
        """The accounts that heard this room or person, the latest first."""
        heard = self._heard.get(target, {})
        return sorted(heard, key=lambda account: heard[account], reverse=True)

    def rooms(self, account: str) -> list[str]:
        """Everything, rooms and people, that this account was ever heard in or by."""
        return sorted(target for target, heard in self._heard.items() if account in heard)

    def hear(self, account: str, target: str, at: datetime, *, turns: bool = False) -> bool:
        """``account`` heard something here; True when that must be written down: it is new, or older than a day.

        ``turns`` (for people): also when another account was the last to hear them.
        """
        heard = self._heard[target]
        known = heard.get(account)
        if known and at - known < _REFRESH and not (turns and self.of(target)[0] != account):
            return False
        heard[account] = at
        return True

    async def write(self, account: str, target: str) -> None:
        """Write down what was heard; when the store does not take it, the next message tells it again."""
        try:
            await self._store.run(_note, account, target, self._heard[target][account])
        except StoreFailed:
            self._heard[target].pop(account, None)


def _seats(tx: Tx) -> list[tuple[str, str, datetime]]:
    return tx.seats.all()


def _note(tx: Tx, account: str, target: str, at: datetime) -> None:
    tx.seats.note(account, target, at)
