"""A text that must leave, saved with what decided it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import Delivery, Priority


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be shown: its file name, its PNG, and the path under which the console has it."""

    name: str
    png: bytes
    path: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text for one target. ``key`` is unique and says what it is for ("notice 12 v3 publish → room-7").

    ``room`` is a room id, or "" for a private text to ``person``. ``due_at``, ``expires_at`` (None = never) and
    ``retry_at`` are aware, UTC. ``topic`` is what the cool-down by room and topic counts. ``at_night`` lets it pass
    quiet hours. ``mentions`` are ids of people whom it names. ``way`` is "" for the chat channels, else the staff's own
    way that it takes ("apprise POWER_WECOM"). ``picture`` names a picture that is shown ("poster"); ``text`` is then
    what is said where no picture can be shown. ``sealed`` is what is really said, encrypted until it leaves by a chat
    channel; ``text`` then tells nothing.
    """

    key: str
    text: str
    room: str
    person: str
    priority: Priority
    due_at: datetime
    expires_at: datetime | None = None
    topic: str = ""
    ticket: int | None = None
    notice: int | None = None
    at_night: bool = False
    mentions: tuple[str, ...] = ()
    status: Delivery = Delivery.WAITING
    account: str = ""
    attempts: int = 0
    retry_at: datetime | None = None
    sent_at: datetime | None = None
    sent_id: str = ""
    last_error: str = ""
    why: str = ""
    way: str = ""
    picture: str = ""
    sealed: bytes = b""
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same text with some fields changed."""
        return replace(self, **changes)

    @property
    def danger(self) -> bool:
        """A text about danger to life (P0), which passes everything; an urgent notice is not one."""
        return self.priority is Priority.EMERGENCY and self.notice is None
