"""The page of a notice for residents, its picture, and whom it reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from console_fakes import an_app, ask
from factories import NOW, a_district, a_notice, a_reach, after, an_announcement, an_outgoing

from models.errors import BadConfig, NotFound, Place
from models.store import Store, Tx
from models.words import Delivery, NoticeStatus, Priority


@dataclass
class FakeDraws:
    """Draws nothing but its words."""

    fails: Exception | None = None

    async def poster(self, notice: int, room: str = "") -> bytes:
        """What was asked, as bytes."""
        if self.fails:
            raise self.fails
        return f"png {notice} {room}".encode()


def _fill(tx: Tx) -> None:
    tx.district.save(a_district(), NOW)
    tx.notices.add(a_notice(text="<b>计划停电</b>：云亭新村1-5栋"))
    changed = an_announcement(status=NoticeStatus.RESCHEDULED)
    tx.notices.add(
        a_notice(version=2, said=changed, reach=(a_reach(), a_reach(estate="qh-yuan")), published_at=after(minutes=5))
    )
    tx.notices.add(a_notice(id=2, ref="n-2", state="review"))
    sent: dict[str, Any] = {"notice": 1, "priority": Priority.NOTICE, "status": Delivery.SENT, "account": "wechat-1"}
    tx.outbox.put(an_outgoing(key="notice 1 v1 publish → room-01", sent_at=after(minutes=3), **sent))
    late = {**sent, "status": Delivery.EXPIRED, "last_error": "过时未发", "room": "room-02"}
    tx.outbox.put(an_outgoing(key="notice 1 v2 publish → room-02", **late))


@pytest.fixture
def filled(store: Store) -> Store:
    store.call(_fill)
    return store


def test_residents_read_the_facts_the_earlier_words_and_the_text(filled: Store) -> None:
    page = ask(an_app(filled), "/n/1")
    assert page.status_code == 200
    for shown in ("停电", "2025年6月11日 8:00–17:00", "95598", "改期", "以前的说法", "&lt;b&gt;计划停电"):
        assert shown in page.text
    assert "<b>计划停电" not in page.text
    assert "wechat-1" not in page.text


@pytest.mark.parametrize("path", ["/n/2", "/n/9", "/notices/9"])
def test_what_is_not_published_has_no_page(filled: Store, path: str) -> None:
    assert ask(an_app(filled), path).status_code == 404


def test_the_staff_read_whom_it_reached_and_why_not(filled: Store) -> None:
    page = ask(an_app(filled), "/notices/1")
    assert page.status_code == 200
    for shown in ("50.0%（1/2）", "云亭新村便民群", "wechat-1", "第 1 版发布", "清荷苑邻里群", "过时未发", "第十三条"):
        assert shown in page.text


def test_the_list_leads_to_the_ledger(filled: Store) -> None:
    assert 'href="/notices/1"' in ask(an_app(filled), "/fragments/notices").text


def test_the_picture_is_drawn_by_the_rim(filled: Store) -> None:
    shown = ask(an_app(filled, draws=FakeDraws()), "/n/1.png?room=room-01")
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, "image/png", b"png 1 room-01")
    assert ask(an_app(filled), "/n/1.png").status_code == 404


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound("notice", "9"), 404), (BadConfig([(Place("config.yaml"), "没有字体")]), 503)]
)
def test_a_picture_that_cannot_be_drawn_is_said_plainly(filled: Store, error: Exception, status: int) -> None:
    assert ask(an_app(filled, draws=FakeDraws(error)), "/n/1.png").status_code == status
