"""撤销 of 定责 and 交接: duties, people, shifts, requests and texts stand as before, unless somebody has gone on."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage
from factories import a_district

from dispatch.ask import Done
from models.areas import District, Person, Roster
from models.store import Store
from models.words import Role


class Changing(Stage):
    """A stage whose district follows its commands, as the pipeline's does."""

    def tell(self, who: str, text: str, **how: str) -> Done:
        done = super().tell(who, text, **how)
        self.district = done.district or self.district
        return done


@pytest.fixture
def stage(store: Store) -> Changing:
    colleague = Person("wx-power2", "供电小李", Role.MEMBER_STAFF, ("321111",), member="power")
    rosters = (Roster("power", "wx-power", start="08:00", end="20:00"),)
    district = a_district(people=(*a_district().people, colleague), rosters=rosters)
    made = Changing(store, district)
    store.call(lambda tx: tx.district.save(district, made.now))
    made.hear("h-wang")
    return made


def kept(stage: Stage) -> District:
    return stage.store.call(lambda tx: tx.district.load())


def test_a_handover_is_taken_back_whole(stage: Changing) -> None:
    stage.tell("wx-power", "延期 1 明天下午 等配件")
    before, ticket = stage.district, stage.ticket()
    asked = stage.store.call(lambda tx: tx.approvals.open())
    waiting = {o.key for o in stage.texts("wx-power")}
    stage.tell("wx-admin", "交接 供电小马 给 供电小李")
    assert stage.ticket().person == "wx-power2"
    assert "wx-power" not in kept(stage).person
    done = stage.tell("wx-admin", "撤销")
    assert "交接已撤销" in done.said[-1].text
    assert (stage.district, kept(stage)) == (before, before)
    assert stage.ticket() == ticket
    assert stage.store.call(lambda tx: tx.approvals.open()) == asked
    assert {o.key for o in stage.texts("wx-power")} >= waiting


def test_a_handover_without_tickets_is_a_deed_too(stage: Changing) -> None:
    before = stage.district
    stage.tell("wx-admin", "交接 网格员小秦 给 网格员小林")
    stage.tell("wx-admin", "撤销")
    assert kept(stage) == before


def test_who_gave_their_own_work_away_has_no_rights_and_the_heir_takes_it_back(stage: Changing) -> None:
    before = stage.district
    stage.tell("wx-power", "交接 给 供电小李")
    assert stage.tell("wx-power2", "撤销").refused == ""
    assert kept(stage) == before


def test_after_somebody_has_changed_the_district_again_it_stands(stage: Changing) -> None:
    stage.tell("wx-admin", "交接 供电小马 给 供电小李")
    stage.later(seconds=30)
    changed = a_district(people=stage.district.people[:-1], rosters=stage.district.rosters)
    stage.district = changed
    assert "撤不回" in stage.tell("wx-admin", "撤销").said[-1].text
    assert stage.ticket().person == "wx-power2"


def test_after_two_minutes_it_stands(stage: Changing) -> None:
    stage.tell("wx-admin", "交接 供电小马 给 供电小李")
    stage.later(minutes=3)
    assert stage.tell("wx-admin", "撤销").refused == "late"
    assert "wx-power" not in kept(stage).person


def test_a_decision_is_taken_back_with_the_duty_that_it_wrote_down(stage: Changing) -> None:
    stage.tell("wx-power", "退单 1 表后 线断了")
    stage.tell("wx-dispatcher", "转派 1 物业小郑")
    stage.tell("wx-property", "退单 1 产权 表前线烧了")
    disputed = stage.ticket()
    before = stage.district
    stage.tell("wx-dispatcher", "定责 1 物业 断点在表后")
    assert stage.district.responsibilities != before.responsibilities
    stage.tell("wx-dispatcher", "撤销")
    assert (stage.ticket().disputed_at, stage.ticket().member) == (disputed.disputed_at, disputed.member)
    assert kept(stage).responsibilities == before.responsibilities
