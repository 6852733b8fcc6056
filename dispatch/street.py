"""The street's duty: who is on duty for the street office in a place, and who may decide for it."""

from __future__ import annotations

from datetime import datetime

from dispatch.route import leaders, member_person
from models.areas import District, Person, Roster
from models.words import Role

_DECIDE = (Role.DISPATCHER, Role.ADMIN)


Shifts = tuple[Roster, ...]


def street_duty(district: District, area: str | None, at: datetime, shifts: Shifts = ()) -> Person | None:
    """The person of the street office (the fallback member) who is on duty for a place at ``at`` (local, aware)."""
    return member_person(district, district.fallback, area, None, at, shifts)[0]


def duty_and_dispatch(district: District, area: str | None, at: datetime, shifts: Shifts = ()) -> list[str]:
    """The ids of the street's duty and of the dispatchers over a place; of the admins where there is neither."""
    duty = street_duty(district, area, at, shifts)
    found = [*([duty] if duty else []), *leaders(district, area, (Role.DISPATCHER,))]
    return list(dict.fromkeys(p.id for p in found or leaders(district, area, (Role.ADMIN,))))


def decides_for(district: District, person: Person | None, area: str) -> bool:
    """Whether somebody may decide for the whole of an area: the street office's staff, a dispatcher, an admin over it."""
    if person is None:
        return False
    office = person.role is Role.MEMBER_STAFF and person.member == district.fallback.code
    over = not person.areas or any(district.within(area, a) for a in person.areas)
    return over and (office or person.role in _DECIDE)
