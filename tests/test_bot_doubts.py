"""A text that an account may have said: the others wait for a while, and it goes alone; danger waits for nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from outbox_bench import NOON, Bench

from bot.doubts import HOLDS
from bot.settings import Budget, Settings
from models.store import Store
from models.words import Priority


def _in_doubt(store: Store, **changes: Any) -> Bench:
    """Two accounts in a room; the first may have said the text, and is gone."""
    bench = Bench(store, accounts=("one", "two"))
    for name in ("two", "one"):
        bench.heard(name, "room-01", NOON)
    bench.put("a", **changes)
    first = bench.channels[bench.board.ways(bench.row("a"))[0].name]
    first.fail(unsure=True)
    bench.step()
    assert bench.row("a").attempts == 1
    first.connected = False
    return bench


def _said(bench: Bench) -> int:
    return len(bench.sent("one")) + len(bench.sent("two"))


def test_for_a_minute_no_other_account_says_it(store: Store) -> None:
    bench = _in_doubt(store)
    bench.step(NOON + HOLDS - timedelta(seconds=1))
    assert _said(bench) == 0
    bench.step(NOON + HOLDS)
    assert _said(bench) == 1


def test_the_account_that_may_have_said_it_says_it_when_it_is_back(store: Store) -> None:
    bench = _in_doubt(store)
    for channel in bench.channels.values():
        channel.connected = True
    bench.step(NOON + timedelta(seconds=10))
    assert len(bench.sent(bench.row("a").account)) == 1
    assert _said(bench) == 1


def test_danger_is_said_by_the_other_account(store: Store) -> None:
    bench = _in_doubt(store, priority=Priority.EMERGENCY)
    bench.step(NOON + timedelta(seconds=5))
    assert _said(bench) == 1


@pytest.mark.parametrize("doubtful", ["a", "b"])
def test_a_text_in_doubt_is_not_joined_with_others(store: Store, doubtful: str) -> None:
    few = Budget(per_minute=4, reserve_per_minute=1, same_target_seconds=0, other_target_seconds=0)
    bench = Bench(store, Settings(budget=few))
    bench.put(doubtful, priority=Priority.NOTICE)
    bench.channel.fail(unsure=True)
    bench.step()
    for key in {"a", "b", "c", "d"} - {doubtful}:
        bench.put(key, priority=Priority.NOTICE)
    bench.step(NOON + timedelta(seconds=30))
    assert doubtful in [row.text for row in bench.channel.sent]
