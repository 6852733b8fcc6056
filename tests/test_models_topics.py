"""The topic codes of the field."""

from __future__ import annotations

from models.topics import TOPIC_SERVICES
from models.words import Service


def test_the_codes_are_those_of_the_field() -> None:
    assert len(TOPIC_SERVICES) == 12 + 13 + 10 + 11 + 1 + 1
    assert TOPIC_SERVICES["W11"] is Service.WATER
    assert "W10" not in TOPIC_SERVICES
