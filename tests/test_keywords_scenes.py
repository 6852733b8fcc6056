"""The written scenes: how a line of them is read, and that all that ship can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from keywords.lexicon import default_lexicon
from keywords.scenes import read_scenes
from keywords.training import Example
from models.words import Act, Role, Urgency

DATA = Path(__file__).parent / "data"
LEXICON = default_lexicon()
FIRST = datetime(2026, 1, 5, tzinfo=UTC)


def scene(text: str) -> tuple[Example, ...]:
    return read_scenes(text, LEXICON, FIRST).examples


def test_a_line_says_who_does_what_about_which_topic() -> None:
    first, second = scene("= W01 P1\np A 没水了\nr/W03 B 水清了\n")
    assert (first.gold.topic, first.gold.act, first.gold.urgency) == ("W01", Act.REPORT, Urgency.P1)
    assert (second.gold.topic, second.gold.act, second.gold.urgency) == ("W03", Act.RESTORED, None)
    assert first.message.room == second.message.room and first.message.sender != second.message.sender
    assert first.gold.matter == second.gold.matter


def test_what_is_not_caught_stays_with_its_trouble_and_mere_talk_with_none() -> None:
    answer, talk = scene("= E01 P1\n- A 我家亮着\n= - P2\n- A 早\n")
    assert not answer.gold.captured and answer.gold.matter
    assert not talk.gold.captured and talk.gold.matter is None
    assert answer.message.room != talk.message.room


def test_minutes_pass_where_the_scene_says_so_and_s_is_on_duty() -> None:
    first, second = scene("= E01 P1\np A 停电了\n+40\n- S 已到场\n")
    assert second.message.at - first.message.at > timedelta(minutes=40)
    assert second.message.role is Role.GRID_WORKER and first.message.role is None


@pytest.mark.parametrize("bad", ["= W01 P1\nz A 没水了", "= W01 P1\np A", "= W01 P9\np A 没水了", "= W01\np A 没水了"])
def test_a_bad_line_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        scene(bad)


@pytest.mark.parametrize("path", sorted(DATA.glob("scenes_*.txt")), ids=lambda p: p.stem)
def test_the_scenes_that_ship_can_be_read(path: Path) -> None:
    examples = scene(path.read_text(encoding="utf-8"))
    assert len(examples) > 50
    assert len({e.message.id for e in examples}) == len(examples)
