"""When a ticket must be spoken of again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from factories import NOW, a_ticket, after

from dispatch.clocks import Clocks
from dispatch.moments import Level, coming, moments, passed
from models.words import Status, Urgency

C = Clocks()


def of(**changes: Any) -> list[tuple[str, str, float]]:
    found = moments(a_ticket(status=Status.DISPATCHED, dispatched_at=NOW, **changes), C)
    return [(m.clock, m.stage, (m.at - NOW).total_seconds() / 60) for m in found]


def test_a_deadline_speaks_at_half_four_fifths_due_and_twice_after() -> None:
    assert of(resolve_by=after(minutes=100)) == [
        ("resolve", "half", 50),
        ("resolve", "soon", 80),
        ("resolve", "due", 100),
        ("resolve", "over1", 340),
        ("resolve", "over2", 580),
    ]


def test_a_span_of_two_minutes_speaks_when_it_is_due() -> None:
    assert of(respond_by=after(minutes=2), urgency=Urgency.P0) == [
        ("respond", "due", 2),
        ("respond", "over1", 4),
        ("respond", "over2", 6),
    ]


def test_of_response_contact_and_arrival_the_first_unmet_speaks() -> None:
    all_three = {"respond_by": after(minutes=20), "contact_by": after(minutes=40), "arrive_by": after(minutes=60)}
    assert {c for c, _, _ in of(**all_three)} == {"respond"}
    signed = a_ticket(status=Status.SIGNED, dispatched_at=NOW, signed_at=NOW, **all_three)
    assert {m.clock for m in moments(signed, C)} == {"contact"}
    assert {m.clock for m in moments(signed.evolve(contacted_at=NOW), C)} == {"arrive"}
    assert moments(signed.evolve(contacted_at=NOW, arrived_at=NOW), C) == []


@pytest.mark.parametrize(
    "status", [Status.CLOSED, Status.DISMISSED, Status.MERGED, Status.REJECTED, Status.ARCHIVED, Status.DEFLECTED]
)
def test_what_is_over_has_no_moments(status: Status) -> None:
    assert moments(a_ticket(status=status, respond_by=NOW, resolve_by=NOW, asked_at=NOW), C) == []


def test_after_a_pause_only_the_last_moment_of_each_clock_speaks() -> None:
    ticket = a_ticket(
        status=Status.DISPATCHED, dispatched_at=NOW, respond_by=after(minutes=20), resolve_by=after(minutes=100)
    )
    late = passed(ticket, C, after(hours=12))
    assert [(m.clock, m.stage, m.level) for m in late] == [
        ("respond", "over2", Level.ADMINS),
        ("resolve", "over2", Level.ADMINS),
    ]


def test_the_next_moment_is_the_first_one_ahead() -> None:
    ticket = a_ticket(status=Status.DISPATCHED, dispatched_at=NOW, resolve_by=after(minutes=100))
    hours: list[datetime] = []
    now: datetime | None = NOW
    while now and (now := coming(ticket, C, now)):
        hours.append(now)
    assert hours == [m.at for m in moments(ticket, C)]
