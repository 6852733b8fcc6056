"""Who may publish an announcement: the member's staff for its own services and places, dispatchers and admins."""

from __future__ import annotations

from models.areas import District, Person
from models.notice import Notice
from models.words import Role

ALWAYS = frozenset({Role.DISPATCHER, Role.ADMIN})
DESK = ALWAYS | {Role.MEMBER_STAFF}
"""The roles that the tray of notices is for."""
_PROPERTY = "property"


def may_not_publish(district: District, person: Person | None, notice: Notice) -> str:
    """Why this person may not publish, correct or drop ``notice`` ("" = may).

    A property manager's staff may for whatever befalls the estates that they look after; the fallback member's staff,
    who sit in the street office, for all of their areas.
    """
    if person is None or person.role not in DESK:
        return "要成员单位的人或调度来发"
    if person.role in ALWAYS:
        return ""
    member = district.member.get(person.member)
    estates = {r.estate for r in notice.reach}
    if member is None or not _speaks_of(member.services, notice, fallback=member.fallback):
        return "不是您单位的业务，请调度来发"
    outside = [e for e in estates if person.areas and not any(district.within(e, a) for a in person.areas)]
    return f"{district.name(min(outside))}不在您的片区" if outside else ""


def _speaks_of(services: tuple[str, ...], notice: Notice, *, fallback: bool) -> bool:
    said = {s.value for s in (notice.said.service, *notice.said.also) if s}
    return fallback or _PROPERTY in services or not said or bool(said & set(services))
