"""Which topics belong to one trouble."""

from __future__ import annotations

from itertools import product

from keywords.kin import kinship, window
from models.topics import TOPIC_SERVICES


def test_kinship_is_symmetric_and_bounded() -> None:
    for one, other in product(TOPIC_SERVICES, repeat=2):
        assert kinship(one, other) == kinship(other, one)
        assert 0 <= kinship(one, other) <= 1


def test_a_burst_main_dries_the_taps_but_cuts_no_gas() -> None:
    assert kinship("W04", "W01") > 0.5
    assert kinship("W04", "G02") == 0


def test_an_outage_stays_open_longer_than_a_hole_in_the_road() -> None:
    assert window("E01") > window("R01")
