"""A quarter with work in it, for the tests of 问效 and of what is published: the second of 2025, in a small district."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from factories import a_district, a_ticket

from bot.around import ReportRules
from bot.publishing import Desk
from models.areas import District, Person
from models.store import Store, Tx
from models.words import Rating, Role, Status

TZ = ZoneInfo("Asia/Shanghai")
MAY = datetime(2025, 5, 20, 2, tzinfo=UTC)
AFTER = datetime(2025, 7, 3, 2, tzinfo=UTC)
STANDARDS = """standards:
  - {id: A1, group: 响应, text: 按时签收, weight: 10, formula: "响应率 * 100"}
  - {id: A2, group: 满意, text: 居民满意, weight: 5, formula: "若(评价 >= 3, 满意率 * 100, 无)"}
  - {id: B1, group: 服务, text: 值班电话打得通, weight: 4, evidence: 哪天几点}
  - {id: B2, group: 服务, text: 派人到会, weight: 3}
  - {id: B3, group: 服务, text: 路面恢复, weight: 2, services: [road]}
"""


def branch(area: str = "yt-xc", id_: str = "wx-branch") -> Person:
    """The secretary of an estate's Party branch."""
    return Person(id_, f"{area}支部老于", Role.BUILDING_HEAD, (area,), level="小区党支部")


def a_judged_district() -> District:
    """With one branch."""
    return a_district(people=(*a_district().people, branch()))


def rules(tmp_path: Path) -> ReportRules:
    """The standards above, written down."""
    file = tmp_path / "standards.yaml"
    file.write_text(STANDARDS, encoding="utf-8")
    return ReportRules(standards=file)


def a_desk(tmp_path: Path, **changes: Any) -> Desk:
    """The admin on the third of July."""
    return replace(Desk(a_judged_district(), rules(tmp_path), TZ, AFTER, "wx-admin"), **changes)


def work(store: Store) -> None:
    """Four power tickets in 云亭新村, one of them signed too late, one still open; one in another estate."""

    def write(tx: Tx) -> None:
        tx.district.save(a_judged_district(), MAY)
        for n in range(4):
            at = MAY + timedelta(days=n)
            done = n < 3
            tx.tickets.add(
                a_ticket(
                    matter=f"m-{n}", created_at=at, building=str(n + 1), accepted_at=at, dispatched_at=at,
                    respond_by=at + timedelta(hours=1), signed_at=at + timedelta(hours=2 if n == 0 else 0.5),
                    status=Status.CLOSED if done else Status.IN_PROGRESS,
                    resolved_at=at + timedelta(hours=5) if done else None,
                    asked_at=at + timedelta(hours=5) if done else None,
                    closed_at=at + timedelta(days=1) if done else None,
                    rating=Rating.SATISFIED if done else None,
                )
            )  # fmt: skip
        tx.tickets.add(a_ticket(matter="m-9", created_at=MAY, estate="la-jy", dispatched_at=MAY))

    store.call(write)
