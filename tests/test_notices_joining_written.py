"""How well follow-ups find their notice, over the announcements that we wrote ourselves, by their words alone (no
district, so no place is known but as it is written)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from models.notice import Notice
from notices.parse import parse
from notices.threads import join

ROWS = Path(__file__).parent / "data" / "notices_written.jsonl"
TZ = ZoneInfo("Asia/Shanghai")


def _rows() -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    return sorted(rows, key=lambda r: str(r["published_at"]))


def _counts(notice: Notice, at: datetime) -> bool:
    """As ``tx.notices.open``."""
    if notice.over:
        return False
    if notice.end:
        return notice.end >= at - timedelta(hours=6)
    return at - notice.published_at.replace(tzinfo=None) < timedelta(days=3)


def _outcomes() -> Iterator[str]:
    """Of each announcement: right, missed or wrong."""
    threads: dict[str, str] = {}
    made: dict[str, Notice] = {}
    for row in _rows():
        at = datetime.fromisoformat(row["published_at"])
        said = parse(row["text"], at)
        if not said.is_notice:
            continue
        standing = [n for n in made.values() if _counts(n, at)]
        found = join(said, text=row["text"], reach=(), member="", at_local=at, standing=standing)
        gold = row.get("follows")
        threads[row["id"]] = threads.get(gold, gold) if gold else row["id"]
        got = found.notice.ref if found else None
        right = got is None if gold is None else got is not None and threads[got] == threads[row["id"]]
        yield "right" if right else "missed" if got is None else "wrong"
        made.pop(got or "", None)
        made[row["id"]] = Notice(len(made), 1, "f", row["id"], "", said, row["text"], at.replace(tzinfo=TZ))


def test_follow_ups_find_their_notice_and_hardly_ever_another() -> None:
    counted = Counter(_outcomes())
    assert counted["wrong"] <= 1
    assert counted["missed"] <= 7
    assert counted["right"] >= 122
