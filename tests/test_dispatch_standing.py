"""An outage that somebody is still at work on has one ticket, however long nobody has spoken of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dispatch_stage import Stage
from factories import a_capture

from dispatch.matters import joined_to_standing
from models.capture import Capture
from models.store import Store
from models.words import Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    """An outage of building 3, seven hours old."""
    stage = Stage(store)
    stage.hear("h-1", matter="m-1", building="3")
    stage.later(hours=7)
    return stage


def joined(stage: Stage, **reading: object) -> Capture:
    capture = a_capture(**({"matter": "m-9", "building": "3"} | reading))
    return stage.store.call(joined_to_standing, capture=capture, now=stage.now)


def test_a_line_of_the_same_outage_joins_its_ticket_and_says_why(stage: Stage) -> None:
    found = joined(stage)
    assert (found.matter, found.opens) == ("m-1", False)
    assert "工单 1 还没有办好" in found.why[-1]


def test_a_line_that_names_no_building_joins_as_well(stage: Stage) -> None:
    assert joined(stage, building=None).matter == "m-1"


@pytest.mark.parametrize(
    "reading",
    [
        {"building": "9"},
        {"estate": "la-jy"},
        {"topic": "E11"},
        {"topic": "W01"},
        {"urgency": Urgency.P0},
        {"estate": None},
    ],
)
def test_another_place_another_trouble_and_a_danger_open_their_own(stage: Stage, reading: dict[str, object]) -> None:
    assert joined(stage, **reading).matter == "m-9"


def test_what_is_mended_or_over_is_joined_no_more(stage: Stage) -> None:
    stage.tell("wx-power", "完成 1 修好了")
    assert joined(stage).matter == "m-9"


def test_a_matter_that_stands_keeps_its_own_ticket(stage: Stage) -> None:
    stage.hear("h-2", matter="m-9", building="9")
    assert joined(stage).matter == "m-9"


def test_after_a_month_it_is_another_one(stage: Stage) -> None:
    stage.now += timedelta(days=31)
    assert joined(stage).matter == "m-9"
