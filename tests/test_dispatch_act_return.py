"""A return names boundary and evidence; the second opens a quarrel that the community leads and decides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from dispatch_stage import Stage
from factories import a_district, after

from dispatch.duties import decided_duty
from models.areas import Person, Responsibility
from models.store import Store
from models.ticket import Ticket
from models.words import Role, Status


@pytest.fixture
def stage(store: Store) -> Stage:
    district = a_district()
    secretary = Person("wx-secretary", "云亭社区温书记", Role.SECRETARY, ("321111900001",))
    made = Stage(store, replace(district, people=(*district.people, secretary)))
    made.hear("h-wang", topic="E03")
    return made


def quarrel(stage: Stage) -> Ticket:
    stage.tell("wx-power", "退单 1 表后线路，电表后开关烧坏")
    stage.tell("wx-dispatcher", "转派 1 物业")
    stage.tell("wx-property", "退单 1 表前，接户线烧了")
    return stage.ticket()


def test_a_return_without_a_boundary_is_asked_for_it_and_one_digit_names_it(stage: Stage) -> None:
    done = stage.tell("wx-power", "不归我们", quotes="工单 1")
    assert done.refused == "reason"
    assert "1）表后" in done.said[-1].text
    assert stage.ticket().status is Status.DISPATCHED
    stage.tell("wx-power", "1 电表后开关烧坏")
    ticket = stage.ticket()
    assert (ticket.status, ticket.boundary) == (Status.ACCEPTED, "表后")
    assert "开关烧坏" in stage.texts("wx-dispatcher")[-1].text


@pytest.mark.parametrize("text", ["退单 1 表后", "退单 1 非我司产权", "退单 1 产权 真不是我们的"])
def test_a_return_names_what_was_seen_as_well(stage: Stage, text: str) -> None:
    done = stage.tell("wx-power", text)
    assert done.refused == "evidence"
    assert "再写一句依据" in done.said[-1].text
    assert stage.ticket().status is Status.DISPATCHED


def test_a_photograph_is_evidence_too(stage: Stage) -> None:
    stage.tell("wx-power", "到场 1")
    stage.tell("wx-power", "[图片]")
    stage.tell("wx-power", "退单 1 非我司产权")
    assert (stage.ticket().status, stage.ticket().boundary) == (Status.ACCEPTED, "产权")


def test_what_was_seen_may_come_before_the_boundary(stage: Stage) -> None:
    stage.tell("wx-power", "退单 1 开关烧了")
    stage.tell("wx-power", "1")
    assert (stage.ticket().status, stage.ticket().boundary) == (Status.ACCEPTED, "表后")


def test_the_second_return_opens_a_quarrel_that_the_community_leads(stage: Stage) -> None:
    ticket = quarrel(stage)
    assert (ticket.status, ticket.member, ticket.co) == (Status.DISPATCHED, "property", ("power",))
    assert (ticket.lead, ticket.returns, ticket.arrive_by) == ("wx-secretary", 1, after(hours=24))
    told = stage.texts("wx-secretary")[-1].text
    for part in ("产权争议", "供电小马：表后线路", "物业小郑：表前", "联合 1", "定责 1"):
        assert part in told
    assert "联合到场" in stage.texts("wx-power")[-1].text
    [room] = [t.text for t in stage.texts("room-01") if "社区牵头" in t.text]
    assert "仍由安居物业和您联系" in room
    assert "表前" not in room


def test_a_third_return_is_refused_kindly(stage: Stage) -> None:
    quarrel(stage)
    done = stage.tell("wx-property", "退单 1 产权不是我们的")
    assert "联合到场后由社区定责" in done.said[-1].text
    assert stage.ticket().disputed_at is not None


def test_the_lead_sets_the_hour_at_which_both_are_there(stage: Stage) -> None:
    quarrel(stage)
    stage.tell("wx-secretary", "联合 1 明天上午9点")
    assert stage.ticket().arrive_by == after(hours=23)
    for who in ("wx-power", "wx-property"):
        assert "明天 09:00 联合到场" in stage.texts(who)[-1].text


def test_the_decision_gives_it_to_one_and_is_written_down_for_next_time(stage: Stage) -> None:
    quarrel(stage)
    assert "依据" in stage.tell("wx-secretary", "定责 1 供电").said[-1].text
    done = stage.tell("wx-secretary", "定责 1 供电 现场看烧点在表前")
    ticket = stage.ticket()
    assert (ticket.member, ticket.person, ticket.disputed_at) == ("power", "wx-power", None)
    assert ticket.co == ("property",)
    assert done.district is not None
    duty = Responsibility("yt-xc", "power", topic="E03", buildings=("3",))
    assert duty in done.district.responsibilities
    assert duty in stage.store.call(lambda tx: tx.district.load()).responsibilities
    assert any("定责" in a.reason for a in stage.store.call(lambda tx: tx.audit.of("district")))


def test_only_those_above_decide(stage: Stage) -> None:
    quarrel(stage)
    assert stage.tell("wx-power", "定责 1 物业 表后").refused
    assert stage.ticket().disputed_at is not None


def test_without_a_quarrel_there_is_nothing_to_decide(stage: Stage) -> None:
    assert "没有产权争议" in stage.tell("wx-secretary", "定责 1 供电 表前").said[-1].text


def test_a_decision_takes_its_buildings_out_of_an_older_range(stage: Stage) -> None:
    older = Responsibility("yt-xc", "property", topic="E03", buildings=("2", "3", "4"))
    whole = Responsibility("yt-xc", "municipal", topic="E03")
    district = replace(stage.district, responsibilities=(older, whole))
    changed = decided_duty(district, stage.ticket(), "power")
    assert changed is not None
    assert changed.responsibilities == (
        replace(older, buildings=("2", "4")),
        whole,
        Responsibility("yt-xc", "power", topic="E03", buildings=("3",)),
    )
