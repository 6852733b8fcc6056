"""A ticket as it is counted, and that the counted rows never part from their tickets."""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from typing import Any

import pytest
from factories import NOW, a_ticket, after
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from models.count_tables import strokes
from models.store import Store
from models.store.schema import MIGRATIONS
from models.stroke import Mark, Stroke, stroke_of
from models.tables import tickets
from models.ticket import Ticket
from models.words import Rating, Service, Status, Urgency

MOMENTS = ("closed_at", "dispatched_at", "signed_at", "arrived_at", "resolved_at", "asked_at", "accepted_at")
LIMITS = ("respond_by", "resolve_by")
moments = st.none() | st.integers(0, 500_000).map(lambda s: NOW + timedelta(seconds=s))
any_ticket = st.builds(
    a_ticket,
    status=st.sampled_from(Status),
    service=st.sampled_from(Service),
    urgency=st.sampled_from(Urgency),
    rating=st.none() | st.sampled_from(Rating),
    reworks=st.integers(0, 3),
    returns=st.integers(0, 2),
    **{n: st.booleans() for n in ("by_default", "supervised", "in_grid")},
    **dict.fromkeys((*MOMENTS, *LIMITS, "disputed_at"), moments),
    estate=st.sampled_from([None, "yt-xc"]),
    building=st.sampled_from([None, "3", "5-12"]),
)


def marks(**changes: Any) -> Mark:
    return Mark(stroke_of(a_ticket(**changes)).marks)


def test_a_new_ticket_is_a_main_one_of_ours_and_nothing_more() -> None:
    assert marks() == Mark.MAIN | Mark.OURS | Mark.IN_GRID
    found = stroke_of(a_ticket())
    assert (found.opened, found.closed, found.respond) == (int(NOW.timestamp()), None, None)


@pytest.mark.parametrize("status", [Status.DISMISSED, Status.REJECTED, Status.DEFLECTED, Status.MERGED])
def test_what_was_no_work_of_ours_stays_so_when_it_is_archived(status: Status) -> None:
    assert Mark.OURS not in marks(status=status, accepted_at=NOW)
    assert Mark.OURS not in marks(status=Status.ARCHIVED, accepted_at=NOW)
    assert Mark.OURS in marks(status=Status.ARCHIVED, accepted_at=NOW, resolved_at=after(hours=1))


def test_after_a_rework_the_first_clocks_run_from_its_dispatch() -> None:
    times = {"dispatched_at": after(days=3), "signed_at": after(days=3, minutes=5), "resolved_at": after(days=4)}
    again = stroke_of(a_ticket(reworks=1, **times))
    assert (again.respond, again.solved) == (300, int(after(days=4).timestamp()))
    assert stroke_of(a_ticket(**times)).respond == 3 * 86400 + 300


def test_a_result_that_did_not_hold_is_a_try() -> None:
    assert Mark.TRIED in marks(reworks=1)
    assert Mark.RESOLVED not in marks(reworks=1)


def kept(store: Store) -> list[Stroke]:
    with store._engine.connect() as conn:
        wanted = select(*(strokes.c[name] for name in Stroke._fields)).order_by(strokes.c.number)
        return [Stroke(*row) for row in conn.execute(wanted)]


def test_a_stroke_follows_its_ticket(store: Store) -> None:
    ticket = store.call(lambda tx: tx.tickets.add(a_ticket()))
    assert kept(store) == [stroke_of(ticket)]
    store.call(lambda tx: tx.tickets.save(ticket.evolve(status=Status.CLOSED, closed_at=after(hours=1))))
    assert [s.closed for s in kept(store)] == [int(after(hours=1).timestamp())]


def _migration() -> Any:
    spec = importlib.util.spec_from_file_location("m0014", MIGRATIONS / "versions" / "0014_figures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_migration_counts_the_tickets_that_are_there(store: Store) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(any_ticket, min_size=1, max_size=8))
    def same(some: list[Ticket]) -> None:
        store.call(
            lambda tx: [
                tx.tickets.add(t.evolve(matter=f"m-{n}", outcome="", emergency=None, held_at=None))
                for n, t in enumerate(some)
            ]
        )
        written = kept(store)
        with store._engine.begin() as conn:
            conn.exec_driver_sql("BEGIN") if conn.dialect.name == "sqlite" else None
            conn.execute(strokes.delete())
            conn.execute(text(_migration()._count(conn.dialect.name)))
        assert kept(store) == written
        with store._engine.begin() as conn:
            conn.exec_driver_sql("BEGIN") if conn.dialect.name == "sqlite" else None
            conn.execute(strokes.delete())
            conn.execute(tickets.delete())

    same()
