"""A viewer as one of the staff: the person of the district, or, for a login that is nobody there, one of its own."""

from __future__ import annotations

from dataclasses import replace

from models.areas import District, Person
from models.login import Viewer


def person_of(viewer: Viewer, district: District) -> Person:
    """Who acts when this viewer does something."""
    known = district.person.get(viewer.person)
    return known or Person(f"login {viewer.name}", viewer.name, viewer.role, viewer.areas, viewer.member)


def with_person(district: District, person: Person) -> District:
    """The district with somebody who only signs in, so that rights and audit know them."""
    return district if person.id in district.person else replace(district, people=(*district.people, person))
