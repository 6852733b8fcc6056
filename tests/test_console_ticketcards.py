from __future__ import annotations

from typing import Any

from console_fakes import TZ
from factories import NOW, a_district, a_ticket, after

from console.ticketcards import LANES, Card, Lane, card, lanes, late, place
from models.ticket import DONE, Ticket
from models.words import Rating, Status, Urgency


def a_card(**changes: Any) -> Card:
    return card(a_ticket(number=1, **changes), a_district(), NOW, TZ)


def board(*tickets: Ticket, **options: Any) -> dict[str, Lane]:
    return {lane.key: lane for lane in lanes(tickets, a_district(), NOW, TZ, **options)}


def test_every_open_status_has_one_lane() -> None:
    held = [status for _, _, statuses in LANES for status in statuses]
    assert len(held) == len(set(held))
    assert set(Status) - set(held) == DONE - set(held)


def test_the_clock_that_runs_out_first_is_shown() -> None:
    shown = a_card(status=Status.DISPATCHED, respond_by=after(minutes=50), arrive_by=after(minutes=5))
    assert shown.clock is not None
    assert (shown.clock.name, shown.clock.text) == ("到场", "剩 5 分")


def test_a_clock_that_was_stopped_is_not_the_one_that_presses() -> None:
    shown = a_card(status=Status.SIGNED, respond_by=after(minutes=-5), signed_at=after(minutes=-9))
    assert shown.clock is None
    assert [c.tone for c in shown.clocks] == ["done"]


def test_the_clocks_of_a_suspended_or_closed_ticket_stand() -> None:
    assert a_card(status=Status.SUSPENDED, resolve_by=after(minutes=-5)).clock is None
    assert a_card(status=Status.CLOSED, resolve_by=after(minutes=-5)).clock is None


def test_the_most_pressing_comes_first_in_its_lane() -> None:
    calm = a_ticket(number=1, status=Status.DISPATCHED)
    later = a_ticket(number=2, status=Status.DISPATCHED, respond_by=after(minutes=9))
    sooner = a_ticket(number=3, status=Status.DISPATCHED, respond_by=after(minutes=-1))
    assert [c.number for c in board(calm, later, sooner)["sent"].cards] == [3, 2, 1]
    assert board(calm, later, sooner)["sent"].late == 1


def test_the_last_closed_comes_first() -> None:
    old = a_ticket(number=1, status=Status.CLOSED, closed_at=after(hours=-2))
    new = a_ticket(number=2, status=Status.CLOSED, closed_at=after(hours=-1))
    assert [c.number for c in board(old, new)["done"].cards] == [2, 1]


def test_a_full_lane_says_how_many_it_does_not_show() -> None:
    lane = board(*(a_ticket(number=n) for n in range(5)), limit=3)["captured"]
    assert (len(lane.cards), lane.more, lane.count) == (3, 2, 5)


def test_a_card_names_place_people_and_warnings() -> None:
    shown = a_card(urgency=Urgency.P0, supervised=True, reworks=2, by_default=True, outside="95598")
    assert (shown.place, shown.who) == ("云亭新村 3 栋", "润州供电 · 供电小马 · 网格员小林")
    assert shown.marks == ("涉险", "督办", "重办 2", "无责任单位", "已转 95598")


def test_a_ticket_without_a_place_says_that_it_must_be_asked_for() -> None:
    assert place(None, None, a_district()) == "地点待问"
    assert place(None, "3", a_district()) == "3 栋"


def test_several_buildings_are_drawn_together() -> None:
    assert place("yt-xc", "12,8,9", a_district()) == "云亭新村 8–9、12 栋"
    assert place("yt-xc", "5-12", a_district()) == "云亭新村 5-12 栋"


def test_a_rating_is_shown_in_words() -> None:
    assert a_card(status=Status.CLOSED, rating=Rating.MOSTLY).rating == "基本满意"


def test_a_ticket_is_late_when_a_running_clock_is_over() -> None:
    over = after(minutes=-1)
    assert late(a_ticket(respond_by=over), NOW)
    assert not late(a_ticket(respond_by=over, signed_at=NOW), NOW)
    assert not late(a_ticket(respond_by=over, status=Status.SUSPENDED), NOW)
    assert not late(a_ticket(respond_by=after(minutes=1)), NOW)
