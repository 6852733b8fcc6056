"""Several accounts: who says it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories import a_district
from outbox_bench import NOON, VAULT, Bench

from bot.settings import Budget, Settings
from models.areas import District
from models.store import Store
from models.words import Delivery, Priority

OUTAGE = "3栋停电了，整栋都没电"
WORKER = a_district().people[0].id


@pytest.fixture
def two(store: Store) -> Bench:
    """A sender with the accounts one and two, neither of which has heard anything."""
    return Bench(store, accounts=("one", "two"))


@pytest.fixture
def hasty(store: Store) -> Bench:
    """The same, but it waits for nobody for long."""
    return Bench(store, accounts=("one", "two"), patience=0.1)


def _bound(**changes: Any) -> District:
    rooms = tuple(replace(r, **changes) if r.id == "room-01" else r for r in a_district().rooms)
    return a_district(rooms=rooms)


# ---- who says it


def test_an_account_that_was_heard_in_a_room_speaks_there(two: Bench) -> None:
    two.heard("two", "room-01")
    two.put("a")
    two.step()
    assert (two.sent("one"), two.sent("two")) == ([], ["a"])
    assert two.row("a").account == "two"


def test_the_account_of_a_room_comes_before_those_that_were_heard_there(store: Store) -> None:
    bench = Bench(store, district=_bound(account="one"), accounts=("one", "two"))
    bench.heard("two", "room-01")
    bench.put("a")
    bench.step()
    assert bench.sent("one") == ["a"]


def test_when_the_account_of_a_room_is_away_another_that_sits_there_speaks(store: Store) -> None:
    bench = Bench(store, district=_bound(account="one"), accounts=("one", "two"))
    bench.heard("two", "room-01")
    bench.channels["one"].connected = False
    bench.put("a")
    bench.step()
    assert bench.sent("two") == ["a"]


def test_an_account_that_does_not_sit_in_a_room_does_not_speak_there(two: Bench) -> None:
    two.heard("one", "room-01")
    two.channels["one"].connected = False
    two.put("a")
    assert two.step() == NOON + timedelta(seconds=1)
    assert two.row("a").attempts == 0
    assert two.sent("two") == []


def test_when_one_has_spent_its_budget_the_other_speaks(store: Store) -> None:
    tight = Budget(per_minute=2, reserve_per_minute=1, same_target_seconds=0, other_target_seconds=0)
    bench = Bench(store, Settings(budget=tight), accounts=("one", "two"))
    for name in ("one", "two"):
        bench.heard(name, "room-01")
    for key in ("a", "b", "c"):
        bench.put(key, topic="")
    assert bench.step() == NOON + timedelta(minutes=1)
    assert (bench.sent("one"), bench.sent("two")) == (["a"], ["b"])


def test_a_broadcast_is_spread_over_the_accounts(store: Store) -> None:
    bench = Bench(store, Settings(), accounts=("one", "two"))
    for n in (1, 2, 3):
        bench.put(f"notice {n}", room=f"room-0{n}", priority=Priority.NOTICE)
    assert bench.step() == NOON + timedelta(seconds=3)
    assert (bench.sent("one"), bench.sent("two")) == (["notice 1"], ["notice 2"])


def test_who_was_refused_by_one_account_is_reached_by_the_other(two: Bench) -> None:
    two.channels["one"].fail(retry=False)
    two.put("a", room="", person=WORKER, priority=Priority.STAFF)
    again = two.step()
    assert again
    two.step(again)
    assert (two.sent("two"), two.row("a").attempts) == (["a"], 2)


def test_what_every_account_refuses_is_dead(two: Bench) -> None:
    for channel in two.channels.values():
        channel.fail(retry=False)
    two.put("a", room="", person=WORKER, priority=Priority.STAFF)
    two.step(two.step() or NOON)
    assert two.row("a").status is Delivery.DEAD


def test_after_a_failure_the_other_account_tries_first(two: Bench) -> None:
    for name in ("one", "two"):
        two.heard(name, "room-01")
    two.channels["one"].fail()
    two.put("a")
    two.step(two.step() or NOON)
    assert two.sent("two") == ["a"]


def test_one_of_the_staff_is_answered_by_the_account_to_which_they_wrote(two: Bench) -> None:
    two.heard("one", WORKER, NOON - timedelta(hours=1))
    two.heard("two", WORKER)
    two.put("a", room="", person=WORKER, priority=Priority.STAFF)
    two.step()
    assert two.sent("two") == ["a"]


def test_a_resident_is_answered_only_by_the_account_to_which_they_wrote(two: Bench) -> None:
    who = VAULT.hash("wxid-resident")
    two.store.call(lambda tx: tx.people.remember(who, VAULT.seal("wxid-resident"), NOON, "two"))
    two.channels["two"].connected = False
    two.put("a", room="", person=who)
    two.step()
    assert two.sent("one") == []
    two.channels["two"].connected = True
    two.step(NOON + timedelta(seconds=1))
    assert [row.person for row in two.channels["two"].sent] == ["wxid-resident"]


def test_two_hundred_texts_for_an_account_that_is_away_hold_up_nobody(two: Bench) -> None:
    two.heard("one", "room-01")
    two.heard("two", "room-02")
    two.channels["one"].connected = False
    for n in range(230):
        two.put(f"away {n}", topic="")
    two.put("here", room="room-02", priority=Priority.SURVEY)
    two.step()
    assert two.sent("two") == ["here"]


def test_an_account_that_takes_its_time_holds_up_only_itself(hasty: Bench) -> None:
    hasty.heard("one", "room-01")
    hasty.heard("two", "room-02")

    async def scene() -> None:
        slow = hasty.channels["one"].slow = asyncio.Event()
        hasty.put("slow")
        hasty.put("next", topic="")
        hasty.put("quick", room="room-02")
        await hasty.sender.step(NOON)
        assert (hasty.sent("one"), hasty.sent("two")) == ([], ["quick"])
        slow.set()
        await hasty.sender.close()
        await hasty.sender.step(NOON + timedelta(seconds=1))
        assert hasty.sent("one") == ["slow", "next"]

    asyncio.run(scene())


def test_danger_does_not_wait_for_a_slow_text_in_its_room_and_is_not_said_by_both(hasty: Bench) -> None:
    for name in ("one", "two"):
        hasty.heard(name, "room-01")

    async def scene() -> None:
        slow = hasty.channels["one"].slow = asyncio.Event()
        hasty.put("slow")
        await hasty.sender.step(NOON)
        hasty.put("danger", priority=Priority.EMERGENCY)
        also_slow = hasty.channels["two"].slow = asyncio.Event()
        for _ in range(2):
            await hasty.sender.step(NOON)
        slow.set()
        also_slow.set()
        await hasty.sender.close()
        await hasty.sender.step(NOON)

    asyncio.run(scene())
    assert (hasty.sent("one"), hasty.sent("two")) == (["slow"], ["danger"])


def test_what_is_still_being_said_at_the_end_counts_as_not_sent(hasty: Bench) -> None:
    async def scene() -> None:
        hasty.channels["one"].slow = asyncio.Event()
        hasty.put("slow")
        await hasty.sender.step(NOON)
        await hasty.sender.close(grace=0)

    asyncio.run(scene())
    assert hasty.row("slow").status is Delivery.WAITING
