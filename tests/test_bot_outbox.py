"""The outbox: due, in order, once, not too much, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from factories import a_district
from outbox_bench import FREE, NOON, VAULT, Bench

from bot.settings import Budget, Outbox, Settings
from bot.switches import set_pause
from models.store import Store, Tx
from models.words import Delivery, Priority

NIGHT = datetime(2026, 7, 3, 15, tzinfo=UTC)  # 23:00 local
MORNING = datetime(2026, 7, 3, 23, tzinfo=UTC)  # 07:00 local, the next day


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_what_is_due_leaves_and_is_marked_with_time_and_id(bench: Bench) -> None:
    bench.put("a")
    bench.step()
    row = bench.row("a")
    assert (row.status, row.sent_at, row.sent_id, row.account) == (Delivery.SENT, NOON, "sent-1", "scripted")


def test_nothing_leaves_twice(bench: Bench) -> None:
    bench.put("a")
    bench.step()
    bench.step(NOON + timedelta(hours=1))
    assert bench.sent() == ["a"]


def test_the_most_urgent_leaves_first(bench: Bench) -> None:
    bench.put("survey", priority=Priority.SURVEY)
    bench.put("reply", priority=Priority.REPLY, topic="")
    bench.put("danger", priority=Priority.EMERGENCY)
    bench.step()
    assert bench.sent() == ["danger", "reply", "survey"]


def test_what_is_not_yet_due_waits_and_the_step_says_until_when(bench: Bench) -> None:
    bench.put("later", due_at=NOON + timedelta(minutes=5))
    assert bench.step() == NOON + timedelta(minutes=5)
    assert bench.sent() == []


def test_what_is_too_late_is_never_sent(bench: Bench) -> None:
    bench.put("late", expires_at=NOON)
    bench.step()
    assert bench.sent() == []
    assert bench.row("late").status is Delivery.EXPIRED


def test_a_failed_text_is_tried_again_with_growing_pauses(bench: Bench) -> None:
    bench.put("a")
    bench.channel.fail(2)
    first = bench.step()
    assert first == NOON + timedelta(seconds=5)
    second = bench.step(first)
    assert second == first + timedelta(seconds=10)
    bench.step(second)
    assert (bench.row("a").status, bench.row("a").attempts) == (Delivery.SENT, 3)


def test_a_text_that_never_gets_through_is_kept_as_dead_and_shown(store: Store) -> None:
    bench = Bench(store, Settings(budget=FREE, outbox=Outbox(attempts=2)))
    bench.put("a")
    bench.channel.fail(5, reason="gateway says no")
    bench.step(bench.step() or NOON)
    dead = store.call(lambda tx: tx.outbox.dead())
    assert [(row.key, row.last_error) for row in dead] == [("a", "gateway says no")]
    assert store.call(lambda tx: tx.audit.of("outgoing a"))


def test_a_refusal_for_good_is_not_tried_again(bench: Bench) -> None:
    bench.put("a")
    bench.channel.fail(retry=False)
    bench.step()
    assert bench.row("a").status is Delivery.DEAD


def test_a_failure_does_not_hold_up_the_others(bench: Bench) -> None:
    bench.put("a", due_at=NOON - timedelta(minutes=1))
    bench.put("b", room="room-02")
    bench.channel.fail()
    bench.step()
    assert bench.sent() == ["b"]


def test_what_is_not_urgent_waits_for_the_morning(bench: Bench) -> None:
    bench.put("notice", priority=Priority.NOTICE, due_at=NIGHT)
    assert bench.step(NIGHT) == MORNING
    assert bench.sent() == []
    bench.step(MORNING)
    assert bench.sent() == ["notice"]


def test_what_may_be_said_at_night_is_said(bench: Bench) -> None:
    bench.put("answer", due_at=NIGHT, at_night=True)
    bench.step(NIGHT)
    assert bench.sent() == ["answer"]


def test_a_private_text_to_the_staff_does_not_wait_for_the_morning(bench: Bench) -> None:
    bench.put("to staff", due_at=NIGHT, room="", person=a_district().people[0].id, priority=Priority.STAFF)
    bench.step(NIGHT)
    assert bench.sent() == ["to staff"]


def test_one_answer_a_room_and_topic_in_ten_minutes(bench: Bench) -> None:
    bench.put("first", topic="E01")
    bench.step()
    later = NOON + timedelta(minutes=9)
    bench.put("second", topic="E01", due_at=later)
    bench.put("other topic", topic="W01", due_at=later)
    bench.put("other room", topic="E01", room="room-02", due_at=later)
    bench.step(later)
    assert bench.sent() == ["first", "other topic", "other room"]
    assert bench.row("second").status is Delivery.WITHDRAWN
    bench.put("third", topic="E01", due_at=NOON + timedelta(minutes=11))
    bench.step(NOON + timedelta(minutes=11))
    assert bench.sent()[-1] == "third"


def test_pause_stops_everything_but_danger_and_resume_lets_it_go(bench: Bench) -> None:
    _pause(bench.store, room="", paused=True)
    bench.put("reply", topic="")
    bench.put("danger", priority=Priority.EMERGENCY)
    assert bench.step() == NOON + timedelta(seconds=1)
    assert bench.sent() == ["danger"]
    _pause(bench.store, room="", paused=False)
    bench.step(NOON + timedelta(seconds=1))
    assert bench.sent() == ["danger", "reply"]


def test_one_room_can_be_paused(bench: Bench) -> None:
    _pause(bench.store, room="room-01", paused=True)
    bench.put("here")
    bench.put("there", room="room-02")
    bench.step()
    assert bench.sent() == ["there"]


def test_a_shadow_room_hears_nothing_but_danger(store: Store) -> None:
    rooms = tuple(r if r.id != "room-01" else _shadow(r) for r in a_district().rooms)
    bench = Bench(store, district=a_district(rooms=rooms))
    bench.put("reply")
    bench.put("danger", priority=Priority.EMERGENCY)
    bench.step()
    assert bench.sent() == ["danger"]
    assert bench.row("reply").status is Delivery.WITHDRAWN


def test_different_targets_keep_their_gap(store: Store) -> None:
    bench = Bench(store, Settings())
    for room in ("room-01", "room-02", "room-03"):
        bench.put(room, room=room, priority=Priority.NOTICE)
    assert bench.step() == NOON + timedelta(seconds=3)
    assert bench.step(NOON + timedelta(seconds=3)) == NOON + timedelta(seconds=6)
    bench.step(NOON + timedelta(seconds=6))
    assert len(bench.sent()) == 3


def test_a_restart_does_not_refill_the_budget(store: Store) -> None:
    bench = Bench(store, Settings(budget=Budget(per_minute=2, reserve_per_minute=0, same_target_seconds=0)))
    for key in ("a", "b", "c"):
        bench.put(key, topic="")
    bench.step()
    bench.restart()
    assert bench.step(NOON + timedelta(seconds=30)) == NOON + timedelta(minutes=1)
    assert bench.sent() == ["a", "b"]


def test_while_the_line_is_down_nothing_is_tried_and_nothing_counts_as_a_failure(bench: Bench) -> None:
    bench.put("a")
    bench.channel.connected = False
    assert bench.step() == NOON + timedelta(seconds=1)
    assert bench.row("a").attempts == 0
    bench.channel.connected = True
    bench.step(NOON + timedelta(seconds=1))
    assert bench.sent() == ["a"]


def test_a_resident_who_wrote_in_private_is_reached_by_the_encrypted_id(bench: Bench) -> None:
    who = VAULT.hash("wxid-resident")
    bench.store.call(lambda tx: tx.people.remember(who, VAULT.seal("wxid-resident"), NOON))
    bench.put("a", room="", person=who)
    bench.step()
    assert [row.person for row in bench.channel.sent] == ["wxid-resident"]
    assert bench.row("a").person == who


def test_a_private_text_without_an_address_is_kept_as_dead(bench: Bench) -> None:
    bench.put("a", room="", person="hash-of-nobody")
    bench.step()
    assert bench.row("a").status is Delivery.DEAD


def test_danger_may_spend_the_reserve(store: Store) -> None:
    bench = Bench(store, Settings(budget=Budget(per_minute=2, reserve_per_minute=1, same_target_seconds=0)))
    for key in ("a", "b"):
        bench.put(key, topic="")
    bench.step()
    bench.put("danger", priority=Priority.EMERGENCY)
    bench.step()
    assert bench.sent() == ["a", "danger"]


def _pause(store: Store, *, room: str, paused: bool) -> None:
    def use_case(tx: Tx) -> None:
        set_pause(tx, room=room, paused=paused, actor="wx-14", now=NOON)

    store.call(use_case)


def _shadow(room: Any) -> Any:
    return replace(room, shadow=True)


def test_a_part_waits_for_the_one_before_it_and_is_not_taken_for_a_second_answer(bench: Bench) -> None:
    bench.put("long", topic="E01", retry_at=NOON + timedelta(seconds=5))
    bench.put("long (2/2)", topic="E01")
    bench.step()
    assert bench.sent() == []
    bench.step(NOON + timedelta(seconds=5))
    assert bench.sent() == ["long", "long (2/2)"]


def test_a_part_goes_with_the_one_before_it_when_that_is_taken_back(bench: Bench) -> None:
    bench.put("long", topic="E01", expires_at=NOON)
    bench.put("long (2/2)", topic="E01")
    bench.step()
    assert bench.row("long (2/2)").status is Delivery.WITHDRAWN


def test_a_room_that_is_no_longer_bound_hears_nothing(bench: Bench) -> None:
    bench.put("a", room="room-of-nobody")
    bench.step()
    assert bench.sent() == []
    assert bench.row("a").status is Delivery.WITHDRAWN


def test_a_resident_whom_a_text_names_is_named_by_their_own_id(bench: Bench) -> None:
    known, staff = VAULT.hash("wxid-resident"), a_district().people[0].id
    bench.store.call(lambda tx: tx.people.remember(known, VAULT.seal("wxid-resident"), NOON))
    bench.put("a", mentions=(known, VAULT.hash("wxid-of-nobody"), staff))
    bench.step()
    assert bench.channel.sent[0].mentions == ("wxid-resident", staff)


def test_a_clock_that_is_set_back_gives_nothing_back(store: Store) -> None:
    bench = Bench(store, Settings(budget=Budget(per_minute=2, reserve_per_minute=0, same_target_seconds=0)))
    for key in ("a", "b", "c"):
        bench.put(key, topic="", due_at=NOON - timedelta(hours=1))
    bench.step()
    bench.step(NOON - timedelta(minutes=30))
    assert bench.sent() == ["a", "b"]
    bench.step(NOON + timedelta(minutes=1))
    assert bench.sent() == ["a", "b", "c"]
