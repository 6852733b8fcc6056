"""Events and the payloads of messages as gRPC carries them, read without detours: every message costs one of each.

betterproto reads messages of any shape, and takes four times as long for it. Field numbers and types are those of
``puppet/event.proto`` and ``puppet/message.proto`` of wechaty-grpc; a number that is not known here is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.wechat_text import Wire

PAYLOAD = "/wechaty.Puppet/MessagePayload"
"""The call that takes an ``Ask`` and gives a ``Wire``."""

FILE = "/wechaty.Puppet/MessageFileStream"
"""The call that takes an ``Ask`` and gives a stream of ``Chunk``."""

EVENTS = "/wechaty.Puppet/Event"
"""The call that takes an ``AskNothing`` and gives a stream of ``WireEvent``."""

_ID, _FILENAME, _TEXT, _STAMP, _TYPE, _SENDER, _ROOM, _TO, _MENTION = range(1, 10)
_TEXTS = frozenset({_ID, _FILENAME, _TEXT, _SENDER, _ROOM, _TO})
_NUMBERS = frozenset({_STAMP, _TYPE})
_SIZES = {1: 8, 5: 4}


@dataclass(frozen=True, slots=True)
class Ask:
    """Which message it is about."""

    id: str

    def SerializeToString(self) -> bytes:  # noqa: N802 (what grpclib calls)
        """On the wire."""
        said = self.id.encode()
        return b"\x0a" + _varint(len(said)) + said


class AskNothing:
    """A question without words."""

    def SerializeToString(self) -> bytes:  # noqa: N802 (what grpclib calls)
        """On the wire."""
        return b""


@dataclass(frozen=True, slots=True)
class WireEvent:
    """An event as it came: its type, and its payload as JSON."""

    type: int
    payload: str

    @staticmethod
    def FromString(data: bytes) -> WireEvent:  # noqa: N802 (what grpclib calls)
        """The event, what is absent 0 or ""; ValueError when ``data`` is none."""
        found = dict(_fields(data))
        kind, payload = found.get(1, 0), found.get(2, b"")
        return WireEvent(kind if isinstance(kind, int) else 0, payload.decode() if isinstance(payload, bytes) else "")


class Chunk:
    """A piece of a file; the one that carries its name is empty."""

    @staticmethod
    def FromString(data: bytes) -> bytes:  # noqa: N802 (what grpclib calls)
        """The bytes; ValueError when ``data`` is no such thing."""
        piece = dict(_fields(data)).get(1, b"")
        found = dict(_fields(piece)).get(1, b"") if isinstance(piece, bytes) else b""
        return found if isinstance(found, bytes) else b""


class Given:
    """What grpclib is told to read the answer with."""

    @staticmethod
    def FromString(data: bytes) -> Wire:  # noqa: N802 (what grpclib calls)
        """The message; ValueError when ``data`` is none."""
        return read_payload(data)


def read_payload(data: bytes) -> Wire:
    """A message from the wire, what is absent "" or 0; ValueError when it is cut off or no such thing."""
    texts: dict[int, str] = {}
    numbers: dict[int, int] = {}
    mentions = []
    for number, value in _fields(data):
        if isinstance(value, bytes) and number in _TEXTS:
            texts[number] = value.decode()
        elif isinstance(value, bytes) and number == _MENTION:
            mentions.append(value.decode())
        elif isinstance(value, int) and number in _NUMBERS:
            numbers[number] = value
    text, count = texts.get, numbers.get
    return Wire(
        id=text(_ID, ""),
        type=count(_TYPE, 0),
        text=text(_TEXT, ""),
        stamp=count(_STAMP, 0),
        sender=text(_SENDER, ""),
        room=text(_ROOM, ""),
        to=text(_TO, ""),
        mentions=tuple(mentions),
        filename=text(_FILENAME, ""),
    )


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Number and value of each field, in their order."""
    at = 0
    while at < len(data):
        key, at = _read(data, at)
        kind = key & 7
        if kind == 0:
            value, at = _read(data, at)
            yield key >> 3, value
            continue
        size, at = _read(data, at) if kind == 2 else (_SIZES.get(kind, len(data)), at)
        if at + size > len(data):
            raise ValueError("a message that is cut off")
        yield key >> 3, data[at : at + size]
        at += size


def _read(data: bytes, at: int) -> tuple[int, int]:
    """A varint and the place behind it."""
    if at < len(data) and data[at] < 0x80:
        return data[at], at + 1
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
    raise ValueError("a number that does not end")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))
