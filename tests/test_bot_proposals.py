"""Lines that wait for a person's judgement: which are kept, where, for how long, and what they are good for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rehearsal import FREE, Rehearsal, demo_district, rehearse

from bot.judging import judge_line
from bot.privacy_notice import announce, announced_by_hand, says_what_is_reviewed
from bot.settings import Reading, Settings
from models.areas import District
from models.errors import NotFound, Refused
from models.message import Message
from models.sample import Sample, Source
from models.store import Store, Tx
from models.words import MessageKind

NOON = datetime(2026, 7, 3, 4, tzinfo=UTC)
OUTAGE, GAS = "我家停电了，整栋都黑了", "楼道里好大的煤气味，漏气了"
DOUBT = "丝瓜架子塌了"
"""Read at 0.25 or more and below the threshold with ``SURE``."""
SURE = Settings(budget=FREE, reading=Reading(review_from=0.01))


def _message(text: str = OUTAGE, **changes: Any) -> Message:
    values: dict[str, Any] = {
        "id": f"m-{text}",
        "channel": "practice",
        "room": "room-01",
        "sender": "wxid-secret-1",
        "nick": "3栋-张三",
        "text": text,
        "at": NOON,
    }
    return Message(**(values | changes))


def _staff(text: str, who: str = "wx-01", **changes: Any) -> Message:
    return _message(text, **({"sender": who, "room": "", "to_bot": True, "nick": ""} | changes))


def _shadowed() -> District:
    district = demo_district()
    return replace(district, rooms=tuple(replace(r, shadow=r.id == "room-01") for r in district.rooms))


def _play(store: Store, *messages: Message, told: bool = True, **how: Any) -> Rehearsal:
    settings, district = how.get("settings", SURE), how.get("district", demo_district())

    async def scene() -> Rehearsal:
        async with rehearse(store, start=messages[0].at, settings=settings, district=district) as stage:
            if told:
                store.call(_tell, district, settings)
            for message in messages:
                stage.clock.move(message.at)
                await stage.parts.pipeline.take(message)
                await stage.parts.engine.tick(stage.clock.now())
            return stage

    return asyncio.run(scene())


def _tell(tx: Tx, district: District, settings: Settings) -> None:
    announced_by_hand(tx, room="room-01", district=district, settings=settings, now=NOON, actor="test")


def _samples(store: Store) -> list[Sample]:
    return store.call(lambda tx: [*tx.samples.waiting(), *tx.samples.judged()])


def _tickets(store: Store) -> int:
    return store.call(lambda tx: len(tx.tickets.open()))


def test_a_room_in_shadow_proposes_and_does_nothing_else(store: Store) -> None:
    stage = _play(store, _message(), district=_shadowed())
    assert stage.taken() == []
    assert _tickets(store) == 0
    [sample] = _samples(store)
    assert (sample.source, sample.guess, sample.masked) == (Source.SHADOW, "E01 report", "我家停电了,整栋都黑了")
    assert not any("→" in why and "room" in why for why in sample.why)


def test_danger_passes_the_shadow(store: Store) -> None:
    stage = _play(store, _message(GAS), district=_shadowed())
    assert any("先出门" in text for room, text in stage.taken() if room == "room-01")
    assert _tickets(store) == 1


def test_a_room_that_was_not_told_keeps_nothing(store: Store) -> None:
    _play(store, _message(), told=False, district=_shadowed())
    _play(store, _message(DOUBT), told=False)
    assert _samples(store) == []
    assert store.call(lambda tx: tx.inbox.count()) == 0


def test_a_doubtful_line_is_kept_once_without_number_and_name(store: Store) -> None:
    text = f"{DOUBT} 找张三 13800138000"
    again = _message(text, id="other", channel="second")
    _play(store, _message(text), again)
    [sample] = _samples(store)
    assert (sample.source, sample.guess, sample.masked) == (Source.DOUBT, "", f"{DOUBT} 找某人 0")
    assert sample.sender != "wxid-secret-1"


def test_what_the_staff_say_is_no_example(store: Store) -> None:
    _play(store, _message(DOUBT, sender="wx-01"))
    assert _samples(store) == []


def test_with_zero_days_nothing_is_kept_and_the_notice_does_not_say_so(store: Store) -> None:
    none = Settings(budget=FREE, reading=Reading(review_from=0.01, review_days=0))
    stage = _play(store, _message(DOUBT), _message(), settings=none, district=_shadowed())
    assert _samples(store) == []
    text = store.call(
        lambda tx: announced_by_hand(tx, room="room-01", district=stage.district, settings=none, now=NOON, actor="t")
    )
    assert "核对" not in text
    assert not store.call(says_what_is_reviewed, "room-01")


def test_the_notice_counts_when_it_was_sent(store: Store) -> None:
    district = demo_district()
    put: Callable[[Tx], Any] = lambda tx: announce(  # noqa: E731
        tx, room="room-01", district=district, settings=SURE, now=NOON, actor="test", why="test"
    )

    async def scene() -> list[bool]:
        async with rehearse(store, start=NOON, settings=SURE) as stage:
            store.call(put)
            before = store.call(says_what_is_reviewed, "room-01")
            await stage.parts.engine.tick(NOON)
            return [before, store.call(says_what_is_reviewed, "room-01")]

    assert asyncio.run(scene()) == [False, True]


def test_an_opt_out_takes_its_lines_away_and_keeps_no_more(store: Store) -> None:
    later = NOON + timedelta(minutes=5)
    _play(store, _message(DOUBT), _message("勿扰", at=later), _message(f"{DOUBT}呀", at=later))
    assert _samples(store) == []


def test_a_recalled_line_goes(store: Store) -> None:
    said = _message(DOUBT)
    taken_back = _message(said.id, id="recall", kind=MessageKind.RECALL, at=NOON + timedelta(minutes=1))
    _play(store, said, taken_back)
    assert _samples(store) == []


def test_after_seven_days_what_nobody_judged_goes_and_the_log_says_so(store: Store) -> None:
    stage = _play(store, _message(DOUBT), _message(f"{DOUBT}呢", id="2"))
    first, _ = _samples(store)
    store.call(judge_line_as, first.id, "no")

    async def week(days: int) -> None:
        async with rehearse(store, start=NOON + timedelta(days=days), settings=SURE) as later:
            await later.parts.engine.tick(later.clock.now())

    asyncio.run(week(6))
    assert len(_samples(store)) == 2
    asyncio.run(week(8))
    assert [s.verdict for s in _samples(store)] == ["no"]
    log = store.call(lambda tx: tx.purges.since(NOON))
    assert [(p.count, p.rule) for p in log if p.kind == "待核对的话"] == [(1, "reading.review_days = 7 天，说过起")]
    assert stage.taken() == []


def judge_line_as(tx: Tx, number: int, verdict: str) -> Sample:
    return judge_line(tx, number=number, verdict=verdict, by="wx-01", now=NOON)


def test_a_judgement_labels_a_line_and_the_last_word_counts(store: Store) -> None:
    _play(store, _message(DOUBT))
    [sample] = _samples(store)
    with pytest.raises(Refused, match="写明类目"):
        store.call(judge_line_as, sample.id, "yes")
    with pytest.raises(Refused, match="Z99"):
        store.call(judge_line_as, sample.id, "Z99")
    with pytest.raises(NotFound):
        store.call(judge_line_as, 10**6, "no")
    assert store.call(judge_line_as, sample.id, "no").label == ""
    assert store.call(judge_line_as, sample.id, "R09").label == "R09 report"
    assert [a.after for a in store.call(lambda tx: tx.audit.of(f"sample {sample.id}"))] == ["no", "R09 report"]


def test_the_staff_judge_by_chat_in_private(store: Store) -> None:
    stage = _play(store, _message(), district=_shadowed())
    _play(store, _staff("核对"), district=_shadowed())
    [sample] = _samples(store)
    stage = _play(store, _staff(f"核对 {sample.id} 是", id="j"), district=_shadowed())
    assert stage.taken() == [("@wx-01", f"记下了：{sample.id} 号是停电（E01 report）。")]
    assert [s.label for s in _samples(store)] == ["E01 report"]


def test_only_who_serves_the_room_judges_its_lines(store: Store) -> None:
    _play(store, _message(), district=_shadowed())
    [sample] = _samples(store)
    other = next(p for p in demo_district().people if p.role == "grid_worker" and "lt-xc" not in p.areas)
    stage = _play(store, _staff(f"核对 {sample.id} 不是", other.id), district=_shadowed())
    assert [text for _, text in stage.taken()] == ["这一句是别的小区的群里说的，请那边的网格员核对。"]
    resident = _staff(f"核对 {sample.id} 不是", "wxid-x", id="r")
    _play(store, resident, district=_shadowed())
    assert [s.verdict for s in _samples(store)] == [""]


@pytest.mark.parametrize(("word", "label"), [("误报 1 看过了没事", ""), ("完成 1 换了保险丝", "E01 report")])
def test_a_ticket_that_a_worker_judges_leaves_its_lines_as_examples(store: Store, word: str, label: str) -> None:
    _play(store, _message("柳汀新村3栋2单元501停电了，我是张三"), told=False)
    stage = _play(store, _staff(word, "wx-08", id="w"), told=False)
    assert any("工单 1" in text for _, text in stage.taken())
    [sample] = _samples(store)
    assert (sample.source, sample.label) == (Source.TICKET, label)
    assert sample.masked == "某小区0栋停电了,我是某人"
