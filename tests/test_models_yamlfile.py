"""YAML of a person: lines are known, and nothing in it can crash or swallow the program."""

from __future__ import annotations

import pytest

from models.errors import BadDistrict
from models.yamlfile import read_yaml


def test_every_key_path_has_its_line() -> None:
    data, lines = read_yaml("a:\n  - {b: 1}\n  - c:\n      - 2\n", "x.yaml", BadDistrict)
    assert data == {"a": [{"b": 1}, {"c": [2]}]}
    assert (lines[("a",)], lines[("a", 0, "b")], lines[("a", 1, "c", 0)]) == (1, 2, 4)


BOMB = "\n".join(["x0: &x0 [a, a]", *(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 12))])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [", 2),
        ("a: &a [*a]", 1),
        (BOMB, 1),
        ("a: 1\n? [b]\n: 2\n", 2),
        ("a: 2025-13-45", 0),
        ("a: 1\nb: 2\na: 3\n", 3),
        ("a: \x01", 0),
        ("a: !!python/object:os.system x", 1),
    ],
)
def test_what_is_no_plain_yaml_is_an_error_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadDistrict) as bad:
        read_yaml(text, "x.yaml", BadDistrict)
    [(place, reason), *_] = bad.value.problems
    assert (place.line, bool(reason)) == (line, True)
