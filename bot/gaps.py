"""Gaps are known: which rooms went unheard, from when to when and why, also across a restart, and who is told of it.

A worker of the engine looks at the state of every account. Each account's last sign of life is written down every half
minute, so that a process that died counts as one that did not hear. A room that several accounts hear is unheard only
while none of them does. What was said in a gap cannot be fetched: people are asked to say it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.channel import ChannelState
from bot.settings import Settings
from bot.tell_gaps import tell_rooms, tell_staff
from models.areas import District, Room
from models.gap import Gap
from models.store import Store, Tx

_log = structlog.get_logger("bot.gaps")

States = Callable[[], Mapping[str, ChannelState]]
"""How each account stands, by its name."""
Listeners = Callable[[Room], Iterable[str]]
"""The names of the accounts that hear a room; none for a room that is served by hand."""

_BEAT = timedelta(seconds=30)
_BLINK = timedelta(seconds=1)
_AT_ONCE = 100
_NOT_RUNNING, _BROKE_OFF = "机器人没有运行", "连接断过"


@dataclass(frozen=True, slots=True)
class Ear:
    """One account: when it was last known to hear (None = never yet), since when it hears again (None = it does not)."""

    account: str
    heard_at: datetime | None
    up_since: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody heard from ``began`` to ``ended`` (aware, UTC; None = it goes on)."""

    began: datetime
    ended: datetime | None
    reason: str = ""


def silence(ears: Sequence[Ear]) -> Silence | None:
    """The gap of a room that these accounts hear, as far as it has not been closed; None when it is heard."""
    heard = [(ear.heard_at, ear.reason) for ear in ears if ear.heard_at]
    if not heard:
        return None
    began, reason = max(heard)
    back = [ear.up_since for ear in ears if ear.up_since]
    if any(at <= began for at in back):
        return None
    ended = min(back, default=None)
    return None if ended and ended - began < _BLINK else Silence(began, ended, reason)


@dataclass(frozen=True, slots=True)
class Unheard:
    """A silence of the rooms that the same accounts hear."""

    accounts: tuple[str, ...]
    rooms: tuple[str, ...]
    silence: Silence

    def gaps(self, now: datetime, settings: Settings) -> list[Gap]:
        """A gap for each room; a short one is only counted."""
        ended, lasts = self.silence.ended or now, self.silence.ended is None
        short = not lasts and ended - self.silence.began < timedelta(minutes=settings.gaps.tell_minutes)
        account, began, reason = ",".join(self.accounts), self.silence.began, self.silence.reason
        return [Gap(room, account, began, ended, reason, open=lasts, told=short) for room in self.rooms]


