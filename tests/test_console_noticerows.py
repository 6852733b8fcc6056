from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from console_fakes import TZ
from factories import NOW, a_district, a_notice, a_reach, an_announcement

from console.noticerows import notice_rows, phase, places, when
from models.notice import Block, Notice
from models.words import NoticeStatus


def at(day: int, hour: int) -> datetime:
    return datetime(2025, 6, day, hour)  # noqa: DTZ001


def a_said_notice(start: int, end: int, day: int = 10, **changes: Any) -> Notice:
    said = {k: changes.pop(k) for k in ("status",) if k in changes}
    return a_notice(said=an_announcement(blocks=(Block(at(day, start), at(day, end)),), **said), **changes)


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (a_said_notice(8, 17), "now"),
        (a_said_notice(12, 17), "coming"),
        (a_said_notice(8, 9), "over"),
        (a_said_notice(8, 17, status=NoticeStatus.RESTORED), "restored"),
        (a_said_notice(8, 17, status=NoticeStatus.CANCELLED), "off"),
        (a_said_notice(8, 17, state="review"), "review"),
        (a_notice(said=an_announcement(blocks=())), "now"),
    ],
)
def test_a_notice_stands_where_its_times_and_its_words_put_it(notice: Notice, expected: str) -> None:
    assert phase(notice, at(10, 10)) == expected


def test_what_waits_for_a_person_comes_first_then_what_runs() -> None:
    found = [
        a_said_notice(12, 17, id=1),
        a_said_notice(8, 9, id=2),
        a_said_notice(8, 17, id=3),
        a_said_notice(8, 9, id=4, state="review"),
    ]
    assert [r.id for r in notice_rows(found, {}, a_district(), NOW, TZ)] == [4, 3, 1, 2]


def test_a_row_counts_estates_and_rooms_and_those_that_were_told() -> None:
    both = a_notice(id=7, reach=(a_reach(), a_reach(estate="qh-yuan", buildings=None, sure=False)))
    row = notice_rows([both], {7: 1}, a_district(), NOW, TZ)[0]
    assert (row.estates, row.rooms, row.told, row.sure) == (2, 2, 1, False)
    assert row.places == "云亭新村 1–5 栋、清荷苑"


def test_the_whole_estate_swallows_its_buildings() -> None:
    assert places([a_reach(), a_reach(buildings=None)], a_district()) == "云亭新村"


def test_many_estates_are_counted() -> None:
    many = [a_reach(estate=f"e{n}", buildings=None) for n in range(6)]
    assert places(many, a_district(), 2) == "e0、e1 等 6 处"


@pytest.mark.parametrize(
    ("blocks", "shown"),
    [
        ((Block(at(10, 8), at(10, 17)),), "6月10日 08:00–17:00"),
        ((Block(at(10, 21), at(11, 5)),), "6月10日 21:00–6月11日 05:00"),
        ((Block(at(10, 8), None),), "6月10日 08:00 起"),
        ((Block(None, at(10, 8)),), "6月10日 08:00 前"),
        ((Block(None, None),), "时间未定"),
        ((Block(at(10, 8), at(10, 9)), Block(at(11, 8), at(11, 9))), "6月10日 08:00–09:00（共 2 段）"),
    ],
)
def test_times_are_shown_as_people_write_them(blocks: tuple[Block, ...], shown: str) -> None:
    assert when(blocks) == shown
