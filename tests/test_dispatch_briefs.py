"""One text in the morning, one in the evening, none when there is nothing to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from dispatch_stage import TZ, Stage
from factories import a_district

from dispatch.briefs import Hour, brief, next_brief
from models.areas import Person, Roster
from models.store import Store
from models.words import Role, Urgency


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    secretary = Person("wx-secretary", "云亭社区温书记", Role.SECRETARY, ("321111900001",))
    return Stage(store, replace(district, people=(*district.people, secretary)))


def at(stage: Stage, text: str) -> Hour:
    stage.now = datetime.fromisoformat(text).replace(tzinfo=TZ).astimezone(ZoneInfo("UTC"))
    return Hour(stage.district, stage.clocks, stage.now, TZ)


def run(stage: Stage, text: str) -> int:
    return stage.store.call(brief, at(stage, text))


def test_with_nothing_open_nobody_hears_anything(stage: Stage) -> None:
    assert run(stage, "2025-06-11 08:00") == 0
    assert run(stage, "2025-06-11 17:30") == 0
    assert stage.store.call(next_brief, at(stage, "2025-06-11 18:00")) is None


def test_each_worker_reads_what_is_in_hand_once(stage: Stage) -> None:
    stage.hear("h-wang", topic="E08")
    stage.hear("h-li", matter="m-2", urgency=Urgency.P1)
    assert run(stage, "2025-06-11 08:00") == 2
    text = stage.texts("wx-power")[-1].text
    for part in ("早上好：您手上 2 件，超时 2 件。", "2 · P1 停电", "1 · P2"):
        assert part in text
    assert text.index("2 · P1") < text.index("1 · P2")
    assert run(stage, "2025-06-11 09:00") == 0


def test_who_was_asked_for_leave_reads_it(stage: Stage) -> None:
    stage.hear("h-wang")
    stage.tell("wx-power", "延期 1 后天下午 等配件")
    run(stage, "2025-06-11 08:00")
    assert "等您批的：工单 1" in stage.texts("wx-secretary")[-1].text


def test_on_a_day_off_only_what_is_due_or_urgent_or_a_fault_is_named(stage: Stage) -> None:
    stage.hear("h-wang", topic="E08")
    stage.tell("wx-power", "已联系 1")
    assert run(stage, "2025-06-15 08:00") == 0
    stage.hear("h-li", matter="m-2")
    run(stage, "2025-06-16 08:00")
    assert "2 件" in stage.texts("wx-power")[-1].text


def test_members_and_communities_read_in_the_evening_what_the_day_brought(stage: Stage) -> None:
    stage.hear("h-wang")
    stage.tell("wx-power", "完成 1 换好了")
    stage.hear("h-li", matter="m-2", building="9")
    run(stage, "2025-06-10 17:30")
    assert stage.texts("wx-power")[-1].text.startswith("润州供电今日：新收 2，办好 1，在办 1")
    assert stage.texts("wx-secretary")[-1].text.startswith("云亭社区今日：新收 2，办好 1")


def test_a_day_without_news_has_no_evening_brief(stage: Stage) -> None:
    stage.hear("h-wang", topic="E08")
    stage.tell("wx-power", "已联系 1")
    assert run(stage, "2025-06-11 17:30") == 0


def test_dispatchers_read_of_the_gaps_in_the_rosters(stage: Stage) -> None:
    stage.district = replace(stage.district, rosters=(Roster("power", "wx-power", days=(1, 2, 3, 4, 5)),))
    run(stage, "2025-06-11 08:00")
    text = stage.texts("wx-dispatcher")[-1].text
    assert "未来七天排班空档 1 处" in text
    assert "润州供电：6 月 14 日 00:00 到 6 月 16 日 00:00 没有排人" in text
    assert stage.texts("wx-power") == []


def test_a_round_that_was_missed_by_hours_is_left_out(stage: Stage) -> None:
    stage.hear("h-wang")
    assert run(stage, "2025-06-11 13:00") == 0


def test_the_next_round_is_named(stage: Stage) -> None:
    stage.hear("h-wang")
    coming = stage.store.call(next_brief, at(stage, "2025-06-11 08:00"))
    assert coming == datetime(2025, 6, 11, 17, 30, tzinfo=TZ)
