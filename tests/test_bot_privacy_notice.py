"""What a room is told about the bot, and when."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import a_district
from rehearsal import demo_district, rehearse
from typer.testing import CliRunner

from bot import wording
from bot.cli.main import app
from bot.keeping_settings import Retention
from bot.privacy_notice import announce
from bot.settings import Settings
from models.errors import NotFound
from models.message import Message
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.words import MessageKind

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)


def _joined(n: int = 0, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "id": f"joined {n}",
        "channel": "practice",
        "room": "room-01",
        "sender": "wxid-inviter",
        "nick": "",
        "text": "",
        "at": NOON,
        "kind": MessageKind.JOINED,
        "mentions": ("wxid-new",),
    }
    return Message(**(values | changes))


def _play(store: Store, *messages: Message, **how: Any) -> list[tuple[str, str]]:
    async def scene() -> list[tuple[str, str]]:
        async with rehearse(store, start=messages[0].at, **how) as stage:
            for message in messages:
                stage.clock.move(message.at)
                await stage.parts.pipeline.take(message)
                await stage.parts.engine.tick(stage.clock.now())
            return stage.taken()

    return asyncio.run(scene())


def test_it_says_who_runs_it_why_what_is_kept_how_long_and_how_to_opt_out() -> None:
    text = wording.privacy(a_district(), Settings(retention=Retention(raw_days=45, core_days=730)))
    for part in ("机器人", "云亭街道办事处", "水、电、气、路", "打码", "加密", "45 天", "2 年", "“勿扰”", "“恢复”"):
        assert part in text
    assert text.endswith("12345。")
    assert len(text) <= 300


def test_a_room_that_the_bot_enters_is_told_once(store: Store) -> None:
    said = _play(store, _joined(to_bot=True), _joined(1, to_bot=True), _joined(2))
    assert [room for room, _ in said] == ["room-01"]


def test_of_those_who_came_nothing_is_kept(store: Store) -> None:
    _play(store, _joined(to_bot=True))
    assert store.call(lambda tx: tx.inbox.count()) == 0
    kept = str(store.call(lambda tx: (tx.audit.recent(10), tx.flags.all(), tx.outbox.recent(10))))
    assert "wxid" not in kept


def test_newcomers_are_told_at_most_once_in_seven_days(store: Store) -> None:
    days = [0, 1, 6, 8]
    said = _play(store, *(_joined(d, at=NOON + timedelta(days=d)) for d in days))
    assert len(said) == 2


@pytest.mark.parametrize("changes", [{"shadow": True}, {"paused": True}])
def test_where_the_bot_is_silent_nothing_is_said(store: Store, changes: dict[str, Any]) -> None:
    district = demo_district()
    rooms = tuple(replace(room, **changes) if room.id == "room-01" else room for room in district.rooms)
    assert _play(store, _joined(to_bot=True), district=replace(district, rooms=rooms)) == []


def test_a_room_that_nobody_bound_is_listed_and_told_nothing(store: Store) -> None:
    assert _play(store, _joined(to_bot=True, room="room-new")) == []
    assert "unknown room practice room-new" in store.call(lambda tx: tx.flags.all())


def test_it_can_be_posted_by_hand_whatever_was_said_before(store: Store) -> None:
    _play(store, _joined(to_bot=True))
    row = store.call(_announce, "room-01", NOON + timedelta(hours=1))
    assert row.room == "room-01"
    said = _play(store, _joined(9, at=NOON + timedelta(hours=2)))
    assert [text for _, text in said if "勿扰" in text] == [row.text]
    with pytest.raises(NotFound):
        store.call(_announce, "room-new", NOON)


def test_the_command_puts_it_into_the_outbox_and_refuses_an_unknown_room(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"database: sqlite:///{tmp_path}/b.db\n", encoding="utf-8")
    store = Store.open(f"sqlite:///{tmp_path}/b.db")
    store.call(lambda tx: tx.district.save(a_district(), NOON))
    done = CliRunner().invoke(app, ["room", "announce", "room-02", "--config", str(config)])
    assert (done.exit_code, "勿扰" in done.output) == (0, True)
    assert [row.room for row in store.call(lambda tx: tx.outbox.recent(10))] == ["room-02"]
    store.close()
    failed = CliRunner().invoke(app, ["room", "announce", "nowhere", "--config", str(config)])
    assert isinstance(failed.exception, NotFound)


def _announce(tx: Tx, room: str, now: datetime) -> Outgoing:
    return announce(tx, room=room, district=demo_district(), settings=Settings(), now=now, actor="wx-14", why="test")
