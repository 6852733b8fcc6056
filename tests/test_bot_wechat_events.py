"""Events of a gateway, good and odd."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_events import Event, EventType, concerns_us, read_event

JOIN = {"roomId": "r@1", "inviteeIdList": ["wx-2"], "inviterId": "wx-1", "timestamp": 1_782_000_000}

LEAVE = {"roomId": "r@1", "removeeIdList": ["wx-2"], "removerId": "wx-1", "timestamp": 1_782_000_000}


def _read(event: EventType, payload: Any) -> Event | None:
    return read_event(event, json.dumps(payload))


@pytest.mark.parametrize(
    ("event", "payload", "found"),
    [
        (EventType.MESSAGE, {"messageId": "m-1"}, "m-1"),
        (EventType.LOGIN, {"contactId": "wx-bot"}, "wx-bot"),
        (EventType.LOGOUT, {"contactId": "wx-bot", "data": "kicked"}, ""),
        (EventType.LOGOUT, {}, ""),
        (EventType.DONG, {"data": "x"}, ""),
        (EventType.DONG, {}, ""),
        (EventType.HEARTBEAT, {"data": "x", "timeout": 60}, ""),
        (EventType.SCAN, {"qrcode": "x"}, ""),
        (EventType.SCAN, {"status": 99}, ""),
        (EventType.ERROR, {"gerror": "x"}, ""),
        (EventType.DIRTY, {"payloadType": 3, "payloadId": "r@1"}, "r@1"),
        (EventType.ROOM_LEAVE, LEAVE, "r@1"),
    ],
)
def test_an_event_is_read(event: EventType, payload: dict[str, Any], found: str) -> None:
    assert _read(event, payload) == Event(event, found)


def test_who_came_into_a_room_and_by_whom_is_read() -> None:
    found = Event(EventType.ROOM_JOIN, "r@1", people=("wx-2",), by="wx-1", stamp=1_782_000_000)
    assert _read(EventType.ROOM_JOIN, JOIN) == found


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        (EventType.MESSAGE, {}),
        (EventType.MESSAGE, {"messageId": None}),
        (EventType.MESSAGE, {"messageId": ""}),
        (EventType.MESSAGE, {"messageId": 7}),
        (EventType.MESSAGE, {"messageId": "\ud800"}),
        (EventType.MESSAGE, []),
        (EventType.MESSAGE, None),
        (EventType.LOGIN, {"contactId": {}}),
        (EventType.DIRTY, {"payloadType": 3}),
        (EventType.ROOM_JOIN, {**JOIN, "inviteeIdList": None}),
        (EventType.ROOM_JOIN, {**JOIN, "inviteeIdList": ["wx-2", None]}),
        (EventType.ROOM_JOIN, {**JOIN, "timestamp": "yesterday"}),
        (EventType.ROOM_JOIN, {**JOIN, "timestamp": 1e300}),
        (EventType.ROOM_JOIN, {**JOIN, "roomId": ""}),
        (EventType.ROOM_LEAVE, JOIN),
    ],
)
def test_an_event_that_lacks_what_it_must_have_is_none(event: EventType, payload: Any) -> None:
    assert _read(event, payload) is None


@pytest.mark.parametrize("payload", ["", "null", "{", "[" * 100_000, "\x00", "7", "undefined"])
def test_what_is_no_json_is_none(payload: str) -> None:
    assert read_event(EventType.MESSAGE, payload) is None


def test_only_events_of_use_are_worth_a_remark() -> None:
    assert concerns_us(EventType.MESSAGE)
    assert not concerns_us(17)
    assert not concerns_us(4711)


@given(st.integers(), st.text())
def test_any_text_of_any_type_is_read_or_none(wire_type: int, payload: str) -> None:
    assert read_event(wire_type, payload) is None or concerns_us(wire_type)


_values = st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda v: st.lists(v, max_size=3))
_names = st.sampled_from(["messageId", "contactId", "payloadId", "roomId", "inviteeIdList", "inviterId", "timestamp"])


@given(st.sampled_from(EventType), st.dictionaries(_names, _values))
def test_fields_of_any_kind_are_read_or_none(event: EventType, fields: dict[str, Any]) -> None:
    found = _read(event, fields)
    assert found is None or found.type is event
