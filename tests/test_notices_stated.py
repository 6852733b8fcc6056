"""A fault that its member states becomes a notice like any other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district

from models.errors import Refused
from models.notice import Notice
from models.store import Store
from models.words import NoticeStatus, Service
from notices.calendar import CALENDAR
from notices.stated import Stated, places_in, state_fault, whole_estates
from notices.take import Hour

TZ = ZoneInfo("Asia/Shanghai")
AT = Hour(NOW, TZ, CALENDAR)
DISTRICT = a_district()


def local(hour: int) -> datetime:
    return datetime(2025, 6, 10, hour)  # noqa: DTZ001


def state(store: Store, end: datetime | None, reason: str = "") -> Notice:
    areas, reach = whole_estates(("yt-xc", "qh-yuan"), DISTRICT, sure=("yt-xc",), why="同在 10kV云亭线")
    stated = Stated(Service.POWER, DISTRICT.member["power"], areas, reach, local(9), end, reason)
    return store.call(
        lambda tx: state_fault(tx, stated, feed="疑似 1", ref="1", actor="wx-power", district=DISTRICT, at=AT)
    )


def test_it_is_published_with_source_and_hour_in_every_room_of_the_area(store: Store) -> None:
    notice = state(store, local(17), "线路跳闸")
    assert (notice.said.status, notice.state, notice.member) == (NoticeStatus.EMERGENCY, "published", "power")
    rows = store.call(lambda tx: tx.outbox.of_notice(notice.id))
    first = {r.room: r.text for r in rows if " publish → " in r.key}
    assert set(first) == {"room-01", "room-02"}
    assert "润州供电预计今天（10日）17:00 恢复" in first["room-01"]
    assert "原因：线路跳闸" in first["room-01"]
    assert "润州供电 今天（10日）10:00 发布，电话 95598" in first["room-01"]
    assert "清荷苑 可能受影响" in first["room-02"]


def test_without_an_hour_nothing_is_promised_and_nobody_is_asked_after_it(store: Store) -> None:
    notice = state(store, None)
    rows = store.call(lambda tx: tx.outbox.of_notice(notice.id))
    assert all("恢复时间待润州供电通知" in r.text for r in rows if " publish → " in r.key)
    assert not any(" overdue → " in r.key or " ask → " in r.key for r in rows)
    assert "恢复时间待润州供电通知" in notice.text


def test_the_area_may_be_named(store: Store) -> None:
    areas, reach = places_in("云亭新村3-5栋", Service.POWER, DISTRICT, AT)
    assert [(r.estate, r.buildings) for r in reach] == [("yt-xc", ("3", "4", "5"))]
    assert len(areas) >= 1
    with pytest.raises(Refused, match="月亮湾"):
        places_in("月亮湾", Service.POWER, DISTRICT, AT)
