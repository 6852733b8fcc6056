"""Tickets by number, by matter, by person and by deadline."""

from __future__ import annotations

import pytest
from factories import NOW, a_ticket, after

from models.errors import NotFound, StoreFailed
from models.store import Store, Tx
from models.ticket import Ticket
from models.words import Status


def add(tx: Tx, *made: Ticket) -> list[Ticket]:
    return [tx.tickets.add(t) for t in made]


def test_numbers_count_from_one_without_gaps(store: Store) -> None:
    made = store.call(add, a_ticket(matter="m-1"), a_ticket(matter="m-2"))
    assert [t.number for t in made] == [1, 2]


def test_a_ticket_comes_back_as_it_was(store: Store) -> None:
    [made] = store.call(add, a_ticket(respond_by=after(hours=1), why=("停电", "3栋"), rating=None))
    assert store.call(lambda tx: tx.tickets.get(made.number)) == made


def test_a_second_main_ticket_of_a_matter_is_refused_and_takes_no_number(store: Store) -> None:
    store.call(add, a_ticket())
    with pytest.raises(StoreFailed) as failed:
        store.call(add, a_ticket())
    assert not failed.value.retry
    assert store.call(add, a_ticket(matter="m-2"))[0].number == 2


def test_a_merged_ticket_may_share_its_matter(store: Store) -> None:
    [main] = store.call(add, a_ticket())
    [child] = store.call(add, a_ticket(parent=main.number, status=Status.MERGED))
    assert store.call(lambda tx: tx.tickets.of_matter("m-1")) == main
    assert store.call(lambda tx: tx.tickets.children(main.number)) == [child]


def test_an_unknown_number_is_not_found(store: Store) -> None:
    assert store.call(lambda tx: tx.tickets.find(9)) is None
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.tickets.get(9))
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.tickets.save(a_ticket(number=9)))


def test_the_ticker_gets_what_it_must_look_at_and_hears_when_the_next_is(store: Store) -> None:
    store.call(
        add,
        a_ticket(matter="later", chase_at=after(hours=2)),
        a_ticket(matter="now", chase_at=NOW),
        a_ticket(matter="long ago", chase_at=after(hours=-1)),
        a_ticket(matter="never"),
    )
    assert [t.matter for t in store.call(lambda tx: tx.tickets.chased(NOW))] == ["long ago", "now"]
    assert store.call(lambda tx: tx.tickets.next_chase()) == after(hours=-1)


def test_mine_are_the_open_ones_of_a_worker_or_a_members_person(store: Store) -> None:
    store.call(
        add,
        a_ticket(matter="a", person="wx-1", worker=""),
        a_ticket(matter="b", worker="wx-1", person=""),
        a_ticket(matter="c", person="wx-2", worker=""),
        a_ticket(matter="d", person="wx-1", status=Status.CLOSED),
    )
    assert [t.matter for t in store.call(lambda tx: tx.tickets.mine("wx-1"))] == ["a", "b"]
