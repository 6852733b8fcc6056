"""The figures of a period, down to those that the district answers for (DOMAIN §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from factories import (
    NOW,
    a_district,
    a_matter,
    a_notice,
    a_report,
    a_ticket,
    after,
    an_announcement,
    an_audit,
    an_outgoing,
)

from models.figures import Figures, Rate
from models.store import Store, Tx
from models.words import Delivery, Priority, Rating, Service, Status

TZ = ZoneInfo("Asia/Shanghai")
DAY = date(2025, 6, 10)
JUNE = (date(2025, 6, 1), date(2025, 6, 30))


def figures(store: Store, first: date = DAY, last: date = DAY) -> Figures:
    return store.call(lambda tx: tx.figures.of(first, last, TZ))


def a_post(notice: int, room: str, **changes: Any) -> Any:
    base = {"key": f"notice {notice} v1 publish → {room}", "room": room, "notice": notice, "priority": Priority.NOTICE}
    return an_outgoing(**(base | {"status": Delivery.SENT, "sent_at": NOW} | changes))


def announce(tx: Tx, count: int, service: Service, rooms: tuple[str, ...] = ("room-01", "room-02")) -> None:
    for _ in range(count):
        thread = tx.notices.new_id()
        tx.notices.add(a_notice(id=thread, ref=f"n-{thread}", said=an_announcement(service=service)))
        for room in rooms:
            tx.outbox.put(a_post(thread, room))


def solve(tx: Tx, count: int, **changes: Any) -> None:
    for n in range(count):
        done = a_ticket(
            matter=f"m-{changes.get('matter', '')}-{n}",
            status=Status.CLOSED,
            created_at=after(hours=n % 24),
            accepted_at=after(hours=n % 24),
            dispatched_at=after(hours=n % 24, minutes=1),
            signed_at=after(hours=n % 24, minutes=11),
            respond_by=after(hours=n % 24, minutes=15),
            arrived_at=after(hours=n % 24, minutes=40),
            resolved_at=after(hours=n % 24, minutes=90),
        )
        tx.tickets.add(done.evolve(**{k: v for k, v in changes.items() if k != "matter"}))


def capture(tx: Tx, day: datetime, count: int) -> None:
    for n in range(count):
        tx.matters.report(a_report(at=day + timedelta(minutes=n), household=f"hh-{n}"))


def a_month(tx: Tx) -> None:
    """One June as the district reports it."""
    tx.district.save(a_district(), NOW)
    tx.matters.save(a_matter())
    announce(tx, 152, Service.POWER)
    announce(tx, 107, Service.WATER)
    announce(tx, 3, Service.POWER, rooms=("room-staff",))
    for day in range(30):
        capture(tx, datetime(2025, 6, 1, 1, tzinfo=UTC) + timedelta(days=day), 20 + day % 5)
    solve(tx, 120, rating=Rating.SATISFIED, asked_at=after(hours=30))
    solve(tx, 33, matter="b", asked_at=after(hours=30))
    solve(tx, 4, matter="street", in_grid=False)
    solve(tx, 5, matter="later", resolved_at=after(days=40), status=Status.CLOSED)


def test_a_seeded_month_gives_exactly_the_districts_figures(store: Store) -> None:
    store.call(a_month)
    month = figures(store, *JUNE)
    assert (month.notices["power"], month.notices["water"]) == (152, 107)
    assert (month.posts["power"], month.posts["water"]) == (304, 214)
    assert month.solved_in_grid == 153
    assert month.satisfaction == Rate(120, 120)
    assert month.satisfaction.share == 1
    assert 20 <= month.captures_a_day < 30
    assert month.messages_captured == sum(month.by_day.values()) == 660
    assert (month.tickets, month.accepted, month.solved) == (162, 162, 157)
    assert (month.asked, month.answered) == (153, 120)
    assert month.response == Rate(162, 162)
    assert (month.respond.p50, month.arrive.p50, month.resolve.p50) == (11, 40, 90)
    assert month.rooms_reached == Rate(518, 518)


def test_an_empty_period_has_no_shares(store: Store) -> None:
    empty = figures(store)
    assert empty == Figures(DAY, DAY)
    assert empty.satisfaction.share is None


def test_days_are_local_and_both_ends_belong_to_the_period(store: Store) -> None:
    def said(tx: Tx) -> None:
        tx.matters.save(a_matter())
        for hour in (15, 16, 39, 40):  # UTC of the 9th: 23:00 local, 0:00 of the 10th, 23:00, 0:00 of the 11th
            tx.matters.report(a_report(at=datetime(2025, 6, 9, tzinfo=UTC) + timedelta(hours=hour)))

    store.call(said)
    assert figures(store).by_day == {"2025-06-10": 2}
    assert figures(store, DAY, DAY + timedelta(days=1)).captures_a_day == 1.5


def test_answers_withdrawn_posts_and_posts_of_other_days_are_no_notices(store: Store) -> None:
    def posts(tx: Tx) -> None:
        announce(tx, 4, Service.GAS, rooms=())
        tx.outbox.put(a_post(1, "room-01", priority=Priority.REPLY))
        tx.outbox.put(a_post(2, "room-01", status=Delivery.WITHDRAWN, sent_at=None))
        tx.outbox.put(a_post(3, "room-01", status=Delivery.WAITING, sent_at=None))
        tx.outbox.put(a_post(4, "room-01", sent_at=after(days=1), due_at=after(days=1)))

    store.call(posts)
    today = figures(store)
    assert (today.notices, today.posts, today.rooms_reached) == ({}, {}, Rate(0, 1))


def test_a_thread_counts_once_however_many_versions_and_rooms_it_had(store: Store) -> None:
    def thread(tx: Tx) -> None:
        announce(tx, 1, Service.ROAD)
        tx.notices.add(a_notice(version=2, said=an_announcement(service=Service.ROAD)))
        tx.outbox.put(a_post(1, "room-01", key="notice 1 v2 change → room-01"))

    store.call(thread)
    assert (figures(store).notices, figures(store).posts) == ({"road": 1}, {"road": 3})


def test_late_missing_and_reopened_work_shows(store: Store) -> None:
    def work(tx: Tx) -> None:
        for n, changes in enumerate(
            (
                {"signed_at": after(minutes=20), "respond_by": after(minutes=15)},
                {"signed_at": None, "resolved_at": None, "status": Status.DISPATCHED, "resolve_by": after(hours=3)},
                {"resolved_at": None, "status": Status.REWORK, "reworks": 1, "rating": Rating.UNSATISFIED, "asked_at": NOW},
                {"status": Status.DISMISSED},
                {"status": Status.MERGED, "parent": 1},
                {"by_default": True, "member": "street-office", "in_grid": False, "urgency": "P0", "service": "gas"},
            )
        ):  # fmt: skip
            solve(tx, 1, matter=str(n), **{"created_at": NOW, "resolved_at": after(hours=1)} | changes)

    store.call(work)
    today = figures(store)
    assert (today.tickets, today.accepted, today.solved, today.solved_in_grid) == (5, 4, 2, 1)
    assert (today.open, today.overdue, today.reworks, today.by_default) == (2, 1, 1, 1)
    assert today.response == Rate(3, 5)
    assert today.solution == Rate(2, 4)
    assert today.satisfaction == Rate(0, 1)
    assert today.by_service == {"gas": 1, "power": 4}
    assert today.by_urgency == {"P0": 1, "P2": 4}
    assert today.by_member == {"power": 4, "street-office": 1}


def test_deflections_are_those_of_the_audit(store: Store) -> None:
    store.call(lambda tx: [tx.audit.add(an_audit(action="deflect", at=after(days=d))) for d in (0, 0, 1)])
    found = figures(store)
    assert replace(found, deflected=0, deflection=Rate(0, 0)) == Figures(DAY, DAY)
    assert (found.deflected, found.deflection) == (2, Rate(2, 2))


def test_a_deflected_line_that_was_a_capture_counts_once_in_the_whole(store: Store) -> None:
    def said(tx: Tx) -> None:
        tx.matters.save(a_matter())
        capture(tx, NOW, 3)
        tx.audit.add(an_audit(action="deflect", after="m-1"))
        tx.audit.add(an_audit(action="deflect", after=""))

    store.call(said)
    assert figures(store).deflection == Rate(2, 4)
