"""The memory of a reader is bounded, and knows what is near."""

from __future__ import annotations

import sys

from factories import a_matter, after

from keywords.memory import (
    LONGEST,
    MOST_LINES,
    MOST_SPEAKERS,
    MOST_TROUBLES,
    REPORTED,
    Last,
    Line,
    Memory,
    Speakers,
    Trouble,
)
from models.words import Service, Urgency


def a_trouble(key: str = "m-1", at: float = 0.0, estate: str = "yt-xc") -> Trouble:
    return Trouble(key, Service.POWER, "E01", Urgency.P2, estate, at, at)


def a_line(sender: str, at: float = 0.0) -> Line:
    return Line(at, sender, "m-1", True, "report", "E01")


def test_a_room_keeps_its_last_lines_and_speakers_only() -> None:
    room = Memory().room("room-01")
    for n in range(MOST_SPEAKERS * 3):
        room.add(a_line(f"s{n}", n))
    assert len(room.lines) == MOST_LINES
    assert len(room.speakers) == len(room.reported_of) == MOST_SPEAKERS


def test_what_was_reported_days_ago_is_forgotten() -> None:
    room = Memory().room("room-01")
    for n, at in enumerate((1.0, REPORTED, REPORTED + 2.0)):
        room.add(a_line(f"s{n}", at))
    assert list(room.reported_of) == ["s1", "s2"]


def test_of_a_speaker_no_more_is_held_than_two_numbers() -> None:
    room = Memory().room("room-01")
    for n in range(MOST_SPEAKERS):
        room.add(a_line(f"s{n}", n))
    assert sum(sys.getsizeof(getattr(room.speakers, name)) for name in Speakers.__slots__) < MOST_SPEAKERS * 20


def test_the_last_line_of_a_speaker_says_whether_it_was_caught() -> None:
    room = Memory().room("room-01")
    room.add(a_line("s1", 5.0))
    room.add(Line(6.0, "s2", None, False, "other"))
    room.add(a_line("s1", 7.0))
    assert room.speakers.last_of("s1") == Last(7.0, True)
    assert room.speakers.last_of("s2") == Last(6.0, False)
    assert room.speakers.last_of("s3") is None


def test_troubles_are_bounded_in_number() -> None:
    memory = Memory()
    for n in range(MOST_TROUBLES * 2):
        memory.keep(a_trouble(f"m-{n}", n))
    assert len(memory.troubles) == MOST_TROUBLES


def test_an_old_trouble_is_not_near() -> None:
    memory = Memory()
    memory.keep(a_trouble(at=0.0))
    assert list(memory.near("room-01", ("yt-xc",), LONGEST - 1))
    assert not list(memory.near("room-01", ("yt-xc",), LONGEST + 1))


def test_a_trouble_is_near_in_its_estate_and_in_its_rooms() -> None:
    memory = Memory()
    trouble = a_trouble(estate="yt-xc")
    trouble.heard(0.0, "room-09", "s", "yt-xc")
    memory.keep(trouble)
    assert list(memory.near("room-09", (), 1.0)) == list(memory.near("room-x", ("yt-xc",), 1.0)) == [trouble]
    assert not list(memory.near("room-x", ("la-jy",), 1.0))


def test_matters_of_the_store_are_taken_over() -> None:
    memory = Memory()
    memory.preload(a_matter(key="m-9", last_at=after(minutes=5)))
    assert memory.troubles["m-9"].rooms == {"room-01": after(minutes=5).timestamp()}


def test_the_main_topics_are_those_of_a_quarter_of_what_is_said() -> None:
    trouble = a_trouble()
    for topic in ("E01", "E01", "E01", "E01", "E02"):
        trouble.says(topic, clearly=True)
    assert trouble.main_topics() == ["E01"]


def test_a_clear_word_weighs_more_than_echoes() -> None:
    trouble = a_trouble()
    for _ in range(3):
        trouble.says("E01", clearly=False)
    trouble.says("E02", clearly=True)
    assert (trouble.topic, trouble.latest) == ("E02", "E02")
