"""A text about danger that cannot be sent: who hears of it, by which ways, and how often."""

from __future__ import annotations

import asyncio
from typing import Any

from factories import NOW, a_ticket, an_outgoing
from test_bot_staff_ways import with_ways

from bot.tell_alarm import AlarmTeller
from models.outgoing import Outgoing
from models.store import Store
from models.words import Priority

DISTRICT = with_ways(
    wx_dispatcher=("env:HALL",), power=("env:POWER",), street_office=(), **{"street-office": ("env:STREET",)}
)


def danger(**changes: Any) -> Outgoing:
    return an_outgoing(
        **({"key": "ticket 1 safety → room-01", "priority": Priority.EMERGENCY, "text": "先出门"} | changes)
    )


def tell(store: Store, row: Outgoing, times: int = 1) -> dict[str, Outgoing]:
    """What stands in the outbox after the alarm, by key."""
    teller = AlarmTeller(store, lambda: DISTRICT, lambda: NOW)
    for _ in range(times):
        asyncio.run(teller(row, "账号掉线"))
    return {r.key: r for r in store.call(lambda tx: tx.outbox.recent(99))}


def test_dispatchers_and_admins_hear_of_it_by_wechat_and_by_their_own_ways(store: Store) -> None:
    rows = tell(store, danger())
    told = [r for r in rows.values() if not r.way]
    assert {r.person for r in told} == {"wx-dispatcher", "wx-admin"}
    assert all(part in told[0].text for part in ("云亭新村便民群", "账号掉线", "先出门"))
    assert "alarm ticket 1 safety → room-01 by apprise HALL" in rows


def test_the_members_whose_matter_it_is_hear_of_it_by_their_own_ways(store: Store) -> None:
    number = store.call(lambda tx: tx.tickets.add(a_ticket())).number
    assert {r.way for r in tell(store, danger(ticket=number)).values()} == {
        "", "apprise HALL", "apprise POWER", "apprise STREET",
    }  # fmt: skip


def test_it_is_told_once_and_stands_in_the_audit(store: Store) -> None:
    first = tell(store, danger())
    assert tell(store, danger(), times=3) == first
    [entry] = store.call(lambda tx: tx.audit.of("outgoing ticket 1 safety → room-01"))
    assert (entry.action, entry.reason) == ("alarmed", "账号掉线")


def test_an_alarm_that_cannot_be_sent_raises_none(store: Store) -> None:
    assert tell(store, danger(key="alarm ticket 1 safety → room-01 → wx-admin")) == {}


def test_who_did_not_get_the_text_is_not_told_of_it_over_the_same_way(store: Store) -> None:
    rows = tell(store, danger(room="", person="wx-admin", key="ticket 1 dispatched → wx-admin"))
    assert {r.person for r in rows.values() if not r.way} == {"wx-dispatcher"}
