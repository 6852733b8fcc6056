"""The assisted channel: whose texts a person posts, and how lines from a room without a bot become messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_matter, a_message, an_outgoing
from rehearsal import rehearse

from bot.assisted import (
    ASSISTED,
    Occasion,
    Recall,
    Said,
    assisted_room,
    by_hand,
    hear,
    heard,
    rooms_by_hand,
)
from models.areas import District
from models.errors import NotFound, Refused
from models.matter import Matter
from models.message import Message
from models.privacy import Vault
from models.store import Store
from models.words import Delivery, MessageKind

DAY = datetime(2025, 6, 10, 10)  # noqa: DTZ001 (local)
VAULT = Vault(b"k" * 32)


def by_hand_in(*rooms: str) -> District:
    """The small district with these rooms served by hand."""
    return a_district(rooms=tuple(replace(r, channel=ASSISTED) if r.id in rooms else r for r in a_district().rooms))


def occasion(**changes: Any) -> Occasion:
    base = {"room": "room-01", "day": DAY, "tz": ZoneInfo("Asia/Shanghai"), "digest": VAULT.hash, "staff": {}}
    return Occasion(**(base | changes))


def one(said: Said, **changes: Any) -> Message:
    [message] = heard([said], occasion(**changes))
    return message


def test_a_text_is_posted_by_hand_when_its_room_has_no_bot() -> None:
    district = by_hand_in("room-01")
    assert rooms_by_hand(district) == ("room-01",)
    assert by_hand(an_outgoing(room="room-01"), district)
    assert not by_hand(an_outgoing(room="room-02"), district)
    assert not by_hand(an_outgoing(room="", person="wx-worker"), district)
    assert not by_hand(an_outgoing(room="nowhere"), district)


def test_a_room_is_found_by_its_id_and_by_its_name() -> None:
    district = by_hand_in("room-01")
    assert assisted_room(district, "room-01") == assisted_room(district, "云亭新村便民群") == "room-01"


def test_where_the_bot_listens_itself_nothing_is_pasted() -> None:
    with pytest.raises(Refused):
        assisted_room(by_hand_in("room-01"), "room-02")
    with pytest.raises(NotFound):
        assisted_room(by_hand_in("room-01"), "room-99")


def test_a_line_becomes_a_message_of_its_room_and_minute() -> None:
    message = one(Said("3栋-王", "停水了吗", datetime(2025, 6, 10, 9, 1, 22)))  # noqa: DTZ001
    assert (message.channel, message.room, message.nick) == (ASSISTED, "room-01", "3栋-王")
    assert message.at == datetime(2025, 6, 10, 1, 1, 22, tzinfo=UTC)


def test_the_same_line_is_the_same_message_whatever_the_copy_says_of_seconds() -> None:
    at = datetime(2025, 6, 10, 9, 1)  # noqa: DTZ001
    assert one(Said("王", "停水", at)).id == one(Said("王", "停水", at.replace(second=22), line=9)).id
    assert one(Said("王", "停水", at)).id != one(Said("王", "停水", at + timedelta(minutes=1))).id
    assert one(Said("王", "停水", at)).id != one(Said("李", "停水", at)).id
    assert one(Said("王", "停水", at)).id != one(Said("王", "停水", at), room="room-02").id


def test_a_line_without_a_time_is_the_same_message_all_day() -> None:
    assert one(Said("王", "停水")).id == one(Said("王", "停水"), day=DAY + timedelta(hours=3)).id
    assert one(Said("王", "停水")).id != one(Said("王", "停水"), day=DAY + timedelta(days=1)).id


def test_an_id_gives_nothing_away_without_the_key() -> None:
    other = occasion(digest=Vault(b"x" * 32).hash)
    assert one(Said("王", "停水")).id != heard([Said("王", "停水")], other)[0].id


def test_one_nickname_in_two_rooms_is_two_people() -> None:
    assert one(Said("王", "停水")).sender != one(Said("王", "停水"), room="room-02").sender


def test_a_nickname_is_staff_only_on_somebodys_word() -> None:
    assert one(Said("网格员小林", "停水")).sender not in a_district().person
    assert one(Said("网格员小林", "停水"), staff={"网格员小林": "wx-worker"}).sender == "wx-worker"


def test_a_picture_is_a_picture() -> None:
    message = one(Said("王", "[图片]"))
    assert (message.kind, message.text) == (MessageKind.PICTURE, "")


def test_what_was_open_when_a_line_was_said_is_remembered_before_it_and_nothing_later() -> None:
    order: list[str] = []

    async def take(message: Message) -> None:
        order.append(message.id)

    def preload(matters: Any) -> None:
        order.extend(m.key for m in matters)

    matters: list[Matter] = [a_matter(key=f"m-{n}", opened_at=NOW + timedelta(minutes=n)) for n in (5, 1, 9)]
    recall = Recall(preload, matters)
    recall.met("m-9")
    messages = [a_message(id=f"line-{n}", at=NOW + timedelta(minutes=n)) for n in (1, 5, 6, 10)]
    assert asyncio.run(hear(messages, take=take, recall=recall)) == 4
    assert order == ["line-1", "m-1", "line-5", "m-5", "line-6", "line-10"]


def test_in_a_whole_bot_the_texts_of_such_a_room_stay_while_others_leave(store: Store) -> None:
    async def play() -> tuple[set[str], set[str]]:
        async with rehearse(store, start=NOW, district=by_hand_in("room-01")) as stage:
            for room in ("room-01", "room-02"):
                await stage.stage.play(room=room, sender=f"h-{room}", nick="3栋-王", text="3栋停水了，水管爆了")
            await stage.parts.engine.tick(stage.clock.now())
            said = {room for room, _ in stage.taken() if not room.startswith("@")}
        return said, {r.room for r in store.call(lambda tx: tx.outbox.recent(99)) if r.status is Delivery.WAITING}

    said, waiting = asyncio.run(play())
    assert said == {"room-02"}
    assert waiting == {"room-01"}
