"""Requests for leave, choices and deeds, on each database."""

from __future__ import annotations

from factories import NOW, a_matter, a_ticket, after

from models.deed import Approval, Choice, Deed
from models.store import Store
from models.words import Action, Status


def an_approval(**changes: object) -> Approval:
    return Approval(1, Action.EXTEND, after(days=1), "等配件", "wx-power", NOW, ("wx-a",), 0, after(hours=2)).evolve(
        **changes
    )


def test_a_request_is_open_until_it_is_decided(store: Store) -> None:
    store.call(lambda tx: tx.approvals.add(an_approval()))
    [one] = store.call(lambda tx: tx.approvals.open())
    assert one == an_approval(id=one.id)
    assert store.call(lambda tx: tx.approvals.next_chase()) == after(hours=2)
    assert store.call(lambda tx: tx.approvals.chased(after(hours=2))) == [one]
    assert store.call(lambda tx: tx.approvals.chased(after(hours=1))) == []
    store.call(lambda tx: tx.approvals.save(one.evolve(granted=True, chase_at=None, decided_by="wx-a")))
    assert store.call(lambda tx: tx.approvals.open()) == []
    assert store.call(lambda tx: tx.approvals.of(1))[0].granted
    assert store.call(lambda tx: tx.approvals.next_chase()) is None


def test_the_words_of_a_request_go_with_its_ticket(store: Store) -> None:
    store.call(lambda tx: tx.approvals.add(an_approval()))
    store.call(lambda tx: tx.approvals.anonymise(1))
    assert store.call(lambda tx: tx.approvals.of(1))[0].reason == ""


def test_one_question_a_sender_and_it_is_answered_once(store: Store) -> None:
    for options in (("1", "2"), ("3", "4")):
        choice = Choice("wx-power", NOW, "ticket", options, "sign", until=after(days=1))
        store.call(lambda tx, choice=choice: tx.choices.ask(choice))
    assert store.call(lambda tx: tx.choices.take("wx-gas")) is None
    found = store.call(lambda tx: tx.choices.take("wx-power"))
    assert found is not None
    assert (found.options, found.until) == (("3", "4"), after(days=1))
    assert store.call(lambda tx: tx.choices.take("wx-power")) is None


def test_a_deed_brings_its_rows_back_as_they_were(store: Store) -> None:
    before = a_ticket(number=7, status=Status.SIGNED, signed_at=NOW, co=("gas",), why=("停电",))
    deed = Deed("wx-power", NOW, "resolve", (before,), (before.evolve(photos=2),), (a_matter(),), ("k1",), ("k2",))
    store.call(lambda tx: tx.deeds.add(deed, forget=NOW))
    found = store.call(lambda tx: tx.deeds.last("wx-power", NOW))
    assert found is not None
    assert found.evolve(id=0) == deed
    assert store.call(lambda tx: tx.deeds.last("wx-power", after(seconds=1))) is None
    store.call(lambda tx: tx.deeds.undone(found, after(minutes=1)))
    assert store.call(lambda tx: tx.deeds.last("wx-power", NOW)) is None


def test_old_deeds_and_questions_go(store: Store) -> None:
    ticket = a_ticket(number=7)
    store.call(lambda tx: tx.deeds.add(Deed("a", NOW, "sign", (ticket,), (ticket,)), forget=NOW))
    store.call(lambda tx: tx.choices.ask(Choice("a", NOW, "ticket", ("1",), "sign")))
    assert store.call(lambda tx: tx.deeds.forget(after(days=1))) == 1
    assert store.call(lambda tx: tx.choices.forget(after(days=1))) == 1
