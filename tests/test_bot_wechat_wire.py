"""The wire read by hand says what betterproto says, and nothing worse than ValueError."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_compat import extract_host_and_port  # makes wechaty importable
from bot.wechat_text import Wire
from bot.wechat_wire import Ask, AskNothing, Given, WireEvent, read_payload

assert extract_host_and_port
puppet = pytest.importorskip("wechaty_grpc.wechaty.puppet")

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(_WORDS)
def test_a_question_is_on_the_wire_as_betterproto_writes_it(message_id: str) -> None:
    written = Ask(message_id).SerializeToString()
    assert puppet.MessagePayloadRequest().parse(written).id == message_id
    if message_id:
        assert written == bytes(puppet.MessagePayloadRequest(id=message_id))
    assert AskNothing().SerializeToString() == bytes(puppet.EventRequest())


@given(
    texts=st.tuples(*[_WORDS] * 6),
    stamp=st.integers(0, 2**64 - 1),
    kind=st.integers(0, 40),
    mentions=st.lists(st.text("ab", min_size=1), max_size=4),
)
def test_a_payload_is_read_as_betterproto_reads_it(
    texts: tuple[str, ...], stamp: int, kind: int, mentions: list[str]
) -> None:
    message_id, filename, text, sender, room, to = texts
    data = bytes(
        puppet.MessagePayloadResponse(
            id=message_id,
            filename=filename,
            text=text,
            timestamp=stamp,
            type=kind,
            from_id=sender,
            room_id=room,
            to_id=to,
            mention_ids=mentions,
        )
    )
    expected = Wire(message_id, kind, text, stamp, sender, room, to, tuple(mentions), filename)
    assert Given.FromString(data) == expected


@given(kind=st.integers(0, 40), payload=_WORDS)
def test_an_event_is_read_as_betterproto_reads_it(kind: int, payload: str) -> None:
    data = bytes(puppet.EventResponse(type=kind, payload=payload))
    assert WireEvent.FromString(data) == WireEvent(kind, payload)


@given(st.binary(max_size=60))
def test_what_is_no_message_is_a_value_error_at_worst(data: bytes) -> None:
    for read in (read_payload, WireEvent.FromString):
        try:
            read(data)
        except ValueError:
            continue


@pytest.mark.parametrize("data", [b"\x0a", b"\x0a\x05abc", b"\x80", b"\xff" * 12, b"\x19\x00", b"\x0b\x00"])
def test_a_message_that_is_cut_off_or_of_no_known_shape_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut off|does not end"):
        read_payload(data)


def test_fields_that_nobody_knows_are_passed_over() -> None:
    newer = (
        bytes(puppet.MessagePayloadResponse(id="m-1")) + b"\x52\x02\x08\x01" + b"\x59" + b"\0" * 8 + b"\x5d" + b"\0" * 4
    )
    assert read_payload(newer).id == "m-1"
