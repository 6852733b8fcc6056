"""What must hold between the entries of district.yaml; each check notes all that it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any

from models.district.draft import Draft
from models.district.shapes import KEYS
from models.facts import values_of
from models.words import AreaKind, Role, Service

_ORDER = {kind: n for n, kind in enumerate(AreaKind)}
_NO_MEMBER = frozenset({"无", "没有", "none", "no"})
_NEED_OWNER = (Service.POWER, Service.WATER, Service.GAS, Service.ROAD)


def no_duplicates(draft: Draft) -> None:
    """Codes and ids stand once; the second one is named."""
    for part, key in KEYS.items():
        first: dict[str, int] = {}
        for index, entry in draft.all(part):
            code = getattr(entry, key)
            if first.setdefault(code, index) != index:
                line = draft.lines.get((part, first[code]), 0)
                draft.wrong((part, index, key), code, f"重复，第 {line} 行已有")


def tree_of_areas(draft: Draft) -> None:
    """Each parent is known and wider than its child, and no area lies in itself."""
    areas, stated = {a.code: a for _, a in draft.all("areas")}, draft.codes("areas")
    for index, area in draft.all("areas"):
        parent = areas.get(area.parent)
        if area.parent is not None and area.parent not in stated:
            draft.wrong(("areas", index, "parent"), area.parent, "没有这个区域代码")
        elif _lies_in_itself(area.code, areas):
            draft.wrong(("areas", index, "parent"), area.parent, "上级绕成了圈")
        elif parent is not None and _ORDER[parent.kind] >= _ORDER[area.kind]:
            draft.wrong(("areas", index, "parent"), area.parent, f"上级（{parent.kind}）要比本级（{area.kind}）大")


def _lies_in_itself(code: str, areas: dict[str, Any]) -> bool:
    above, seen = areas[code].parent, set()
    while above in areas and above not in seen:
        seen.add(above)
        above = areas[above].parent
    return code in seen


def something_there(draft: Draft) -> None:
    """Without an area or a member there is no district."""
    for part, reason in (("areas", "至少要有一个区域"), ("members", "至少要有一个成员单位")):
        if not draft.data.get(part):
            draft.wrong((part,), None, reason)


def one_fallback(draft: Draft) -> None:
    """Exactly one member gets what nobody owns."""
    fallbacks = [index for index, member in draft.all("members") if member.fallback]
    if not fallbacks and draft.data.get("members"):
        draft.wrong(("members",), None, "要有一个成员单位写 fallback: true（兜底）")
    for index in fallbacks[1:]:
        draft.wrong(("members", index, "fallback"), "true", "兜底单位只能有一个")


def known_codes(draft: Draft) -> None:
    """Every code that an entry names exists."""
    stated = {part: draft.codes(part) for part in KEYS}
    for path, value, part in _references(draft):
        none = path[-1] == "property" and value in _NO_MEMBER
        if value and not none and value not in stated[part]:
            draft.wrong(
                path, value, {"areas": "没有这个区域代码", "members": "没有这个成员单位", "people": "没有这个人"}[part]
            )


def _references(draft: Draft) -> Iterator[tuple[tuple[Any, ...], str, str]]:
    for part in ("rooms", "people"):
        for index, entry in draft.all(part):
            yield from (((part, index, "areas", n), code, "areas") for n, code in enumerate(entry.areas))
    for index, area in draft.all("areas"):
        for operator in values_of(area.property) if area.property else ():
            yield ("areas", index, "property"), operator, "members"
    for part, field, to in (
        ("people", "member", "members"),
        ("people", "chief", "people"),
        ("responsibilities", "area", "areas"),
        ("responsibilities", "member", "members"),
        ("rosters", "member", "members"),
        ("rosters", "person", "people"),
        ("rosters", "area", "areas"),
        ("rosters", "stand_in", "people"),
    ):
        yield from (((part, i, field), getattr(entry, field), to) for i, entry in draft.all(part))


def staff_have_members(draft: Draft) -> None:
    """A member's staff say whose they are."""
    for index, person in draft.all("people"):
        if person.role is Role.MEMBER_STAFF and not person.member:
            draft.wrong(("people", index), person.id, "member_staff 要写 member（属于哪个成员单位）")


def buildings_of_estates(draft: Draft) -> None:
    """Only estates have buildings, and a responsibility names only buildings that its estate has."""
    areas = {a.code: a for _, a in draft.all("areas")}
    for index, area in draft.all("areas"):
        if area.buildings and area.kind is not AreaKind.ESTATE:
            draft.wrong(("areas", index, "buildings"), area.code, "只有小区（estate）才写楼栋")
    for index, duty in draft.all("responsibilities"):
        area = areas.get(duty.area)
        if area and duty.buildings and (area.buildings or area.kind is not AreaKind.ESTATE):
            strange = [b for b in duty.buildings if b not in area.buildings]
            if strange:
                draft.wrong(("responsibilities", index, "buildings"), ",".join(strange), f"{area.name}没有这些楼栋")


def duties_say_what(draft: Draft) -> None:
    """A responsibility is for a service or for a topic."""
    for index, duty in draft.all("responsibilities"):
        if duty.service is None and duty.topic is None:
            draft.wrong(("responsibilities", index), duty.member, "要写 service 或 topic")


def no_overlaps(draft: Draft) -> None:
    """No two responsibilities of the same specificity claim the same thing in the same place."""
    same: dict[tuple[Any, ...], list[tuple[int, Any]]] = {}
    for index, duty in draft.all("responsibilities"):
        same.setdefault((duty.area, duty.topic or duty.service, bool(duty.buildings)), []).append((index, duty))
    for first, index, shared in _clashes(same.values()):
        line = draft.lines.get(("responsibilities", first), 0)
        draft.wrong(("responsibilities", index), shared, f"与第 {line} 行的责任重叠")


def _clashes(groups: Iterable[list[tuple[int, Any]]]) -> Iterator[tuple[int, int, str]]:
    for group in groups:
        for (i, one), (k, two) in combinations(group, 2):
            both = [b for b in two.buildings if b in one.buildings]
            if both or not one.buildings:
                yield i, k, ",".join(both) or str(two.topic or two.service)


def owners_at_the_top(draft: Draft) -> None:
    """Power, water, gas and road have an owner for every root of the tree (DESIGN §3, promise 3)."""
    owned = {(d.area, d.service) for _, d in draft.all("responsibilities") if d.service and not d.buildings}
    for index, area in draft.all("areas"):
        for service in _NEED_OWNER if area.parent is None else ():
            if (area.code, service) not in owned:
                draft.wrong(("areas", index), area.code, f"{area.name}没有 {service} 的责任单位（responsibilities）")


CHECKS: tuple[Callable[[Draft], None], ...] = (
    something_there,
    no_duplicates,
    tree_of_areas,
    one_fallback,
    known_codes,
    staff_have_members,
    buildings_of_estates,
    duties_say_what,
    no_overlaps,
    owners_at_the_top,
)
