"""The soak's own judge: what it lets pass, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from soak_verdict import Diary, Fault, Journal, Line, Row, Verdict, judge_reports, judge_sent

SECOND = 1000.0


def _line(**changes: Any) -> Line:
    return Line(**{"id": "m-1", "at": 100 * SECOND, "heard": True, "given": 100.1 * SECOND, **changes})


def _judged(line: Line, *faults: Fault, kept: bool = False) -> Verdict:
    verdict = Verdict()
    judge_reports(verdict, [line], {line.id} if kept else set(), faults)
    return verdict


def _kill(whose: str, second: float) -> Fault:
    return Fault(f"kill {whose}", second * SECOND, second * SECOND)


def test_a_report_that_was_handed_out_and_is_not_kept_is_lost() -> None:
    assert _judged(_line()).lost == ["m-1"]
    assert _judged(_line(), kept=True).counts == {"taken": 1}


def test_a_report_that_nobody_heard_is_not_lost() -> None:
    assert _judged(_line(heard=False, given=0.0)).counts == {"said to nobody": 1}


def test_what_was_in_hand_when_somebody_was_killed_is_counted_by_itself() -> None:
    for whose in ("our bot", "gateway"):
        assert _judged(_line(), _kill(whose, 102)).counts == {"in hand at a kill": 1}
    assert _judged(_line(), _kill("our bot", 99)).lost == ["m-1"]
    assert _judged(_line(), _kill("our bot", 120)).lost == ["m-1"]


def test_a_line_said_into_a_connection_that_broke_was_never_delivered_but_one_in_peace_was() -> None:
    stall = Fault("stall", 80 * SECOND, 99 * SECOND)
    assert _judged(_line(given=0.0), stall).counts == {"said into a broken line": 1}
    assert _judged(_line(given=0.0)).lost == ["m-1"]


def _journal(*ids: str, at: float = 100 * SECOND, answered: dict[str, float] | None = None) -> Journal:
    sent: list[dict[str, Any]] = [
        {"id": sent_id, "to": "room1@chat", "text": "已登记", "at": at + 10 * n} for n, sent_id in enumerate(ids)
    ]
    return Journal(sent=sent, answered=answered or {})


def _row(sent_id: str, key: str = "", text: str = "已登记") -> Row:
    return Row(key or f"key of {sent_id}", sent_id, text)


def _judged_sent(journal: Journal, *rows: Row, diary: Diary | None = None, faults: Sequence[Fault] = ()) -> Verdict:
    verdict = Verdict()
    judge_sent(verdict, journal, rows, diary or Diary(), faults)
    return verdict


def test_every_text_of_the_store_was_said_and_no_other() -> None:
    verdict = _judged_sent(_journal("s-1", "s-2"), _row("s-1"), _row("s-3"))
    assert verdict.unsent == ["key of s-3"]
    assert verdict.doubled == ["s-2 to room1@chat"]
    assert not verdict.good


def test_a_text_counts_as_said_only_under_an_id_that_said_its_words() -> None:
    assert _judged_sent(_journal("s-1"), _row("s-1"), _row("s-1", text="已修好")).unsent == ["key of s-1"]


def test_a_text_that_was_in_flight_when_we_were_killed_may_be_said_again_once() -> None:
    kill = _kill("our bot", 101)
    once = _judged_sent(_journal("s-1", "s-2"), _row("s-2"), faults=[kill])
    assert once.good
    assert once.counts == {"sent": 1, "said again: in flight when our bot was killed": 1}
    twice = _judged_sent(_journal("s-0", "s-1", "s-2"), _row("s-2"), faults=[kill])
    assert twice.doubled == ["s-1 to room1@chat"]


def test_a_text_that_was_answered_long_before_a_kill_was_not_in_flight() -> None:
    answered = {"s-1": 100.1 * SECOND}
    late = _judged_sent(_journal("s-1", "s-2", answered=answered), _row("s-2"), faults=[_kill("our bot", 120)])
    assert late.doubled == ["s-1 to room1@chat"]
    just = _judged_sent(_journal("s-1", "s-2", answered=answered), _row("s-2"), faults=[_kill("our bot", 101)])
    assert just.good


def test_a_text_of_which_our_bot_wrote_that_it_may_have_been_said_is_excused_once_a_break() -> None:
    diary = Diary(unsure=[("k", 100.2 * SECOND), ("k", 104 * SECOND)], down=[101 * SECOND])
    once = _judged_sent(_journal("s-1", "s-2"), _row("s-2", "k"), diary=diary)
    assert once.good
    assert once.counts["said again: in flight when the line broke"] == 1
    assert _judged_sent(_journal("s-0", "s-1", "s-2"), _row("s-2", "k"), diary=diary).doubled == ["s-1 to room1@chat"]


def test_without_a_word_of_our_bot_a_break_excuses_nothing_nor_does_its_word_without_a_break() -> None:
    gateway = _kill("gateway", 101)
    for diary in (
        Diary(down=[101 * SECOND]),
        Diary(unsure=[("another", 100 * SECOND)], down=[101 * SECOND]),
        Diary(unsure=[("k", 100 * SECOND)]),
        Diary(unsure=[("k", 100 * SECOND)], down=[300 * SECOND]),
    ):
        verdict = _judged_sent(_journal("s-1", "s-2"), _row("s-2", "k"), diary=diary, faults=[gateway])
        assert verdict.doubled == ["s-1 to room1@chat"]


def test_a_text_that_was_never_said_again_is_nobodys() -> None:
    verdict = _judged_sent(_journal("s-1"), faults=[_kill("our bot", 101)])
    assert verdict.doubled == ["s-1 to room1@chat"]


def test_our_bots_log_is_read_for_what_it_was_unsure_of() -> None:
    at = "2026-07-03T00:00:01Z"
    lines = [
        "Traceback\n",
        json.dumps({"event": "send_failed", "key": "k", "unsure": True, "timestamp": at}) + "\n",
        json.dumps({"event": "send_failed", "key": "l", "unsure": False, "timestamp": at}) + "\n",
        json.dumps({"event": "channel_down", "timestamp": at}) + "\n",
        '{"event": "sent"',
    ]
    second = 1783036801.0 * SECOND
    assert Diary.read(lines) == Diary([("k", second)], [second])


def test_a_journal_is_read_up_to_what_a_kill_cut_off() -> None:
    entries = [
        {"what": "said", "id": "m-1", "at": 1.0, "heard": True},
        {"what": "given", "id": "m-1", "at": 2.0},
        {"what": "given", "id": "m-1", "at": 3.0},
        {"what": "sent", "id": "s-1", "at": 4.0, "to": "r", "text": "t"},
        {"what": "answered", "id": "s-1", "at": 5.0},
    ]
    journal = Journal.read([*(json.dumps(entry) + "\n" for entry in entries), '{"what": "sai'])
    assert journal.line("m-1") == Line("m-1", 1.0, True, 2.0)
    assert [text["id"] for text in journal.sent] == ["s-1"]
    assert journal.answered == {"s-1": 5.0}
