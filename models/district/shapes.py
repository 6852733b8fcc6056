"""What an entry of district.yaml may look like; values come out as the nouns want them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from models.buildings import parse_buildings
from models.facts import values_of
from models.topics import TOPIC_SERVICES
from models.words import AreaKind, Role, RoomKind, Service

_ENV = re.compile(r"^env:[A-Za-z_][A-Za-z0-9_]*$")


def _said(value: Any) -> Any:
    """Numbers and dates that YAML made of plain text, as text again; a number in the place of a code stays an error."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _clock(value: Any) -> Any:
    """YAML 1.1 reads 22:00 as 1320."""
    return f"{value // 60:02}:{value % 60:02}" if isinstance(value, int) else value


def _joined(value: Any) -> Any:
    """A list as one text."""
    return ", ".join(str(v) for v in value) if isinstance(value, list) else _said(value)


def _building_list(value: Any) -> Any:
    text = _joined(value)
    if not isinstance(text, str):
        return text
    try:
        return parse_buildings(text)
    except ValueError as error:
        raise ValueError(f"楼栋号看不懂：{error}") from None


def _floors(value: str) -> str:
    """``1-24: 6, 26: 18`` or one number for all."""
    for part in filter(None, value.split(",")):
        buildings, _, floors = part.rpartition(":")
        if not floors.strip().isdigit():
            raise ValueError(f"层数看不懂：{part.strip()}")
        _building_list(buildings)
    return value


def _one_of(*allowed: str) -> Any:
    """A fact that may differ by building, with these values."""

    def check(value: str) -> str:
        for said in _values(value):
            if said not in allowed:
                raise ValueError(f"不在允许的取值里：{'、'.join(allowed)}（{said}）")
        return value

    return AfterValidator(check)


def _values(value: str) -> list[str]:
    try:
        return values_of(value)
    except ValueError as error:
        raise ValueError(f"楼栋号看不懂：{error}") from None


def _ranged(value: str) -> str:
    _values(value)
    return value


def _target(value: str) -> str:
    if not _ENV.match(value):
        raise ValueError("只能写环境变量名：env:名字")
    return value


def _topic(value: str | None) -> str | None:
    if value is not None and value not in TOPIC_SERVICES:
        raise ValueError("没有这个主题代码")
    return value


Name = Annotated[str, Field(min_length=1)]
Said = Annotated[str, BeforeValidator(_said)]
Names = tuple[Name, ...]
Buildings = Annotated[tuple[str, ...], BeforeValidator(_building_list)]
Targets = tuple[Annotated[str, AfterValidator(_target)], ...]
Clock = Annotated[str, BeforeValidator(_clock), Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Day = Annotated[str, BeforeValidator(_said), Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
MemberService = Literal["power", "water", "gas", "road", "heat", "property", "other"]


class Shape(BaseModel):
    """An entry; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AreaShape(Shape):
    """A node of the tree; from ``households`` on only for estates, and the facts from ``supply`` on may differ by building."""

    code: Name
    name: Name
    kind: AreaKind
    parent: Name | None = None
    aliases: Names = ()
    buildings: Buildings = ()
    roads: Names = ()
    lines: Names = ()
    households: Annotated[int, Field(ge=0)] | None = None
    floors: Annotated[str, BeforeValidator(_joined), AfterValidator(_floors)] = ""
    phases: Annotated[str, BeforeValidator(_joined)] = ""
    supply: Annotated[str, BeforeValidator(_joined), _one_of("公变", "专变", "合表")] = ""
    secondary_water: Annotated[str, BeforeValidator(_joined), AfterValidator(_ranged)] = ""
    property: Annotated[str, BeforeValidator(_joined), AfterValidator(_ranged)] = ""
    sewers: Annotated[str, BeforeValidator(_joined), _one_of("public", "private")] = ""
    lamps: Annotated[str, BeforeValidator(_joined), _one_of("public", "private")] = ""
    bounds: Annotated[str, BeforeValidator(_joined)] = ""
    pipes: Annotated[str, BeforeValidator(_joined)] = ""


EXTRAS = ("floors", "phases", "supply", "secondary_water", "property", "sewers", "lamps", "bounds", "pipes")


class RoomShape(Shape):
    """A group."""

    id: Name
    topic: Name
    areas: Annotated[Names, Field(min_length=1)]
    kind: RoomKind = RoomKind.RESIDENTS
    channel: str = ""
    account: str = ""
    shadow: bool = False
    paused: bool = False


class MemberShape(Shape):
    """A member of the alliance."""

    code: Name
    name: Name
    services: tuple[MemberService, ...] = ()
    hotline: Said = ""
    fallback: bool = False
    notify: Targets = ()
    feeds: Names = ()


class PersonShape(Shape):
    """One of the staff."""

    id: Name
    name: Name
    role: Role
    areas: Names = ()
    member: str = ""
    buildings: Buildings = ()
    phone: Said = ""
    team: str = ""
    chief: str = ""
    notify: Targets = ()
    level: str = ""


class ResponsibilityShape(Shape):
    """Who answers for what, where."""

    area: Name
    member: Name
    service: Service | None = None
    topic: Annotated[str | None, AfterValidator(_topic)] = None
    buildings: Buildings = ()


class RosterShape(Shape):
    """A shift or a stand-in."""

    member: Name
    person: Name
    team: str = ""
    area: str = ""
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    start: Clock = "00:00"
    end: Clock = "24:00"
    stand_in: str = ""
    away_from: Day = ""
    away_to: Day = ""
    when: Literal["", "workdays", "holidays"] = ""
    since: Day = ""
    until: Day = ""


SHAPES: dict[str, type[Shape]] = {
    "areas": AreaShape,
    "rooms": RoomShape,
    "members": MemberShape,
    "people": PersonShape,
    "responsibilities": ResponsibilityShape,
    "rosters": RosterShape,
}
KEYS = {"areas": "code", "rooms": "id", "members": "code", "people": "id"}
"""What names an entry of each list."""
