"""CAP 1.2: alerts, updates and cancellations that name what they continue."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_district, after
from feed_server import Answer, feed_server

from models.errors import BadFeed
from models.notice import FeedItem, Notice
from models.store import Store
from models.words import NoticeStatus, Service
from notices.feeds.cap import CapFeed, items
from notices.feeds.port import Source
from notices.take import take_item

TZ = ZoneInfo("Asia/Shanghai")
CAP = (Path(__file__).parent / "data" / "feeds" / "planned.cap.xml").read_text(encoding="utf-8")
CITED = "<references>gas@example.invalid,RZ-GAS-0007,2025-06-10T09:00:00+08:00</references>"


def _read(text: str, now: datetime = NOW) -> list[FeedItem]:
    return list(items(text, "燃气", Source("燃气", "gas", TZ, now)))


def _changed(kind: str, number: str, **words: str) -> str:
    text = CAP.replace("RZ-GAS-0007", number).replace("<msgType>Alert", f"<msgType>{kind}")
    text = text.replace("<scope>", f"{CITED}<scope>") if kind != "Alert" else text
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _take(store: Store, item: FeedItem, now: datetime) -> Notice:
    made = store.call(take_item, item=item, district=a_district(), trusted=True, now=now, tz=TZ)
    assert made is not None
    return made


def test_an_alert_is_read_in_chinese_and_its_expiry_is_no_restoration() -> None:
    with feed_server(Answer(body=CAP.encode())) as server:
        got = asyncio.run(CapFeed("燃气", server.url, member="gas").fetch(None, NOW))
    (item,) = got.items
    said = item.announcement
    assert said is not None
    assert (item.ref, item.published_at) == ("RZ-GAS-0007", datetime(2025, 6, 10, 1, tzinfo=UTC))
    assert (said.service, said.status, said.publisher) == (Service.GAS, NoticeStatus.PLANNED, "润州燃气")
    assert [(b.start, b.end) for b in said.blocks] == [(datetime(2025, 6, 12, 22), None)]  # noqa: DTZ001
    assert [a.text for a in said.areas] == ["清荷苑", "柳岸家园3-5幢"]
    assert said.hotline == ("0511-85550119",)


def test_what_the_description_says_of_times_wins_over_the_onset() -> None:
    (item,) = _read(CAP.replace("下列地方停气", "6月12日22:00至次日6:00停气"))
    assert item.announcement is not None
    (block,) = item.announcement.blocks
    assert (block.start, block.end) == (datetime(2025, 6, 12, 22), datetime(2025, 6, 13, 6))  # noqa: DTZ001


def test_an_update_and_a_cancellation_continue_what_they_refer_to(store: Store) -> None:
    first = _take(store, _read(CAP)[0], NOW)
    changed = _changed("Update", "RZ-GAS-0008", 下列地方停气="改为6月13日22:00至次日6:00停气")
    (update,) = _read(changed, after(hours=1))
    second = _take(store, update, after(hours=1))
    (cancel,) = _read(_changed("Cancel", "RZ-GAS-0009", **{"RZ-GAS-0007,": "RZ-GAS-0008,"}), after(hours=2))
    third = _take(store, cancel, after(hours=2))
    assert (update.follows, cancel.announcement and cancel.announcement.status) == (
        ("RZ-GAS-0007",),
        NoticeStatus.CANCELLED,
    )
    assert [(n.id, n.version) for n in (first, second, third)] == [(first.id, 1), (first.id, 2), (first.id, 3)]
    assert third.over
    assert store.call(take_item, item=update, district=a_district(), trusted=True, now=after(hours=3), tz=TZ) is None


def test_a_cancellation_without_words_still_cancels(store: Store) -> None:
    first = _take(store, _read(CAP)[0], NOW)
    bare = _changed("Cancel", "RZ-GAS-0010")
    bare = bare[: bare.index("<info>")] + "</alert>"
    (item,) = _read(bare, after(hours=1))
    cancelled = _take(store, item, after(hours=1))
    assert (cancelled.id, cancelled.state, cancelled.over) == (first.id, "published", True)
    assert [r.estate for r in cancelled.reach] == [r.estate for r in first.reach]


@pytest.mark.parametrize(
    "change",
    [
        ("<status>Actual", "<status>Exercise"),
        ("<status>Actual", "<status>Test"),
        ("<scope>Public", "<scope>Private"),
        ("<msgType>Alert", "<msgType>Ack"),
    ],
)
def test_exercises_tests_and_what_is_not_for_all_are_left(change: tuple[str, str]) -> None:
    assert _read(CAP.replace(*change)) == []


def test_several_alerts_may_lie_in_another_document() -> None:
    body = CAP.split("?>", 1)[1]
    both = f"<feed>{body}{body.replace('0007', '0008')}</feed>"
    assert [i.ref for i in _read(both)] == ["RZ-GAS-0007", "RZ-GAS-0008"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><body>登录</body></html>", "不是 CAP"),
        (CAP[:500], "不是完整的 XML"),
        ("{}", "不是完整的 XML"),
        (CAP.replace("RZ-GAS-0007", ""), "缺 identifier"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    with pytest.raises(BadFeed, match=said):
        _read(text)


def test_entities_are_not_followed() -> None:
    text = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + CAP.split("?>", 1)[1]
    (item,) = _read(text.replace("因调压箱检修", "&f;"))
    assert "root:" not in item.text
