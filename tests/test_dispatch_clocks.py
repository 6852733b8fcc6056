"""The limits of DOMAIN §4 on a ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_ticket
from hypothesis import given
from hypothesis import strategies as st

from dispatch.clocks import Clocks, deadlines, is_fault, stopped, waiting
from dispatch.wording_topics import TOPICS
from models.ticket import Ticket
from models.words import Service, Urgency

TZ = ZoneInfo("Asia/Shanghai")
C = Clocks()
NIGHT = datetime(2025, 6, 10, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai


def timed(now: datetime = NOW, place: str = "city", clocks: Clocks = C, **changes: Any) -> Ticket:
    return deadlines(a_ticket(**changes), now, TZ, clocks, place)


def minutes(until: datetime | None, now: datetime = NOW) -> float | None:
    return (until - now) / timedelta(minutes=1) if until else None


@pytest.mark.parametrize(
    ("service", "topic", "on_site", "repair"),
    [
        (Service.POWER, "E01", 45, 45 + 180),
        (Service.WATER, "W01", 60, 24 * 60),
        (Service.WATER, "W04", 60, 30 * 60),
        (Service.GAS, "G01", 60, 24 * 60),
        (Service.ROAD, "R05", 30, 6 * 60),
        (Service.ROAD, "R01", 60, 6 * 60),
        (Service.OTHER, "X01", 30, 6 * 60),
    ],
)
def test_an_urgent_fault_has_the_limits_of_its_service(service: Service, topic: str, on_site: int, repair: int) -> None:
    ticket = timed(service=service, topic=topic, urgency=Urgency.P1)
    assert (minutes(ticket.respond_by), minutes(ticket.arrive_by), minutes(ticket.resolve_by)) == (15, on_site, repair)


@pytest.mark.parametrize(("place", "on_site", "repair"), [("city", 45, 225), ("rural", 90, 330), ("remote", 120, 360)])
def test_power_crews_have_longer_ways_in_the_country(place: str, on_site: int, repair: int) -> None:
    ticket = timed(place=place, urgency=Urgency.P1)
    assert (minutes(ticket.arrive_by), minutes(ticket.resolve_by)) == (on_site, repair)


def test_a_danger_is_confirmed_within_two_minutes_at_any_hour() -> None:
    for now in (NOW, NIGHT):
        assert minutes(timed(now, urgency=Urgency.P0).respond_by, now) == 2


def test_a_small_fault_at_night_counts_from_the_morning() -> None:
    ticket = timed(NIGHT, topic="E02", urgency=Urgency.P2)
    assert ticket.respond_by == datetime(2025, 6, 11, 1, 0, tzinfo=UTC)


def test_what_is_no_fault_runs_on_the_working_days_of_12345() -> None:
    ticket = timed(topic="E08", urgency=Urgency.P2)
    assert not is_fault(ticket)
    assert (minutes(ticket.contact_by), ticket.arrive_by) == (24 * 60, None)
    assert ticket.resolve_by == NOW + timedelta(days=7)  # five working days from a Tuesday


def test_a_city_replaces_the_limits() -> None:
    ticket = timed(clocks=Clocks(power_on_site=timedelta(minutes=30)), urgency=Urgency.P1)
    assert minutes(ticket.arrive_by) == 30


def test_a_captured_ticket_waits_for_its_confirmation_in_duty_hours() -> None:
    assert waiting(a_ticket(), NOW, TZ, C).respond_by == NOW + timedelta(hours=2)
    assert waiting(a_ticket(), NIGHT, TZ, C).respond_by == datetime(2025, 6, 11, 2, 0, tzinfo=UTC)


def test_a_stopped_ticket_has_no_deadlines() -> None:
    still = stopped(timed())
    assert (still.respond_by, still.contact_by, still.arrive_by, still.resolve_by, still.feedback_by) == (None,) * 5


@given(
    now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    service=st.sampled_from(Service),
    topic=st.sampled_from(sorted(TOPICS)),
    urgency=st.sampled_from(Urgency),
)
def test_deadlines_lie_ahead_and_in_their_order(now: datetime, service: Service, topic: str, urgency: Urgency) -> None:
    ticket = timed(now, service=service, topic=topic, urgency=urgency)
    chain = [ticket.respond_by, ticket.contact_by or ticket.arrive_by, ticket.resolve_by, ticket.feedback_by]
    assert all(by is not None and by > now for by in chain)
    assert chain[0] <= chain[2] <= chain[3]  # type: ignore[operator]
    assert chain[1] <= chain[2]  # type: ignore[operator]
