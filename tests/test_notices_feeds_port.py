"""A feed that is down is told once, and once when it is back."""

from __future__ import annotations

import pytest
from factories import NOW, a_feed_state, after

from models.notice import FeedState
from notices.feeds.port import failed, succeeded, transition, unchanged

UP, DOWN = a_feed_state(), a_feed_state(ok=False, failures=2, error="x")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, UP, None),
        (None, DOWN, "down"),
        (UP, DOWN, "down"),
        (DOWN, DOWN, None),
        (DOWN, UP, "back"),
        (UP, UP, None),
    ],
)
def test_only_the_step_is_told(before: FeedState | None, now: FeedState, said: str | None) -> None:
    assert transition(before, now) == said


def test_a_first_failure_counts_from_one() -> None:
    assert failed("f", None, NOW, "x").failures == 1


def test_the_hour_of_the_last_change_stays_until_the_content_changes() -> None:
    first = succeeded("f", None, NOW, digest="a")
    same = succeeded("f", first, after(hours=1), digest="a")
    other = succeeded("f", same, after(hours=2), digest="b")
    assert [s.changed_at for s in (first, same, other)] == [NOW, NOW, after(hours=2)]


def test_an_unchanged_feed_is_well_again() -> None:
    state = unchanged("f", DOWN, after(hours=1))
    assert (state.ok, state.failures, state.error, state.checked_at) == (True, 0, "", after(hours=1))
    assert unchanged("f", None, NOW).ok