class GapKeeper:
    """The worker. ``states`` gives the accounts as they stand, ``listeners`` those that hear a room, ``district`` the rooms
    as they are now; ``seating`` counts the changes of who hears what."""

    def __init__(
        self,
        *,
        store: Store,
        states: States,
        listeners: Listeners,
        district: Callable[[], District],
        settings: Settings,
        seating: Callable[[], int] | None = None,
    ) -> None:
        self._store, self._states, self._district, self._settings = store, states, district, settings
        self._heard: dict[str, datetime] = {}
        self._up: frozenset[str] = frozenset()
        self._why: dict[str, str] = {}
        self._saved: datetime | None = None
        self._groups = Groups(listeners, seating)
        self._lasting: frozenset[tuple[tuple[str, ...], datetime]] | None = None
        self._untold = True

    async def step(self, now: datetime) -> None:
        """Look once; asks for no moment of its own."""
        states, district = self._states(), self._district()
        if self._saved is None:
            self._heard = await self._store.run(_heard)
        up = frozenset(account for account, state in states.items() if state.connected)
        self._follow(states, now)
        found = self._silences(states, district, now)
        heard = self._heard | dict.fromkeys(up, now)
        closed = [unheard for unheard in found if unheard.silence.ended]
        if up != self._up or closed or _is_due(self._saved, now):
            await self._write(found, heard, district, now)
            self._saved = now
        if closed:
            rooms = sum(len(unheard.rooms) for unheard in closed)
            _log.warning("rooms_unheard", rooms=rooms, reason=closed[0].silence.reason)
        self._heard, self._up = heard, up
        self._why = {account: reason for account, reason in self._why.items() if account not in up}
        if self._untold:
            told = await self._store.run(tell_rooms, district=district, settings=self._settings, now=now, most=_AT_ONCE)
            self._untold = told == _AT_ONCE

    async def _write(
        self, found: Sequence[Unheard], heard: Mapping[str, datetime], district: District, now: datetime
    ) -> None:
        """Gaps a few hundred at a time, so that no line has to wait for them; last what they say of the accounts.

        After a crash in between they are found again, with the same beginning.
        """
        lasting = frozenset((unheard.accounts, unheard.silence.began) for unheard in found if not unheard.silence.ended)
        closed = any(unheard.silence.ended for unheard in found)
        gaps: list[Gap] = []
        changed = closed or lasting != self._lasting
        if changed:
            gaps = [gap for unheard in found for gap in unheard.gaps(now, self._settings)]
            for at in range(0, len(gaps), _AT_ONCE):
                await self._store.run(_save, gaps[at : at + _AT_ONCE])
        lasts = {(gap.room, gap.began) for gap in gaps if gap.open} if changed else None
        over = [gap for gap in gaps if not gap.open]
        await self._store.run(
            _settle, heard=heard, lasts=lasts, over=over, district=district, settings=self._settings, now=now
        )
        self._lasting = lasting
        self._untold = self._untold or bool(over)

    def _follow(self, states: Mapping[str, ChannelState], now: datetime) -> None:
        """Who has gone since the last look heard until it went, and says why."""
        for account, state in states.items():
            gone = not state.connected and account in self._up
            if gone:
                self._heard[account] = min(now, max(self._heard[account], state.since or now))
            if gone or (account in self._why and not state.connected):
                self._why[account] = state.detail

    def _silences(self, states: Mapping[str, ChannelState], district: District, now: datetime) -> list[Unheard]:
        """What ends with this look or goes on."""
        found = []
        for accounts, rooms in self._groups.of(district, now).items():
            quiet = silence([self._ear(account, states[account]) for account in accounts if account in states])
            if quiet:
                found.append(Unheard(accounts, tuple(rooms), quiet))
        return found

    def _ear(self, account: str, state: ChannelState) -> Ear:
        at = self._heard.get(account)
        default = _BROKE_OFF if account in self._up else _NOT_RUNNING
        return Ear(account, at, (state.since or at) if state.connected else None, self._why.get(account, default))


class Groups:
    """The rooms that the same accounts hear, together; worked out anew for another district and when ``seating``, which
    counts, has changed (None: every half minute)."""

    def __init__(self, listeners: Listeners, seating: Callable[[], int] | None = None) -> None:
        self._listeners, self._seating = listeners, seating
        self._district: District | None = None
        self._at: datetime | None = None
        self._seated = 0
        self._rooms: dict[tuple[str, ...], list[str]] = {}

    def of(self, district: District, now: datetime) -> dict[tuple[str, ...], list[str]]:
        """Room ids by the accounts that hear them."""
        seated = self._seating() if self._seating else self._seated
        stale = seated != self._seated if self._seating else _is_due(self._at, now)
        if self._district is not district or stale:
            together: dict[tuple[str, ...], list[str]] = defaultdict(list)
            for room in district.rooms:
                together[tuple(sorted(self._listeners(room)))].append(room.id)
            self._district, self._at, self._rooms, self._seated = district, now, dict(together), seated
        return self._rooms


def _is_due(saved: datetime | None, now: datetime) -> bool:
    return saved is None or not timedelta(0) <= now - saved < _BEAT


def _heard(tx: Tx) -> dict[str, datetime]:
    return tx.gaps.heard()


def _save(tx: Tx, gaps: Sequence[Gap]) -> None:
    tx.gaps.save(gaps)


def _settle(
    tx: Tx,
    *,
    heard: Mapping[str, datetime],
    lasts: Collection[tuple[str, datetime]] | None,
    over: Sequence[Gap],
    district: District,
    settings: Settings,
    now: datetime,
) -> None:
    """Write down who hears; what is over is told to the staff. ``lasts`` is what goes on, None: the same as before."""
    tx.gaps.hear(heard)
    if lasts is None:
        tx.gaps.extend(now)
    else:
        stale = (gap for gap in tx.gaps.lasting() if (gap.room, gap.began) not in lasts)
        tx.gaps.save([replace(gap, open=False) for gap in stale])
    tell_staff(tx, gaps=over, district=district, settings=settings, now=now)
