"""Rooms that nobody bound: listed with the name that they bear, so that a person can tell which to bind. Never answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.accounts import Account
from bot.channel import KnowsRooms
from models.areas import District
from models.errors import ChannelFailed
from models.message import Message
from models.store import Store, Tx
from models.ticket import Audit

_HEARD, _NAME = "unknown room ", "room name "


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room in which the bot sits and which the district does not have; ``name`` is "" until the channel tells it."""

    channel: str
    id: str
    since: datetime
    name: str = ""


def note_unknown_room(tx: Tx, *, message: Message, now: datetime) -> None:
    """Something was said in one: listed once."""
    key = f"{_HEARD}{message.channel} {message.room}"
    if tx.flags.get(key) is None:
        tx.flags.set(key, now.isoformat())
        tx.audit.add(Audit(f"room {message.room}", "unknown", "bot", now, message.channel, "未绑定的群"))


def new_rooms(tx: Tx, *, district: District) -> list[NewRoom]:
    """Those that are still unbound, the oldest first."""
    names = tx.flags.under(_NAME)
    heard = ((*key.removeprefix(_HEARD).partition(" ")[::2], at) for key, at in tx.flags.under(_HEARD).items())
    found = [
        NewRoom(channel, room, datetime.fromisoformat(at), names.get(f"{_NAME}{channel} {room}", ""))
        for channel, room, at in heard
        if room not in district.room
    ]
    return sorted(found, key=lambda room: (room.since, room.id))


def _name(tx: Tx, room: NewRoom, name: str) -> None:
    tx.flags.set(f"{_NAME}{room.channel} {room.id}", name)


class RoomNamer:
    """A worker of the engine: asks the channel what a new room is called, one at a time, beside all else."""

    def __init__(self, store: Store, district: Callable[[], District], accounts: Sequence[Account]) -> None:
        self._store, self._district = store, district
        self._accounts = [a for a in accounts if isinstance(a.channel, KnowsRooms)]
        self._asked: set[tuple[str, str]] = set()
        self._asking: asyncio.Future[None] | None = None

    async def step(self, _: datetime) -> None:
        """Begin to ask for the next name; asks for no moment of its own. A room is asked about once a run."""
        if not self._accounts or (self._asking and not self._asking.done()):
            return
        if self._asking:
            self._asking.result()
        rooms = await self._store.run(new_rooms, district=self._district())
        room = next((r for r in rooms if not r.name and (r.channel, r.id) not in self._asked), None)
        accounts = [a for a in self._accounts if room and a.connected and a.channel.name == room.channel]
        self._asking = asyncio.ensure_future(self._ask(room, accounts)) if room and accounts else None

    async def _ask(self, room: NewRoom, accounts: Sequence[Account]) -> None:
        self._asked.add((room.channel, room.id))
        for account in accounts:
            name = await _told(account, room.id)
            if name:
                await self._store.run(_name, room, name)
                return


async def _told(account: Account, room: str) -> str:
    assert isinstance(account.channel, KnowsRooms)
    try:
        return await account.channel.room_name(room)
    except ChannelFailed:
        return ""
