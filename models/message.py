"""A message as a channel hands it over, before and after the door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import MessageKind, Role


@dataclass(frozen=True, slots=True)
class Message:
    """One message of one room (``room=""`` is a private chat).

    ``sender`` is the channel's own id until the door (``models.privacy``) replaces it by a keyed hash for residents;
    ``role`` is set there for known staff, whose id is kept. ``at`` is aware, UTC. ``quotes`` is the text of the
    quoted message, ``mentions`` the ids of those it names; ``to_bot`` says that it names or quotes the bot.
    """

    id: str
    channel: str
    room: str
    sender: str
    nick: str
    text: str
    at: datetime
    kind: MessageKind = MessageKind.TEXT
    mentions: tuple[str, ...] = ()
    to_bot: bool = False
    quotes: str = ""
    account: str = ""
    role: Role | None = None

    def evolve(self, **changes: Any) -> Self:
        """The same message with some fields changed."""
        return replace(self, **changes)

    @property
    def private(self) -> bool:
        """Said to the bot alone."""
        return not self.room

    @property
    def by_staff(self) -> bool:
        """Said by a grid worker, a member's staff, a dispatcher …"""
        return self.role is not None


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the door keeps of a resident's message for later: encrypted id, nickname and raw text, and the masked text.

    The three tokens can be opened by ``models.privacy.Vault`` until their purge; ``masked`` may be shown.
    """

    sender: bytes
    nick: bytes
    text: bytes
    masked: str
