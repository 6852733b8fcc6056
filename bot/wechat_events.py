"""Events of a gateway, read with care: one odd payload must not end the stream. Pure; knows the wire, not wechaty."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class EventType(IntEnum):
    """Event types on the wire (wechaty-grpc, ``puppet/event.proto``) that the channel acts on."""

    HEARTBEAT = 1
    MESSAGE = 2
    DONG = 3
    ERROR = 16
    ROOM_JOIN = 19
    ROOM_LEAVE = 20
    SCAN = 22
    READY = 23
    LOGIN = 25
    LOGOUT = 26
    DIRTY = 27


# Milliseconds until the year 3000; wechaty reads a time as seconds or milliseconds by its size.
_END_OF_TIME = 32_503_680_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the channel uses it; ``id`` is a message's, an account's, a room's or a changed thing's id, "" for none.

    When somebody came into a room, ``people`` are the ids of who came, ``by`` of who brought them, ``stamp`` when (s or ms).
    """

    type: EventType
    id: str = ""
    people: tuple[str, ...] = ()
    by: str = ""
    stamp: int = 0


def read_event(wire_type: int, payload: str) -> Event | None:
    """The event, or None when its type is of no use here or its payload lacks what it must have. Never raises."""
    read = _READERS.get(wire_type)
    fields = _fields(payload)
    found = read(fields) if read else None
    if found is None:
        return None
    more = _arrival(fields) if wire_type == EventType.ROOM_JOIN else {}
    return Event(EventType(wire_type), found, **more)


def concerns_us(wire_type: int) -> bool:
    """Whether an event of this type that cannot be read is worth a remark."""
    return wire_type in _READERS


_Fields = Mapping[str, Any]
_Reader = Callable[[_Fields], str | None]


def _fields(payload: str) -> _Fields:
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _id(name: str) -> _Reader:
    """The field ``name`` as an id, which is the event's."""
    return lambda fields: fields[name] if _is_id(fields.get(name)) else None


def _change(who: str, by: str) -> _Reader:
    """The room's id, when all is there that wechaty's own reader and its listeners reach for."""

    def read(fields: _Fields) -> str | None:
        people = fields.get(who)
        ids = [fields.get("roomId"), fields.get(by), *(people if isinstance(people, list) else [None])]
        stamp = fields.get("timestamp")
        timed = isinstance(stamp, int | float) and 0 < stamp < _END_OF_TIME
        return fields["roomId"] if timed and all(map(_is_id, ids)) else None

    return read


def _arrival(fields: _Fields) -> dict[str, Any]:
    """Who came, by whom and when; ``_change`` has seen that it is all there."""
    return {"people": tuple(fields["inviteeIdList"]), "by": fields["inviterId"], "stamp": int(fields["timestamp"])}


def _is_id(value: object) -> bool:
    """A text that can be sent back as UTF-8: JSON may hold half a surrogate pair."""
    return isinstance(value, str) and value != "" and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _nothing(_: _Fields) -> str:
    return ""


_READERS: Mapping[int, _Reader] = {
    EventType.HEARTBEAT: _nothing,
    EventType.MESSAGE: _id("messageId"),
    EventType.DONG: _nothing,
    EventType.ERROR: _nothing,
    EventType.ROOM_JOIN: _change("inviteeIdList", "inviterId"),
    EventType.ROOM_LEAVE: _change("removeeIdList", "removerId"),
    EventType.SCAN: _nothing,
    EventType.READY: _nothing,
    EventType.LOGIN: _id("contactId"),
    EventType.LOGOUT: _nothing,
    EventType.DIRTY: _id("payloadId"),
}
