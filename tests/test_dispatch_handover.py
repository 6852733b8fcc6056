"""交接: everything moves in one act, and the rights of who hands over end with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispatch_stage import Stage
from factories import a_district

from models.areas import Person, Roster
from models.store import Store
from models.words import Role, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    heir = Person("wx-power2", "供电小李", Role.MEMBER_STAFF, ("la-jy",), member="power")
    people = tuple(replace(p, areas=("yt-xc",)) if p.id == "wx-power" else p for p in district.people)
    rosters = (Roster("power", "wx-power"), Roster("power", "wx-power2", stand_in="wx-power", away_from="2025-07-01"))
    made = Stage(store, replace(district, people=(*people, heir), rosters=rosters))
    store.call(lambda tx: tx.district.save(made.district, made.now))
    made.hear("h-wang")
    return made


def hand_over(stage: Stage, who: str = "wx-dispatcher", text: str = "交接 供电小马 给 供电小李") -> str:
    done = stage.tell(who, text)
    if done.district:
        stage.district = done.district
    return done.said[-1].text


def test_tickets_requests_shifts_and_waiting_texts_move(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9")
    stage.tell("wx-power", "延期 2 明天下午 等配件")
    waiting = len(stage.texts("wx-power"))
    assert "工单 2 件、待批 1 个、班次 2 个" in hand_over(stage)
    assert [stage.ticket(n).person for n in (1, 2)] == ["wx-power2", "wx-power2"]
    assert stage.store.call(lambda tx: tx.approvals.open())[0].by == "wx-power2"
    assert stage.texts("wx-power") == []
    assert len(stage.texts("wx-power2")) == waiting + 1
    assert [(r.person, r.stand_in, r.away_from) for r in stage.district.rosters] == [
        ("wx-power2", "", ""),
    ]
    assert [a.action for a in stage.audit()][-1] == "handover"


def test_the_rights_of_who_hands_over_end_at_once(stage: Stage) -> None:
    hand_over(stage)
    assert "wx-power" not in stage.district.person
    assert "wx-power" not in stage.store.call(lambda tx: tx.district.load()).person
    assert set(stage.district.person["wx-power2"].areas) == {"la-jy", "yt-xc"}
    stage.tell("wx-power2", "接单 1")
    assert stage.ticket().status is Status.SIGNED


def test_who_leads_or_is_the_chief_or_oneself_may(stage: Stage) -> None:
    assert "本人" in hand_over(stage, "wx-gas")
    assert "已交接给供电小李" in hand_over(stage, "wx-power", "交接 给 供电小李")


def test_it_goes_to_the_same_post_only(stage: Stage) -> None:
    assert "岗位或单位不同" in hand_over(stage, text="交接 供电小马 给 燃气陆工")
    assert "没认出" in hand_over(stage, text="交接 供电小马 给 张三")
    assert "另一个人" in hand_over(stage, text="交接 供电小马 给 供电小马")
    assert stage.ticket().person == "wx-power"
