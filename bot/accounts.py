"""An account: one way to hear and speak; and where each of them sits, learnt from what it hears."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.channel import Channel
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
    """Which accounts were heard in which room, and by whom of the staff; kept in the store, so a restart knows it.
    ``changes`` counts how often one was heard where it had not been before.

    A worker of the engine writes down what is new: no message waits for that. What a crash takes along is told again by
    the next message.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._heard: dict[str, dict[str, datetime]] = defaultdict(dict)
        self._new: dict[tuple[str, str], datetime] = {}
        self.changes = 0
        for account, target, at in store.call(_seats):
            self._heard[target][account] = at

    def of(self, target: str) -> list[str]:
        """The accounts that heard this room or person, the latest first."""
        heard = self._heard.get(target, {})
        return sorted(heard, key=lambda account: heard[account], reverse=True)

    def rooms(self, account: str) -> list[str]:
        """Everything, rooms and people, that this account was ever heard in or by."""
        return sorted(target for target, heard in self._heard.items() if account in heard)

    def hear(self, account: str, target: str, at: datetime, *, turns: bool = False) -> None:
        """``account`` heard something here; to be written down when that is new, or older than a day.

        ``turns`` (for people): also when another account was the last to hear them.
        """
        heard = self._heard[target]
        known = heard.get(account)
        if known and at - known < _REFRESH and not (turns and self.of(target)[0] != account):
            return
        self.changes += known is None
        heard[account] = self._new[account, target] = at

    async def step(self, _now: datetime) -> None:
        """Write down what is new; asks for no moment of its own."""
        new, self._new = self._new, {}
        written = False
        try:
            if new:
                await self._store.run(_note, new)
            written = True
        finally:
            if not written:
                self._new = new | self._new


def _seats(tx: Tx) -> list[tuple[str, str, datetime]]:
    return tx.seats.all()


def _note(tx: Tx, new: Mapping[tuple[str, str], datetime]) -> None:
    for (account, target), at in new.items():
        tx.seats.note(account, target, at)
