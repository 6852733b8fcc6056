"""A feeder fails and its residents write at once: one matter, one answer for each room, few texts for the crew."""

from __future__ import annotations

import asyncio
import os

import pytest
from typer.testing import CliRunner

from bot.cli.bench_storm import AT, Weathered, weather
from bot.cli.main import app
from bot.cli.storm_scene import STREET, TALK, WITHIN, Storm, storm
from models.words import Delivery, Status, Urgency

FULL = (4000, 150)
MESSAGES, ROOMS = FULL if os.environ.get("GRIDBOT_FULL_STORM") else (500, 24)
"""The whole storm takes half a minute; ``gridbot bench storm`` plays it, and so does this with GRIDBOT_FULL_STORM=1."""


@pytest.fixture(scope="module")
def made() -> Storm:
    return storm(rooms=ROOMS, messages=MESSAGES, at=AT)


@pytest.fixture(scope="module")
def left(made: Storm, tmp_path_factory: pytest.TempPathFactory) -> Weathered:
    return asyncio.run(weather(made, f"sqlite:///{tmp_path_factory.mktemp('storm') / 'storm.db'}"))


def test_the_scene_is_what_it_says(made: Storm) -> None:
    assert (len(made.lines), len(made.district.rooms), len({m.room for m in made.lines})) == (MESSAGES, ROOMS, ROOMS)
    assert made.lines[-1].at - made.lines[0].at <= WITHIN
    assert made == storm(rooms=ROOMS, messages=MESSAGES, at=AT)


def test_there_is_one_matter_for_the_cause(left: Weathered) -> None:
    (ticket,) = left.tickets
    assert (ticket.topic, ticket.status, ticket.urgency) == ("E01", Status.DISPATCHED, Urgency.P1)
    assert ticket.estate in (STREET, f"{STREET}000")


def test_nothing_is_lost(made: Storm, left: Weathered) -> None:
    kinds = left.outcomes
    assert kinds["ticket"] + kinds["known"] + len(left.uncaught) == len(made.lines)
    assert set(kinds) <= {"ticket", "known"}
    assert kinds["ticket"] == left.kept
    after_talk = [text for text in left.uncaught if text not in TALK]
    assert set(after_talk) <= {"+1"}  # right after "有人拼团买桃子吗" it may mean that
    assert len(after_talk) <= len(made.lines) / 50


def test_households_are_counted_and_not_lines(made: Storm, left: Weathered) -> None:
    spoke = {m.sender for m in made.lines if m.text not in TALK}
    assert left.kept > left.households
    assert len(spoke) / 2 <= left.households <= len(spoke)


def test_each_room_is_answered_once(left: Weathered) -> None:
    answers = left.answers()
    assert (len(answers), set(answers.values())) == (ROOMS, {1})
    assert not [t for t in left.texts if t.room and t.status is not Delivery.SENT and t.why != "asked"]


def test_the_crew_is_told_once_with_a_growing_count(left: Weathered) -> None:
    crew = [t for t in reversed(left.texts) if t.person == "wx-power" and t.status is Delivery.SENT]
    assert [t.why for t in crew].count("dispatched") == 1
    counts = [t.text for t in crew if t.why.startswith("households")]
    assert 2 <= len(counts) <= 6
    numbers = [int(text.split("已有 ")[1].split(" 户")[0]) for text in counts]
    assert numbers == sorted(set(numbers))
    assert max(left.worker_texts().values()) <= 14


def test_the_crew_hears_within_a_minute_and_before_most_rooms(left: Weathered) -> None:
    first = next(t for t in left.texts if t.why == "dispatched" and t.person == "wx-power")
    assert first.sent_at is not None and (first.sent_at - AT).total_seconds() < 60
    answered = [t.sent_at for t in left.texts if t.room and t.sent_at]
    assert sum(at < first.sent_at for at in answered) < ROOMS / 3


def test_the_bench_prints_what_became_of_it() -> None:
    done = CliRunner().invoke(app, ["bench", "storm", "--messages", "40", "--rooms", "4"])
    assert done.exit_code == 0, done.output
    assert "4 / 4" in done.output and "1 件" in done.output
