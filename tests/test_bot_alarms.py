"""Danger to life that does not leave: the staff hear of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from outbox_bench import NOON, Bench

from models.outgoing import Outgoing
from models.store import Store
from models.words import Priority


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_the_staff_are_alarmed_once_of_danger_that_has_waited_too_long(bench: Bench) -> None:
    bench.channel.connected = False
    bench.put("reply", topic="")
    bench.put("danger", priority=Priority.EMERGENCY)
    bench.step(NOON + timedelta(seconds=29))
    assert bench.alarms == []
    bench.step(NOON + timedelta(seconds=30))
    bench.step(NOON + timedelta(seconds=31))
    bench.restart()
    bench.step(NOON + timedelta(seconds=32))
    assert bench.alarms == [("danger", "没有可用的账号")]
    bench.channel.connected = True
    bench.step(NOON + timedelta(seconds=33))
    assert bench.sent() == ["danger", "reply"]


@pytest.mark.parametrize("lost", [{"expires_at": NOON}, {"attempts": 5}])
def test_the_staff_are_alarmed_of_danger_that_will_not_be_said(bench: Bench, lost: dict[str, Any]) -> None:
    bench.channel.fail(reason="gateway says no")
    bench.put("danger", priority=Priority.EMERGENCY, **lost)
    bench.step()
    assert [key for key, _ in bench.alarms] == ["danger"]


def test_an_alarm_that_fails_ends_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(row: Outgoing, reason: str) -> None:
        raise OSError

    monkeypatch.setattr(bench, "alarm", broken)
    bench.restart()
    bench.put("danger", priority=Priority.EMERGENCY, expires_at=NOON)
    bench.put("reply", topic="")
    bench.step()
    assert bench.sent() == ["reply"]
