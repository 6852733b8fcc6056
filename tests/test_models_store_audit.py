"""The log of what was done."""

from __future__ import annotations

from factories import an_audit

from models.store import Store


def test_entries_of_a_subject_come_back_in_order_and_the_newest_first_over_all(store: Store) -> None:
    one = an_audit(subject="ticket 1", before="captured", after="accepted", source="room-01", reason="规则")
    two, other = an_audit(subject="ticket 1", action="dispatch"), an_audit(subject="ticket 2")
    store.call(lambda tx: [tx.audit.add(entry) for entry in (one, other, two)])
    assert store.call(lambda tx: tx.audit.of("ticket 1")) == [one, two]
    assert store.call(lambda tx: tx.audit.recent(2)) == [two, other]
