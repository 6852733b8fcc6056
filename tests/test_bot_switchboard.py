"""What several accounts hear: each line once, never each other, and where each of them sits."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from factories import a_district, a_message, an_outgoing
from outbox_bench import FREE, NOON, VAULT, Standing

from bot.accounts import Account, Seats
from bot.assembly import Given, Parts, assemble
from bot.channel import Take
from bot.settings import Settings
from bot.switchboard import Said, Switchboard
from keywords.lexicon import default_lexicon
from models.message import Message
from models.store import Store, Tx
from models.words import Delivery

OUTAGE = "3栋停电了，整栋都没电"
ANSWER = "已记下云亭新村 3 栋停电，派给润州供电，有结果在群里说。急事请打值班电话 95598，有人接。"
WORKER = a_district().people[0].id


class Ears:
    """Two accounts, one and two, that hear what they are told to."""

    def __init__(self, store: Store) -> None:
        self.channels = {name: Standing(name=name) for name in ("one", "two")}
        self.accounts = [Account(n, c, learns=True, self_id=lambda n=n: f"wx-me-{n}") for n, c in self.channels.items()]
        self.store = store

    def hear(self, account: str, text: str = OUTAGE, **changes: object) -> None:
        """One account hears a line in room-01."""
        self.channels[account].say(a_message(text, **({"account": account, "at": NOON} | changes)))

    def both_hear(self, text: str = OUTAGE, *, first: str = "one", **changes: object) -> None:
        """Both hear the same line, each under an id of its own, one somewhat earlier."""
        for name in sorted(self.channels, key=lambda name: name != first):
            self.hear(name, text, **changes)

    async def take_in(self, board: Switchboard, take: Take) -> None:
        """Let all be taken in that was heard."""
        hearing = asyncio.ensure_future(board.run(take))
        for channel in self.channels.values():
            await channel.played()
        hearing.cancel()
        with suppress(asyncio.CancelledError):
            await hearing

    def board(self) -> Switchboard:
        """A board of both, as after a start."""
        return Switchboard(self.accounts, store=self.store, district=a_district)

    def taken(self, said: str = "") -> list[str]:
        """The texts that are taken in, after account one has said something in room-01."""
        texts: list[str] = []

        async def take(message: Message) -> None:
            texts.append(message.text)

        async def scene() -> None:
            board = self.board()
            if said:
                await board.send(self.accounts[0], an_outgoing(text=said))
            await self.take_in(board, take)
            await board.seats.step(NOON)

        asyncio.run(scene())
        return texts

    def live(self) -> Parts:
        """The whole bot: everything is taken in by the pipeline, and what is due is said."""
        parts = assemble(
            Given(
                settings=Settings(budget=FREE),
                store=self.store,
                district=a_district(),
                lexicon=default_lexicon(),
                vault=VAULT,
                channel=self.accounts,
                clock=lambda: NOON,
                sleep=asyncio.sleep,
            )
        )

        async def scene() -> None:
            await self.take_in(parts.board, parts.pipeline.take)
            await parts.engine.tick(NOON)

        asyncio.run(scene())
        return parts

    def said_in(self, room: str) -> list[str]:
        """What both said in a room."""
        return [row.text for channel in self.channels.values() for row in channel.sent if row.room == room]


@pytest.fixture
def ears(store: Store) -> Ears:
    store.call(_keep)
    return Ears(store)


def _keep(tx: Tx) -> None:
    tx.district.save(a_district(), NOON)


# ---- once


@pytest.mark.parametrize("first", ["one", "two"])
def test_what_two_accounts_hear_counts_once_and_is_answered_once(ears: Ears, first: str) -> None:
    ears.both_hear(first=first)
    ears.live()
    assert ears.store.call(_captured) == (1, 1)
    assert len(ears.said_in("room-01")) == 1


def test_a_line_that_names_one_of_the_bots_counts_once_though_the_other_hears_the_name(ears: Ears) -> None:
    ears.hear("two", f"@小格\u2005{OUTAGE}")
    ears.hear("one", OUTAGE, to_bot=True)
    ears.live()
    assert ears.store.call(_captured) == (1, 1)
    assert len(ears.said_in("room-01")) == 1


def test_a_line_that_the_other_account_hears_after_a_restart_counts_once(ears: Ears) -> None:
    ears.hear("one")
    ears.live()
    ears.hear("two")
    ears.live()
    assert ears.store.call(_captured) == (1, 1)
    assert len(ears.said_in("room-01")) == 1


def _one_by_one(ears: Ears, *lines: tuple[str, str, bool]) -> list[str]:
    """Which account the lines (account, text, whether it speaks to the bot) are taken in from; "broken" fails."""
    taken: list[str] = []

    async def take(message: Message) -> None:
        if message.nick == "broken":
            raise KeyError
        taken.append(message.account)

    async def scene() -> None:
        board = ears.board()
        for name, text, to_bot in lines:
            line = a_message(text, account=name, to_bot=to_bot, nick="broken" if text == "坏" and name == "one" else "")
            with suppress(KeyError):
                await board._hear(board.accounts[name], take, line)

    asyncio.run(scene())
    return taken


def test_a_line_is_read_once_but_as_often_as_somebody_says_it(ears: Ears) -> None:
    lines = [("one", "一", False), ("two", "一", False), ("two", "二", False), ("one", "一", False)]
    assert _one_by_one(ears, *lines) == ["one", "two", "one"]


def test_a_line_that_spoke_to_the_second_bot_is_read_again(ears: Ears) -> None:
    lines = [("one", "@小格\u2005接单 1", False), ("two", "接单 1", True), ("one", "@小格\u2005接单 1", False)]
    assert _one_by_one(ears, *lines) == ["one", "two"]


def test_a_line_that_could_not_be_taken_in_is_taken_in_from_the_other(ears: Ears) -> None:
    assert _one_by_one(ears, ("one", "坏", False), ("two", "坏", False)) == ["two"]


def test_a_private_word_to_each_account_counts_once(ears: Ears) -> None:
    ears.both_hear("勿扰", room="")
    ears.live()
    assert ears.store.call(lambda tx: tx.inbox.count()) == 1
    assert [len(channel.sent) for channel in ears.channels.values()] == [1, 0]


def test_an_unknown_room_is_listed_once_and_never_answered(ears: Ears) -> None:
    ears.both_hear(room="room-unbound", channel="wechat")
    parts = ears.live()
    assert ears.store.call(lambda tx: len(tx.audit.of("room room-unbound"))) == 1
    assert ears.said_in("room-unbound") == []
    assert parts.board.seats.of("room-unbound") == []


def test_a_line_that_takes_long_holds_up_neither_account_and_is_not_taken_twice(ears: Ears) -> None:
    taken: list[str] = []
    slow = asyncio.Event()

    async def take(message: Message) -> None:
        if message.text == "慢":
            await slow.wait()
        taken.append(message.text)
        if message.text == "快":
            slow.set()

    ears.hear("one", "慢")
    ears.hear("two", "慢")
    ears.hear("two", "快")
    asyncio.run(ears.take_in(ears.board(), take))
    assert taken == ["快", "慢"]


# ---- not each other


def test_what_one_account_says_is_not_heard_by_the_other(ears: Ears) -> None:
    ears.hear("two", ANSWER, sender="wx-stranger")
    ears.hear("two", f"@3栋-王\u2005{ANSWER}", sender="wx-stranger")
    ears.hear("two", ANSWER[:45], sender="wx-stranger")
    ears.hear("two", "谢谢")
    assert ears.taken(said=ANSWER) == ["谢谢"]


def test_what_was_said_before_a_restart_is_still_known(ears: Ears) -> None:
    row = an_outgoing(text=ANSWER, status=Delivery.SENT, account="one", sent_at=NOON)
    ears.store.call(lambda tx: tx.outbox.put(row))
    ears.hear("two", ANSWER, sender="wx-stranger")
    assert ears.taken() == []


def test_what_somebody_writes_by_hand_from_one_of_our_accounts_is_not_heard(ears: Ears) -> None:
    ears.hear("two", "大家好，我是网格员", sender="wx-me-one")
    ears.hear("one", "大家好，我是网格员", sender="wx-me-two")
    assert ears.taken() == []


def test_a_resident_may_repeat_a_few_of_our_words_or_say_them_elsewhere() -> None:
    said = Said([an_outgoing(text=ANSWER)])
    assert not said.is_ours(a_message("派给润州供电"))
    assert not said.is_ours(a_message(ANSWER, room="room-02"))
    assert said.is_ours(a_message(ANSWER))


# ---- where they sit


def test_where_an_account_sits_is_learnt_and_known_after_a_restart(ears: Ears) -> None:
    ears.hear("one")
    ears.hear("two", "收到", room="", sender=WORKER)
    ears.taken()
    seats = Seats(ears.store)
    assert (seats.of("room-01"), seats.of(WORKER)) == (["one"], ["two"])
    assert seats.rooms("one") == ["room-01"]


def test_of_residents_who_write_in_private_nothing_is_kept(ears: Ears) -> None:
    ears.hear("one", "在吗", room="", sender="wx-resident")
    ears.taken()
    assert ears.store.call(lambda tx: tx.seats.all()) == []


def test_a_room_in_which_two_accounts_sit_is_written_down_once_a_day_by_each(store: Store) -> None:
    seats = Seats(store)
    for account, hours in (("one", 0), ("two", 0), ("one", 1), ("two", 1), ("two", 25)):
        seats.hear(account, "room-01", NOON + timedelta(hours=hours))
        asyncio.run(seats.step(NOON))
    known = {account: at for account, _, at in store.call(lambda tx: tx.seats.all())}
    assert known == {"one": NOON, "two": NOON + timedelta(hours=25)}


def test_a_seat_is_written_down_once_a_day_but_at_once_when_somebody_turns_to_another_account(store: Store) -> None:
    seats = Seats(store)
    for account, hours in (("one", 0), ("one", 1), ("two", 2), ("one", 3), ("one", 30)):
        seats.hear(account, WORKER, NOON + timedelta(hours=hours), turns=True)
        asyncio.run(seats.step(NOON))
    known = {account: at for account, _, at in store.call(lambda tx: tx.seats.all())}
    assert known == {"two": NOON + timedelta(hours=2), "one": NOON + timedelta(hours=30)}
    assert seats.of(WORKER) == ["one", "two"]


def _captured(tx: Tx) -> tuple[int, int]:
    """How many messages were taken in, and how many tickets that made."""
    return tx.inbox.count(), len(tx.tickets.recent(10))
