"""What a running bot follows without a restart."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from factories import NOW, a_district, an_audit

from bot.assisted import HEARD
from bot.reload import Reloader
from models.areas import District
from models.store import Store


def test_a_new_district_and_lines_heard_by_another_process_are_taken_into_use_once(store: Store) -> None:
    used: list[datetime] = []

    def use(district: District, now: datetime) -> None:
        used.append(now)

    def look(seconds: float) -> int:
        asyncio.run(reloader.step(NOW + timedelta(seconds=seconds)))
        return len(used)

    reloader = Reloader(store, use)
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    assert look(0) == 0
    store.call(lambda tx: tx.audit.add(an_audit(subject="district", action="import")))
    assert (look(1), look(6), look(12)) == (0, 1, 1)
    store.call(lambda tx: tx.flags.set(HEARD, NOW.isoformat()))
    assert (look(18), look(24)) == (2, 2)
