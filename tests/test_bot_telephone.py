"""A telephone number is told in private to who must ring, and stands nowhere in the clear."""

from __future__ import annotations

import asyncio
from datetime import datetime

from disk import bytes_of
from rehearsal import TZ, Rehearsal, rehearse

from bot.script import read_script
from models.store import Store

NUMBER = "13812345678"
SCRIPT = f"""
09:00 @9-503：我家停水了，柳汀新村9栋一滴都没有，电话{NUMBER}
09:05 @wx-09：电话 1
09:06 @wx-01：电话 1
09:07 @wx-11：电话 1
"""


def test_it_is_filled_in_as_the_text_leaves(store: Store, store_url: str) -> None:
    start = datetime(2026, 7, 3, 9, tzinfo=TZ)

    async def scene() -> list[tuple[str, str]]:
        async with rehearse(store, start=start) as stage:
            await _play(stage, start)
            return stage.taken()

    said = [(room, text) for room, text in asyncio.run(scene()) if NUMBER in text]
    assert sorted(room for room, _ in said) == ["@wx-01", "@wx-09"]
    assert NUMBER.encode() not in bytes_of(store_url)
    told = [a for a in store.call(lambda tx: tx.audit.of("ticket 1")) if a.action == "phone told"]
    assert [a.actor for a in told] == ["wx-09", "wx-01"]


async def _play(stage: Rehearsal, start: datetime) -> None:
    for cue in read_script(SCRIPT, "telephone", day=start.date(), tz=TZ):
        await stage.player.play(cue)
