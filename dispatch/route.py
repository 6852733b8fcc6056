"""Who gets a trouble, and why: the most specific responsibility wins, and the last route always matches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from dispatch.rights import covers, ticket_buildings
from dispatch.roster import on_duty, rosters_of
from models.areas import Area, District, Member, Person, Responsibility, Roster
from models.facts import RANGED, fact_at
from models.words import AreaKind, Role, Service


@dataclass(frozen=True, slots=True)
class Route:
    """Where a trouble goes. ``person`` of the member and grid ``worker`` may be unknown, the member never.

    ``by_default`` marks what nobody owns ("无责任单位"). ``why`` names every rule that was looked at, in order; ``co`` are
    the members that help.
    """

    member: Member
    person: Person | None
    worker: Person | None
    by_default: bool
    why: tuple[str, ...]
    co: tuple[Member, ...] = ()


class _Owner(NamedTuple):
    member: Member
    by_default: bool
    why: list[str]
    community: bool = False


NONE_WORDS = frozenset({"none", "无", "没有", "no"})
"""How an estate's fact says that there is no such operator."""

MANY = 10
"""So many leaders of one kind may have to hear of one ticket (D); a street has about as many communities."""

FACTS: dict[str, tuple[str, str]] = {
    "E11": ("property", ""),
    "X01": ("property", ""),
    "H01": ("property", ""),
    "W11": ("secondary_water", ""),
    "W08": ("property", "sewers=private"),
    "R03": ("property", "lamps=private"),
    "E03": ("property", "supply=专变"),
    "E04": ("property", "supply=专变"),
    "E06": ("property", "supply=合表"),
    "E07": ("property", "supply=合表"),
}
"""Facts of an estate that decide a topic when no responsibility names it: (whose code, under which condition)."""

HELPERS: dict[str, tuple[str, str]] = {
    "E01": ("property", "supply=专变"),
    "E02": ("property", "supply=合表"),
    "E05": ("property", "supply=专变"),
    "W01": ("secondary_water", ""),
    "W02": ("secondary_water", ""),
    "W03": ("secondary_water", ""),
}
"""Facts of an estate that name a member which helps the one in charge: the customer's transformer, the pump house."""


def route(
    district: District,
    service: Service,
    topic: str | None,
    area: str | None,
    building: str | None,
    at: datetime,
    shifts: tuple[Roster, ...] = (),
) -> Route:
    """Who answers for ``service`` and ``topic`` in an area (and ``"3"``, ``"5-12"``, ``"6,7"``) at ``at`` (**local**, aware).

    Topic before service; within each, the narrowest area first, and a building range before its whole area; facts of
    the estate (property, secondary_water …) stand between; the fallback member takes the rest. ``shifts`` are those of an
    emergency state.
    """
    owner = _owner(district, service, topic, area, building)
    co = _helper(district, topic, area, building, owner)
    person, why_person = _community(district, area) if owner.community else (None, "")
    if person is None:
        person, why_person = member_person(district, owner.member, area, building, at, shifts)
    worker, why_worker = grid_worker(district, area, building)
    why = (*owner.why, why_person, why_worker, *(f"{m.name} 协办（小区登记）" for m in co))
    return Route(owner.member, person, worker, owner.by_default, why, co)


def _owner(district: District, service: Service, topic: str | None, area: str | None, building: str | None) -> _Owner:
    chain = [a.code for a in district.chain(area)]
    near = [r for code in chain for r in district.rules_of.get(code, ())]
    named = [r for r in near if topic and r.topic == topic]
    general = [r for r in near if not r.topic and r.service is service]
    why: list[str] = []
    if found := _first(district, named, chain, building, why):
        return _Owner(found, False, why)
    if owner := _by_fact(district, service, topic, area, building, why):
        return owner
    if found := _first(district, general, chain, building, why):
        return _Owner(found, False, why)
    why.append(f"没有一条责任规则管到，交兜底单位 {district.fallback.name}（无责任单位）")
    return _Owner(district.fallback, True, why)


def _first(
    district: District, rules: list[Responsibility], chain: list[str], building: str | None, why: list[str]
) -> Member | None:
    """The member of the first rule that applies, narrowest first; ``why`` grows by a line for each rule looked at."""
    for rule in sorted(rules, key=lambda r: (chain.index(r.area), not r.buildings)):
        miss = _misses(rule, building)
        why.append(f"{_label(district, rule)}：{miss or '采用'}")
        if not miss:
            return district.member[rule.member]
    return None


def _misses(rule: Responsibility, building: str | None) -> str:
    if not rule.buildings:
        return ""
    ours = ticket_buildings(building)
    if ours is None:
        return "楼栋未知，不采用"
    return "" if set(ours) <= set(rule.buildings) else f"{building} 栋不全在范围内，不采用"


def _label(district: District, rule: Responsibility) -> str:
    what = f"事项 {rule.topic}" if rule.topic else f"类别 {rule.service}"
    where = district.name(rule.area) + (f" {_span(rule.buildings)} 栋" if rule.buildings else "")
    return f"{what} · {where} → {district.member[rule.member].name}"


def _span(buildings: tuple[str, ...]) -> str:
    return buildings[0] if len(buildings) == 1 else f"{buildings[0]}…{buildings[-1]}"


