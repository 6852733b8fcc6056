"""A message that its author took back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rehearsal import FREE, rehearse

from bot.settings import Budget, Settings
from models.message import Message
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Ticket
from models.words import Delivery, MessageKind, Status

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
LAMP = "3单元楼道灯坏了好几天了"
GAS = "楼道里好大的煤气味，漏气了"
SLOW = Settings(budget=Budget(per_minute=1, reserve_per_minute=0))


def _said(text: str, n: int, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "id": f"m{n}",
        "channel": "practice",
        "room": "room-05",
        "sender": "wxid-a",
        "nick": "8栋-芒果",
        "text": text,
        "at": NOON + timedelta(minutes=n),
    }
    return Message(**(values | changes))


def _recall(of: str, n: int, **changes: Any) -> Message:
    return _said(of, n, kind=MessageKind.RECALL, **changes)


def _play(store: Store, *messages: Message, settings: Settings | None = None, tick: bool = True) -> list[str]:
    """Hand them over; what the bot said in rooms."""

    async def scene() -> list[str]:
        async with rehearse(store, start=NOON, settings=settings or Settings(budget=FREE)) as stage:
            for message in messages:
                stage.clock.move(message.at)
                await stage.parts.pipeline.take(message)
                if tick:
                    await stage.parts.engine.tick(stage.clock.now())
            return [text for room, text in stage.taken() if not room.startswith("@")]

    return asyncio.run(scene())


def _ticket(store: Store, number: int = 1) -> Ticket:
    return store.call(lambda tx: tx.tickets.get(number))


def _rows(store: Store) -> list[Outgoing]:
    return store.call(lambda tx: tx.outbox.recent(100))


def test_a_recalled_report_takes_its_ticket_along_with_the_reason(store: Store) -> None:
    _play(store, _said(LAMP, 1), _recall("m1", 2))
    ticket = _ticket(store)
    assert (ticket.status, ticket.result) == (Status.DISMISSED, "报事人撤回了消息")
    assert [entry.reason for entry in store.call(lambda tx: tx.audit.of("ticket 1")) if entry.action == "recall"]
    told = [row.text for row in _rows(store) if row.person == "wx-12"]
    assert any("不用处理了" in text for text in told)


def test_nothing_of_the_recalled_line_is_kept(store: Store) -> None:
    _play(store, _said(LAMP, 1), _recall("m1", 2))
    (report,) = store.call(lambda tx: tx.matters.recent_reports(10))
    assert (report.masked, report.household, report.building) == ("", "", None)
    assert (report.sender_sealed, report.nick_sealed, report.text_sealed) == (b"", b"", b"")


def test_the_room_is_told_nothing_of_it(store: Store) -> None:
    said = _play(store, _said(LAMP, 1), _recall("m1", 2))
    assert len(said) == 1
    assert "已登记" in said[0]


def test_what_still_waits_is_withdrawn(store: Store) -> None:
    assert _play(store, _said(LAMP, 1), _recall("m1", 2), tick=False) == []
    statuses = {row.why: row.status for row in _rows(store)}
    assert statuses["received"] is statuses["dispatched"] is Delivery.WITHDRAWN


def test_a_waiting_answer_from_a_notice_is_withdrawn(store: Store) -> None:
    def answer(tx: Tx) -> None:
        row = Outgoing("notice 1 v1 answer practice m1 → room-05", "x", "room-05", "", 2, NOON)  # type: ignore[arg-type]
        tx.outbox.put(row)

    store.call(answer)
    _play(store, _said(LAMP, 1), _recall("m1", 2), tick=False)
    (row,) = [row for row in _rows(store) if row.key.startswith("notice 1")]
    assert row.status is Delivery.WITHDRAWN


def test_a_ticket_that_somebody_has_taken_stays(store: Store) -> None:
    sign = _said("接单 1", 2, room="", sender="wx-12", nick="物业小郑")
    _play(store, _said(LAMP, 1), sign, _recall("m1", 3))
    assert _ticket(store).status is Status.SIGNED
    (report,) = store.call(lambda tx: tx.matters.recent_reports(10))
    assert report.masked


def test_where_another_household_has_it_too_only_the_one_line_goes(store: Store) -> None:
    out = [_said("我家停水了", 1), _said("我家也停水了", 2, sender="wxid-b", nick="9栋-柚子")]
    _play(store, *out, _recall("m1", 3))
    ticket = _ticket(store)
    assert (ticket.status, ticket.households) == (Status.DISPATCHED, 1)
    _play(store, _recall("m2", 4, sender="wxid-b"))
    assert _ticket(store).status is Status.DISMISSED


def test_a_danger_is_not_withdrawn_by_a_recall(store: Store) -> None:
    _play(store, _said(GAS, 1), _recall("m1", 2))
    ticket = _ticket(store)
    assert ticket.urgency == "P0"
    assert ticket.status is Status.DISPATCHED
    (report,) = store.call(lambda tx: tx.matters.recent_reports(10))
    assert report.masked


@pytest.mark.parametrize("changes", [{"sender": "wxid-stranger"}, {"room": "room-01"}, {"text": "m-unknown"}])
def test_only_who_said_it_where_it_was_said_takes_it_back(store: Store, changes: dict[str, Any]) -> None:
    recall = _recall("m1", 2).evolve(**changes)
    _play(store, _said(LAMP, 1), recall)
    assert _ticket(store).status is Status.DISPATCHED
    assert store.call(lambda tx: tx.inbox.count()) == 1


def test_a_recall_of_idle_talk_leaves_no_trace(store: Store) -> None:
    _play(store, _said("今天菜场毛豆四块一斤", 1), _recall("m1", 2))
    assert store.call(lambda tx: (tx.inbox.count(), len(tx.audit.recent(50)))) == (0, 0)


def test_a_recall_that_comes_again_changes_nothing(store: Store) -> None:
    _play(store, _said(LAMP, 1), _recall("m1", 2))
    before = len(_rows(store)), len(store.call(lambda tx: tx.audit.recent(500)))
    _play(store, _recall("m1", 2))
    assert (len(_rows(store)), len(store.call(lambda tx: tx.audit.recent(500)))) == before


def test_who_says_it_again_after_a_recall_gets_a_ticket_again(store: Store) -> None:
    _play(store, _said(LAMP, 1), _recall("m1", 2), _said(LAMP, 30, id="m30"))
    assert store.call(lambda tx: [t.status for t in tx.tickets.open()]) == [Status.DISPATCHED]
