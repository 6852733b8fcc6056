"""When the bot speaks, whom it names and what it takes back: each rule with its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_capture, a_matter, a_message, a_ticket, an_outgoing
from hypothesis import given
from hypothesis import strategies as st

from bot.etiquette import (
    Verdict,
    is_automatic,
    is_storm,
    may_announce,
    may_name,
    may_name_for,
    may_take_back,
    six_a_day,
    staff_answers,
    three_a_matter,
    today_began,
    tomorrow,
    when_to_tell,
)
from bot.settings import Etiquette, QuietHours
from models.outgoing import Outgoing
from models.words import Act, Priority, Role, Service, Status, Urgency

TZ = ZoneInfo("Asia/Shanghai")
LIMITS, QUIET = Etiquette(), QuietHours()
NIGHT = datetime(2025, 6, 10, 15, tzinfo=UTC)
"""23:00 in Shanghai."""
THREE_MINUTES = timedelta(minutes=3)
PRIVATE_TOPICS = ["E06", "E07", "E12", "W06", "W07", "G05", "X01"]


def _automatic(n: int = 0, **changes: Any) -> Outgoing:
    values = {
        "key": f"ticket 1 received → {n}",
        "room": "room-01",
        "person": "",
        "ticket": 1,
        "priority": Priority.REPLY,
    }
    return an_outgoing(**{**values, "why": "received", "id": n + 1, "sent_at": NOW, "notice": None, **changes})


# ---- whom it names


def test_who_speaks_to_the_bot_is_named_in_the_answer() -> None:
    assert may_name(a_message(to_bot=True), topic="W01", act=Act.ASK_STATUS).ok


@pytest.mark.parametrize("message", [a_message(), a_message(to_bot=True, room="")])
def test_who_does_not_speak_to_the_bot_in_a_room_is_not_named(message: Any) -> None:
    assert not may_name(message, topic="W01", act=Act.ASK_STATUS).ok


@pytest.mark.parametrize("topic", PRIVATE_TOPICS)
def test_bills_arrears_meters_and_reports_on_others_never_name_anybody(topic: str) -> None:
    assert not may_name(a_message(to_bot=True), topic=topic, act=Act.ASK_INFO).ok
    assert not may_name_for(a_message(to_bot=True), "find", topic=topic).ok


@pytest.mark.parametrize("act", [Act.COMPLAIN, Act.REPORT, Act.ME_TOO])
def test_who_complains_or_reports_is_not_named(act: Act) -> None:
    assert not may_name(a_message(to_bot=True), topic="W01", act=act).ok


def test_who_opted_out_is_not_named() -> None:
    assert not may_name(a_message(to_bot=True), topic="W01", act=Act.ASK_STATUS, anonymous=True).ok


@pytest.mark.parametrize(
    ("verb", "named"),
    [("find", True), ("help", True), ("rate", False), ("withdraw", False), ("reopen", False), ("mine", False)],
)
def test_the_answer_to_a_command_names_only_where_it_does_not_tell_who_reported(verb: str, named: bool) -> None:
    assert may_name_for(a_message(to_bot=True), verb, topic="W01").ok is named


# ---- when it is silent


@pytest.mark.parametrize(
    ("spoke", "speaks"),
    [
        ({}, True),
        ({Service.POWER: timedelta(minutes=1)}, False),
        ({None: timedelta(minutes=2)}, False),
        ({Service.WATER: timedelta(minutes=1)}, True),
        ({Service.POWER: timedelta(minutes=3)}, True),
        ({Service.POWER: timedelta(minutes=-1)}, True),
    ],
)
def test_a_person_of_the_staff_who_has_just_spoken_of_it_is_left_the_word(
    spoke: dict[Service | None, timedelta], speaks: bool
) -> None:
    said = {service: NOW - ago for service, ago in spoke.items()}
    verdict = staff_answers(said, a_message(), a_capture(), window=THREE_MINUTES)
    assert verdict.ok is speaks
    assert verdict.why


def test_danger_is_answered_whoever_has_spoken() -> None:
    assert staff_answers({None: NOW}, a_message(), a_capture(urgency=Urgency.P0), window=THREE_MINUTES).ok


def test_what_staff_report_themselves_is_answered() -> None:
    message = a_message(role=Role.GRID_WORKER)
    assert staff_answers({None: NOW}, message, a_capture(), window=THREE_MINUTES).ok


# ---- how much it says


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"why": "result", "priority": Priority.RESTORATION}, True),
        ({"why": "公告 3 第 1 版", "ticket": None, "notice": 3}, True),
        ({"why": "answer m-1"}, False),
        ({"why": "reply find"}, False),
        ({"priority": Priority.EMERGENCY}, False),
        ({"priority": Priority.NOTICE, "notice": 3, "ticket": None}, False),
        ({"priority": Priority.RESTORATION, "notice": 3, "ticket": None}, False),
        ({"room": "", "person": "wx-1"}, False),
        ({"key": "ticket 1 result → room-01 (2/2)"}, False),
    ],
)
def test_what_counts_as_automatic(changes: dict[str, Any], counts: bool) -> None:
    assert is_automatic(_automatic(**changes)) is counts


@pytest.mark.parametrize(("told", "ok"), [(0, True), (2, True), (3, False)])
def test_a_room_hears_three_automatic_texts_of_a_matter(told: int, ok: bool) -> None:
    rows = [_automatic(n) for n in range(told)]
    elsewhere = [_automatic(9, room="room-02"), _automatic(10, why="answer m-3")]
    assert three_a_matter(_automatic(99), a_ticket(), [*rows, *elsewhere], LIMITS).ok is ok


def test_a_p0_is_beyond_counting() -> None:
    rows = [_automatic(n) for n in range(20)]
    p0 = a_ticket(urgency=Urgency.P0)
    assert three_a_matter(_automatic(99), p0, rows, LIMITS).ok
    assert six_a_day(_automatic(99), p0, rows, storm=False, morning=NOW, limits=LIMITS).ok


def test_the_seventh_first_word_of_a_day_is_not_said() -> None:
    rows = [_automatic(n) for n in range(6)]
    verdict = six_a_day(_automatic(99), a_ticket(), rows, storm=False, morning=NOW, limits=LIMITS)
    assert (verdict.ok, verdict.until) == (False, None)
    assert six_a_day(_automatic(99), a_ticket(), rows[1:], storm=False, morning=NOW, limits=LIMITS).ok


def test_a_result_beyond_the_six_waits_for_the_morning() -> None:
    rows, morning = [_automatic(n) for n in range(6)], tomorrow(NOW, QUIET, TZ)
    result = _automatic(99, why="result", priority=Priority.RESTORATION)
    verdict = six_a_day(result, a_ticket(), rows, storm=False, morning=morning, limits=LIMITS)
    assert verdict == Verdict(False, "今天在本群已自动说过 6 次，明早再说", morning)
    assert morning == datetime(2025, 6, 10, 23, tzinfo=UTC)  # 07:00 of the next day


def test_a_storm_lifts_the_six() -> None:
    rows = [_automatic(n) for n in range(9)]
    assert six_a_day(_automatic(99), a_ticket(), rows, storm=True, morning=NOW, limits=LIMITS).ok


def test_a_storm_is_a_wide_trouble_here_or_many_anywhere() -> None:
    wide = a_matter(households=20)
    assert is_storm([wide], "room-01", NOW, LIMITS)
    assert not is_storm([wide], "room-02", NOW, LIMITS)
    many = [a_matter(key=f"m-{n}", opened_at=NOW - timedelta(minutes=n)) for n in range(30)]
    assert is_storm(many, "room-09", NOW, LIMITS)
    assert not is_storm(many[1:], "room-09", NOW, LIMITS)
    assert not is_storm(many, "room-09", NOW + timedelta(hours=1), LIMITS)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)))  # noqa: DTZ001
def test_tomorrow_lies_on_the_next_local_day_and_not_in_the_quiet_hours(naive: datetime) -> None:
    now = naive.replace(tzinfo=UTC)
    morning = tomorrow(now, QUIET, TZ).astimezone(TZ)
    assert morning.date() == (now.astimezone(TZ) + timedelta(days=1)).date()
    assert (morning.hour, morning.minute) == (7, 0)
    assert today_began(now, TZ) <= now


# ---- what it takes back


@pytest.mark.parametrize("status", [Status.CAPTURED, Status.ACCEPTED, Status.DISPATCHED])
def test_a_recall_takes_back_what_nobody_has_taken(status: Status) -> None:
    assert may_take_back(a_ticket(status=status), others=False).ok


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in (Status.CAPTURED, Status.ACCEPTED, Status.DISPATCHED)]
)
def test_a_recall_does_not_take_back_what_is_being_done_or_over(status: Status) -> None:
    assert not may_take_back(a_ticket(status=status, signed_at=NOW), others=False).ok


def test_a_recall_never_takes_back_a_danger() -> None:
    assert not may_take_back(a_ticket(urgency=Urgency.P0), others=False).ok


def test_where_others_speak_of_it_one_line_can_go() -> None:
    verdict = may_take_back(a_ticket(status=Status.IN_PROGRESS), others=True)
    assert verdict.ok
    assert "别人" in verdict.why
    assert may_take_back(None, others=False).ok


# ---- when it says who it is, and that it was away


@pytest.mark.parametrize(
    ("ago", "arrived", "ok"),
    [
        (None, True, True),
        (None, False, True),
        (1, False, False),
        (6.9, False, False),
        (7, False, True),
        (0.5, True, False),
        (1, True, True),
    ],
)
def test_the_privacy_notice_comes_with_the_bot_and_for_newcomers_once_in_seven_days(
    ago: float | None, arrived: bool, ok: bool
) -> None:
    last = None if ago is None else NOW - timedelta(days=ago)
    assert may_announce(last, NOW, arrived=arrived, limits=LIMITS).ok is ok


def test_a_room_hears_of_a_gap_by_day_or_when_something_is_open() -> None:
    assert when_to_tell(NOW, open_matter=False, quiet=QUIET, tz=TZ).ok
    assert when_to_tell(NIGHT, open_matter=True, quiet=QUIET, tz=TZ).ok
    asleep = when_to_tell(NIGHT, open_matter=False, quiet=QUIET, tz=TZ)
    assert (asleep.ok, asleep.until) == (False, datetime(2025, 6, 10, 23, tzinfo=UTC))