def fact(area: Area | None, key: str, building: str | None = None) -> str:
    """A fact that the district file states about an area ("" when it does not), for these buildings."""
    text = dict(area.extra).get(key, "") if area else ""
    return fact_at(text, ticket_buildings(building)) if text and key in RANGED else text


def _estate(district: District, area: str | None) -> Area | None:
    return next((a for a in district.chain(area) if a.kind is AreaKind.ESTATE), None)


def _by_fact(
    district: District, service: Service, topic: str | None, area: str | None, building: str | None, why: list[str]
) -> _Owner | None:
    key, condition = FACTS.get(topic or "", ("property", "") if service in (Service.HEAT, Service.OTHER) else ("", ""))
    estate = _estate(district, area)
    value = fact(estate, key, building) if key else ""
    if not value or not estate or not _holds(estate, condition, building):
        return None
    if value in NONE_WORDS and topic == "E11":
        why.append(f"{estate.name} 无物业：楼道灯归社区，由 {district.fallback.name} 记账")
        return _Owner(district.fallback, False, why, community=True)
    member = district.member.get(value)
    if member is None:
        return None
    why.append(f"{estate.name} 登记 {key}={value}{'，' + condition if condition else ''} → {member.name}：采用")
    return _Owner(member, False, why)


def _holds(estate: Area, condition: str, building: str | None) -> bool:
    key, _, wanted = condition.partition("=")
    return not condition or fact(estate, key, building) == wanted


def _helper(
    district: District, topic: str | None, area: str | None, building: str | None, owner: _Owner
) -> tuple[Member, ...]:
    key, condition = HELPERS.get(topic or "", ("", ""))
    estate = _estate(district, area)
    if not key or not estate or not _holds(estate, condition, building):
        return ()
    member = district.member.get(fact(estate, key, building))
    return (member,) if member and member != owner.member else ()


def member_person(
    district: District,
    member: Member,
    area: str | None,
    building: str | None,
    at: datetime,
    shifts: tuple[Roster, ...] = (),
) -> tuple[Person | None, str]:
    """The member's person for a place at ``at`` (local): on the roster, else the one with the narrowest area."""
    near = district.staff_of.get(member.code, ()) if area is None else district.people_of(area)
    staff = [p for p in near if p.role is Role.MEMBER_STAFF and p.member == member.code]
    person = _narrowest(district, staff, area, building)
    team = person.team if person else ""
    duty = on_duty(district, member.code, area, at, team, shifts)
    if duty and (found := district.person.get(duty[0])):
        return found, f"{member.name} {team + '，' if team else ''}{duty[1]} → {found.name}"
    gap = "此时无人值班，" if rosters_of(district, member.code, area, team) else ""
    if person is None:
        return None, f"{member.name}：{gap}没有登记负责此处的人，打热线 {member.hotline or '（未登记）'}"
    return person, f"{member.name}：{gap}片区负责人 → {person.name}"


def _community(district: District, area: str | None) -> tuple[Person | None, str]:
    """Who sees to it in a community: its grid leader, else its secretary."""
    found = leaders(district, area, (Role.GRID_LEADER, Role.SECRETARY))
    return (found[0], f"社区 → {found[0].name}") if found else (None, "")


def grid_worker(district: District, area: str | None, building: str | None) -> tuple[Person | None, str]:
    """The grid worker of a place, else the grid leader; and the reason."""
    for role in (Role.GRID_WORKER, Role.GRID_LEADER):
        people = [p for p in district.people_of(area) if p.role is role]
        if area and (person := _narrowest(district, people, area, building)):
            return person, f"网格员：{person.name}"
    return None, "网格员：此处没有登记" if area else "网格员：地点不明"


def _narrowest(district: District, people: list[Person], area: str | None, building: str | None) -> Person | None:
    chain = [a.code for a in district.chain(area)]
    near = [p for p in people if covers(district, p, area, building)]
    return min(near, key=lambda p: (_distance(p, chain), not p.buildings), default=None)


def _distance(person: Person, chain: list[str]) -> int:
    return min((chain.index(a) for a in person.areas if a in chain), default=len(chain))


def common_area(district: District, codes: tuple[str, ...]) -> str | None:
    """The narrowest area around all of ``codes``; None for none, or when nothing holds them together."""
    if not codes:
        return None
    chains = [[a.code for a in district.chain(c)] for c in codes]
    return next((code for code in chains[0] if all(code in chain for chain in chains)), None)


def leaders(district: District, estate: str | None, roles: tuple[Role, ...]) -> list[Person]:
    """The people of these roles over a place, role by role, the nearest first.

    A place that is wider than the areas of many (``MANY`` of a role) is a matter of those only who hold the whole of it.
    """
    chain = [a.code for a in district.chain(estate)]
    near = [p for p in district.people_of(estate) if p.role in roles and covers(district, p, estate)]
    parts = [p for p in near if p.areas and not any(a in chain for a in p.areas)]
    crowd = {role for role, count in Counter(p.role for p in parts).items() if count > MANY}
    told = [p for p in near if p.role not in crowd or p not in parts]
    return sorted(told, key=lambda p: (roles.index(p.role), _distance(p, chain)))
