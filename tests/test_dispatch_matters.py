"""How a matter grows by its lines. Pure."""

from __future__ import annotations

import pytest
from factories import a_capture, a_district, a_matter, a_message, after
from hypothesis import given
from hypothesis import strategies as st

from dispatch.matters import affirms, extended, felt_urgency, numbers, opened, spelled, wider
from models.words import Act, Role, Service, Urgency

D = a_district()


def test_a_first_line_opens_a_matter_and_the_next_makes_it_grow() -> None:
    first, second = a_capture(), a_capture(building="5", act=Act.ME_TOO)
    matter = extended(D, opened(first, a_message(), "m-1"), first, a_message())
    matter = extended(D, matter, second, a_message(room="room-02", at=after(minutes=5)))
    assert (matter.buildings, matter.rooms, matter.last_at) == (("3", "5"), ("room-01", "room-02"), after(minutes=5))


def test_a_line_without_service_or_topic_is_of_other_kind() -> None:
    matter = opened(a_capture(service=None, topic=None, urgency=None), a_message(), "m-1")
    assert (matter.service, matter.topic, matter.urgency) == (Service.OTHER, "X01", Urgency.P2)


def test_the_topic_follows_the_danger() -> None:
    worse = extended(D, a_matter(), a_capture(topic="E05", urgency=Urgency.P0), a_message())
    assert (worse.topic, worse.urgency) == ("E05", Urgency.P0)
    milder = extended(D, worse, a_capture(topic="E02", urgency=Urgency.P2), a_message())
    assert (milder.topic, milder.urgency) == ("E05", Urgency.P0)


def test_restored_counts_apart_and_adds_no_building() -> None:
    matter = extended(D, a_matter(), a_capture(act=Act.RESTORED, building="9", urgency=None), a_message())
    assert (matter.restored, matter.buildings) == (1, ("3",))


def test_two_estates_make_it_their_common_area_without_buildings() -> None:
    matter = extended(D, a_matter(), a_capture(estate="qh-yuan", building="2"), a_message())
    assert (matter.estate, matter.buildings) == ("321111900001", ())


@pytest.mark.parametrize(
    ("ours", "heard", "place"),
    [
        (None, "yt-xc", "yt-xc"),
        ("yt-xc", None, "yt-xc"),
        ("yt-xc", "321111900001", "yt-xc"),
        ("321111900001", "yt-xc", "321111900001"),
        ("yt-xc", "la-jy", "321111900"),
        ("yt-xc", "unknown", "yt-xc"),
    ],
)
def test_a_place_is_widened_only_by_a_neighbour(ours: str | None, heard: str | None, place: str | None) -> None:
    assert wider(D, ours, heard) == place


def test_only_residents_with_the_trouble_count_as_households() -> None:
    assert affirms(a_capture(), a_message())
    assert not affirms(a_capture(), a_message(role=Role.GRID_WORKER))
    assert not any(affirms(a_capture(act=a), a_message()) for a in (Act.RESTORED, Act.NOTICE, Act.THANKS))


def test_an_outage_is_urgent_when_many_have_it() -> None:
    assert felt_urgency(a_matter(households=2)) is Urgency.P2
    assert felt_urgency(a_matter(households=3)) is Urgency.P1
    assert felt_urgency(a_matter(buildings=("3", "4"))) is Urgency.P1
    assert felt_urgency(a_matter(households=9, topic="E11")) is Urgency.P2
    assert felt_urgency(a_matter(households=9, urgency=Urgency.P0)) is Urgency.P0


@pytest.mark.parametrize(
    ("buildings", "text"),
    [((), None), (("3",), "3"), (("6", "7"), "6,7"), (("5", "6", "7", "9"), "5-7,9"), (("3", "A1"), "3,A1")],
)
def test_buildings_are_spelled_as_a_capture_writes_them(buildings: tuple[str, ...], text: str | None) -> None:
    assert spelled(buildings) == text


@given(st.sets(st.integers(1, 40)))
def test_spelled_buildings_are_read_back(found: set[int]) -> None:
    buildings = tuple(str(n) for n in sorted(found))
    assert numbers(spelled(buildings)) == buildings
