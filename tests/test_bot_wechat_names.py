"""Names that are remembered for a while."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.wechat_names import Names


class Ticks:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_name_is_known_in_its_room_only() -> None:
    names = Names(Ticks())
    names.put("r-1", "wx-1", "3栋张三")
    assert (names.get("r-1", "wx-1"), names.get("r-2", "wx-1"), names.get("", "wx-1")) == ("3栋张三", None, None)


def test_a_name_grows_old() -> None:
    ticks = Ticks()
    names = Names(ticks, keep=60)
    names.put("r-1", "wx-1", "张三")
    ticks.now = 59.9
    assert names.get("r-1", "wx-1") == "张三"
    ticks.now = 60.0
    assert names.get("r-1", "wx-1") is None


def test_an_empty_name_is_known_too() -> None:
    names = Names(Ticks())
    names.put("r-1", "wx-1", "")
    assert names.get("r-1", "wx-1") == ""


def test_a_change_of_the_room_or_of_the_person_drops_their_names() -> None:
    names = Names(Ticks())
    for room in ("r-1", "r-2"):
        for person in ("wx-1", "wx-2"):
            names.put(room, person, f"{person} in {room}")
    names.forget("r-1")
    names.forget("wx-2")
    names.forget("nobody")
    assert [names.get(r, p) for r in ("r-1", "r-2") for p in ("wx-1", "wx-2")] == [None, None, "wx-1 in r-2", None]


def test_a_person_is_found_by_the_name_they_bear_now() -> None:
    names = Names(Ticks())
    names.put("r-1", "wx-1", "张三")
    names.put("r-1", "wx-1", "张三丰")
    assert (names.person("r-1", "张三"), names.person("r-1", "张三丰")) == (None, "wx-1")


def test_of_two_with_one_name_the_one_who_is_left_keeps_it() -> None:
    names = Names(Ticks())
    names.put("r-1", "wx-1", "张三")
    names.put("r-1", "wx-2", "张三")
    names.forget("wx-1")
    assert names.person("r-1", "张三") == "wx-2"


_few = st.sampled_from(["a", "b", "c", ""])


@given(st.lists(st.tuples(_few, _few, _few) | _few, max_size=40))
def test_no_more_than_so_many_are_kept_and_nothing_stays_behind(steps: list[tuple[str, str, str] | str]) -> None:
    names = Names(Ticks(), most=3)
    for step in steps:
        if isinstance(step, tuple):
            names.put(*step)
            assert names.get(step[0], step[1]) == step[2]
        else:
            names.forget(step)
    known = [(r, p) for r in ("a", "b", "c", "") for p in ("a", "b", "c", "") if names.get(r, p) is not None]
    assert len(known) <= 3
    for part in ("a", "b", "c", ""):
        names.forget(part)
    assert (names._names, names._bearer, dict(names._keys)) == ({}, {}, {})
