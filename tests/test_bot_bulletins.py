"""What a room reads in a bulletin: its own estate, what the utilities stated with source and hour, where help is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rehearsal import TZ, Rehearsal, demo_district, rehearse

from bot.engine import advance
from bot.health import RimHealth
from models.notice import FeedItem
from models.store import Store

OUT = "【故障停电】因线路故障，7月3日8:40起，桐坞家园1-16幢停电，正在抢修，预计11:30恢复。柳汀供电服务站"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 7, 3, hour, minute, tzinfo=TZ)


@pytest.fixture
def told(tmp_path: Path) -> dict[str, list[str]]:
    """What rooms 5 and 7 read of a storm of one morning."""
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    found: dict[str, list[str]] = {}

    async def morning() -> None:
        async with rehearse(store, start=at(8, 50)) as stage:
            await stage.player._publish(FeedItem("供电公告", "n-1", OUT, at(8, 50), "power"))
            await say(stage, at(8, 55), "8栋-芒果", "我家电表跳闸，电费单子不对", "room-05")
            await say(stage, at(9), "wx-15", "应急 开始 桐坞社区 到明天8点 台风")
            await say(stage, at(9, 1), "wx-15", "应急 安置点 桐坞小学体育馆")
            await say(stage, at(9, 30), "wx-15", "应急 通报")
            for room in ("room-05", "room-07"):
                lines = stage.stage.transcript(room, 100)
                found[room] = [line.text for line in lines if line.by_bot and "应急通报" in line.text]

    asyncio.run(morning())
    store.close()
    return found


async def say(stage: Rehearsal, when: datetime, who: str, text: str, room: str = "") -> None:
    await advance(stage.parts.engine, stage.clock, when)
    person = demo_district().person.get(who)
    await stage.stage.play(room=room, sender=who, nick=person.name if person else who, text=text)
    await stage.parts.engine.tick(stage.clock.now())


def test_the_utilitys_own_word_is_quoted_with_its_hour(told: dict[str, list[str]]) -> None:
    first, second = told["room-05"]
    assert "柳汀供电服务站" in first and "8:50 发布" in first and "11:30" in first
    assert "目前没有" not in first and "目前没有" in told["room-07"][0]
    assert "柳汀供电服务站 " not in told["room-07"][0]
    assert "桐坞小学体育馆" in second and "体育馆" not in first


def test_what_is_of_one_home_is_not_in_it(told: dict[str, list[str]]) -> None:
    assert not any("电费" in text or "电表" in text or "跳闸" in text for text in told["room-05"])


def test_readiness_shows_the_state_and_when_it_is_due_for_review(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")

    async def look() -> list[tuple[str, bool, str]]:
        async with rehearse(store, start=at(9)) as stage:
            await say(stage, at(9), "wx-15", "应急 开始 桐坞社区 到今天12点 台风")
            parts = stage.parts
            health = RimHealth(
                store=store, board=parts.board, purses=parts.sender.purses, sources=(), pipeline=parts.pipeline,
                tz=TZ, patience=timedelta(minutes=1),
            )  # fmt: skip
            found = await health.readiness(at(9, 5)), await health.readiness(at(12, 30))
            return [(p.name, p.ok, p.detail) for r in found for p in r.parts if p.name.startswith("应急")]

    first, later = asyncio.run(look())
    store.close()
    assert first[:2] == ("应急 桐坞社区", True) and "台风" in first[2] and "12:00 复核" in first[2]
    assert later[1] is False
