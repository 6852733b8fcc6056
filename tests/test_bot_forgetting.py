"""All that is kept of one person: shown, written down for them, and taken away, bytes and all."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from disk import bytes_of
from factories import NOW, a_district, a_matter, a_message, a_report, a_sample, a_ticket, an_audit, an_outgoing

from bot.cli.main import main
from bot.forgetting import RULE, code_of, erase, sender_of_code
from bot.keeper import Keeper
from bot.settings import Settings
from models.errors import NotFound
from models.opinion import RESULT, ROOM, Opinion
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Delivery, Rating, Status

VAULT = Vault(b"k" * 32)
WHO = "wxid-laoluo"
SENDER, OTHER = VAULT.hash(WHO), VAULT.hash("wxid-li")
MINE, THEIRS, RAW = "我家龙头拧到底光喘气", "九栋也没水了呀", "打我电话13812345678拧到底光喘气"
WORDS = VAULT.seal(RAW)


def fill(tx: Tx, *, status: Status = Status.CLOSED, at: datetime = NOW) -> None:
    """A line, a ticket, a rating, texts and a doubtful line of one person, and a line of a neighbour."""
    tx.inbox.take(a_message(sender=SENDER), "d-1")
    tx.matters.save(a_matter(open=False))
    tx.matters.report(a_report(masked=MINE, sender=SENDER, household="hh-1", text_sealed=WORDS))
    tx.matters.report(a_report(masked=THEIRS, sender=OTHER, household="hh-2"))
    closed = at if status is Status.CLOSED else None
    mine = {"reporter": SENDER, "summary": MINE, "comment": "来得慢", "closed_at": closed}
    tx.tickets.add(a_ticket(status=status, **mine))
    said = {"answered_at": at, "rating": Rating.MOSTLY, "comment": "来得慢", "comment_sealed": WORDS}
    tx.opinions.add(Opinion(1, 0, RESULT, SENDER, ROOM, "room-01", at, **said))  # type: ignore[arg-type]
    tx.audit.add(an_audit(actor=SENDER, action="urge", reason="快点呀"))
    for key, told in (("rate", {"person": SENDER, "room": ""}), ("answer", {"mentions": (SENDER,)})):
        tx.outbox.put(an_outgoing(key=f"{key} 1 → {SENDER}", text=f"{key} {MINE}", ticket=1, **told))
    for row in tx.outbox.of_ticket(1):
        tx.outbox.save(row.evolve(status=Delivery.SENT, sent_at=at))
    tx.samples.add(a_sample(sender=SENDER, masked="又没了"))
    tx.people.remember(SENDER, VAULT.seal(WHO), at, private=True)


def keep(store: Store, folder: Path, at: datetime) -> None:
    keeper = Keeper(store=store, settings=Settings(data_dir=folder), district=a_district)
    asyncio.run(keeper.step(at.replace(hour=20)))


def test_everything_of_one_person_is_found_and_nothing_of_another(store: Store) -> None:
    store.call(fill)
    held = store.call(lambda tx: tx.holdings.of(SENDER))
    assert [r.masked for r in held.reports] == [MINE]
    assert ([t.number for t in held.tickets], [o.comment for o in held.opinions]) == ([1], ["来得慢"])
    assert (len(held.texts), len(held.samples), held.messages, VAULT.open(held.contact)) == (1, 1, 1, WHO)
    assert store.call(lambda tx: tx.holdings.of("a stranger")).empty
    assert store.call(sender_of_code, VAULT, code_of(VAULT, SENDER).lower()) == SENDER
    with pytest.raises(NotFound):
        store.call(sender_of_code, VAULT, "0000-0000-0000")


def test_what_is_erased_is_off_the_disk_and_the_neighbour_s_stays(store: Store, store_url: str, tmp_path: Path) -> None:
    store.call(fill)
    assert SENDER.encode() in bytes_of(store_url)
    done = store.call(erase, sender=SENDER, by="本人", now=NOW)
    assert (done.waits, done.gone["lines"], done.gone["tickets"]) == ((), 1, 1)
    keep(store, tmp_path, NOW + timedelta(days=1))
    assert store.call(lambda tx: tx.holdings.of(SENDER)).empty
    disk = bytes_of(store_url)
    gone = [SENDER, MINE, "来得慢", "快点呀", "又没了"]
    assert [word for word in gone if word.encode() in disk] == []
    assert WORDS not in disk
    assert [r.masked for r in store.call(lambda tx: tx.matters.reports("m-1"))] == ["", THEIRS]
    ticket = store.call(lambda tx: tx.tickets.get(1))
    assert (ticket.topic, ticket.closed_at, ticket.reporter, ticket.summary) == ("E01", NOW, "", "")


def test_the_log_says_that_it_was_done_and_not_for_whom(store: Store, tmp_path: Path) -> None:
    store.call(fill)
    store.call(erase, sender=SENDER, by="本人", now=NOW)
    keep(store, tmp_path, NOW + timedelta(days=1))
    log = store.call(lambda tx: tx.purges.since(NOW))
    assert {p.kind for p in log if p.rule == RULE} >= {"说过的话", "评价", "机器人给本人的话", "私聊过的微信号（加密）"}
    rows = store.call(lambda tx: tx.audit.of("person"))
    assert [(a.action, a.actor, a.reason) for a in rows] == [("erase", "本人", RULE)]
    assert store.call(lambda tx: tx.purges.wanted()) == []


def test_an_open_ticket_holds_it_up_until_it_is_closed(store: Store, tmp_path: Path) -> None:
    store.call(fill, status=Status.SIGNED)
    done = store.call(erase, sender=SENDER, by="本人", now=NOW)
    assert [t.number for t in done.waits] == [1]
    assert (done.gone["lines"], done.gone["samples"]) == (0, 1)
    keep(store, tmp_path, NOW + timedelta(days=1))
    held = store.call(lambda tx: tx.holdings.of(SENDER))
    assert ([r.masked for r in held.reports], held.erasing_since) == ([MINE], NOW)
    shut = store.call(lambda tx: tx.tickets.get(1)).evolve(status=Status.CLOSED, closed_at=NOW + timedelta(days=2))
    store.call(lambda tx: tx.tickets.save(shut))
    keep(store, tmp_path, NOW + timedelta(days=3))
    held = store.call(lambda tx: tx.holdings.of(SENDER))
    assert (held.empty, held.contact, held.erasing_since) == (True, b"", None)


def test_the_wish_not_to_be_heard_stays(store: Store, tmp_path: Path) -> None:
    store.call(fill)
    store.call(lambda tx: tx.people.opt_out(SENDER, NOW))
    store.call(erase, sender=SENDER, by="本人", now=NOW)
    keep(store, tmp_path, NOW + timedelta(days=1))
    assert store.call(lambda tx: tx.people.opted_out(SENDER))


# ---- the commands

Gridbot = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gridbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Gridbot:
    """Runs a command in a folder of its own, whose store holds one person: (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("GRIDBOT_KEY", (b"k" * 32).hex())
    store = Store.open("sqlite:///var/gridbot.db")
    store.call(fill, at=datetime.now(UTC))
    store.close()

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gridbot", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


def test_a_person_s_data_are_written_for_them_alone(gridbot: Gridbot, tmp_path: Path) -> None:
    code = code_of(VAULT, SENDER)
    assert code in gridbot("person", "show", "--wechat", WHO)[1]
    assert gridbot("person", "export", "--code", code, "-o", "mine.json")[0] == 0
    file = tmp_path / "mine.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (data["code"], data["wechat_id"], data["hash"]) == (code, WHO, SENDER)
    assert [line["said"] for line in data["lines"]] == [RAW]
    assert data["opinions"][0]["said"] == RAW
    assert THEIRS not in file.read_text(encoding="utf-8")
    assert gridbot("person", "export", "--hash", SENDER, "-o", "mine.json")[0] == 1  # nothing is overwritten


def test_deleting_wants_a_second_word(gridbot: Gridbot) -> None:
    assert gridbot("person", "delete", "--wechat", WHO)[0] == 2
    assert "原话（加密）1 句" in gridbot("person", "show", "--wechat", WHO)[1]
    status, out, _ = gridbot("person", "delete", "--wechat", WHO, "--yes", "--by", "窗口小李")
    assert (status, "硬盘：vacuum" in out) == (0, True)
    assert "没有留下您说过的话" in gridbot("person", "show", "--wechat", WHO)[1]
    assert "说过的话" in gridbot("retention", "log")[1]


def test_one_of_three_ways_names_the_person(gridbot: Gridbot) -> None:
    assert gridbot("person", "show")[0] == 2
    assert gridbot("person", "show", "--wechat", WHO, "--hash", SENDER)[0] == 2
    assert gridbot("person", "show", "--code", "0000-0000-0000")[0] == 1


def test_the_rules_can_be_read_and_done_by_hand(gridbot: Gridbot) -> None:
    assert "retention.raw_days" in gridbot("retention", "rules")[1]
    assert gridbot("retention", "run")[0] == 0
    assert "删去 0 条" in gridbot("retention", "run")[1]  # once a day
