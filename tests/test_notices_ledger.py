"""Whom a notice reached, and why not the others; the same over a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_notice, a_reach, after, an_announcement, an_audit, an_outgoing

from models.areas import District
from models.errors import NotFound
from models.figures import Rate
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.words import Delivery, NoticeStatus, Priority
from notices.coverage import coverage, ledger_of
from notices.ledger import HEARD, ledger

TZ = ZoneInfo("Asia/Shanghai")
COUNTED = {"yt-xc": 100, "qh-yuan": 50}
EVERYWHERE = (
    a_reach(buildings=None),
    a_reach(estate="qh-yuan", buildings=None),
    a_reach(estate="la-jy", buildings=None),
)


def _district() -> District:
    bare = a_district()
    return a_district(areas=tuple(replace(a, households=COUNTED.get(a.code)) for a in bare.areas))


def _post(room: str, stage: str = "publish", **changes: Any) -> Outgoing:
    base: dict[str, Any] = {
        "key": f"notice 1 v1 {stage} → {room}", "room": room, "notice": 1, "priority": Priority.NOTICE,
        "status": Delivery.SENT, "sent_at": after(minutes=2), "account": "wechat-1",
    }  # fmt: skip
    return an_outgoing(**(base | changes))


def test_each_room_is_there_with_its_hour_its_account_or_its_reason() -> None:
    rows = [
        _post("room-01"),
        _post("room-01", "start", sent_at=after(hours=9)),
        _post("room-02", status=Delivery.EXPIRED, sent_at=None, last_error="过时未发"),
    ]
    found = ledger([a_notice(reach=EVERYWHERE)], rows, {}, _district())
    told, late, never = found.entries
    assert (told.room, told.reached, told.at, told.by, told.stage) == (
        "room-01", True, after(minutes=2), "wechat-1", "v1 publish",
    )  # fmt: skip
    assert (late.reached, late.why) == (False, "过时未发")
    assert (never.room, never.reached) == ("room-03", False)
    assert "没有要发的" in never.why
    assert (found.rooms, found.households, found.uncounted) == (Rate(1, 3), Rate(100, 150), 1)
    assert found.spread == timedelta(minutes=2)


def test_a_room_that_somebody_has_told_counts_and_answers_do_not() -> None:
    rows = [
        _post("room-01", status=Delivery.WITHDRAWN, sent_at=None, last_error=HEARD),
        _post("room-02", "answer", priority=Priority.REPLY),
    ]
    found = ledger([a_notice(reach=EVERYWHERE)], rows, {}, _district())
    assert [e.reached for e in found.entries] == [True, False, False]
    assert found.entries[0].by == "群里的人"


def test_a_text_that_was_posted_by_hand_names_the_person(store: Store) -> None:
    def posted(tx: Tx) -> None:
        tx.notices.add(a_notice())
        row = _post("room-01", account="assisted")
        tx.outbox.put(row)
        tx.audit.add(an_audit(subject=f"outgoing {row.key}", action="posted", actor="wx-worker"))

    store.call(posted)
    found = store.call(ledger_of, 1, _district())
    assert found is not None
    assert [e.by for e in found.entries] == ["wx-worker"]


def test_a_notice_in_review_has_no_ledger_and_an_unknown_one_is_not_found(store: Store) -> None:
    store.call(lambda tx: tx.notices.add(a_notice(state="review")))
    assert store.call(ledger_of, 1, _district()) is None
    with pytest.raises(NotFound):
        store.call(ledger_of, 9, _district())


def _coverage(store: Store) -> Any:
    return store.call(coverage, first=date(2025, 6, 10), last=date(2025, 6, 10), tz=TZ, district=_district())


def test_a_period_sums_rooms_households_and_the_time_to_the_last_room(store: Store) -> None:
    def period(tx: Tx) -> None:
        tx.notices.add(a_notice(reach=EVERYWHERE))
        tx.notices.add(a_notice(id=2, ref="n-2", member="water"))
        tx.notices.add(a_notice(id=3, ref="n-3", published_at=after(days=-1)))
        tx.outbox.put_all([_post("room-01"), _post("room-02", sent_at=after(minutes=10))])
        tx.outbox.put(_post("room-01", notice=2, key="notice 2 v1 publish → room-01", sent_at=after(minutes=4)))

    store.call(period)
    found = _coverage(store)
    assert (found.rooms, found.households, found.uncounted) == (Rate(3, 4), Rate(250, 250), 1)
    assert (found.median_spread, found.longest_spread) == (7, 10)


def test_planned_notices_that_came_too_late_are_counted_by_member(store: Store) -> None:
    def planned(tx: Tx) -> None:
        tx.notices.add(a_notice())  # a day ahead: the law wants seven
        tx.notices.add(a_notice(id=2, ref="n-2", said=an_announcement(status=NoticeStatus.EMERGENCY)))
        tx.notices.add(a_notice(id=3, ref="n-3", member="water", said=an_announcement(service="water")))

    store.call(planned)
    found = _coverage(store)
    assert found.leads == {"power": Rate(1, 1), "water": Rate(1, 1)}
    assert [(lead.notice, lead.given) for lead in found.late] == [
        (1, timedelta(hours=22)),
        (3, timedelta(hours=22)),
    ]


def test_an_empty_period_has_nothing(store: Store) -> None:
    found = _coverage(store)
    assert (found.rooms, found.median_spread, found.leads, found.late) == (Rate(0, 0), None, {}, ())
