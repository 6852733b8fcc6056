"""The kill switch, by chat and by command, takes effect within a second on a bot that is running."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rehearsal import FREE, Rehearsal, rehearse

from bot.cli.switches import pause, resume
from bot.settings import Settings
from models.message import Message
from models.outgoing import Outgoing
from models.store import Store
from models.words import Priority

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
_TICK, _TALK = 0.05, 0.02
WITHIN = 1.0

Switch = Callable[[Rehearsal], None]


async def _flood(stage: Rehearsal, store: Store, until: Callable[[], bool]) -> None:
    """A text every 20 ms into two rooms, while the bot sends as ``gridbot run`` does."""
    n = 0
    while not until():
        for room in ("room-01", "room-05"):
            n += 1
            row = Outgoing(f"{time.monotonic()} {n}", f"{n}", room, "", Priority.NOTICE, stage.clock.now(), why="flood")
            await store.run(lambda tx, row=row: tx.outbox.put(row))
        stage.clock.move(stage.clock.now() + timedelta(seconds=_TALK))
        await stage.parts.engine.tick(stage.clock.now())
        await asyncio.sleep(_TALK)


async def _seconds_until(stage: Rehearsal, rooms: set[str], asked: float, *, spoken: bool) -> float:
    """How long after ``asked`` these rooms were spoken in again, or for the last time."""
    last, began = asked, time.monotonic()
    while time.monotonic() - began < 3 * WITHIN:
        said = {room for room, _ in stage.taken()} & rooms
        if said == rooms and spoken:
            return time.monotonic() - asked
        if said:
            last = time.monotonic()
        await asyncio.sleep(_TICK)
        if not spoken and time.monotonic() - max(last, began) > WITHIN:
            break
    return last - asked if not spoken else 3 * WITHIN


def _said(text: str, room: str, sender: str) -> Message:
    return Message(f"k {time.monotonic()}", "practice", room, sender, "", text, NOON)


def _on_file(tmp_path: Path) -> tuple[Store, Path]:
    config = tmp_path / "config.yaml"
    config.write_text(f"database: sqlite:///{tmp_path}/k.db\n", encoding="utf-8")
    return Store.open(f"sqlite:///{tmp_path}/k.db"), config


@pytest.mark.parametrize("room", ["", "room-01"])
@pytest.mark.parametrize("way", ["command", "chat"])
def test_the_kill_switch_works_within_a_second_both_ways(tmp_path: Path, room: str, way: str) -> None:
    store, config = _on_file(tmp_path)
    rooms = {room} if room else {"room-01", "room-05"}

    async def turn(stage: Rehearsal, *, off: bool) -> None:
        if way == "command":
            await asyncio.to_thread(pause if off else resume, room=room, config=config)
        else:
            text = "暂停机器人" if off else "恢复机器人"
            await stage.parts.pipeline.take(_said(text, room, "wx-14"))

    async def scene() -> tuple[float, float]:
        over = False
        async with rehearse(store, start=NOON, settings=Settings(budget=FREE)) as stage:
            flood = asyncio.create_task(_flood(stage, store, lambda: over))
            await _seconds_until(stage, rooms, time.monotonic(), spoken=True)
            asked = time.monotonic()
            await turn(stage, off=True)
            silent = await _seconds_until(stage, rooms, asked, spoken=False)
            asked = time.monotonic()
            await turn(stage, off=False)
            back = await _seconds_until(stage, rooms, asked, spoken=True)
            over = True
            await flood
            return silent, back

    silent, back = asyncio.run(scene())
    store.close()
    assert silent < WITHIN
    assert back < WITHIN
