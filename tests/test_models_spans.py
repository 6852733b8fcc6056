from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.spans import KINDS, days_span, read_span, span_of

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026-11-24", "2026-11-24", "2026-11-24"),
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2026-11-01..2026-11-09", "2026-11-01", "2026-11-09"),
    ],
)
def test_a_period_has_a_name(name: str, first: str, last: str) -> None:
    found = read_span(name)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert read_span(found.name) == found


@pytest.mark.parametrize("name", ["", "gestern", "2026-W54", "2026-13", "2026Q5", "2026-11-09..2026-11-01"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_span(name)


@given(DAYS, st.sampled_from(KINDS))
def test_periods_of_a_kind_follow_each_other_without_a_gap(day: date, kind: str) -> None:
    found = span_of(kind, day)
    assert found.first <= day <= found.last
    assert found.before.last + timedelta(days=1) == found.first
    assert found.before.kind == kind
    assert read_span(found.name) == found


@given(DAYS, st.integers(0, 400))
def test_the_days_before_are_as_many(day: date, length: int) -> None:
    found = days_span(day, day + timedelta(days=length))
    before = found.before
    assert (before.last - before.first, before.last) == (found.last - found.first, day - timedelta(days=1))
