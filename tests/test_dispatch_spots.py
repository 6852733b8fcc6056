from __future__ import annotations

from datetime import timedelta

from dispatch_stage import Stage
from factories import NOW, a_district
from hypothesis import given
from hypothesis import strategies as st

from dispatch.spots import spots
from models.areas import Person
from models.figures import Spot
from models.store import Store
from models.stroke import Repeat
from models.words import Role

DAY = 86400


def rows(*days: float, building: str = "3", topic: str = "E01") -> list[Repeat]:
    return [Repeat(n, "yt-xc", topic, building, int(d * DAY)) for n, d in enumerate(days, start=1)]


def found(given_: list[Repeat], start: float = 0, times: int = 3, days: int = 30) -> tuple[Spot, ...]:
    return spots(given_, start=int(start * DAY), times=times, days=days)


def test_the_third_time_within_the_days_is_a_hot_spot() -> None:
    assert found(rows(0, 10, 30)) == (Spot("yt-xc", "E01", ("3",), 3, (1, 2, 3)),)
    assert found(rows(0, 10, 30.1)) == ()


def test_its_last_time_must_lie_in_the_period() -> None:
    assert found(rows(0, 10, 20), start=20)
    assert found(rows(0, 10, 20), start=21) == ()


def test_other_buildings_are_other_places_and_an_unknown_one_may_be_any() -> None:
    mixed = [*rows(0, 1), Repeat(9, "yt-xc", "E01", "7", 2 * DAY)]
    assert found(mixed) == ()
    assert found([*mixed, Repeat(10, "yt-xc", "E01", "", 3 * DAY)])[0].times == 4


def test_questions_and_private_matters_are_not_watched() -> None:
    assert found(rows(0, 1, 2, topic="E10")) == ()
    assert found(rows(0, 1, 2, topic="E07")) == ()


@given(st.lists(st.tuples(st.floats(0, 90), st.sampled_from(["", "1", "2", "1-3"])), max_size=25))
def test_no_ticket_stands_in_two_spots_and_every_spot_is_full(said: list[tuple[float, str]]) -> None:
    given_ = [Repeat(n, "yt-xc", "E01", b, int(d * DAY)) for n, (d, b) in enumerate(said)]
    numbers = [n for spot in found(given_) for n in spot.numbers]
    assert len(numbers) == len(set(numbers))
    for spot in found(given_):
        times = [r.opened for r in given_ if r.number in spot.numbers]
        assert len(spot.numbers) == spot.times >= 3
        assert max(times) - min(times) <= 30 * DAY


def test_the_third_ticket_is_supervised_and_the_leader_hears_of_it_once(store: Store) -> None:
    leader = Person("wx-leader", "网格长老魏", Role.GRID_LEADER, ("321111900001",))
    stage = Stage(store, a_district(people=(*a_district().people, leader)))
    for n in range(3):
        stage.hear(f"h-{n}", matter=f"m-{n}")
        stage.later(days=2)
    assert [stage.ticket(n).supervised for n in (1, 2, 3)] == [False, False, True]
    told = [t.text for t in stage.texts("wx-leader") if t.why == "hot spot"]
    assert len(told) == 1
    assert "30 天内同处同类第 3 次（前面是工单 1、2）" in told[0]
    assert [a.action for a in stage.audit(3)].count("supervise") == 1
    assert stage.now - NOW == timedelta(days=6)
