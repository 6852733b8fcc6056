"""The door: what two accounts hear differently is the same line."""

from __future__ import annotations

import pytest
from factories import a_district, a_message

from bot.door import admit, without_names
from models.privacy import Vault

VAULT = Vault(b"k" * 32)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("@小格\u20053栋停电了", "3栋停电了"),
        ("@小 格 [bot\u20053栋停电了", "3栋停电了"),
        ("@小格 3栋停电了", "3栋停电了"),
        ("3栋停电了 @小格", "3栋停电了"),
        ("@C++\u2005@*\u2005停水", "停水"),
        ("发到 a@b.com 了", "发到 a@b.com 了"),
        ("3栋停电了", "3栋停电了"),
        ("@", "@"),
    ],
)
def test_names_are_taken_out_of_what_counts_as_the_same_line(text: str, rest: str) -> None:
    assert without_names(text) == rest


def test_the_same_line_has_one_digest_for_every_account() -> None:
    lines = [a_message("停电了"), a_message("@小格\u2005停电了"), a_message("@小格 停电了")]
    assert len({admit(line, a_district(), VAULT).digest for line in lines}) == 1
    assert admit(lines[1], a_district(), VAULT).message.text == "@小格\u2005停电了"
