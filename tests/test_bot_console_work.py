"""A line typed on a page of the console does what it does in a private chat, and is answered there and nowhere else."""

from __future__ import annotations

import asyncio

import pytest
from factories import NOW, a_district, a_ticket

from bot.around import around_of
from bot.console_work import RimWork
from bot.settings import Settings
from models.errors import Refused
from models.login import Viewer
from models.privacy import Vault
from models.store import Store
from models.words import Delivery, Role, Status

DISPATCHER = Viewer("dispatch-1", Role.DISPATCHER)
WORKER = Viewer("lin", Role.GRID_WORKER, ("yt-xc", "qh-yuan"), person="wx-worker")


class Woken:
    """Counts how often it was told that something happened."""

    times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def woken() -> Woken:
    return Woken()


@pytest.fixture
def work(store: Store, woken: Woken) -> RimWork:
    district, vault = a_district(), Vault(b"k" * 32)
    store.call(lambda tx: tx.district.save(district, NOW))
    store.call(lambda tx: tx.tickets.add(a_ticket(matter="m-1", status=Status.DISPATCHED, worker="wx-worker")))
    return RimWork(store=store, around=lambda: around_of(Settings(), district, vault, NOW), happened=woken)


def do(work: RimWork, viewer: Viewer, line: str) -> str:
    return asyncio.run(work.do(viewer, line))


def test_a_worker_of_the_district_acts_as_in_chat(work: RimWork, store: Store, woken: Woken) -> None:
    assert "1" in do(work, WORKER, "接单 1")
    ticket = store.call(lambda tx: tx.tickets.get(1))
    assert (ticket.status, ticket.worker) == (Status.SIGNED, "wx-worker")
    assert woken.times == 1


def test_the_answer_stands_on_the_page_and_is_not_sent(work: RimWork, store: Store) -> None:
    text = do(work, WORKER, "接单 1")
    answers = [o for o in store.call(lambda tx: tx.outbox.of_ticket(1)) if o.key.startswith("reply console")]
    assert [(o.text, o.status) for o in answers] == [(text, Delivery.WITHDRAWN)]


def test_somebody_who_only_signs_in_is_known_to_rights_and_audit(work: RimWork, store: Store) -> None:
    do(work, DISPATCHER, "督办 1 拖太久")
    assert store.call(lambda tx: tx.tickets.get(1)).supervised
    assert "login dispatch-1" in {a.actor for a in store.call(lambda tx: tx.audit.of("ticket 1"))}


def test_what_a_role_may_not_do_is_told_and_not_done(work: RimWork, store: Store) -> None:
    outsider = Viewer("qin", Role.GRID_WORKER, ("la-jy",), person="wx-worker2")
    before = store.call(lambda tx: tx.tickets.get(1))
    assert do(work, outsider, "完成 1 好了")
    assert store.call(lambda tx: tx.tickets.get(1)) == before


def test_a_deed_is_taken_back_with_the_same_word(work: RimWork, store: Store) -> None:
    do(work, WORKER, "接单 1")
    do(work, WORKER, "撤销")
    assert store.call(lambda tx: tx.tickets.get(1)).status is Status.DISPATCHED


def test_the_kill_switch_is_a_word_too(work: RimWork, store: Store) -> None:
    admin = Viewer("admin", Role.ADMIN)
    do(work, admin, "暂停机器人")
    assert store.call(lambda tx: tx.flags.get("paused"))
    do(work, admin, "恢复机器人")
    assert not store.call(lambda tx: tx.flags.get("paused"))


def test_ordinary_talk_is_no_command(work: RimWork) -> None:
    with pytest.raises(Refused):
        do(work, DISPATCHER, "今天天气不错")
