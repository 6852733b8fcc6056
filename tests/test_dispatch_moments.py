"""When a ticket must be spoken of again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from factories import NOW, a_ticket, after

from dispatch.clocks import Clocks
from dispatch.moments import coming, moments, overdue, passed
from models.words import Status, Urgency

C = Clocks()


def of(**changes: Any) -> list[tuple[str, str, float]]:
    found = moments(a_ticket(status=Status.DISPATCHED, dispatched_at=NOW, **changes), C)
    return [(m.clock, m.stage, (m.at - NOW).total_seconds() / 60) for m in found]


def test_a_deadline_speaks_at_half_four_fifths_due_and_climbs_after() -> None:
    assert of(resolve_by=after(minutes=100)) == [
        ("resolve", "half", 50),
        ("resolve", "soon", 80),
        ("resolve", "due", 100),
        ("resolve", "over1", 340),
        ("supervise", "late", 340),
        *[("resolve", f"over{n}", 100 + 240 * n) for n in range(2, 6)],
    ]


def test_a_long_span_speaks_when_it_is_due_and_stands_in_the_briefs_before() -> None:
    assert of(contact_by=after(days=2))[0] == ("contact", "due", 2880)


def test_a_span_of_two_minutes_speaks_when_it_is_due() -> None:
    assert of(respond_by=after(minutes=2), urgency=Urgency.P0) == [
        ("respond", "due", 2),
        *[("respond", f"over{n}", 2 + 2 * n) for n in range(1, 6)],
        *[("respond", f"again{n}", 12 + 10 * n) for n in range(1, 7)],
    ]


def test_who_acknowledges_holds_the_climb_and_then_it_goes_on_level_by_level() -> None:
    late = a_ticket(status=Status.SIGNED, dispatched_at=NOW, resolve_by=after(hours=1))
    assert overdue(late, C, after(hours=6)) == (after(hours=1), 1)
    acked = late.evolve(acked_at=after(hours=6), climbed=1, climbed_from=after(hours=1))
    over = [m.at for m in moments(acked, C) if m.stage.startswith("over")]
    assert over == [after(hours=5), *[after(hours=30 + 4 * n) for n in range(4)]]
    again = acked.evolve(acked_at=after(hours=31), climbed=2)
    over = [m.at for m in moments(again, C) if m.stage.startswith("over")]
    assert over[:4] == [after(hours=5), after(hours=9), after(hours=55), after(hours=59)]


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
        ("supervise", "late", 0),
        ("respond", "over2", 2),
        ("resolve", "over2", 2),
    ]


def test_the_next_moment_is_the_first_one_ahead() -> None:
    ticket = a_ticket(status=Status.DISPATCHED, dispatched_at=NOW, resolve_by=after(minutes=100))
    hours: list[datetime] = []
    now: datetime | None = NOW
    while now and (now := coming(ticket, C, now)):
        hours.append(now)
    assert hours == sorted({m.at for m in moments(ticket, C)})
