"""An item of a feed becomes a version with its posts, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factories import NOW, a_district, a_feed_item, after

from models.notice import FeedItem, Notice
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.words import Delivery, NoticeStatus, Priority
from notices.take import publish, take_item

TZ = ZoneInfo("Asia/Shanghai")
DISTRICT = a_district()
CUT = "计划停电：因线路检修，6月12日8:00至17:00，云亭新村1-5栋停电。"


def _take(store: Store, item: FeedItem, now: datetime = NOW, **changes: Any) -> Notice | None:
    values: dict[str, Any] = {"item": item, "district": DISTRICT, "trusted": True, "now": now, "tz": TZ}
    return store.call(take_item, **(values | changes))


def _rows(store: Store) -> list[Outgoing]:
    def read(tx: Tx) -> list[Outgoing]:
        return sorted(tx.outbox.recent(100), key=lambda o: o.id)

    return store.call(read)


def _keys(store: Store, status: Delivery = Delivery.WAITING) -> list[str]:
    return [o.key for o in _rows(store) if o.status is status]


def test_a_trusted_item_is_published_with_its_posts(store: Store) -> None:
    notice = _take(store, a_feed_item(text=CUT))
    assert notice is not None
    assert (notice.version, notice.state) == (1, "published")
    stages = ("publish", "day_before", "hour_before", "start", "ask", "overdue")
    to = {"ask": "wx-power"}
    assert _keys(store) == [f"notice {notice.id} v1 {stage} → {to.get(stage, 'room-01')}" for stage in stages]
    first = _rows(store)[0]
    assert (first.priority, first.at_night, first.notice, first.due_at) == (Priority.NOTICE, False, notice.id, NOW)


def test_a_re_read_changes_nothing(store: Store) -> None:
    _take(store, a_feed_item(text=CUT))
    before = _rows(store)
    assert _take(store, a_feed_item(text=CUT), after(hours=1)) is None
    assert _rows(store) == before


def test_what_is_no_announcement_is_nothing(store: Store) -> None:
    assert _take(store, a_feed_item(text="今天食堂吃饺子")) is None


def test_an_emergency_passes_the_night(store: Store) -> None:
    night = NOW + timedelta(hours=13)
    text = "因爆管，云亭新村停水，正在抢修，恢复时间待定。"
    _take(store, a_feed_item(text=text, published_at=night, member="water"), night)
    (row,) = _rows(store)
    assert (row.priority, row.at_night, row.due_at) == (Priority.EMERGENCY, True, night)


def test_a_change_in_the_feed_is_the_next_version_and_withdraws_what_waits(store: Store) -> None:
    first = _take(store, a_feed_item(text=CUT))
    later = _take(store, a_feed_item(text=CUT.replace("8:00", "9:00"), published_at=after(hours=1)), after(hours=1))
    assert first is not None
    assert later is not None
    assert (later.id, later.version) == (first.id, 2)
    assert f"notice {first.id} v2 change → room-01" in _keys(store)
    assert all("v1" in key for key in _keys(store, Delivery.WITHDRAWN))
    assert not any("v1" in key for key in _keys(store))


def test_a_follow_up_from_elsewhere_joins_the_thread(store: Store) -> None:
    first = _take(store, a_feed_item(text=CUT))
    text = "原定6月12日8:00至17:00云亭新村1-5栋的停电取消。"
    later = _take(store, a_feed_item(feed="群", ref="m-9", text=text, published_at=after(hours=2)), after(hours=2))
    assert first is not None
    assert later is not None
    assert (later.id, later.version, later.said.status) == (first.id, 2, NoticeStatus.CANCELLED)
    assert _keys(store) == [f"notice {first.id} v2 cancel → room-01"]


def test_what_is_not_trusted_waits_and_is_published_by_a_person(store: Store) -> None:
    notice = _take(store, a_feed_item(text=CUT), trusted=False)
    assert notice is not None
    assert notice.state == "review"
    assert _rows(store) == []
    values: dict[str, Any] = {
        "id": notice.id,
        "actor": "wx-dispatcher",
        "district": DISTRICT,
        "now": after(hours=1),
        "tz": TZ,
    }
    assert store.call(publish, **values).state == "published"
    assert _keys(store)[0] == f"notice {notice.id} v1 publish → room-01"
    before = _rows(store)
    assert store.call(publish, **values).state == "published"
    assert _rows(store) == before


def test_what_could_not_be_read_waits_for_a_person(store: Store) -> None:
    timeless = _take(store, a_feed_item(ref="a", text="尊敬的用户：因检修，云亭新村计划停水，请提前储水。"))
    placeless = _take(store, a_feed_item(ref="b", text="因检修，6月12日8:00至17:00望江楼酒店停电。"))
    broken = _take(store, a_feed_item(ref="c", text="云亭新村6月10日至6月31日停气。"))
    assert [n.state if n else "" for n in (timeless, placeless, broken)] == ["review"] * 3
    assert _rows(store) == []


def test_every_step_is_in_the_audit(store: Store) -> None:
    notice = _take(store, a_feed_item(text=CUT))
    assert notice is not None

    def read(tx: Tx) -> list[str]:
        return [f"{a.action} {a.after}" for a in tx.audit.of(f"notice {notice.id}")]

    assert store.call(read) == ["take v1 planned published"]


def test_the_room_gives_the_place_that_a_post_leaves_out(store: Store) -> None:
    item = a_feed_item(text="各位业主，明天上午8点到11点，3幢、5幢停电，换表箱。", member="property")
    notice = _take(store, item, home=("qh-yuan",))
    assert notice is not None
    assert [(r.estate, r.buildings) for r in notice.reach] == [("qh-yuan", ("3", "5"))]
    assert notice.state == "published"


def test_a_version_in_review_leaves_the_posts_of_the_published_one(store: Store) -> None:
    first = _take(store, a_feed_item(text=CUT))
    _take(
        store, a_feed_item(text=CUT.replace("8:00", "9:00"), published_at=after(hours=1)), after(hours=1), trusted=False
    )
    assert first is not None
    assert all("v1" in key for key in _keys(store))
