"""The assisted channel: groups where no bot may be. A person posts the texts and brings what was said there.

A room with ``channel: assisted`` is served by hand: its texts wait in the tray (``gridbot tray``) until somebody ticks
them off, and no other channel ever sends them. What is said there comes in by ``hear``: from a pasted chat
(``bot.pasted``) or over HTTP (``bot.hand``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.channel import Take
from models.areas import District
from models.errors import NotFound, Refused
from models.matter import Matter
from models.message import Message
from models.outgoing import Outgoing
from models.words import MessageKind

ASSISTED = "assisted"
"""The channel of such a room in district.yaml, and the account under which its texts count as sent."""

HEARD = "heard"
"""The flag that says when lines were last brought in beside a running bot."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of such a room: ``at`` is local, naive; None when the chat did not say when (``day`` says which day).

    ``line`` is where it stood in what was pasted (1-based).
    """

    nick: str
    text: str
    at: datetime | None = None
    line: int = 0
    quotes: str = ""


_KINDS = {
    "[图片]": MessageKind.PICTURE,
    "[语音]": MessageKind.VOICE,
    "[视频]": MessageKind.VIDEO,
    "[文件]": MessageKind.FILE,
    "[名片]": MessageKind.CARD,
    "[动画表情]": MessageKind.OTHER,
}


def by_hand(row: Outgoing, district: District) -> bool:
    """Whether a person posts this text: its room has no bot."""
    room = district.room.get(row.room)
    return room is not None and room.channel == ASSISTED


def rooms_by_hand(district: District) -> tuple[str, ...]:
    """The ids of the rooms that are served by hand."""
    return district.rooms_by_channel.get(ASSISTED, ())


def assisted_room(district: District, name: str) -> str:
    """The id of such a room by its id or topic; NotFound, Refused for a room in which the bot listens itself."""
    room = district.room.get(name) or next((r for r in district.rooms if r.topic == name), None)
    if room is None:
        raise NotFound("room", name)
    if room.channel != ASSISTED:
        raise Refused(f"{room.topic}（{room.id}）由机器人自己听；只有 channel: assisted 的群才贴聊天记录")
    return room.id


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and under which circumstances lines were said.

    ``day`` (local, naive) is when a line without a time counts as said; ``digest`` the vault's keyed hash; ``staff``
    maps a nickname to the id of the person whose it is, on the word of who brings the lines: a nickname proves nothing.
    """

    room: str
    day: datetime
    tz: ZoneInfo
    digest: Callable[[str], str]
    staff: Mapping[str, str]


def heard(lines: Sequence[Said], occasion: Occasion) -> tuple[Message, ...]:
    """The lines as messages, in order: the same line, brought again, is the same message."""
    return tuple(_message(said, occasion) for said in lines)


def _message(said: Said, occasion: Occasion) -> Message:
    when = f"{said.at:%Y-%m-%dT%H:%M}" if said.at else f"{occasion.day:%Y-%m-%d}"
    kind = _KINDS.get(said.text, MessageKind.TEXT)
    return Message(
        id=occasion.digest("\x00".join((occasion.room, said.nick, when, said.text))),
        channel=ASSISTED,
        room=occasion.room,
        sender=occasion.staff.get(said.nick) or f"{ASSISTED} {occasion.room} {said.nick}",
        nick=said.nick,
        text=said.text if kind is MessageKind.TEXT else "",
        at=(said.at or occasion.day).replace(tzinfo=occasion.tz).astimezone(UTC),
        kind=kind,
        quotes=said.quotes,
    )


class Recall:
    """Lets a reader remember, line by line, what was open in the store when the line was said, not what came later:
    so a chat that is brought again is read as it was the first time.
    """

    def __init__(self, preload: Callable[[Sequence[Matter]], None], matters: Sequence[Matter]) -> None:
        self._preload = preload
        self._coming = deque(sorted(matters, key=lambda m: (m.opened_at, m.key)))
        self._known: set[str] = set()

    def met(self, matter: str | None) -> None:
        """The reader knows this one from a line."""
        self._known.add(matter or "")

    def until(self, at: datetime) -> None:
        """Remember what was opened before ``at`` (aware)."""
        while self._coming and self._coming[0].opened_at < at:
            matter = self._coming.popleft()
            if matter.key not in self._known:
                self._preload([matter])


async def hear(messages: Sequence[Message], *, take: Take, recall: Recall) -> int:
    """Hand the messages over, one after the other, as any channel does; returns how many.

    This is the way in for every source of lines from a room without a bot.
    """
    for message in messages:
        recall.until(message.at)
        await take(message)
    return len(messages)
