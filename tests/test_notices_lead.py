"""How early a planned notice must be out by law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import a_notice, an_announcement

from models.notice import Block, Notice
from models.words import NoticeStatus, Service
from notices.lead import LIMITS, lead_of

TZ = ZoneInfo("Asia/Shanghai")


def _planned(hours: float, service: Service = Service.POWER, text: str = "计划检修", **changes: object) -> Notice:
    start = datetime(2025, 6, 20, 8)  # noqa: DTZ001 (local)
    at = (start - timedelta(hours=hours)).replace(tzinfo=TZ).astimezone(UTC)
    block = Block(start, start + timedelta(hours=8))
    said = an_announcement(**({"service": service, "blocks": (block,)} | changes))
    return a_notice(said=said, text=text, published_at=at)


@pytest.mark.parametrize(
    ("service", "text", "hours", "late"),
    [
        (Service.POWER, "计划检修", 168, False),
        (Service.POWER, "计划检修", 167.9, True),
        (Service.POWER, "临时检修", 24, False),
        (Service.POWER, "临时检修", 23, True),
        (Service.WATER, "管道检修", 24, False),
        (Service.WATER, "管道检修", 12, True),
        (Service.GAS, "置换", 48, False),
        (Service.GAS, "置换", 30, True),
    ],
)
def test_the_limits_of_the_law(service: Service, text: str, hours: float, late: bool) -> None:
    lead = lead_of(_planned(hours, service, text), TZ)
    assert lead is not None
    assert lead.late is late
    assert lead.given == timedelta(hours=hours)
    assert lead.short == max(lead.limit.span - lead.given, timedelta())


def test_every_limit_names_its_document_and_place() -> None:
    assert all("《" in x.source and "条" in x.source for limits in LIMITS.values() for x in limits)


def test_what_is_not_planned_has_no_lead() -> None:
    assert lead_of(_planned(1, status=NoticeStatus.EMERGENCY), TZ) is None
    assert lead_of(_planned(1, Service.ROAD), TZ) is None
    assert lead_of(_planned(1, blocks=()), TZ) is None
    assert lead_of(_planned(1, status=NoticeStatus.RESCHEDULED), TZ) is not None
