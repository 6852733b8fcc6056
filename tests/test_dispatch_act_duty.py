"""谁值班, 谁管我家."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispatch_stage import Stage
from factories import a_district

from models.areas import Roster
from models.store import Store


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    return Stage(store, replace(district, rosters=(Roster("power", "wx-power"),)))


def test_staff_read_names_and_residents_numbers(stage: Stage) -> None:
    assert "电：润州供电 供电小马，电话 95598" in stage.tell("wx-worker", "谁值班").said[-1].text
    told = stage.tell("h-wang", "今天谁值班@bot", room="room-01").said[-1].text
    assert "润州供电，电话 95598" in told
    assert "小马" not in told


def test_a_home_has_its_worker_and_whoever_sees_to_lamps_and_pumps(stage: Stage) -> None:
    told = stage.tell("h-wang", "谁管我家 2栋@bot", room="room-01").said[-1].text
    for part in ("云亭新村 2 栋：网格员小林", "水：润州供水", "楼道灯：安居物业", "二次供水（泵房）：安居物业"):
        assert part in told
    assert "二次供水" not in stage.tell("h-wang", "谁管我家 9栋@bot", room="room-01").said[-1].text


def test_in_private_the_estate_is_asked_unless_something_was_reported_there(stage: Stage) -> None:
    assert "您在哪个小区" in stage.tell("h-wang", "谁管我家").said[-1].text
    assert "清荷苑" in stage.tell("h-wang", "谁管我家 清荷苑").said[-1].text
    stage.hear("h-wang")
    assert "云亭新村" in stage.tell("h-wang", "谁管我家").said[-1].text
