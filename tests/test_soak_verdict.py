"""The soak's own judge: what it lets pass, and what it does not."""

from __future__ import annotations

import json
from typing import Any

from soak_verdict import Fault, Journal, Line, Verdict, judge_reports, judge_sent

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


def _sent(*ids: str, at: float = 100 * SECOND) -> list[dict[str, Any]]:
    return [{"id": sent_id, "to": "room1@chat", "text": "已登记", "at": at} for sent_id in ids]


def test_every_text_of_the_store_was_said_and_no_other() -> None:
    verdict = Verdict()
    judge_sent(verdict, _sent("s-1", "s-2"), ["s-1", "s-3"], [])
    assert verdict.unsent == ["s-3"]
    assert verdict.doubled == ["s-2 (2 times)"]
    assert not verdict.good


def test_a_text_that_was_in_flight_at_a_kill_may_be_said_again() -> None:
    for whose, counted in (
        ("our bot", "repeated after a kill of ours"),
        ("gateway", "repeated after a kill of the gateway"),
    ):
        verdict = Verdict()
        judge_sent(verdict, _sent("s-1", "s-2"), ["s-2"], [_kill(whose, 101)])
        assert verdict.good
        assert verdict.counts == {"sent": 1, counted: 1}


def test_a_journal_is_read_up_to_what_a_kill_cut_off() -> None:
    entries = [
        {"what": "said", "id": "m-1", "at": 1.0, "heard": True},
        {"what": "given", "id": "m-1", "at": 2.0},
        {"what": "given", "id": "m-1", "at": 3.0},
        {"what": "sent", "id": "s-1", "at": 4.0, "to": "r", "text": "t"},
    ]
    journal = Journal.read([*(json.dumps(entry) + "\n" for entry in entries), '{"what": "sai'])
    assert journal.line("m-1") == Line("m-1", 1.0, True, 2.0)
    assert [text["id"] for text in journal.sent] == ["s-1"]
