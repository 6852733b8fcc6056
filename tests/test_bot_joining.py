"""Several texts for one room as one message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from factories import an_outgoing
from hypothesis import given
from hypothesis import strategies as st
from outbox_bench import NOON, Bench

from bot.joining import join_rows, joins
from bot.settings import Budget, Settings
from models.outgoing import Outgoing
from models.store import Store
from models.words import Delivery, Priority


def _low(number: int, text: str = "", **changes: Any) -> Outgoing:
    return an_outgoing(id=number, text=text or f"通知 {number}", **({"priority": Priority.NOTICE} | changes))


def test_what_fits_goes_together_and_the_rest_waits() -> None:
    rows = [_low(1, "一" * 20), _low(2, "二" * 20), _low(3, "三" * 30), _low(4, "四" * 5)]
    joined, carried = join_rows(rows, 60)
    assert joined.text == "\n\n".join(["一" * 20, "二" * 20, "四" * 5])
    assert [row.id for row in carried] == [1, 2, 4]


def test_the_same_words_are_said_once() -> None:
    joined, carried = join_rows([_low(1, "停水"), _low(2, "停水")], 60)
    assert (joined.text, len(carried)) == ("停水", 2)


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=12), st.integers(1, 120))
def test_every_row_that_is_carried_is_said_and_the_text_is_not_too_long(texts: list[str], longest: int) -> None:
    rows = [_low(n, text) for n, text in enumerate(texts, start=1)]
    joined, carried = join_rows(rows, longest)
    assert carried[0] == rows[0]
    assert all(row.text in joined.text for row in carried)
    assert len(joined.text) <= max(longest, len(texts[0]))


@pytest.mark.parametrize(
    "changes",
    [
        {"room": "room-02"},
        {"priority": Priority.REPLY},
        {"priority": Priority.EMERGENCY},
        {"mentions": ("wx-1",)},
        {"at_night": True},
        {"room": "", "person": "wx-1"},
    ],
)
def test_what_is_urgent_names_somebody_or_goes_elsewhere_goes_alone(changes: dict[str, Any]) -> None:
    assert joins(_low(1), _low(2, priority=Priority.SURVEY))
    assert not joins(_low(1), _low(2, **changes))
    assert not joins(_low(2, **changes), _low(1))


def test_when_there_is_enough_to_spend_each_text_goes_by_itself(store: Store) -> None:
    bench = Bench(store)
    for n in range(6):
        bench.put(f"notice {n}", priority=Priority.NOTICE, topic="")
    bench.step()
    assert len(bench.channel.sent) == 6


def test_when_there_is_less_to_spend_than_to_say_a_room_hears_several_as_one(store: Store) -> None:
    tight = Budget(per_minute=4, reserve_per_minute=1, same_target_seconds=0, other_target_seconds=0)
    bench = Bench(store, Settings(budget=tight))
    for n in range(6):
        bench.put(f"notice {n}", text=f"通知 {n}", priority=Priority.NOTICE, topic="", room=f"room-0{1 + n % 2}")
    bench.put("reply", priority=Priority.REPLY, topic="")
    bench.step()
    assert [row.text for row in bench.channel.sent] == [
        "reply",
        "通知 0\n\n通知 2\n\n通知 4",
        "通知 1\n\n通知 3\n\n通知 5",
    ]
    rows = [bench.row(f"notice {n}") for n in range(6)]
    assert {(row.status, row.account, row.attempts) for row in rows} == {(Delivery.SENT, "scripted", 1)}
    assert [row.sent_id for row in rows] == ["sent-2", "sent-3"] * 3


def test_what_was_joined_and_failed_is_all_still_there(store: Store) -> None:
    tight = Budget(per_minute=4, reserve_per_minute=1, same_target_seconds=0, other_target_seconds=0)
    bench = Bench(store, Settings(budget=tight))
    for n in range(6):
        bench.put(f"notice {n}", text=f"通知 {n}", priority=Priority.NOTICE, topic="")
    bench.channel.fail()
    bench.step()
    bench.step(NOON + timedelta(minutes=2))
    said = "\n\n".join(row.text for row in bench.channel.sent)
    assert all(said.count(f"通知 {n}") == 1 for n in range(6))
    assert all(bench.row(f"notice {n}").status is Delivery.SENT for n in range(6))
