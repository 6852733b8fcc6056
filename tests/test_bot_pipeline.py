"""The pipeline: what is kept of a message, and what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rehearsal import FREE, Rehearsal, rehearse

from bot.settings import Settings
from models.errors import StoreFailed
from models.message import Message
from models.store import Store, Tx
from models.words import MessageKind

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
OUTAGE = "我家停电了，整栋都黑了"
GAS = "楼道里好大的煤气味，漏气了"

Scene = Callable[[Rehearsal], Awaitable[None]]


def _message(text: str = OUTAGE, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "id": "m1",
        "channel": "practice",
        "room": "room-01",
        "sender": "wxid-secret-1",
        "nick": "3栋-张三",
        "text": text,
        "at": NOON,
    }
    return Message(**(values | changes))


def _play(store: Store, *messages: Message) -> Rehearsal:
    """Hand messages over, then let everything go out that is due."""

    async def scene() -> Rehearsal:
        async with rehearse(store, start=messages[0].at if messages else NOON) as stage:
            for message in messages:
                stage.clock.move(message.at)
                await stage.parts.pipeline.take(message)
                await stage.parts.engine.tick(stage.clock.now())
            return stage

    return asyncio.run(scene())


def _counts(store: Store) -> tuple[int, int, int]:
    """Rows in the inbox, open tickets, texts made."""
    return store.call(lambda tx: (tx.inbox.count(), len(tx.tickets.open()), len(tx.outbox.recent(1000))))


def test_a_report_becomes_a_ticket_an_answer_and_texts_to_the_staff(store: Store) -> None:
    stage = _play(store, _message())
    rooms = {room for room, _ in stage.taken()}
    assert "room-01" in rooms
    assert any(room.startswith("@wx-") for room in rooms)
    assert _counts(store)[:2] == (1, 1)


def test_what_matches_nothing_leaves_no_trace(store: Store) -> None:
    stage = _play(store, _message("今天菜场毛豆四块一斤"))
    assert stage.taken() == []
    assert _counts(store) == (0, 0, 0)


def test_a_message_that_comes_again_changes_nothing(store: Store) -> None:
    _play(store, _message())
    before = _counts(store)
    stage = _play(store, _message())
    assert _counts(store) == before
    assert stage.taken() == []


def test_two_accounts_in_one_room_count_a_line_once(store: Store) -> None:
    _play(store, _message(), _message(id="m1-as-seen-by-the-other-account"))
    assert _counts(store)[:2] == (1, 1)


def test_an_unknown_room_is_listed_and_never_answered(store: Store) -> None:
    stage = _play(store, _message(room="room-nobody-bound"))
    assert stage.taken() == []
    unknown = store.call(lambda tx: [key for key in tx.flags.all() if key.startswith("unknown room")])
    assert unknown == ["unknown room practice room-nobody-bound"]
    assert _counts(store) == (0, 0, 0)


def test_who_said_do_not_disturb_is_not_kept(store: Store) -> None:
    stage = _play(store, _message("勿扰"), _message(id="m2", at=NOON + timedelta(minutes=1)))
    assert [text for _, text in stage.taken() if "勿扰" in text or "不再采集" in text]
    assert _counts(store)[1] == 0
    assert store.call(lambda tx: tx.matters.recent_reports(10)) == []


@pytest.mark.parametrize(
    "changes", [{"text": "勿扰"}, {"text": "", "kind": MessageKind.VOICE, "to_bot": True}, {"text": OUTAGE}]
)
def test_what_is_said_to_a_line_leaves_at_once(store: Store, changes: dict[str, Any]) -> None:
    async def scene() -> bool:
        async with rehearse(store, start=NOON) as stage:
            await stage.parts.engine.tick(NOON)
            assert not stage.parts.engine.unanswered
            await stage.parts.pipeline.take(_message(**changes))
            return stage.parts.engine.unanswered and stage.parts.engine.stale

    assert asyncio.run(scene())


def test_danger_is_told_even_so_and_keeps_no_identity(store: Store) -> None:
    _play(store, _message("勿扰"), _message(GAS, id="m2", at=NOON + timedelta(minutes=1)))
    (report,) = store.call(lambda tx: tx.matters.recent_reports(10))
    assert (report.sender, report.sender_sealed, report.nick_sealed, report.text_sealed) == ("", b"", b"", b"")
    (ticket,) = store.call(lambda tx: tx.tickets.open())
    assert ticket.urgency == "P0"
    assert ticket.reporter == ""


def test_who_comes_back_is_heard_again(store: Store) -> None:
    lines = ["勿扰", "恢复", OUTAGE]
    _play(store, *(_message(t, id=f"m{i}", at=NOON + timedelta(minutes=i)) for i, t in enumerate(lines)))
    assert _counts(store)[1] == 1


def test_the_bot_is_silent_when_a_person_has_just_answered(store: Store) -> None:
    staff = _message("大家稍等，我去问", id="m1", sender="wx-01", nick="网格员小林")
    stage = _play(store, staff, _message(id="m2", at=NOON + timedelta(minutes=1)))
    assert not [text for room, text in stage.taken() if room == "room-01"]
    assert _counts(store)[1] == 1


def test_who_answers_on_the_power_leaves_a_burst_pipe_to_the_bot(store: Store) -> None:
    staff = _message("3栋停电的事已经在修了", id="m1", sender="wx-01", nick="网格员小林")
    pipe = _message("5栋门口水管爆了，水直往外冒", id="m2", at=NOON + timedelta(minutes=1))
    stage = _play(store, staff, pipe)
    assert any("工单 2" in text for room, text in stage.taken() if room == "room-01")


def test_that_the_staff_just_spoke_is_known_after_a_restart(store: Store) -> None:
    _play(store, _message("大家稍等，我去问", id="m1", sender="wx-01", nick="网格员小林"))
    stage = _play(store, _message(id="m2", at=NOON + timedelta(minutes=1)))
    assert "room-01" not in {room for room, _ in stage.taken()}
    assert len(store.call(lambda tx: tx.tickets.open())) == 1


def test_why_the_bot_left_it_to_the_staff_stands_beside_the_line(store: Store) -> None:
    staff = _message("大家稍等，我去问", id="m1", sender="wx-01", nick="网格员小林")
    stage = _play(store, staff, _message(id="m2", at=NOON + timedelta(minutes=1)))
    outcome = stage.traces[-1].outcome
    assert outcome is not None
    assert "工作人员在群里刚说过话，机器人不插话" in outcome.why


def test_after_three_minutes_the_bot_answers_again(store: Store) -> None:
    staff = _message("大家稍等，我去问", id="m1", sender="wx-01", nick="网格员小林")
    stage = _play(store, staff, _message(id="m2", at=NOON + timedelta(minutes=3)))
    assert any("已登记" in text for room, text in stage.taken() if room == "room-01")


def test_ids_of_those_who_are_mentioned_do_not_pass_the_door(store: Store) -> None:
    stage = _play(store, _message(mentions=("wxid-secret-2", "wx-01")))
    mentions = stage.traces[-1].message.mentions
    assert "wx-01" in mentions
    assert "wxid-secret-2" not in mentions


def test_danger_is_answered_even_when_a_person_has_just_answered(store: Store) -> None:
    staff = _message("大家稍等，我去问", id="m1", sender="wx-01", nick="网格员小林")
    stage = _play(store, staff, _message(GAS, id="m2", at=NOON + timedelta(minutes=1)))
    assert any(text.startswith("先出门") for room, text in stage.taken() if room == "room-01")


@pytest.mark.parametrize(
    "text", ["", "停电" * 25_000, "\x00\x07\x1b[31m停电\x7f", "😀" * 300, "\u202e停电了\u202c", "[" * 5000, " \n\t"]
)
def test_odd_texts_go_through(store: Store, text: str) -> None:
    _play(store, _message(text))


@pytest.mark.parametrize("kind", list(MessageKind))
def test_every_kind_of_message_goes_through(store: Store, kind: MessageKind) -> None:
    _play(store, _message("", kind=kind))


def test_a_line_that_matters_is_kept_although_the_store_is_locked_for_a_while(store: Store) -> None:
    pauses: list[float] = []

    class Locked:
        """The store, locked for the first three calls."""

        async def run(self, use_case: Any, /, *args: Any, **kw: Any) -> Any:
            if len(pauses) < 3:
                raise StoreFailed("database is locked", retry=True)
            return await store.run(use_case, *args, **kw)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def scene() -> None:
        async with rehearse(store, start=NOON, settings=Settings(budget=FREE)) as stage:
            pipeline = stage.parts.pipeline
            pipeline._patient._store, pipeline._patient._sleep = Locked(), sleep  # type: ignore[assignment]
            await pipeline.take(_message())
            assert pipeline.trouble == ""

    asyncio.run(scene())
    assert pauses == [0.5, 1.0, 2.0]
    assert _counts(store)[1] == 1


def test_a_store_that_is_broken_for_good_is_an_error(store: Store) -> None:
    class Broken:
        """A store that cannot be repaired by waiting."""

        async def run(self, use_case: Any, /, *args: Any, **kw: Any) -> Any:
            raise StoreFailed("file is not a database", retry=False)

    async def scene() -> None:
        async with rehearse(store, start=NOON) as stage:
            stage.parts.pipeline._patient._store = Broken()  # type: ignore[assignment]
            await stage.parts.pipeline.take(_message())

    with pytest.raises(StoreFailed):
        asyncio.run(scene())


def test_a_command_is_done_once_and_only_by_the_staff(store: Store) -> None:
    order = _message("接单 1", id="m2", room="", sender="wx-08", nick="供电小马", at=NOON + timedelta(minutes=1))
    stranger = _message("接单 1", id="m3", sender="wxid-x", nick="路人", at=NOON + timedelta(minutes=2))
    _play(store, _message(), stranger)
    assert store.call(_signed) is None
    _play(store, order, order)
    assert store.call(_signed) == NOON + timedelta(minutes=1)


def _signed(tx: Tx) -> datetime | None:
    return tx.tickets.get(1).signed_at


def test_half_a_character_does_not_stop_a_report(store: Store) -> None:
    stage = _play(store, _message(f"{OUTAGE}\ud83d", nick="3栋\udfff"))
    assert stage.taken() != []
    assert _counts(store)[:2] == (1, 1)
