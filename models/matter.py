"""One trouble: what several lines, of several people and rooms, are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import Service, Urgency


@dataclass(frozen=True, slots=True)
class Matter:
    """A trouble that residents speak of; one matter has one main ticket.

    ``key`` is made from its first message (so a replay makes the same one). ``estate`` is an area code or None when
    the place is unknown; ``buildings`` the buildings heard of so far, sorted; ``rooms`` where it was spoken of.
    ``households`` counts distinct households, not messages. Times are aware, UTC.
    """

    key: str
    service: Service
    topic: str
    urgency: Urgency
    estate: str | None
    opened_at: datetime
    last_at: datetime
    buildings: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    households: int = 0
    restored: int = 0
    open: bool = True

    def evolve(self, **changes: Any) -> Self:
        """The same matter with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Report:
    """One captured line as it is kept with its matter: who (keyed hash), where, what (masked), when.

    ``household`` is a keyed hash of estate, building and flat when they are known, else of the sender;
    ``channel`` and ``message_id`` name the message; ``sender_sealed`` and ``text_sealed`` open until their purge.
    ``topic`` is what the line itself spoke of, "" when a notice had explained it already.
    """

    matter: str
    channel: str
    message_id: str
    room: str
    sender: str
    household: str
    act: str
    estate: str | None
    building: str | None
    unit: str | None
    masked: str
    at: datetime
    why: tuple[str, ...] = ()
    sender_sealed: bytes = b""
    nick_sealed: bytes = b""
    text_sealed: bytes = b""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class SaidOf:
    """The last word of one kind on one place: ``back`` it is back, else it is gone. Without a ``building`` the ``sender``
    stands for themselves."""

    estate: str | None
    building: str | None
    sender: str
    back: bool
    at: datetime
