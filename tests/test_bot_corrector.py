from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quarter_stage import TZ, a_desk, a_judged_district, work

from bot.around import Around
from bot.corrector import Corrector
from bot.publishing import publish
from dispatch.clocks import Clocks
from models.privacy import Vault
from models.spans import read_span
from models.store import Store
from models.words import Status

NIGHT = datetime(2025, 7, 3, 19, 45, tzinfo=UTC)
"""03:45 in Shanghai, on the fourth."""


def corrector(store: Store, tmp_path: Path, days: int = 100) -> Corrector:
    desk = a_desk(tmp_path)

    def around(now: datetime) -> Around:
        return Around(a_judged_district(), Clocks(), TZ, Vault(b"k" * 32), now, rules=desk.rules)

    return Corrector(store=store, around=around, days=days)


def changed(store: Store, tmp_path: Path) -> None:
    work(store)
    store.call(publish, span=read_span("2025Q2"), desk=a_desk(tmp_path))
    late = store.call(lambda tx: tx.tickets.get(4))
    store.call(lambda tx: tx.tickets.save(late.evolve(status=Status.REWORK, reworks=1)))


def test_what_differs_is_written_down_once_a_night(store: Store, tmp_path: Path) -> None:
    changed(store, tmp_path)
    work_at = corrector(store, tmp_path)
    assert asyncio.run(work_at.step(NIGHT - timedelta(hours=1))) == datetime(2025, 7, 3, 19, 40, tzinfo=UTC)
    assert store.call(lambda tx: tx.quarters.corrections("2025Q2")) == []
    assert asyncio.run(work_at.step(NIGHT)) == datetime(2025, 7, 4, 19, 40, tzinfo=UTC)
    told = store.call(lambda tx: tx.quarters.corrections("2025Q2"))
    assert {c.by for c in told} == {"bot"}
    assert "工单 重办" in {c.figure for c in told}
    asyncio.run(work_at.step(NIGHT + timedelta(minutes=5)))
    asyncio.run(work_at.step(NIGHT + timedelta(days=1)))
    assert store.call(lambda tx: tx.quarters.corrections("2025Q2")) == told


def test_after_its_days_a_period_is_left_in_peace(store: Store, tmp_path: Path) -> None:
    changed(store, tmp_path)
    asyncio.run(corrector(store, tmp_path, days=1).step(NIGHT + timedelta(days=2)))
    assert store.call(lambda tx: tx.quarters.corrections("2025Q2")) == []
    assert asyncio.run(corrector(store, tmp_path, days=0).step(NIGHT)) is None


def test_standards_that_cannot_be_read_leave_the_rest_of_the_night_alone(store: Store, tmp_path: Path) -> None:
    changed(store, tmp_path)
    work_at = corrector(store, tmp_path)
    (tmp_path / "standards.yaml").write_text("standards: [{id: A1}]", encoding="utf-8")
    asyncio.run(work_at.step(NIGHT))
    assert store.call(lambda tx: tx.quarters.corrections("2025Q2")) == []
