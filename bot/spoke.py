"""Who of the staff has just spoken, and of what: the bot leaves it to them. It outlives a restart; no word of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from models.message import Message
from models.store import Tx
from models.words import Service

_KEY = "spoke"
_NOTHING = "-"
_OLD = timedelta(days=1)

Spoke = Mapping[Service | None, datetime]
"""When staff last spoke in a room (aware), by the service that they spoke of; None = of nothing in particular."""


def note_spoke(tx: Tx, *, room: str, service: Service | None, at: datetime) -> None:
    """Staff have spoken in a room."""
    tx.flags.set(f"{_KEY} {service.value if service else _NOTHING} {room}", at.isoformat())


def spoke_lately(tx: Tx, *, now: datetime) -> dict[str, dict[Service | None, datetime]]:
    """When staff spoke in each room, in the last day; what is older is forgotten."""
    found: dict[str, dict[Service | None, datetime]] = defaultdict(dict)
    for key, value in tx.flags.under(f"{_KEY} ").items():
        service, _, room = key.removeprefix(f"{_KEY} ").partition(" ")
        if now - (at := datetime.fromisoformat(value)) > _OLD:
            tx.flags.delete(key)
        else:
            found[room][None if service == _NOTHING else Service(service)] = at
    return found


def is_spoken(message: Message) -> bool:
    """Whether it counts: one of the staff, in a room."""
    return message.by_staff and bool(message.room)
