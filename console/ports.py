"""What the console asks of the rim: three small ports; ``bot`` fills them, the tests ship fakes (``tests/console_fakes.py``).

The console never reads a clock, a setting or a channel by itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from models.login import Viewer
from models.notice import FeedItem, Notice
from models.words import Role, RoomKind


class PartKind(StrEnum):
    """The kinds of parts whose health is shown."""

    STORE = "store"
    CHANNEL = "channel"
    FEED = "feed"
    OUTBOX = "outbox"
    CALENDAR = "calendar"
    VERSION = "version"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the running product. ``detail`` is Chinese, for a person, without secrets.

    ``since`` (aware, UTC) is when a channel connected, when a feed last answered, when the oldest waiting text was due;
    ``vital`` says that the product is not ready without it. Of a channel, ``counts`` are what it has counted since it
    was started (messages taken, connects …), and ``left`` how many texts it may still send, by span (minute, hour, day).
    """

    kind: PartKind
    name: str
    ok: bool
    detail: str = ""
    since: datetime | None = None
    vital: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the product does its work, and the state of every part."""

    ready: bool
    parts: tuple[Part, ...] = ()


class Health(Protocol):
    """How the parts that the console cannot see are doing."""

    async def readiness(self, now: datetime) -> Readiness:
        """The state at ``now`` (aware, UTC); StoreFailed when even that cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Chat:
    """A practice room, or the private chat (``private``) of the bot with one person."""

    id: str
    name: str
    kind: RoomKind = RoomKind.RESIDENTS
    private: bool = False


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody whom a visitor of the practice rooms can be; ``role`` is None for a resident."""

    id: str
    nick: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a practice room as it was said. ``at`` is aware, UTC; ``role`` is None for residents and the bot.

    ``picture`` is the path of a picture that was shown with it. ``why`` is the chain of reasons: for a bot's line why it was said, for another's what was made of it (() = nothing).
    """

    at: datetime
    who: str
    role: Role | None
    text: str
    by_bot: bool = False
    why: tuple[str, ...] = ()
    picture: str = ""


class Practice(Protocol):
    """The practice channel: rooms in this process, whose people anybody may play."""

    def chats(self) -> Sequence[Chat]:
        """The rooms and private chats, in the order in which they are shown."""
        ...

    def people(self, room: str) -> Sequence[Persona]:
        """Who can be played in a room; NotFound for an unknown room."""
        ...

    async def say(self, room: str, person: str, text: str) -> None:
        """Say ``text`` as ``person`` (a Persona's id); NotFound for an unknown room or person, Refused for the rest."""
        ...

    def transcript(self, room: str, limit: int) -> Sequence[Line]:
        """The last ``limit`` lines of a room, the oldest first; NotFound for an unknown room."""
        ...


class Live(Protocol):
    """Tells pages that something changed, so that they read again."""

    def changes(self) -> AsyncIterator[str]:
        """Subjects as they change: ``room <id>`` (known to the page or new), ``tickets``, ``notices``, ``outbox``, ``health``,
        or ``all``.

        Each call is a listener of its own; it ends when the process stops.
        """
        ...


@dataclass(frozen=True, slots=True)
class Brought:
    """A line that was said in a group without a bot, as somebody brings it.

    ``at`` is aware, or None when it is not known; ``staff`` the id of the person whose nickname it is, on the word of
    who brings it.
    """

    nick: str
    text: str
    at: datetime | None = None
    staff: str = ""
    quotes: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of lines: how many were taken in, too old, and caught, the tickets, and how many texts wait now."""

    read: int
    too_old: int
    caught: int
    tickets: tuple[int, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class ToPost:
    """A text that a person posts: ``where`` is a room's topic or a person's name; ``due_at`` is aware, UTC."""

    number: int
    room: str
    where: str
    text: str
    due_at: datetime
    expires_at: datetime | None
    danger: bool


class Hand(Protocol):
    """Groups where no bot may be: lines are brought in, texts are posted by a person and ticked off."""

    async def hear(self, room: str, lines: Sequence[Brought], by: str) -> Heard:
        """Take lines in; NotFound for an unknown room or person, Refused where the bot listens itself."""
        ...

    async def waiting(self) -> Sequence[ToPost]:
        """What waits to be posted, the most urgent first."""
        ...

    async def posted(self, number: int, by: str) -> None:
        """It has been posted; NotFound, Refused when it does not wait."""
        ...

    async def dropped(self, number: int, by: str, why: str) -> None:
        """It is not to be said; NotFound, Refused when it does not wait."""
        ...


class Draws(Protocol):
    """Draws notices as pictures."""

    async def poster(self, notice: int, room: str = "") -> bytes:
        """The PNG of a published notice for a room ("" = for everybody); NotFound, BadConfig without a font."""
        ...


class Work(Protocol):
    """Commands of the staff, typed on a page instead of in a chat: the same words, the same rights, the same use cases."""

    async def do(self, viewer: Viewer, line: str) -> str:
        """Do what ``line`` says (``"接单 12"``, ``"发布 3"``), as the viewer; what the bot answers. Refused when no command
        is in it."""
        ...


class Announces(Protocol):
    """Takes announcements in, as from any feed."""

    async def take(self, item: FeedItem, *, trusted: bool) -> Notice | None:
        """The version that it makes (published, or in review when something is doubtful); None when it says nothing new."""
        ...
