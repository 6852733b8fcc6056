"""Gas that would come back to homes at night is looked at by a person first."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, a_feed_item, a_notice, an_announcement

from models.notice import Block
from models.store import Store
from models.words import NoticeStatus, Service
from notices.gas_night import gas_at_night
from notices.take import take_item

TZ = ZoneInfo("Asia/Shanghai")


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("service", "status", "end", "doubted"),
    [
        (Service.GAS, NoticeStatus.RESTORED, "2025-06-10T23:30", True),
        (Service.GAS, NoticeStatus.PLANNED, "2025-06-11T02:00", True),
        (Service.GAS, NoticeStatus.PLANNED, "2025-06-11T06:00", False),
        (Service.GAS, NoticeStatus.CANCELLED, "2025-06-11T02:00", False),
        (Service.WATER, NoticeStatus.RESTORED, "2025-06-10T23:30", False),
    ],
)
def test_the_hour_of_the_return_decides(service: Service, status: NoticeStatus, end: str, doubted: bool) -> None:
    said = an_announcement(service=service, status=status, blocks=(Block(None, _local(end)),))
    assert bool(gas_at_night(a_notice(said=said), TZ)) is doubted


def test_a_restoration_without_an_hour_counts_from_when_it_was_said() -> None:
    said = an_announcement(service=Service.GAS, status=NoticeStatus.RESTORED, blocks=())
    late = a_notice(said=said, published_at=datetime(2025, 6, 10, 15, 0, tzinfo=UTC))
    (why,) = gas_at_night(late, TZ)
    assert "6月10日 23:00 恢复供气" in why
    assert "22:00–06:00" in why


def test_it_waits_in_review_and_nothing_is_said(store: Store) -> None:
    text = "【恢复供气】云亭新村6月10日23:30恢复供气。润州燃气"
    item = a_feed_item(text=text, member="gas", published_at=NOW)
    notice = store.call(take_item, item=item, district=a_district(), trusted=True, now=NOW, tz=TZ)
    assert notice is not None
    assert notice.state == "review"
    assert store.call(lambda tx: tx.outbox.of_notice(notice.id)) == []
