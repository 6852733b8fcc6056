"""Photos of the staff are proof: counted with the right ticket, answered once a series."""

from __future__ import annotations

import pytest
from dispatch_stage import Stage

from models.store import Store

PHOTO = "[图片]"


@pytest.fixture
def stage(store: Store) -> Stage:
    made = Stage(store)
    made.hear("h-wang")
    return made


def test_a_photo_belongs_to_the_only_ticket_and_the_audit_names_its_message(stage: Stage) -> None:
    done = stage.tell("wx-power", PHOTO, source="wechat msg-7")
    assert "已留证" in done.said[-1].text
    assert stage.ticket().photos == 1
    row = stage.audit()[-1]
    assert (row.action, row.source, row.actor) == ("photo", "wechat msg-7", "wx-power")


def test_a_series_is_answered_once(stage: Stage) -> None:
    stage.tell("wx-power", PHOTO)
    assert stage.tell("wx-power", PHOTO).said == ()
    assert stage.ticket().photos == 2


def test_a_photo_follows_what_its_sender_has_just_done(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9")
    stage.tell("wx-power", "到场 2")
    stage.later(minutes=3)
    stage.tell("wx-power", PHOTO)
    assert [stage.ticket(n).photos for n in (1, 2)] == [0, 1]


def test_where_several_could_be_meant_a_digit_decides(stage: Stage) -> None:
    stage.hear("h-li", matter="m-2", building="9")
    assert stage.tell("wx-power", PHOTO).refused == "choice"
    stage.tell("wx-power", "2")
    assert stage.ticket(2).photos == 1


def test_a_quotation_names_it_and_strangers_prove_nothing(stage: Stage) -> None:
    stage.tell("wx-power", PHOTO, quotes="工单 1")
    assert stage.ticket().photos == 1
    assert stage.tell("wx-gas", PHOTO, quotes="工单 1").refused == "member"
    assert stage.tell("wx-gas", PHOTO).refused == "unknown"
