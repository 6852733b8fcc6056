"""Retention: what need not be kept goes, the log says what and why, and its bytes are off the disk."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from disk import bytes_of
from factories import (
    NOW,
    a_district,
    a_matter,
    a_message,
    a_report,
    a_sample,
    a_ticket,
    an_audit,
    an_outgoing,
)

from bot.keeper import Keeper
from bot.keeping_settings import Retention
from bot.retention import rules
from bot.settings import Settings
from models.deed import Choice
from models.opinion import RESULT, ROOM, Opinion
from models.privacy import Vault
from models.store import Store, Tx
from models.ticket import Ticket
from models.words import Delivery, Rating, Status

VAULT = Vault(b"k" * 32)
RAW, NICK, WHO = "龙头拧到底光喘气的原话", "9-503老罗的昵称", "wxid-laoluo-的微信号"
MASKED, COMMENT = "打码的那一句还留着", "师傅没换皮垫的评语"
SEALED = {"text_sealed": VAULT.seal(RAW), "nick_sealed": VAULT.seal(NICK), "sender_sealed": VAULT.seal(WHO)}
WORDS = VAULT.seal("评语的原话")
HASH = "5ea1" * 8


def settings(tmp_path: Path, **retention: object) -> Settings:
    return Settings(data_dir=tmp_path, retention=Retention(**retention))  # type: ignore[arg-type]


def keep(store: Store, config: Settings, at: datetime) -> None:
    """The round of the day, at four in the morning."""
    keeper = Keeper(store=store, settings=config, district=a_district)
    asyncio.run(keeper.step(at.replace(hour=20)))  # 04:00 in Shanghai


def fill(tx: Tx, **changes: object) -> Ticket:
    """A ticket that was closed at ``NOW`` with all that hangs on it."""
    tx.inbox.take(a_message(sender=HASH), "digest")
    tx.matters.save(a_matter(open=False))
    tx.matters.report(a_report(masked=MASKED, sender=HASH, household="f00d" * 8, **SEALED))
    values = {"status": Status.CLOSED, "closed_at": NOW, "reporter": HASH, "summary": MASKED, "comment": COMMENT}
    ticket = tx.tickets.add(a_ticket(**(values | changes)))
    tx.audit.add(an_audit(actor=HASH, reason="词“光喘气”"))
    tx.audit.add(an_audit(actor="wx-power", action="resolve", reason="换了皮垫"))
    told = {"ticket": ticket.number, "person": HASH, "room": "", "text": f"您说的：{MASKED}"}
    tx.outbox.put(an_outgoing(key=f"ticket 1 rate → {HASH}", **told))
    [row] = tx.outbox.of_ticket(ticket.number)
    tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=NOW))
    said = {"answered_at": NOW, "rating": Rating.MOSTLY, "comment": COMMENT, "comment_sealed": WORDS}
    tx.opinions.add(Opinion(ticket.number, 0, RESULT, HASH, ROOM, "room-01", NOW, **said))  # type: ignore[arg-type]
    tx.people.remember(HASH, SEALED["sender_sealed"], NOW, private=True)
    return ticket


def test_ids_go_when_it_is_closed_raw_words_after_60_days_and_the_core_after_two_years(
    store: Store, tmp_path: Path
) -> None:
    store.call(fill)
    config = settings(tmp_path)
    keep(store, config, NOW + timedelta(days=1))
    [line] = store.call(lambda tx: tx.matters.reports("m-1"))
    assert (line.sender_sealed, line.nick_sealed, VAULT.open(line.text_sealed)) == (b"", b"", RAW)
    keep(store, config, NOW + timedelta(days=61))
    [line] = store.call(lambda tx: tx.matters.reports("m-1"))
    ticket, [said] = store.call(lambda tx: (tx.tickets.get(1), tx.opinions.of(1)))
    assert (line.text_sealed, line.masked, said.comment_sealed, said.comment) == (b"", MASKED, b"", COMMENT)
    assert (ticket.status, ticket.summary) == (Status.ARCHIVED, MASKED)
    assert store.call(lambda tx: (tx.people.address(HASH), tx.outbox.of_ticket(1))) == (b"", [])
    keep(store, config, NOW + timedelta(days=731))
    ticket, [said], [line] = store.call(lambda tx: (tx.tickets.get(1), tx.opinions.of(1), tx.matters.reports("m-1")))
    assert (ticket.status, ticket.reporter, ticket.summary, ticket.comment, ticket.building) == (
        *(Status.ANONYMISED, "", "", "", None),
    )
    assert (ticket.topic, ticket.estate, ticket.closed_at, said.rating) == ("E01", "yt-xc", NOW, Rating.MOSTLY)
    assert (said.rater, said.comment, line.masked, line.sender, line.household) == ("", "", "", "", "")
    rows = store.call(lambda tx: tx.audit.of("ticket 1"))
    assert [(a.actor, a.reason) for a in rows[:2]] == [("居民", ""), ("wx-power", "")]


def test_nothing_of_an_open_ticket_goes(store: Store, tmp_path: Path) -> None:
    store.call(fill, status=Status.IN_PROGRESS, closed_at=None)
    keep(store, settings(tmp_path), NOW + timedelta(days=400))
    [line] = store.call(lambda tx: tx.matters.reports("m-1"))
    assert [VAULT.open(line.text_sealed), VAULT.open(line.sender_sealed)] == [RAW, WHO]
    assert store.call(lambda tx: tx.people.reached(HASH))


def test_what_was_merged_into_an_open_ticket_stays_with_it(store: Store, tmp_path: Path) -> None:
    def work(tx: Tx) -> None:
        parent = tx.tickets.add(a_ticket(matter="m-0", status=Status.SIGNED))
        fill(tx, status=Status.MERGED, parent=parent.number)

    store.call(work)
    keep(store, settings(tmp_path), NOW + timedelta(days=5))
    [line] = store.call(lambda tx: tx.matters.reports("m-1"))
    assert VAULT.open(line.sender_sealed) == WHO


def test_the_log_says_what_went_when_and_by_which_rule_once_a_day(store: Store, tmp_path: Path) -> None:
    store.call(fill)
    config = settings(tmp_path, raw_days=30)
    for _ in range(2):
        keep(store, config, NOW + timedelta(days=31))
    log = store.call(lambda tx: tx.purges.since(NOW))
    found = {purge.kind: (purge.count, purge.rule) for purge in log}
    assert found["原话（加密）"] == (1, "retention.raw_days = 30 天，办结起")
    assert found["居民微信号（加密）和昵称"][0] == found["工单归档"][0] == found["机器人说过的话"][0] == 1
    assert len(found) == len(log)
    assert not any(HASH in f"{purge}" for purge in log)


def test_what_lives_for_minutes_is_gone_the_next_day_and_samples_after_a_week(store: Store, tmp_path: Path) -> None:
    store.call(lambda tx: tx.choices.ask(Choice(HASH, NOW, "ticket", ("1",), "sign")))
    store.call(lambda tx: tx.samples.add(a_sample(sender=HASH, at=NOW)))
    keep(store, settings(tmp_path), NOW + timedelta(days=2))
    assert store.call(lambda tx: (tx.choices.take(HASH), len(tx.samples.waiting()))) == (None, 1)
    keep(store, settings(tmp_path), NOW + timedelta(days=8))
    assert store.call(lambda tx: tx.samples.waiting()) == []


def test_the_privacy_notice_of_a_room_stays_since_it_says_what_may_be_kept(store: Store, tmp_path: Path) -> None:
    row = an_outgoing(key="privacy x → room-01", why="privacy：机器人进群", status=Delivery.SENT)
    store.call(lambda tx: tx.outbox.put(row))
    store.call(lambda tx: tx.outbox.put(an_outgoing(key="old answer")))
    store.call(lambda tx: tx.outbox.withdraw(keys=["old answer"], reason="x"))
    keep(store, settings(tmp_path), NOW + timedelta(days=300))
    assert store.call(lambda tx: [tx.outbox.get("privacy x → room-01") is None, tx.outbox.get("old answer")]) == [
        *(False, None),
    ]


def test_every_rule_names_a_setting_that_is_there() -> None:
    known = Settings()
    for rule in rules(known, a_district()):
        part, _, name = rule.setting.partition(".")
        assert part == "固定" or getattr(getattr(known, part), name) == rule.days


def test_what_was_purged_is_off_the_disk(store: Store, store_url: str, tmp_path: Path) -> None:
    texts = [f"第{n}句要删的话，够长的一句" for n in range(400)]

    def work(tx: Tx) -> None:
        fill(tx)
        for n, text in enumerate(texts):  # so many that pages are split, rearranged and freed
            tx.matters.save(a_matter(key=f"m-x{n}", open=False))
            tx.matters.report(a_report(matter=f"m-x{n}", masked=text, sender=f"{n:032x}", **SEALED))
            gone = {"status": Status.CLOSED, "closed_at": NOW, "reporter": f"{n:032x}", "summary": text}
            tx.tickets.add(a_ticket(matter=f"m-x{n}", **gone))

    store.call(work)
    before = bytes_of(store_url)
    held = [SEALED["text_sealed"], WORDS, MASKED.encode(), HASH.encode(), texts[200].encode()]
    assert [token in before for token in held] == [True] * len(held)
    config = settings(tmp_path)
    keep(store, config, NOW + timedelta(days=61))
    after = bytes_of(store_url)
    assert [name for name, token in SEALED.items() if token in after] == []
    assert WORDS not in after
    keep(store, config, NOW + timedelta(days=800))
    keep(store, config, NOW + timedelta(days=801))
    after = bytes_of(store_url)
    assert [text for text in texts if text.encode() in after] == []
    assert [word for word in (MASKED, COMMENT, HASH, f"{7:032x}") if word.encode() in after] == []


def test_a_database_that_is_too_large_to_be_written_anew_is_at_least_cut_off(store: Store, tmp_path: Path) -> None:
    assert store.wipe_now(most=0) == "checkpoint"
    assert store.wipe_now(most=10**9) == "vacuum"


@pytest.mark.parametrize("days", [29, 91])
def test_raw_words_are_kept_for_30_to_90_days(days: int) -> None:
    with pytest.raises(ValueError, match="raw_days"):
        Retention(raw_days=days)
