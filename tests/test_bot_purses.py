"""What an account has spent, and its first silence, across reconnects and restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from outbox_bench import NOON, Bench

from bot.settings import Budget, Settings
from models.store import Store
from models.words import Priority

BUDGET = Budget(per_minute=5, reserve_per_minute=1, per_hour=10, reserve_per_hour=1, per_day=20, reserve_per_day=1)


def test_a_new_account_is_silent_at_first_but_for_danger(store: Store) -> None:
    bench = Bench(store, warm_up=timedelta(hours=6))
    bench.put("notice", priority=Priority.NOTICE)
    bench.put("danger", priority=Priority.EMERGENCY)
    assert bench.step() == NOON + timedelta(hours=6)
    assert bench.sent() == ["danger"]
    bench.step(NOON + timedelta(hours=6))
    assert bench.sent() == ["danger", "notice"]


def test_a_reconnect_and_a_restart_are_no_first_login(store: Store) -> None:
    bench = Bench(store, warm_up=timedelta(hours=6))
    bench.step()
    bench.restart()
    bench.put("notice", priority=Priority.NOTICE, due_at=NOON + timedelta(hours=5))
    assert bench.step(NOON + timedelta(hours=5)) == NOON + timedelta(hours=6)
    bench.channel.connected = False
    bench.step(NOON + timedelta(hours=6))
    bench.channel.connected = True
    bench.step(NOON + timedelta(hours=6, seconds=1))
    assert bench.sent() == ["notice"]


def test_what_an_account_sent_before_a_restart_counts_and_what_went_out_as_one_text_counts_once(store: Store) -> None:
    bench = Bench(store, Settings(budget=BUDGET))
    for n in range(6):
        bench.put(f"notice {n}", text=f"通知 {n}", priority=Priority.NOTICE, topic="")
    bench.step()
    bench.restart()
    left = asyncio.run(bench.sender.purses.left("scripted", NOON))
    assert len(bench.channel.sent) == 1
    assert (left.minute, left.hour, left.day) == (3, 8, 18)


def test_health_shows_when_the_first_silence_ends(store: Store) -> None:
    bench = Bench(store, warm_up=timedelta(hours=6))
    bench.step()
    ends = [asyncio.run(bench.sender.purses.silent_until("scripted", NOON + timedelta(hours=h))) for h in (0, 6)]
    assert ends == [NOON + timedelta(hours=6), None]
