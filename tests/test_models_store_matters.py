"""Matters, their reports, and how what is sealed is forgotten."""

from __future__ import annotations

from pathlib import Path

from factories import NOW, a_matter, a_message, a_report, a_ticket, after

from models.matter import Report
from models.privacy import Vault, mask
from models.store import Store, Tx
from models.words import Status

SEALED = {"sender_sealed": b"s", "nick_sealed": b"n", "text_sealed": b"t"}
VAULT = Vault(bytes(32))


def keep(tx: Tx, *reports: Report) -> None:
    for report in reports:
        if tx.matters.get(report.matter) is None:
            tx.matters.save(a_matter(key=report.matter))
        tx.matters.report(report)


def test_a_matter_comes_back_as_it_was_last_saved(store: Store) -> None:
    grown = a_matter(buildings=("3", "5"), rooms=("room-01", "room-02"), households=2)
    store.call(lambda tx: (tx.matters.save(a_matter(estate=None)), tx.matters.save(grown)))
    assert store.call(lambda tx: tx.matters.get("m-1")) == grown
    assert store.call(lambda tx: tx.matters.get("m-9")) is None


def test_a_report_comes_back_and_the_same_message_is_kept_once(store: Store) -> None:
    said = a_report(message_id="1", **SEALED)
    store.call(keep, said, a_report(message_id="1", masked="again"))
    assert store.call(lambda tx: tx.matters.reports("m-1")) == [said]
    assert store.call(lambda tx: tx.matters.report_of("practice", "1")) == said
    assert store.call(lambda tx: tx.matters.report_of("wechat", "1")) is None


def test_households_count_homes_not_lines(store: Store) -> None:
    store.call(keep, *(a_report(household=h) for h in ("a", "a", "b")), a_report(matter="m-2", household="c"))
    assert store.call(lambda tx: tx.matters.households("m-1")) == 2
    assert store.call(lambda tx: tx.matters.households("m-9")) == 0


def test_reports_come_in_the_order_in_which_they_were_said(store: Store) -> None:
    store.call(keep, a_report(message_id="b", at=after(minutes=2)), a_report(message_id="a", at=after(minutes=1)))
    assert [r.message_id for r in store.call(lambda tx: tx.matters.reports("m-1"))] == ["a", "b"]
    assert [r.message_id for r in store.call(lambda tx: tx.matters.recent_reports(1))] == ["b"]


def test_open_since_leaves_out_the_closed_and_the_long_silent(store: Store) -> None:
    def save(tx: Tx) -> None:
        tx.matters.save(a_matter(key="young", opened_at=after(hours=-1)))
        tx.matters.save(a_matter(key="old", opened_at=after(hours=-9)))
        tx.matters.save(a_matter(key="silent", last_at=after(hours=-50)))
        tx.matters.save(a_matter(key="closed", open=False))

    store.call(save)
    assert [m.key for m in store.call(lambda tx: tx.matters.open_since(after(hours=-48)))] == ["old", "young"]


def test_what_is_sealed_is_forgotten_once_the_ticket_has_been_closed_long_enough(store: Store) -> None:
    closed = {"status": Status.CLOSED, "closed_at": after(days=-61)}

    def work(tx: Tx) -> None:
        for matter in ("old", "fresh", "open", "reopened", "alone", "spoken"):
            keep(tx, a_report(matter=matter, message_id=matter, **SEALED))
        tx.tickets.add(a_ticket(matter="old", **closed))
        tx.tickets.add(a_ticket(matter="fresh", status=Status.CLOSED, closed_at=NOW))
        tx.tickets.add(a_ticket(matter="open", created_at=after(days=-99)))
        parent = tx.tickets.add(a_ticket(matter="reopened", status=Status.REWORK, closed_at=None))
        tx.tickets.add(a_ticket(matter="reopened", parent=parent.number, **closed))
        tx.matters.save(a_matter(key="alone", last_at=after(days=-61)))
        tx.matters.save(a_matter(key="spoken", last_at=after(days=-1)))

    store.call(work)
    assert store.call(lambda tx: tx.matters.purge(after(days=-60), at=NOW)) == 2
    left = {m for m in ("old", "fresh", "open", "reopened", "alone", "spoken") if _sealed(store, m)}
    assert left == {"fresh", "open", "reopened", "spoken"}
    assert [a.after for a in store.call(lambda tx: tx.audit.of("reports"))] == ["2"]
    assert store.call(lambda tx: tx.matters.purge(after(days=-60), at=NOW)) == 0
    assert len(store.call(lambda tx: tx.audit.of("reports"))) == 1


def _sealed(store: Store, message_id: str) -> bool:
    report = store.call(lambda tx: tx.matters.report_of("practice", message_id))
    assert report is not None
    assert report.masked
    return bool(report.text_sealed or report.sender_sealed or report.nick_sealed)


def test_neither_id_nor_phone_nor_text_stands_in_the_files_of_the_database(tmp_path: Path) -> None:
    sender, text = "wxid_zhangsan_1987", "我在3栋，电话13812345678，快来"
    store = Store.open(f"sqlite:///{tmp_path}/s.db")
    message = a_message(text, id="1", sender=VAULT.hash(sender))
    report = a_report(
        message_id="1",
        sender=message.sender,
        masked=mask(text),
        sender_sealed=VAULT.seal(sender),
        nick_sealed=VAULT.seal("张三丰收"),
        text_sealed=VAULT.seal(text),
    )
    store.call(lambda tx: (tx.inbox.take(message, VAULT.hash(text)), keep(tx, report)))
    files = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert "我在3栋，电话〔电话〕".encode() in files
    for secret in (sender, "13812345678", text, "张三丰收"):
        assert secret.encode() not in files
    store.call(lambda tx: tx.matters.purge(after(days=1), at=NOW))
    store.close()
    files = b"".join(f.read_bytes() for f in tmp_path.iterdir())
    assert report.text_sealed not in files
