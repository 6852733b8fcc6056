"""What stands in a WeChat message: its kind, a quotation, who is named. Pure; knows the wire, not wechaty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

from bot.wechat_events import Event
from models.message import Message
from models.words import MessageKind

# Message types on the wire (wechaty-puppet 1.x, schemas/message). The enum of wechaty-grpc 0.20 numbers them otherwise.
_KINDS: Mapping[int, MessageKind] = {
    1: MessageKind.FILE,  # attachment
    2: MessageKind.VOICE,
    3: MessageKind.CARD,  # contact
    6: MessageKind.PICTURE,
    7: MessageKind.TEXT,
    8: MessageKind.CARD,  # location
    9: MessageKind.CARD,  # mini program
    13: MessageKind.RECALL,
    14: MessageKind.CARD,  # link
    15: MessageKind.VIDEO,
}
# Carried as "other" without a remark: chat history, sticker, group note, transfer, red envelope, post.
_KNOWN_OTHERS = frozenset({4, 5, 10, 11, 12, 16})

# WeChat writes U+2005 behind a name that was picked from its list; by hand people type a blank.
_AFTER_NAME = r"(?:[\u2005\s]+|$)"
_CALLED = re.compile(r"@(?=(?P<rest>[^@]{1,64}))")
_MENTION = re.compile(r"@([^@\u2005]{1,64})\u2005")
# 「张三：停水了」, a line of "- - -", then what is said to it. The last such line parts them: a quotation may quote.
_QUOTATION = re.compile(r"「(?P<quoted>.*)」[ \t]*\n(?:[-—－─] ?){3,}[ \t]*\n(?P<said>.*)", re.DOTALL)
_NAMED = re.compile(r"(?P<name>[^：:\n]{1,64})[：:]\s*(?P<text>.*)", re.DOTALL)

# Later seconds than this lie in 2038; in milliseconds it is January 1970.
_LAST_SECOND = 2_145_888_000
_END_OF_TIME = 253_402_300_799


@dataclass(frozen=True, slots=True)
class Wire:
    """A message as a gateway gives it: ``type`` as on the wire, ``stamp`` in s or ms, ``room`` "" for a private chat."""

    id: str
    type: int
    text: str
    stamp: int
    sender: str
    room: str
    to: str = ""
    mentions: tuple[str, ...] = ()
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What must be known to read a message: the channel, the bot's id and names here, the sender's name, the time.

    ``person`` gives the id of who bears a name in this room, None when nobody is known by it.
    """

    channel: str
    account: str
    bot_id: str
    bot_names: tuple[str, ...]
    nick: str
    now: datetime
    person: Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A text taken apart: what is said, what it quotes ("" = nothing) and whose words those are ("" = unknown)."""

    text: str
    quotes: str = ""
    quoted_name: str = ""


def read_message(wire: Wire, around: Around) -> Message:
    """The message; a kind without words has text "", but a file its name and a recall the id of what is recalled.

    The bot's own name is taken out of the text, other people's stay.
    """
    kind = kind_of(wire.type)
    said = take_apart(wire.text) if kind is MessageKind.TEXT else Said(_words(wire, kind))
    mentions = _mentions(wire, said.text, around) if kind is MessageKind.TEXT else ()
    text = said.text
    for name in around.bot_names:
        text = without_name(text, name)
    return Message(
        id=wire.id,
        channel=around.channel,
        account=around.account,
        room=wire.room,
        sender=wire.sender,
        nick=around.nick,
        text=text,
        at=moment(wire.stamp) or around.now,
        kind=kind,
        mentions=mentions,
        to_bot=around.bot_id in mentions or said.quoted_name in around.bot_names,
        quotes=said.quotes,
    )


def read_arrival(event: Event, channel: str, account: str, *, bot_id: str, now: datetime) -> Message:
    """Somebody's coming into a room as a message: ``mentions`` are those who came, ``to_bot`` that the bot is among them."""
    who = blake2b("\0".join(sorted(event.people)).encode(), digest_size=6).hexdigest()
    return Message(
        id=f"joined {event.id} {event.stamp} {who}",
        channel=channel,
        account=account,
        room=event.id,
        sender=event.by,
        nick="",
        text="",
        at=moment(event.stamp) or now,
        kind=MessageKind.JOINED,
        mentions=event.people,
        to_bot=bot_id in event.people,
    )


def kind_of(wire_type: int) -> MessageKind:
    """The kind of a message type on the wire; a type that nobody knows is ``other``."""
    return _KINDS.get(wire_type, MessageKind.OTHER)


def is_known(wire_type: int) -> bool:
    """Whether the type has a name in wechaty-puppet 1.x."""
    return wire_type in _KINDS or wire_type in _KNOWN_OTHERS


def take_apart(text: str) -> Said:
    """Split a WeChat text quotation from what is said to it; a text that quotes nothing comes back whole."""
    match = _QUOTATION.fullmatch(text.lstrip())
    if not match:
        return Said(text)
    named = _NAMED.fullmatch(match["quoted"])
    if not named:
        return Said(match["said"].strip(), match["quoted"])
    return Said(match["said"].strip(), named["text"], named["name"].strip())


def names_in(text: str) -> tuple[str, ...]:
    """The names in ``text`` that WeChat marked: ``@name`` with U+2005 behind it."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def called_in(text: str) -> Iterator[tuple[str, ...]]:
    """For each ``@`` of ``text`` the names that it may call, the likeliest first.

    A name that WeChat marked ends at U+2005; one that was typed by hand at a blank or the end, and may hold blanks.
    """
    for called in _CALLED.finditer(text):
        words = called["rest"]
        marked, mark, _ = words.partition("\u2005")
        ends = [found.start() for found in re.finditer(r"\s|$", marked)]
        typed = [marked[:end] for end in reversed(ends)]
        yield tuple(dict.fromkeys(name for name in ([marked, *typed] if mark else typed) if name))


def is_named(text: str, name: str) -> bool:
    """Whether ``text`` says ``@name``, followed by U+2005, a blank or the end."""
    return bool(name) and "@" in text and re.search(_call(name), text) is not None


def without_name(text: str, name: str) -> str:
    """``text`` without every ``@name``."""
    return re.sub(_call(name), "", text).strip() if is_named(text, name) else text


def with_names(text: str, names: tuple[str, ...]) -> str:
    """``text`` with ``@name`` and U+2005 before it for each of ``names`` that it does not say itself."""
    return "".join(f"@{name}\u2005" for name in names if name and not is_named(text, name)) + text


def moment(stamp: int) -> datetime | None:
    """The time of a stamp in seconds or milliseconds since 1970, aware, UTC; None when it cannot be one."""
    seconds = stamp / 1000 if stamp > _LAST_SECOND else float(stamp)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= _END_OF_TIME else None


def _words(wire: Wire, kind: MessageKind) -> str:
    if kind is MessageKind.FILE:
        return wire.filename
    return wire.text if kind is MessageKind.RECALL else ""


def _mentions(wire: Wire, text: str, around: Around) -> tuple[str, ...]:
    """The ids that the gateway gives, then those behind names in the text; the bot also by a name typed by hand."""
    by_name = [person for names in called_in(text) if (person := next(filter(None, map(around.person, names)), None))]
    bot = [around.bot_id] if any(is_named(text, name) for name in around.bot_names) else []
    return tuple(dict.fromkeys([*wire.mentions, *by_name, *bot]))


def _call(name: str) -> str:
    return rf"@{re.escape(name)}{_AFTER_NAME}"
