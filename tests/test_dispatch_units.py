"""A word that it is back counts for its own building only."""

from __future__ import annotations

from factories import after
from hypothesis import given
from hypothesis import strategies as st

from dispatch.units import units_of
from models.matter import SaidOf


def said(building: str | None, minute: int, *, back: bool, sender: str = "") -> SaidOf:
    return SaidOf("yt-xc", building, sender, back, after(minutes=minute))


def test_one_building_says_nothing_of_another() -> None:
    units = units_of([said("3", 0, back=False), said("5", 1, back=False), said("3", 30, back=True)])
    assert (units.out, units.back) == ({("yt-xc", "5")}, {("yt-xc", "3")})
    assert not units.all_back
    assert units_of([said("3", 0, back=False), said("3", 30, back=True)]).all_back


def test_gone_again_is_gone() -> None:
    assert not units_of([said("3", 0, back=True), said("3", 5, back=False)]).all_back


def test_without_a_building_everybody_speaks_for_themselves() -> None:
    lines = [said(None, 0, back=False, sender="h-1"), said(None, 5, back=True, sender="h-2")]
    assert units_of(lines).out == {("home", "h-1")}
    assert units_of([*lines, said(None, 6, back=True, sender="h-1")]).all_back


def test_nothing_said_is_not_back() -> None:
    assert not units_of([]).all_back


WORDS = st.lists(
    st.builds(said, st.sampled_from(["3", "5-7", "6", None]), st.integers(0, 5), back=st.booleans(),
              sender=st.sampled_from(["h-1", "h-2"])),
    max_size=8,
)  # fmt: skip


@given(words=WORDS, order=st.randoms())
def test_the_order_in_which_words_are_read_changes_nothing(words: list[SaidOf], order: object) -> None:
    mixed = list(words)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    assert units_of(mixed) == units_of(words)
    assert not units_of(words).out & units_of(words).back
