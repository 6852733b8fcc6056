"""Etiquette at the moment of sending: three a matter, six a day, long texts in parts, whatever crashes in between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import a_district, a_matter, a_ticket, an_outgoing

from bot.accounts import Account
from bot.channel import ChannelState, ScriptedChannel
from bot.outbox import Sender
from bot.settings import Budget, Etiquette, Settings
from bot.switchboard import Switchboard
from models.outgoing import Outgoing
from models.privacy import Vault
from models.store import Store, Tx
from models.words import Delivery, Priority, Status, Urgency

TZ = ZoneInfo("Asia/Shanghai")
NOON = datetime(2025, 6, 10, 4, tzinfo=UTC)
MORNING = datetime(2025, 6, 10, 23, tzinfo=UTC)
"""07:00 of the next day."""
SETTINGS = Settings(budget=Budget(same_target_seconds=0, other_target_seconds=0), etiquette=Etiquette(longest_text=40))
TEXT = "一号楼今天停水，请大家储水。" * 8
VAULT = Vault(b"k" * 32)


class Line(ScriptedChannel):
    """Always connected; the process dies (``kill``) when it would say the n-th text."""

    def __init__(self) -> None:
        super().__init__()
        self.dies_at: int | None = None

    def state(self) -> ChannelState:
        return ChannelState(self.name, True)

    async def send(self, outgoing: Outgoing) -> str:
        if self.dies_at == len(self.sent):
            raise KeyboardInterrupt
        return await super().send(outgoing)


class Post:
    """A sender that can be started anew."""

    def __init__(self, store: Store, settings: Settings = SETTINGS) -> None:
        self.store, self.settings, self.channel = store, settings, Line()

    def step(self, now: datetime = NOON) -> None:
        """A new process sends what it may."""
        district = a_district()
        board = Switchboard([Account("scripted", self.channel)], store=self.store, district=lambda: district)
        sender = Sender(
            store=self.store, board=board, settings=self.settings, tz=TZ, vault=VAULT, district=lambda: district
        )
        asyncio.run(sender.step(now))

    def put(self, key: str, **changes: Any) -> None:
        """A first word on ticket 1, due at noon."""
        values = {"text": key, "due_at": NOON, "expires_at": None, "topic": "", "why": "received", "ticket": 1}
        row = an_outgoing(key=key, **{**values, **changes})
        assert self.store.call(lambda tx: tx.outbox.put(row))

    def row(self, key: str) -> Outgoing:
        """As it stands."""
        found = self.store.call(lambda tx: tx.outbox.get(key))
        assert found is not None
        return found

    @property
    def said(self) -> list[str]:
        """What was said, in order."""
        return [row.text for row in self.channel.sent]


@pytest.fixture
def post(store: Store) -> Post:
    store.call(_ticket)
    return Post(store)


def _ticket(tx: Tx, **changes: Any) -> None:
    tx.matters.save(a_matter())
    tx.tickets.add(a_ticket(**{"status": Status.DISPATCHED, **changes}))


# ---- long texts


def test_a_long_text_leaves_in_parts_in_order(post: Post) -> None:
    post.put("long", text=TEXT, why="reply find")
    post.step()
    assert len(post.said) > 2
    assert "".join(post.said) == TEXT
    assert all(len(text) <= 40 for text in post.said)


@pytest.mark.parametrize("dies_at", range(4))
def test_a_crash_between_parts_neither_repeats_nor_loses_one(post: Post, dies_at: int) -> None:
    post.put("long", text=TEXT, why="reply find")
    post.channel.dies_at = dies_at
    with pytest.raises(KeyboardInterrupt):
        post.step()
    post.channel.dies_at = None
    post.step(NOON + timedelta(seconds=10))
    post.step(NOON + timedelta(seconds=20))
    assert "".join(post.said) == TEXT


def test_a_part_waits_for_the_one_before_it(post: Post) -> None:
    post.put("long", text=TEXT, why="reply find")
    post.channel.fail(1)
    post.step()
    assert post.said == []
    post.step(NOON + timedelta(seconds=30))
    post.step(NOON + timedelta(seconds=32))
    assert "".join(post.said) == TEXT


def test_when_a_part_cannot_be_said_the_rest_is_not_said(post: Post) -> None:
    post.put("long", text=TEXT, why="reply find")
    post.channel.fail(1, retry=False)
    post.step()
    post.step(NOON + timedelta(seconds=30))
    assert post.said == []
    rows = post.store.call(lambda tx: tx.outbox.recent(10))
    assert {row.status for row in rows} == {Delivery.DEAD, Delivery.WITHDRAWN}


def test_the_parts_of_an_answer_are_not_cooled_down_and_count_once(post: Post) -> None:
    post.put("long", text=TEXT, topic="W01")
    post.step()
    assert "".join(post.said) == TEXT
    post.put("second", topic="W02", why="result")
    post.put("third", topic="W03", why="changed")
    post.step()
    assert post.said[-2:] == ["second", "third"]


# ---- how much


def test_the_fourth_automatic_text_of_a_matter_is_not_said_in_the_same_room(post: Post) -> None:
    for n in range(4):
        post.put(f"n{n}")
    post.put("elsewhere", room="room-02")
    post.put("answer", why="answer m-7")
    post.step()
    assert post.said == ["n0", "n1", "n2", "elsewhere", "answer"]
    assert (post.row("n3").status, post.row("n3").last_error) == (Delivery.WITHDRAWN, "这件事在本群已自动说过 3 次")


def test_a_danger_is_told_as_often_as_need_be(store: Store) -> None:
    store.call(_ticket, urgency=Urgency.P0)
    post = Post(store)
    for n in range(9):
        post.put(f"n{n}")
    post.step()
    assert len(post.said) == 9


def _seven(post: Post) -> None:
    for n in range(2, 9):
        post.store.call(_another, n)
        post.put(f"received {n}", ticket=n)


def _another(tx: Tx, n: int) -> None:
    tx.matters.save(a_matter(key=f"m-{n}"))
    tx.tickets.add(a_ticket(matter=f"m-{n}", status=Status.DISPATCHED))


def test_a_room_hears_six_a_day_and_results_come_in_the_morning(post: Post) -> None:
    _seven(post)
    post.step()
    assert post.said == [f"received {n}" for n in range(2, 8)]
    assert post.row("received 8").last_error == "今天在本群已自动说过 6 次"
    post.put("result", why="result", priority=Priority.RESTORATION)
    post.put("asked the bot", why="reply find")
    post.put("a notice", priority=Priority.NOTICE, ticket=None, notice=1, why="计划停电")
    post.step()
    assert post.said[6:] == ["asked the bot", "a notice"]
    assert post.row("result").due_at == MORNING
    post.step(MORNING)
    assert post.said[-1] == "result"


def test_in_a_storm_a_room_hears_more_than_six(post: Post) -> None:
    post.store.call(lambda tx: tx.matters.save(a_matter(key="m-wide", households=40, last_at=NOON)))
    _seven(post)
    post.step()
    assert len(post.said) == 7


def test_a_text_to_the_staff_who_stopped_the_bot_passes_the_pause(post: Post) -> None:
    post.store.call(lambda tx: tx.flags.set("paused", NOON.isoformat()))
    post.put("paused", room="", person="wx-admin", why="switch", ticket=None, priority=Priority.STAFF)
    post.put("other", room="", person="wx-admin", why="dispatched", priority=Priority.STAFF)
    post.step()
    assert post.said == ["paused"]


# ---- whom it names


def test_a_resident_is_named_by_the_id_that_the_channel_knows(post: Post) -> None:
    who = VAULT.hash("wxid-resident")
    post.store.call(lambda tx: tx.people.remember(who, VAULT.seal("wxid-resident"), NOON))
    post.put("named", mentions=(who,), why="reply find")
    post.put("nobody", mentions=("hash-of-nobody",), why="reply help")
    post.put("staff", mentions=("wx-worker",), why="reply find 2")
    post.step()
    assert [row.mentions for row in post.channel.sent] == [("wxid-resident",), (), ("wx-worker",)]
    assert post.row("named").mentions == (who,)
