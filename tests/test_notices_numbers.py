"""Numbers as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.numbers import number, quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15", 15),
        ("十", 10),
        ("十五", 15),
        ("二十四", 24),
        ("两", 2),
        ("二〇二五", 2025),
        ("二0二一", 2021),
        ("一百零五", 105),
        ("三百", 300),
    ],
)
def test_numbers_in_both_scripts(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "半", "x", "十x"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


@pytest.mark.parametrize(("text", "value"), [("1.5", 1.5), ("一个半", 1.5), ("半个", 0.5), ("两个", 2), ("46", 46)])
def test_quantities(text: str, value: float) -> None:
    assert quantity(text) == value


@given(st.integers(0, 9999))
def test_arabic_numbers_are_themselves(n: int) -> None:
    assert number(str(n)) == n
