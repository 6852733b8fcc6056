"""The groups' lines as bubbles: who speaks, on which side, and what the bot made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.names import role_name, slug
from console.ports import Chat, Line, Persona
from console.text import one_line, visible
from console.times import day_and_time
from models.words import Role, RoomKind

BOT = "网格服务机器人"
HUES = 6
EXAMPLES = {
    "resident": ("停水了吗？", "3栋没电了", "楼道里有煤气味"),
    "staff": ("接单", "到场", "完成 已修好"),
}
_GAP = timedelta(minutes=5)
_PRIVATE = "私聊"
_KINDS = {RoomKind.RESIDENTS: "居民群", RoomKind.STAFF: "工作群", RoomKind.MEMBER: "联盟群"}


@dataclass(frozen=True, slots=True)
class Bubble:
    """A line on a page. ``side`` is bot, staff or resident; ``time`` is "" when it was said soon after the one before;
    ``follows`` says that the same person goes on; ``id`` is the same for the same line each time it is drawn; ``picture`` is the path of a picture ("" = none)."""

    id: str
    who: str
    role: str
    side: str
    initial: str
    hue: int
    text: str
    time: str
    follows: bool
    why: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A room or a private chat beside the others; ``people`` may be played in it (() = read only)."""

    id: str
    slug: str
    name: str
    kind: str
    private: bool
    bubbles: tuple[Bubble, ...]
    people: tuple[tuple[str, str, str], ...] = field(default=())


def column(chat: Chat, lines: Iterable[Line], people: Sequence[Persona], now: datetime, tz: ZoneInfo) -> Column:
    """A chat with its lines (the oldest first) and those who can be played in it; ``now`` aware, UTC."""
    kind = _PRIVATE if chat.private else _KINDS[chat.kind]
    name = one_line(chat.name.removesuffix(f"（{_PRIVATE}）"), 40)
    found = tuple(bubbles(chat.id, lines, now, tz))
    return Column(chat.id, slug(chat.id), name, kind, chat.private, found, tuple(map(_choice, people)))


def _choice(person: Persona) -> tuple[str, str, str]:
    kind = "staff" if person.role else "resident"
    return person.id, f"{one_line(person.nick, 24)} · {role_name(person.role)}", kind


def bubbles(chat: str, lines: Iterable[Line], now: datetime, tz: ZoneInfo) -> list[Bubble]:
    """The lines of a chat, the oldest first; a time is shown after a silence of five minutes, as the phones do."""
    found: list[Bubble] = []
    before: Line | None = None
    for line in lines:
        found.append(_bubble(chat, line, before, now, tz))
        before = line
    return found


def _bubble(chat: str, line: Line, before: Line | None, now: datetime, tz: ZoneInfo) -> Bubble:
    pause = before is None or line.at - before.at > _GAP
    who = BOT if line.by_bot else one_line(line.who, 24)
    return Bubble(
        id=slug(f"{chat} {line.at.isoformat()} {line.who} {line.text[:200]}"),
        who=who,
        role=role_name(line.role) if line.role else "",
        side=_side(line),
        initial=initial(who),
        hue=int(slug(line.who), 16) % HUES,
        text=visible(line.text),
        time=day_and_time(line.at, now, tz) if pause else "",
        follows=not pause and before is not None and (before.who, before.by_bot) == (line.who, line.by_bot),
        why=tuple(visible(w, 200) for w in line.why if w),
        picture=line.picture,
    )


def _side(line: Line) -> str:
    if line.by_bot:
        return "bot"
    return "staff" if isinstance(line.role, Role) else "resident"


def initial(nick: str) -> str:
    """The character that stands on an avatar: the last letter or digit of the name, as 三 for 3栋-张三."""
    found = re.findall(r"\w", nick)
    return found[-1].upper() if found else "·"
