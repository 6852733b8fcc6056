"""The tally against counting by hand, ticket by ticket."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

from factories import NOW, a_district, a_ticket
from hypothesis import given, settings
from hypothesis import strategies as st

from models.count_tables import strokes
from models.figures import Cut, Rate, Spread
from models.store import Store
from models.store.figures import period_of
from models.store.keys import DIMENSIONS, keys_of
from models.store.tally import cut_of, spread, strokes_in
from models.stroke import Counted, Mark
from models.tables import tickets as rows_of_tickets
from models.ticket import Ticket
from models.words import Rating, Status

TZ = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2025, 6, 9), date(2025, 6, 22)
NOT_OURS = {Status.DISMISSED, Status.DEFLECTED, Status.REJECTED, Status.MERGED}
LIVING = [Status.CAPTURED, Status.DISPATCHED, Status.IN_PROGRESS, Status.SUSPENDED, Status.REWORK, Status.VERIFYING]
ESTATES = (None, "yt-xc", "qh-yuan", "la-jy", "321111900001")
minutes = st.integers(0, 20_000)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """A ticket that somebody could have, opened in the two weeks or around them."""
    at = NOW + timedelta(minutes=draw(st.integers(-8000, 20_000)))
    status = draw(st.sampled_from([*LIVING, Status.CLOSED, *sorted(NOT_OURS)]))

    def later(*, sure: bool = False) -> datetime | None:
        return at + timedelta(minutes=draw(minutes)) if sure or draw(st.booleans()) else None

    solved = later() if status in (Status.VERIFYING, Status.CLOSED) else None
    return a_ticket(
        status=status,
        created_at=at,
        member=draw(st.sampled_from(["power", "water"])),
        topic=draw(st.sampled_from(["E01", "W01"])),
        estate=draw(st.sampled_from(ESTATES)),
        accepted_at=later(),
        dispatched_at=later(),
        signed_at=later(),
        respond_by=later(),
        resolve_by=later(),
        arrived_at=later(),
        resolved_at=solved,
        asked_at=later() if solved else None,
        closed_at=later(sure=True) if status in (Status.CLOSED, *NOT_OURS) else None,
        rating=draw(st.none() | st.sampled_from(Rating)) if solved else None,
        by_default=draw(st.booleans()),
        returns=draw(st.integers(0, 1)),
        reworks=draw(st.integers(0, 2)),
    )


def fill(store: Store, some: list[Ticket]) -> None:
    with store._engine.begin() as conn:
        for table in (strokes, rows_of_tickets):
            conn.execute(table.delete())

    def replace_all(tx: Any) -> None:
        for n, ticket in enumerate(some):
            tx.tickets.add(ticket.evolve(matter=f"m-{n}"))

    store.call(replace_all)


def by_hand(some: list[Ticket]) -> dict[str, Any]:
    """The rates as their definitions say."""
    period = period_of(FIRST, LAST, TZ)

    def within(at: datetime | None) -> bool:
        return at is not None and period.start <= at < period.end

    opened = [t for t in some if within(t.created_at) and t.status is not Status.MERGED]
    ours = [t for t in some if t.status not in NOT_OURS]
    accepted = [t for t in opened if t.accepted_at and t in ours]
    dispatched = [t for t in opened if t.dispatched_at]
    asked = [t for t in ours if within(t.asked_at or t.resolved_at)]
    answered = [t for t in asked if t.rating]
    tried = [t for t in opened if t in ours and (t.resolved_at or t.reworks)]
    return {
        "tickets": len(opened),
        "accepted": len(accepted),
        "solved": len([t for t in ours if within(t.resolved_at)]),
        "solution": Rate(len([t for t in accepted if t.resolved_at]), len(accepted)),
        "response": Rate(
            len([t for t in dispatched if t.signed_at and not (t.respond_by and t.signed_at > t.respond_by)]),
            len(dispatched),
        ),
        "satisfaction": Rate(len([t for t in answered if t.rating != Rating.UNSATISFIED]), len(answered)),
        "asked": len([t for t in asked if t.asked_at]),
        "answered": len(answered),
        "first_fix": Rate(len([t for t in tried if t.resolved_at and not t.reworks]), len(tried)),
        "misrouted": Rate(len([t for t in dispatched if t.returns or t.by_default]), len(dispatched)),
        "open": len([t for t in some if t.created_at < period.end and (t.status in LIVING or (t.closed_at or t.created_at) >= period.end)]),
    }  # fmt: skip


def test_every_rate_is_what_its_definition_says_and_never_a_share_of_nothing() -> None:
    store = Store.open("sqlite://")

    @settings(max_examples=40, deadline=None)
    @given(st.lists(tickets(), max_size=12))
    def same(some: list[Ticket]) -> None:
        fill(store, some)
        keys = keys_of(DIMENSIONS, district=a_district(), first=FIRST, last=LAST, tz=TZ)
        figures = store.call(lambda tx: tx.figures.of(FIRST, LAST, TZ, keys=keys))
        assert {name: getattr(figures, name) for name in by_hand(some)} == by_hand(some)
        for name in DIMENSIONS:
            _parts_add_up(figures.cuts[name].values(), figures)

    same()
    store.close()


def _parts_add_up(parts: Any, whole: Cut) -> None:
    """Counts and both sides of every rate of the parts give those of the whole; no share has an empty whole."""
    found = list(parts)
    for name in ("tickets", "accepted", "solved", "asked", "answered", "by_default", "returned", "reworks"):
        assert sum(getattr(p, name) for p in found) == getattr(whole, name), name
    for name in ("response", "solution", "satisfaction", "first_fix", "misrouted"):
        rates = [getattr(p, name) for p in found]
        assert Rate(sum(r.part for r in rates), sum(r.whole for r in rates)) == getattr(whole, name)
        assert all(r.part <= r.whole and (r.share is None) == (r.whole == 0) for r in rates)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=200))
def test_a_spread_is_that_of_a_spreadsheet(seconds: list[int]) -> None:
    found = spread(list(seconds))
    assert found.count == len(seconds)
    assert found.p50 is not None
    assert found.p90 is not None
    assert abs(found.p50 - median(seconds) / 60) < 1e-6
    if len(seconds) > 1:
        assert abs(found.p90 - quantiles(seconds, n=10, method="inclusive")[-1] / 60) < 1e-6
    assert min(seconds) / 60 <= found.p50 <= found.p90 <= max(seconds) / 60 + 1e-9


def test_nothing_has_no_spread() -> None:
    assert spread([]) == Spread()


def test_what_ran_in_an_emergency_stands_apart_from_the_clocks_and_nowhere_else() -> None:
    usual = Mark.MAIN | Mark.OURS | Mark.ACCEPTED | Mark.DISPATCHED
    late = counted(1, usual | Mark.IN_TIME, respond=60)
    apart = counted(2, usual | Mark.EMERGENCY, respond=6000, due=5)
    cut = cut_of(strokes_in([late, apart], (), [late, apart], (0, 100), 50))
    assert (cut.tickets, cut.accepted, cut.open, cut.overdue) == (2, 2, 2, 0)
    assert (cut.response, cut.respond) == (Rate(1, 1), Spread(1, 1.0, 1.0))
    assert (cut.emergency.tickets, cut.emergency.overdue) == (1, 1)
    assert (cut.emergency.response, cut.emergency.respond) == (Rate(0, 1), Spread(1, 100.0, 100.0))


def counted(number: int, marks: Mark, **changes: Any) -> Counted:
    bare = Counted(number, "power", "E01", "yt-xc", marks.value, 0, 10, None, None, None, None, None, None)
    return bare._replace(**changes)
