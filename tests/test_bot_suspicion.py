"""Answers to suspected outages: by chat and by the console's use case, taken back or not, and what comes after."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from rehearsal import DAY, FREE, TZ, demo_district, rehearse

from bot.around import Around, around_of
from bot.script import read_script
from bot.settings import Settings
from bot.suspicion_decide import Answer, Decided, decide
from models.errors import NotFound
from models.privacy import Vault
from models.store import Store, Tx
from models.suspicion import Suspicion, Verdict
from models.ticket import PENDING, UNKNOWN
from models.words import Delivery, Status

FIVE = """
19:00 room-05 3栋老蔡：停电了
19:01 room-05 5栋小吴：我家也停电了
19:02 room-05 6栋小周：也停了
19:03 room-05 7栋小王：7栋也停电了
19:04 room-05 8栋小李：我家也没电了
"""


def play(store: Store, script: str, *, settings: Settings | None = None) -> list[tuple[str, str]]:
    """What the bot says from the sixth line on."""
    cues = read_script(FIVE + script, "test", day=DAY, tz=TZ)

    async def run() -> list[tuple[str, str]]:
        async with rehearse(store, start=cues[0].at, settings=settings) as stage:
            for number, cue in enumerate(cues):
                await stage.player.play(cue)
                if number < 5:
                    stage.taken()
            return stage.taken()

    return asyncio.run(run())


def play_next_day(store: Store) -> None:
    """The same bot a day later."""

    async def run() -> None:
        async with rehearse(store, start=at(19, 31) + timedelta(days=1)) as stage:
            await stage.parts.engine.tick(stage.clock.now())

    asyncio.run(run())


def card(store: Store, number: int = 1) -> Suspicion:
    return store.call(lambda tx: tx.suspicions.get(number))


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=TZ)


def around(now: datetime) -> Around:
    return around_of(Settings(budget=FREE), demo_district(), Vault(b"k" * 32), now)


def answer(store: Store, person: str, verdict: Verdict, *, number: int = 1, **how: Any) -> Decided:
    """As the console answers: card, answer, person."""
    who = demo_district().person[person]

    def use_case(tx: Tx) -> Decided:
        return decide(tx, number=number, answer=Answer(verdict, **how), person=who, around=around(at(19, 10)))

    return store.call(use_case)


def test_the_use_case_needs_no_chat(store: Store) -> None:
    play(store, "")
    done = answer(store, "wx-13", Verdict.CONFIRMED, until=at(21))
    assert not done.refused
    assert done.notice is not None
    assert (done.notice.member, done.card.state, done.card.until) == ("power", Verdict.CONFIRMED, at(21))
    assert answer(store, "wx-13", Verdict.DENIED).refused.startswith("疑似停电 1：已经答过了，调度施敏")
    with pytest.raises(NotFound):
        answer(store, "wx-13", Verdict.DENIED, number=9)


@pytest.mark.parametrize(
    ("person", "how", "said"),
    [
        ("wx-09", {}, "这不是您单位的业务"),
        ("wx-03", {}, "要责任单位的人或调度来答"),
        ("wx-08", {"until": at(19, 5)}, "这个时间已经过了"),
        ("wx-08", {"places": "月亮湾"}, "范围“月亮湾”没有对上"),
    ],
)
def test_what_is_refused_changes_nothing(store: Store, person: str, how: dict[str, Any], said: str) -> None:
    play(store, "")
    done = answer(store, person, Verdict.CONFIRMED, **how)
    assert said in done.text
    assert card(store).state is Verdict.OPEN
    assert store.call(lambda tx: tx.notices.recent(5)) == []


def test_the_notice_waits_until_it_cannot_be_taken_back(store: Store) -> None:
    play(store, "")
    done = answer(store, "wx-08", Verdict.CONFIRMED)
    assert done.notice is not None
    number = done.notice.id
    rows = store.call(lambda tx: [r for r in tx.outbox.of_notice(number) if r.room])
    assert {r.room for r in rows} == {"room-05", "room-06"}
    assert min(r.due_at for r in rows) == at(19, 12)


def test_too_late_to_take_back(store: Store) -> None:
    said = play(store, "19:06 @wx-08：确认 1\n19:09 @wx-08：撤销\n")
    assert any(room == "@wx-08" and "没有可以撤销" in text for room, text in said)
    assert card(store).state is Verdict.CONFIRMED


def test_taken_back_leaves_no_trace_in_any_room(store: Store) -> None:
    said = play(store, "19:06 @wx-08：确认 1\n19:07 @wx-08：撤销\n19:12 等\n")
    assert not any(room.startswith("room") for room, _ in said)
    assert (card(store).state, card(store).notice, card(store).ticket) == (Verdict.OPEN, None, None)
    assert store.call(lambda tx: tx.notices.latest(1)).state == "dropped"
    assert store.call(lambda tx: tx.tickets.get(1).notice) is None
    audit = store.call(lambda tx: [a.action for a in tx.audit.of("suspicion 1")])
    assert audit == ["open", "confirmed", "undo"]


def test_a_day_without_a_word_is_unknown(store: Store) -> None:
    play(store, "19:06 @wx-08：确认 1\n19:30 @wx-08：公告 1 已恢复\n19:31 等\n")
    ticket = store.call(lambda tx: tx.tickets.get(1))
    assert (ticket.status, ticket.outcome) == (Status.VERIFYING, PENDING)
    play_next_day(store)
    ticket = store.call(lambda tx: tx.tickets.get(1))
    assert (ticket.status, ticket.outcome, ticket.rating) == (Status.CLOSED, UNKNOWN, None)


def test_nobody_is_asked_for_a_rating_where_the_sample_is_nothing(store: Store) -> None:
    settings = Settings(budget=FREE, suspicion={"rating_sample": 0})  # type: ignore[arg-type]
    said = play(store, "19:06 @wx-08：确认 1\n19:30 @wx-08：公告 1 已恢复\n", settings=settings)
    assert any("【已来电】" in text for _, text in said)
    assert not any("满意" in text for room, text in said if room.startswith("room"))
    assert store.call(lambda tx: tx.tickets.get(1)).status is Status.RESOLVED


def test_a_sampled_room_may_rate_by_number(store: Store) -> None:
    said = play(
        store,
        "19:06 @wx-08：确认 1\n19:30 @wx-08：公告 1 已恢复\n19:40 room-05 3栋老蔡 「工单 1」：1\n",
    )
    assert any(room == "room-05" and "已记“满意”" in text for room, text in said)
    ticket = store.call(lambda tx: tx.tickets.get(1))
    assert ticket.status is Status.CLOSED


def test_a_card_counts_and_names_nobody(store: Store) -> None:
    play(store, "")
    rows = store.call(lambda tx: [r for r in tx.outbox.recent(50) if r.key.startswith("suspicion 1 card")])
    assert [r.person for r in rows] == ["wx-08"]
    assert not any(name in rows[0].text for name in ("老蔡", "小吴", "小周", "小王", "小李"))


def test_the_logs_of_a_card_hold_no_word_of_a_resident(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    play(store, "19:06 @wx-08：不是 1 线路正常\n")
    out = capsys.readouterr().out
    assert "我家也没电了" not in out
    assert "老蔡" not in out
    assert store.call(lambda tx: [r for r in tx.outbox.recent(60) if r.status is Delivery.DEAD]) == []
