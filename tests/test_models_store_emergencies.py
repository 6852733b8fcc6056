"""Emergency states and their points, on both databases."""

from __future__ import annotations

from factories import NOW, a_ticket, after

from models.areas import Roster
from models.emergency import Emergency, Point
from models.store import Store

STATE = Emergency(
    "321111900", "台风", "wx-duty", NOW, after(hours=20), NOW, NOW, shifts=(Roster("power", "wx-1", start="08:00"),)
)


def test_a_state_stands_until_it_is_ended_and_counts_until_its_clocks_run(store: Store) -> None:
    made = store.call(lambda tx: tx.emergencies.add(STATE))
    assert made.id and store.call(lambda tx: tx.emergencies.standing()) == [made]
    ended = made.evolve(ended_at=after(hours=3), ended_by="wx-duty")
    store.call(lambda tx: tx.emergencies.save(ended))
    assert store.call(lambda tx: tx.emergencies.standing()) == []
    assert store.call(lambda tx: tx.emergencies.unsettled()) == [ended]
    store.call(lambda tx: tx.emergencies.save(ended.evolve(settled=True)))
    assert store.call(lambda tx: tx.emergencies.unsettled()) == []
    assert store.call(lambda tx: tx.emergencies.all())[0].shifts == STATE.shifts


def test_points_are_there_until_they_are_gone(store: Store) -> None:
    made = store.call(lambda tx: tx.emergencies.tell(Point(1, "water", "小学南门", "wx-duty", NOW)))
    assert store.call(lambda tx: tx.emergencies.points(1)) == [made]
    assert store.call(lambda tx: tx.emergencies.points(2)) == []
    store.call(lambda tx: tx.emergencies.save_point(made.evolve(gone_at=NOW)))
    assert store.call(lambda tx: tx.emergencies.points(1)) == []


def test_tickets_are_found_whose_clocks_stand_because_of_a_state(store: Store) -> None:
    held = a_ticket(matter="m-1", emergency=7, held_at=NOW)
    free = a_ticket(matter="m-2", emergency=7, held_at=None)
    store.call(lambda tx: [tx.tickets.add(held), tx.tickets.add(free)])
    assert [t.matter for t in store.call(lambda tx: tx.tickets.held([7], 10))] == ["m-1"]
    assert store.call(lambda tx: tx.tickets.held([8], 10)) == []
