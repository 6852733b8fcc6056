"""Whom a few words mean: a member or one of its people, by id, code, name or service."""

from __future__ import annotations

from collections.abc import Iterator

from models.areas import District, Member, Person
from models.words import Service

SERVICE_WORDS: dict[str, Service] = {
    "电": Service.POWER,
    "供电": Service.POWER,
    "电力": Service.POWER,
    "水": Service.WATER,
    "供水": Service.WATER,
    "自来水": Service.WATER,
    "气": Service.GAS,
    "燃气": Service.GAS,
    "天然气": Service.GAS,
    "路": Service.ROAD,
    "市政": Service.ROAD,
    "道路": Service.ROAD,
    "暖": Service.HEAT,
    "热": Service.HEAT,
    "供热": Service.HEAT,
    "供暖": Service.HEAT,
}


def _targets(district: District, text: str) -> Iterator[tuple[Member, Person | None]]:
    for person in district.people:
        if text in (person.id, person.name) and person.member in district.member:
            yield district.member[person.member], person
    for member in district.members:
        if text in (member.code, member.name):
            yield member, None
    for person in district.people:
        if len(text) >= 2 and _called(person, text) and person.member in district.member:
            yield district.member[person.member], person
    for member in district.members:
        if len(text) >= 2 and text in member.name:
            yield member, None


def _called(person: Person, text: str) -> bool:
    surname = text.removesuffix("师傅").removesuffix("工")
    return text in person.name or (bool(surname) and surname in person.name.split("-")[-1])


def find_target(district: District, text: str) -> tuple[Member, Person | None] | None:
    """The member, or a member's person, that a few words mean: id, code or name first, then a part of a name."""
    return next(_targets(district, text.strip()), None) if text.strip() else None


def find_person(district: District, text: str) -> Person | None:
    """The one of the staff whom a name or id means; None for nobody, and where several would fit."""
    text = text.strip()
    exact = [p for p in district.people if text in (p.id, p.name)]
    near = exact or [p for p in district.people if len(text) >= 2 and text in p.name]
    return near[0] if len(near) == 1 else None
