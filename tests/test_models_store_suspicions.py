"""Cards of suspected outages: one open for each cause, and what they count."""

from __future__ import annotations

import pytest
from factories import NOW, a_card, a_matter, a_report, after

from models.errors import NotFound, StoreFailed
from models.store import Store, Tx
from models.suspicion import Verdict


def test_a_card_comes_back_as_it_was_kept(store: Store) -> None:
    card = store.call(lambda tx: tx.suspicions.add(a_card(chase_at=after(minutes=10))))
    assert card == a_card(number=1, chase_at=after(minutes=10))
    decided = card.evolve(state=Verdict.CONFIRMED, notice=3, ticket=4, until=after(hours=2), chase_at=None)
    store.call(lambda tx: tx.suspicions.save(decided))
    assert store.call(lambda tx: tx.suspicions.get(1)) == decided
    assert store.call(lambda tx: (tx.suspicions.of_notice(3), tx.suspicions.of_ticket(4))) == ([decided], [decided])
    with pytest.raises(NotFound):
        store.call(lambda tx: tx.suspicions.get(2))


def test_a_cause_has_one_open_card(store: Store) -> None:
    store.call(lambda tx: tx.suspicions.add(a_card()))
    with pytest.raises(StoreFailed):
        store.call(lambda tx: tx.suspicions.add(a_card()))
    store.call(lambda tx: tx.suspicions.save(a_card(number=1, state=Verdict.DENIED)))
    assert store.call(lambda tx: tx.suspicions.add(a_card())).number == 2
    assert [c.number for c in store.call(lambda tx: tx.suspicions.open())] == [2]


def test_an_answer_stands_for_a_while(store: Store) -> None:
    store.call(lambda tx: tx.suspicions.add(a_card(state=Verdict.DENIED, quiet_until=after(hours=2))))
    standing = lambda at: store.call(lambda tx: tx.suspicions.standing("E01 10kV云亭线", at))  # noqa: E731
    assert [c.number for c in standing(after(hours=1))] == [1]
    assert standing(after(hours=2)) == []


def test_the_ticker_finds_what_is_due(store: Store) -> None:
    store.call(lambda tx: tx.suspicions.add(a_card(chase_at=after(minutes=10))))
    assert store.call(lambda tx: tx.suspicions.next_chase()) == after(minutes=10)
    assert store.call(lambda tx: tx.suspicions.chased(after(minutes=9))) == []
    assert [c.number for c in store.call(lambda tx: tx.suspicions.chased(after(minutes=10)))] == [1]


def keep(tx: Tx) -> None:
    tx.matters.save(a_matter())
    for n, (home, building, act) in enumerate(
        [("hh-1", "3", "report"), ("hh-1", "3", "urge"), ("hh-2", None, "me_too"), ("", "3", "restored")]
    ):
        report = a_report(household=home, building=building, act=act, at=after(minutes=n), sender=f"h-{n}")
        tx.matters.report(report)
    tx.matters.report(a_report(household="hh-3", topic="E05", at=NOW))
    tx.matters.report(a_report(household="hh-4", estate="la-jy", at=NOW))


def test_households_are_counted_once_by_estate_and_topic(store: Store) -> None:
    store.call(keep)
    heard = store.call(lambda tx: tx.suspicions.heard(["yt-xc"], "E01", NOW, after(minutes=5)))
    assert [r.household for r in heard] == ["hh-1", "hh-1", "hh-2"]
    assert store.call(lambda tx: tx.suspicions.households(["yt-xc"], ("E01",), NOW)) == 2
    assert store.call(lambda tx: tx.suspicions.households(["yt-xc", "la-jy"], ("E01", "E05"), NOW)) == 4
    assert store.call(lambda tx: tx.suspicions.households(["yt-xc"], ("E01",), after(minutes=2))) == 1


def test_the_last_word_of_each_place(store: Store) -> None:
    store.call(keep)
    said = store.call(lambda tx: tx.matters.said_of(["m-1"]))
    assert {(s.building, s.sender, s.back, s.at) for s in said if s.estate == "yt-xc"} == {
        ("3", "", False, after(minutes=1)),
        ("3", "", True, after(minutes=3)),
        (None, "h-2", False, after(minutes=2)),
    }


def test_old_cards_go_but_not_open_ones(store: Store) -> None:
    for number, state in enumerate((Verdict.DENIED, Verdict.LAPSED, Verdict.OPEN), start=1):
        store.call(lambda tx, n=number, s=state: tx.suspicions.add(a_card(cause=f"E01 {n}", state=s)))
    assert store.call(lambda tx: tx.suspicions.forget(NOW)) == 0
    assert store.call(lambda tx: tx.suspicions.forget(after(minutes=1))) == 2
    assert [c.number for c in store.call(lambda tx: tx.suspicions.recent(9))] == [3]


def test_no_card_is_a_card_of_nobody(store: Store) -> None:
    assert store.call(lambda tx: tx.suspicions.next_chase()) is None
    assert store.call(lambda tx: tx.suspicions.recent(5)) == []
