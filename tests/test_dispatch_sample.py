"""A sample is asked, not everybody."""

from __future__ import annotations

import pytest

from dispatch.sample import sampled

ROOMS = [f"room-{n:03}" for n in range(150)]


@pytest.mark.parametrize(("share", "count"), [(0.1, 15), (0.0, 0), (1.0, 150), (0.001, 1)])
def test_a_share_and_at_least_one(share: float, count: int) -> None:
    assert len(sampled(ROOMS, share, "12 0")) == count


def test_the_same_ones_in_whatever_order_and_others_for_another_trouble() -> None:
    assert sampled(ROOMS, 0.1, "12 0") == sampled(ROOMS[::-1], 0.1, "12 0")
    assert sampled(ROOMS, 0.1, "12 0") != sampled(ROOMS, 0.1, "13 0")
    assert sampled([], 0.5, "12 0") == ()
