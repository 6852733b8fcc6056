"""What homes without supply have in common, and the counter: distinct households within a while, whatever the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from factories import NOW, a_card, a_district, after
from hypothesis import given
from hypothesis import strategies as st

from dispatch.cause import cause_of, denied, dense, touches, unanswered
from models.areas import District
from models.suspicion import Verdict

WITHIN = timedelta(minutes=15)


def on_lines(**lines: tuple[str, ...]) -> District:
    """The small district with other feeders."""
    base = a_district()
    areas = tuple(replace(a, lines=lines.get(a.code.replace("-", "_"), a.lines)) for a in base.areas)
    return replace(base, areas=areas)


def test_estates_on_one_feeder_have_one_cause() -> None:
    district = on_lines(qh_yuan=("10kV云亭线",))
    one, other = (cause_of(district, "E01", code) for code in ("yt-xc", "qh-yuan"))
    assert one == other
    assert (one.line, one.estates) == ("10kV云亭线", ("yt-xc", "qh-yuan", "321111900001"))


def test_an_estate_with_two_feeders_stands_for_itself() -> None:
    cause = cause_of(on_lines(qh_yuan=("10kV云亭线", "10kV清荷线")), "E01", "qh-yuan")
    assert (cause.line, cause.estates) == ("", ("qh-yuan",))


def test_water_and_gas_go_by_pipes_not_by_feeders() -> None:
    base = a_district()
    pipes = ("pipes", "云亭路DN300供水管, 云亭中压燃气管")
    areas = tuple(replace(a, extra=(pipes,)) if a.code in ("yt-xc", "la-jy") else a for a in base.areas)
    district = replace(base, areas=areas)
    assert cause_of(district, "W01", "yt-xc").line == "云亭路DN300供水管"
    assert cause_of(district, "G02", "la-jy").estates == ("yt-xc", "la-jy", "321111900002")
    assert cause_of(district, "E01", "yt-xc").estates == ("yt-xc",)
    assert cause_of(district, "W01", "qh-yuan").line == ""


def test_a_community_counts_with_its_estates() -> None:
    assert cause_of(a_district(), "E01", "321111900001").estates == ("yt-xc", "qh-yuan", "321111900001")


def test_a_card_of_an_area_touches_what_lies_in_it_and_around_it() -> None:
    district = a_district()
    estate = cause_of(district, "E01", "yt-xc")
    assert touches(district, a_card(cause="E01 321111900001", estates=("321111900001",)), estate)
    assert touches(district, a_card(), cause_of(district, "E01", "321111900001"))
    assert not touches(district, a_card(), cause_of(district, "E01", "la-jy"))


def test_what_was_answered_is_not_asked_again() -> None:
    cause = cause_of(on_lines(qh_yuan=("10kV云亭线",)), "E01", "yt-xc")
    known = a_card(number=1, state=Verdict.CONFIRMED)
    assert unanswered([known], cause) == ("qh-yuan", "321111900001")
    assert denied([known, a_card(number=2, state=Verdict.DENIED)]) == a_card(number=2, state=Verdict.DENIED)
    assert denied([known]) is None


def test_one_loud_household_is_no_suspicion() -> None:
    heard = [(after(minutes=n), "hh-1") for n in range(9)]
    assert dense(heard, WITHIN, 2) is None


@pytest.mark.parametrize(("minutes", "found"), [((0, 7, 15), True), ((0, 7, 15.1), False)])
def test_the_span_is_closed_at_both_ends(minutes: tuple[float, ...], found: bool) -> None:
    heard = [(after(minutes=m), f"hh-{m}") for m in minutes]
    assert (dense(heard, WITHIN, 3) == NOW) is found


HEARD = st.lists(
    st.tuples(st.integers(0, 60).map(lambda m: NOW + timedelta(minutes=m)), st.sampled_from("abcdef")), max_size=14
)


def by_brute_force(heard: list[tuple[datetime, str]], households: int) -> datetime | None:
    starts = sorted({at for at, _ in heard})
    return next((s for s in starts if len({h for at, h in heard if s <= at <= s + WITHIN}) >= households), None)


@given(heard=HEARD, households=st.integers(2, 5), order=st.randoms())
def test_enough_households_in_a_span_are_found_in_any_order(
    heard: list[tuple[datetime, str]], households: int, order: object
) -> None:
    mixed = list(heard)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    found = dense(mixed, WITHIN, households)
    expected = by_brute_force(heard, households)
    assert (found is None) is (expected is None)
    assert found == dense(heard, WITHIN, households)
    if found:
        assert len({h for at, h in heard if found <= at <= found + WITHIN}) >= households
