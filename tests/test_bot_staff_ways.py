"""Who of the staff is reached besides WeChat, and how: the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from factories import NOW, a_district, an_outgoing
from hypothesis import given
from hypothesis import strategies as st

from bot.staff_ways import copies, cut, instead, manner_of, replaced, way_of, ways_of
from models.areas import District
from models.outgoing import Outgoing
from models.words import Priority


def with_ways(**ways: tuple[str, ...]) -> District:
    """The small district with targets: ``wx_power=("env:A",)`` for a person, ``power=("env:B",)`` for a member."""
    base = a_district()
    people = tuple(replace(p, notify=ways.get(p.id.replace("-", "_"), ())) for p in base.people)
    members = tuple(replace(m, notify=ways.get(m.code, ())) for m in base.members)
    return a_district(people=people, members=members)


def to_power(**changes: Any) -> Outgoing:
    """A private text to the power company's person."""
    base = {"key": "ticket 5 reminder → wx-power", "room": "", "person": "wx-power", "topic": "", "ticket": 5}
    return an_outgoing(**({"priority": Priority.STAFF, "why": "reminder", **base} | changes))


DISTRICT = with_ways(wx_power=("env:MA_WECOM", "env:MA_SMS"), power=("env:POWER_DING",))


def keys(row: Outgoing, also: Any, member: str = "power") -> list[str]:
    return [copy.key for copy in copies(row, district=DISTRICT, member=member, also=also)]


def test_danger_goes_by_every_way_of_its_person_beside_wechat() -> None:
    assert keys(to_power(priority=Priority.EMERGENCY), "p0") == [
        "ticket 5 reminder by apprise MA_WECOM",
        "ticket 5 reminder by apprise MA_SMS",
    ]


@pytest.mark.parametrize(("also", "expected"), [("p0", 0), ("never", 0), ("always", 2)])
def test_the_setting_says_what_else_goes_both_ways(also: Any, expected: int) -> None:
    assert len(keys(to_power(), also)) == expected


def test_never_means_not_even_danger() -> None:
    assert keys(to_power(priority=Priority.EMERGENCY), "never") == []


@pytest.mark.parametrize("why", ["dispatched", "dispatched 2026-07-03T01:00:00Z", "reassigned 2026-07-03T01:00:00Z"])
def test_what_is_dispatched_to_a_member_goes_to_the_members_own_ways(why: str) -> None:
    row = to_power(key=f"ticket 5 {why} → wx-worker", person="wx-worker", why=why)
    assert keys(row, "never") == [f"ticket 5 {why} by apprise POWER_DING"]
    assert keys(row, "never", member="water") == []


def test_two_people_with_one_target_hear_one_text_once() -> None:
    shared = with_ways(wx_dispatcher=("env:HALL",), wx_admin=("env:HALL",))
    rows = [
        to_power(key=f"ticket 5 dispatched → {p}", person=p, why="to all", priority=Priority.EMERGENCY)
        for p in ("wx-dispatcher", "wx-admin")
    ]
    made = {c.key for row in rows for c in copies(row, district=shared, member="", also="p0")}
    assert made == {"ticket 5 dispatched by apprise HALL"}


@pytest.mark.parametrize(
    "changes",
    [
        {"person": "hash-of-a-resident"},
        {"person": "wx-worker"},
        {"priority": Priority.REPLY},
        {"room": "room-01", "person": ""},
    ],
)
def test_residents_rooms_and_people_without_targets_get_nothing(changes: dict[str, Any]) -> None:
    row = to_power(**changes)
    assert keys(row, "always") == []
    assert instead(row, district=DISTRICT, now=NOW) == []


def test_what_wechat_does_not_bring_out_goes_by_the_ways_and_replaces_it() -> None:
    made = instead(to_power(), district=DISTRICT, now=NOW)
    assert [row.way for row in made] == ["apprise MA_WECOM", "apprise MA_SMS"]
    assert {replaced(row) for row in made} == {("ticket 5 reminder → wx-power",)}


def test_a_copy_beside_wechat_replaces_nothing() -> None:
    [first, _] = copies(to_power(priority=Priority.EMERGENCY), district=DISTRICT, member="", also="p0")
    assert replaced(first) == ()


def test_what_is_over_goes_nowhere() -> None:
    assert instead(to_power(expires_at=NOW - timedelta(seconds=1)), district=DISTRICT, now=NOW) == []


def test_a_copy_keeps_what_settles_its_fate_with_the_ticket() -> None:
    row = to_power(priority=Priority.EMERGENCY, expires_at=NOW + timedelta(hours=1), at_night=True)
    [copy, _] = copies(row, district=DISTRICT, member="", also="p0")
    kept = ("text", "ticket", "why", "expires_at", "due_at", "at_night", "priority", "person")
    assert all(getattr(copy, name) == getattr(row, name) for name in kept)


def test_the_ways_of_a_district_are_named_once() -> None:
    assert ways_of(with_ways(wx_power=("env:A", "env:B"), power=("env:A",))) == ("apprise A", "apprise B")
    assert way_of("env:A") == "apprise A"


@pytest.mark.parametrize(
    ("url", "per_minute"), [("wecombot://k", 20), ("dingtalk://t", 20), ("feishu://t", 100), ("json://h", 60), ("", 60)]
)
def test_each_service_has_its_own_limits(url: str, per_minute: int) -> None:
    assert manner_of(url).per_minute == per_minute


@given(st.text(max_size=400), st.integers(min_value=10, max_value=500))
def test_a_text_is_cut_within_its_bytes_and_only_when_it_must_be(text: str, longest: int) -> None:
    made = cut(text, longest)
    raw = text.encode("utf-8", "replace")
    assert len(made.encode("utf-8", "replace")) <= longest
    assert made == text if len(raw) <= longest else made.endswith("……")
