"""The chain above a ticket, level by level: grid, community, street, district; beside the first the member's chief."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.rights import covers
from dispatch.route import leaders
from dispatch.scene import Scene
from dispatch.tell import crew, helpers, overseers, where
from models.areas import District, Person
from models.ticket import Ticket
from models.words import AreaKind, Role

_WIDE = frozenset({AreaKind.DISTRICT})


def ladder(scene: Scene, ticket: Ticket, *, but: str = "") -> list[tuple[str, ...]]:
    """The ids of each level above a ticket that has somebody, the lowest first; nobody stands twice, nor ``but``."""
    return ladder_of(scene.district, where(scene, ticket), (ticket.person, ticket.worker), but=but)


def ladder_of(district: District, area: str | None, crew_: tuple[str, str], *, but: str = "") -> list[tuple[str, ...]]:
    """The same for a place and its crew (the member's person, the grid worker), who stand on no level."""
    seen = {*crew_, but}
    levels = []
    for level in _levels(district, area, crew_[0]):
        fresh = tuple(dict.fromkeys(p for p in level if p not in seen))
        seen |= set(fresh)
        if fresh:
            levels.append(fresh)
    return levels


def duty_list(scene: Scene, ticket: Ticket) -> tuple[list[str], list[str]]:
    """Who is told of a danger at once (the crew, helpers, those above), and who is called after them one by one: the
    chief, the other staff of the member for the place, the admins (DOMAIN §4)."""
    first = list(dict.fromkeys((*crew(ticket), *helpers(scene, ticket), *overseers(scene, ticket))))
    area = where(scene, ticket)
    colleagues = [
        p.id
        for p in scene.district.people_of(area)
        if p.role is Role.MEMBER_STAFF
        and p.member == ticket.member
        and covers(scene.district, p, area, ticket.building)
    ]
    admins = [p.id for p in leaders(scene.district, area, (Role.ADMIN,))]
    rest = dict.fromkeys((*_chiefs(scene.district, ticket.person), *colleagues, *admins))
    return first, [p for p in rest if p not in first]


def _levels(district: District, area: str | None, person: str) -> Iterator[list[str]]:
    over = leaders(district, area, _ROLES)
    chiefs = list(_chiefs(district, person))
    yield [*(p.id for p in over if p.role is Role.GRID_LEADER), *chiefs[:1]]
    yield [*(p.id for p in over if p.role is Role.SECRETARY), *chiefs[1:]]
    yield [p.id for p in over if p.role is Role.DISPATCHER and not _wide(district, p)]
    yield [p.id for p in over if p.role is Role.DISPATCHER and _wide(district, p)]
    yield [p.id for p in over if p.role is Role.ADMIN]


_ROLES = (Role.GRID_LEADER, Role.SECRETARY, Role.DISPATCHER, Role.ADMIN)


def _wide(district: District, person: Person) -> bool:
    """Whether somebody stands over the whole district rather than a street."""
    return not person.areas or any(district.area[a].kind in _WIDE for a in person.areas if a in district.area)


def chief_of(district: District, person: str) -> str:
    """The chief of one of the staff, "" without one."""
    found = district.person.get(person)
    return found.chief if found and found.chief in district.person else ""


def _chiefs(district: District, id: str) -> Iterator[str]:
    """The chief of one of the staff, and theirs, upwards."""
    seen: set[str] = set()
    person = district.person.get(id)
    while person and person.chief in district.person and person.chief not in seen:
        seen.add(person.chief)
        yield person.chief
        person = district.person[person.chief]
