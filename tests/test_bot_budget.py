"""The send budget: whatever the load and the clock, no window is ever exceeded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import Spent, earliest, left
from bot.settings import Budget

START = datetime(2026, 7, 3, tzinfo=UTC)
WINDOWS = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))

loads = st.lists(
    st.tuples(st.floats(0, 4000), st.sampled_from(["room-1", "room-2", "room-3", "wx-1"]), st.booleans()), max_size=120
)
budgets = st.builds(
    Budget,
    per_minute=st.integers(3, 12),
    per_hour=st.integers(10, 40),
    per_day=st.integers(30, 80),
    same_target_seconds=st.floats(0, 3),
    other_target_seconds=st.floats(0, 6),
    reserve_per_minute=st.integers(0, 2),
    reserve_per_hour=st.integers(0, 9),
    reserve_per_day=st.integers(0, 20),
)


def _play(load: list[tuple[float, str, bool]], budget: Budget) -> list[tuple[datetime, str, bool]]:
    """Send everything as soon as the budget allows, in the order given."""
    spent, now, sent = Spent(), START, []
    for wait, target, urgent in load:
        now = max(now, earliest(spent, target, urgent=urgent, now=now + timedelta(seconds=wait), budget=budget))
        spent.add(now, target)
        sent.append((now, target, urgent))
    return sent


@given(loads, budgets)
def test_no_window_is_ever_exceeded(load: list[tuple[float, str, bool]], budget: Budget) -> None:
    sent = _play(load, budget)
    limits = (budget.per_minute, budget.per_hour, budget.per_day)
    for end, _, _ in sent:
        for window, limit in zip(WINDOWS, limits, strict=True):
            assert sum(end - window < at <= end for at, _, _ in sent) <= limit


@given(loads, budgets)
def test_only_danger_spends_the_reserve(load: list[tuple[float, str, bool]], budget: Budget) -> None:
    sent = _play(load, budget)
    for i, (end, _, urgent) in enumerate(sent):
        for window, allowed in zip(WINDOWS, _ordinary(budget), strict=True):
            assert urgent or sum(end - window < at for at, _, _ in sent[: i + 1]) <= allowed


@given(loads, budgets)
def test_what_is_left_is_what_may_still_be_sent(load: list[tuple[float, str, bool]], budget: Budget) -> None:
    spent, now = Spent(), START
    for at, target, _ in _play(load, budget):
        spent.add(at, target)
        now = at
    rest = left(spent, now, budget)
    for window, allowed, still in zip(WINDOWS, _ordinary(budget), (rest.minute, rest.hour, rest.day), strict=True):
        assert still == max(0, allowed - sum(at > now - window for at in spent.at))
    assert rest.least == 0 or earliest(spent, "anybody", urgent=False, now=now, budget=_without_gaps(budget)) == now


def _ordinary(budget: Budget) -> tuple[int, int, int]:
    """What may be spent on texts that are not about danger, a minute, an hour, a day."""
    return (
        budget.per_minute - budget.reserve_per_minute,
        budget.per_hour - budget.reserve_per_hour,
        budget.per_day - budget.reserve_per_day,
    )


def _without_gaps(budget: Budget) -> Budget:
    return budget.model_copy(update={"same_target_seconds": 0, "other_target_seconds": 0})


@given(loads, budgets)
def test_two_texts_keep_their_gap(load: list[tuple[float, str, bool]], budget: Budget) -> None:
    sent = _play(load, budget)
    for (first, to, _), (second, then, _) in pairwise(sent):
        gap = budget.same_target_seconds if to == then else budget.other_target_seconds
        assert (second - first) >= timedelta(seconds=gap)


def test_an_empty_account_may_send_at_once() -> None:
    assert earliest(Spent(), "room-1", urgent=False, now=START, budget=Budget()) == START


def test_what_was_sent_later_does_not_count_for_a_replay_that_stands_before_it() -> None:
    spent = Spent()
    for minute in range(60):
        spent.add(START + timedelta(hours=1, minutes=minute), "room-1")
    assert earliest(spent, "room-2", urgent=False, now=START, budget=Budget()) == START


@pytest.mark.parametrize("span", ["minute", "hour", "day"])
def test_a_reserve_that_leaves_nothing_is_a_mistake_in_the_settings(span: str) -> None:
    with pytest.raises(ValueError, match=f"reserve_per_{span} 要小于 per_{span}"):
        Budget.model_validate({f"per_{span}": 5, f"reserve_per_{span}": 5})
