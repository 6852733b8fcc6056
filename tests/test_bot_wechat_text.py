"""Kinds, quotations, names and times of WeChat messages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_events import Event, EventType
from bot.wechat_text import (
    Around,
    Said,
    Wire,
    is_known,
    is_named,
    kind_of,
    moment,
    names_in,
    read_arrival,
    read_message,
    take_apart,
    with_names,
    without_name,
)
from models.message import Message
from models.words import MessageKind

NOW = datetime(2026, 7, 3, 1, 0, tzinfo=UTC)
ODD_NAMES = ["[bot", "C++", "*", "小格(机器人)", "a.b", "^$", "\\d", "小 格"]
LINE = "- - - - - - - - - - - - - - -"


def _wire(text: str = "停水了", **changes: Any) -> Wire:
    return Wire(
        **{"id": "m-1", "type": 7, "text": text, "stamp": 1_782_000_000, "sender": "wx-1", "room": "r@1", **changes}
    )


def _read(wire: Wire, **changes: Any) -> Message:
    around = {
        "channel": "wechat",
        "account": "a-1",
        "bot_id": "wx-bot",
        "bot_names": ("小格",),
        "nick": "3栋张三",
        "now": NOW,
        "person": {"李师傅": "wx-9"}.get,
    }
    return read_message(wire, Around(**{**around, **changes}))


def test_a_text_is_read_whole() -> None:
    assert _read(_wire()) == Message(
        id="m-1",
        channel="wechat",
        room="r@1",
        sender="wx-1",
        nick="3栋张三",
        text="停水了",
        at=datetime.fromtimestamp(1_782_000_000, UTC),
        account="a-1",
    )


@pytest.mark.parametrize(
    ("wire_type", "kind"),
    [
        (1, MessageKind.FILE),
        (2, MessageKind.VOICE),
        (3, MessageKind.CARD),
        (6, MessageKind.PICTURE),
        (7, MessageKind.TEXT),
        (13, MessageKind.RECALL),
        (14, MessageKind.CARD),
        (15, MessageKind.VIDEO),
        (0, MessageKind.OTHER),
        (5, MessageKind.OTHER),
        (16, MessageKind.OTHER),
        (999, MessageKind.OTHER),
        (-1, MessageKind.OTHER),
    ],
)
def test_a_type_on_the_wire_has_its_kind(wire_type: int, kind: MessageKind) -> None:
    assert kind_of(wire_type) is kind


def test_only_a_type_without_a_name_is_unknown() -> None:
    assert [t for t in range(20) if not is_known(t)] == [0, 17, 18, 19]


def test_what_stands_in_a_card_or_a_picture_is_not_taken_for_words() -> None:
    assert _read(_wire("<msg>停水了</msg>", type=14)).text == ""


def test_a_file_has_its_name_as_text() -> None:
    message = _read(_wire("<xml/>", type=1, filename="7月停电计划.xlsx"))
    assert (message.kind, message.text) == (MessageKind.FILE, "7月停电计划.xlsx")


def test_a_recall_names_the_message_that_is_gone() -> None:
    message = _read(_wire("m-0", type=13))
    assert (message.kind, message.text, message.to_bot) == (MessageKind.RECALL, "m-0", False)


# ---- quotations


def test_a_quotation_is_parted_from_what_is_said_to_it() -> None:
    message = _read(_wire(f"「张三：3栋停水了」\n{LINE}\n我家也是"))
    assert (message.quotes, message.text, message.to_bot) == ("3栋停水了", "我家也是", False)


def test_quoting_the_bot_speaks_to_it() -> None:
    message = _read(_wire(f"「小格：请评价工单 12」\n{LINE}\n1"))
    assert (message.quotes, message.text, message.to_bot) == ("请评价工单 12", "1", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"「张三：一\n二」\n{LINE}\n好\n的", Said("好\n的", "一\n二", "张三")),
        (f"「张三: 一」\n{LINE}\n好", Said("好", "一", "张三")),
        ("「张三：一」\n——————\n好", Said("好", "一", "张三")),
        (f"「没有名字」\n{LINE}\n好", Said("好", "没有名字")),
        (f"「甲：「乙：丙」\n{LINE}\n丁」\n{LINE}\n戊", Said("戊", f"「乙：丙」\n{LINE}\n丁", "甲")),
        (f"「张三：一」\n{LINE}\n", Said("", "一", "张三")),
        ("「张三：一」好", Said("「张三：一」好")),
        (f"前面「张三：一」\n{LINE}\n好", Said(f"前面「张三：一」\n{LINE}\n好")),
        ("", Said("")),
    ],
)
def test_quotations_come_in_many_forms(text: str, said: Said) -> None:
    assert take_apart(text) == said


def test_a_huge_text_that_nearly_quotes_is_read_at_once() -> None:
    text = "「" + "」\n- - - " * 20_000
    assert take_apart(text).text == text


# ---- names


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("after", ["\u2005", " ", "", "\u2005 "])
def test_the_bot_is_found_by_its_name_however_odd(name: str, after: str) -> None:
    text = f"@{name}{after}" if after == "" else f"@{name}{after}我的工单"
    message = _read(_wire(text), bot_names=(name,))
    assert message.to_bot
    assert message.mentions == ("wx-bot",)
    assert message.text == ("" if after == "" else "我的工单")


def test_a_name_that_only_begins_like_the_bots_is_somebody_else() -> None:
    assert not _read(_wire("@小格子 在吗")).to_bot


def test_the_bot_is_found_by_its_id() -> None:
    message = _read(_wire("在吗", mentions=("wx-3", "wx-bot")))
    assert message.to_bot
    assert message.mentions == ("wx-3", "wx-bot")


def test_somebody_whose_name_is_known_in_the_room_is_mentioned_by_id() -> None:
    message = _read(_wire("@李师傅\u20053栋停水了 @没听说过\u2005"))
    assert message.mentions == ("wx-9",)
    assert message.text == "@李师傅\u20053栋停水了 @没听说过\u2005"


@pytest.mark.parametrize("name", [*ODD_NAMES, "李师傅"])
@pytest.mark.parametrize("after", ["\u2005", " ", "\u3000", ""])
def test_somebody_is_found_by_a_name_that_was_picked_or_typed(name: str, after: str) -> None:
    text = f"麻烦@{name}{after}" + ("" if after == "" else "看下3栋 @别人 谢谢")
    message = _read(_wire(text), person={name: "wx-9"}.get)
    assert message.mentions == ("wx-9",)
    assert not message.to_bot


def test_of_two_names_that_fit_the_longer_one_is_meant() -> None:
    message = _read(_wire("@小 林 来一下"), person={"小": "wx-1", "小 林": "wx-2"}.get)
    assert message.mentions == ("wx-2",)


def test_a_huge_text_full_of_calls_is_read_at_once() -> None:
    assert _read(_wire("@ 小 " * 20_000)).mentions == ()


def test_somebodys_coming_into_a_room_is_a_message() -> None:
    event = Event(EventType.ROOM_JOIN, "r@1", people=("wx-2", "wx-bot"), by="wx-1", stamp=1_782_000_000)
    message = read_arrival(event, "wechat", "a-1", bot_id="wx-bot", now=NOW)
    assert (message.kind, message.room, message.sender, message.to_bot) == (MessageKind.JOINED, "r@1", "wx-1", True)
    assert message.mentions == ("wx-2", "wx-bot")
    assert message.at == datetime.fromtimestamp(1_782_000_000, UTC)
    assert not read_arrival(event, "wechat", "a-1", bot_id="wx-other", now=NOW).to_bot
    assert read_arrival(event, "wechat", "a-1", bot_id="", now=NOW).id == message.id


def test_without_a_name_the_bot_is_not_found_in_every_text() -> None:
    assert not _read(_wire("@ 停水了"), bot_names=()).to_bot


def test_a_quotation_without_a_name_is_not_the_bots() -> None:
    assert not _read(_wire(f"「停水了」\n{LINE}\n好"), bot_names=()).to_bot


@given(st.sampled_from(ODD_NAMES), st.text(max_size=30))
def test_a_name_that_was_put_before_a_text_is_found_and_taken_out_again(name: str, text: str) -> None:
    called = with_names(text, (name,))
    assert is_named(called, name)
    assert not is_named(without_name(called, name), name) or f"@{name}" in text


def test_a_name_that_a_text_says_itself_is_not_put_before_it_again() -> None:
    assert with_names("@李姐\u2005已修好", ("李姐",)) == "@李姐\u2005已修好"


def test_names_that_wechat_marked_are_found_once_each() -> None:
    assert names_in("@甲\u2005@C++\u2005 和 @甲\u2005 还有 @乙 都来") == ("甲", "C++")


# ---- times


@pytest.mark.parametrize("stamp", [1_782_000_000, 1_782_000_000_000])
def test_a_time_comes_in_seconds_or_milliseconds(stamp: int) -> None:
    assert moment(stamp) == datetime(2026, 6, 21, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("stamp", [0, -1, 2**63, 10**17])
def test_what_cannot_be_a_time_is_now(stamp: int) -> None:
    assert _read(_wire(stamp=stamp)).at == NOW


@given(st.text(), st.integers(-5, 100), st.integers(-(2**63), 2**64))
def test_whatever_comes_is_read(text: str, wire_type: int, stamp: int) -> None:
    message = _read(_wire(text, type=wire_type, stamp=stamp))
    assert message.at.tzinfo is UTC
