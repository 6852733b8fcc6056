"""The district: areas, rooms, members, people, responsibilities, and the questions that are asked of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from models.words import AreaKind, Role, RoomKind, Service

N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Area:
    """A node of the tree of areas; ``buildings`` only for estates, () when unknown. ``line`` is its line in the file."""

    code: str
    name: str
    kind: AreaKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    roads: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    households: int | None = None
    extra: tuple[tuple[str, str], ...] = ()

    def mains(self, service: Service) -> tuple[str, ...]:
        """What feeds it: its ``lines`` for power; of its ``pipes`` those with 气 in their name for gas, the others for water."""
        if service is Service.POWER:
            return self.lines
        pipes = filter(None, (p.strip() for p in dict(self.extra).get("pipes", "").split(",")))
        return tuple(
            p for p in pipes if service in (Service.GAS, Service.WATER) and ("气" in p) is (service is Service.GAS)
        )


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an area that a person taught (``by``, at ``at``, aware UTC) when ``notice`` could not be placed."""

    alias: str
    area: str
    by: str
    at: datetime
    notice: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """A WeChat group; ``id`` as its channel gives it, ``areas`` the area codes that it serves."""

    id: str
    topic: str
    areas: tuple[str, ...]
    kind: RoomKind = RoomKind.RESIDENTS
    channel: str = ""
    account: str = ""
    shadow: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the utility alliance; exactly one of a district is the ``fallback``."""

    code: str
    name: str
    services: tuple[str, ...] = ()
    hotline: str = ""
    fallback: bool = False
    notify: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff; ``id`` is the channel's id of the person, ``member`` the member they work for."""

    id: str
    name: str
    role: Role
    areas: tuple[str, ...] = ()
    member: str = ""
    buildings: tuple[str, ...] = ()
    phone: str = ""
    team: str = ""
    chief: str = ""
    notify: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for a topic or a service in an area, or in some of its buildings (() = all)."""

    area: str
    member: str
    service: Service | None = None
    topic: str | None = None
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """A shift or a stand-in: ``person`` is on duty for ``member`` (and ``team``, ``area``) from ``start`` to ``end``.

    ``days`` are weekdays 1–7 (Monday = 1), () = every day; ``start``/``end`` are local ``HH:MM``, an end not after the
    start lies on the next day; ``stand_in`` takes over when ``person`` is away from ``away_from`` to ``away_to`` (local dates).
    ``when`` narrows it to "workdays" or "holidays" of the Chinese calendar, ``since``/``until`` to a span of local dates.
    """

    member: str
    person: str
    team: str = ""
    area: str = ""
    days: tuple[int, ...] = ()
    start: str = "00:00"
    end: str = "24:00"
    stand_in: str = ""
    away_from: str = ""
    away_to: str = ""
    when: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class District:
    """One district as a whole, immutable; look-ups are made once and kept."""

    areas: tuple[Area, ...] = ()
    rooms: tuple[Room, ...] = ()
    members: tuple[Member, ...] = ()
    people: tuple[Person, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    rosters: tuple[Roster, ...] = field(default=())

    @cached_property
    def area(self) -> dict[str, Area]:
        """Areas by code."""
        return {a.code: a for a in self.areas}

    @cached_property
    def room(self) -> dict[str, Room]:
        """Rooms by id."""
        return {r.id: r for r in self.rooms}

    @cached_property
    def member(self) -> dict[str, Member]:
        """Members by code."""
        return {m.code: m for m in self.members}

    @cached_property
    def person(self) -> dict[str, Person]:
        """People by id."""
        return {p.id: p for p in self.people}

    @cached_property
    def fallback(self) -> Member:
        """The member that gets what nobody owns."""
        return next(m for m in self.members if m.fallback)

    @cached_property
    def estates(self) -> tuple[Area, ...]:
        """The areas of kind estate."""
        return tuple(a for a in self.areas if a.kind is AreaKind.ESTATE)

    @cached_property
    def on_main(self) -> dict[tuple[Service, str], tuple[str, ...]]:
        """For each feeder line and pipe the codes of the estates that hang on it, and of grids and communities as a whole."""
        found: dict[tuple[Service, str], list[str]] = defaultdict(list)
        for estate in self.estates:
            for service in (Service.POWER, Service.WATER, Service.GAS):
                for main in estate.mains(service):
                    found[service, main].append(estate.code)
        return {k: (*v, *self._wholly(v)) for k, v in found.items()}

    def _wholly(self, estates: list[str]) -> tuple[str, ...]:
        """The grids and communities all of whose estates are among these."""
        near = (a for e in estates for a in self.chain(e) if a.kind in (AreaKind.GRID, AreaKind.COMMUNITY))
        return tuple(c for c in dict.fromkeys(a.code for a in near) if set(self.estates_in(c)) <= set(estates))

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = defaultdict(list)
        for a in self.areas:
            if a.parent:
                children[a.parent].append(a.code)
        return children

    @cached_property
    def _by_area(self) -> dict[str, list[int]]:
        """For each area the places in the list of the people who have it."""
        found: dict[str, list[int]] = defaultdict(list)
        for n, person in enumerate(self.people):
            for area in person.areas:
                found[area].append(n)
        return found

    @cached_property
    def _everywhere(self) -> list[int]:
        return [n for n, person in enumerate(self.people) if not person.areas]

    @cached_property
    def _over(self) -> dict[str, tuple[Person, ...]]:
        return {}

    def people_of(self, code: str | None) -> tuple[Person, ...]:
        """The people whose areas touch a place (hold it or lie in it), in their order; all of them for no place."""
        if code is None:
            return self.people
        found = self._over.get(code)
        if found is None:
            areas = (*(a.code for a in self.chain(code)), *self._below(code))
            found = tuple(
                self.people[n]
                for n in sorted({*self._everywhere, *(n for a in areas for n in self._by_area.get(a, ()))})
            )
            self._over[code] = found
        return found

    def _below(self, code: str) -> Iterator[str]:
        for child in self._children.get(code, ()):
            yield child
            yield from self._below(child)

    @cached_property
    def staff_of(self) -> dict[str, tuple[Person, ...]]:
        """The people who work for a member, by its code."""
        return _grouped((p for p in self.people if p.role is Role.MEMBER_STAFF), lambda p: p.member)

    @cached_property
    def rules_of(self) -> dict[str, tuple[Responsibility, ...]]:
        """Responsibilities by their area."""
        return _grouped(self.responsibilities, lambda r: r.area)

    @cached_property
    def rosters_of(self) -> dict[str, tuple[Roster, ...]]:
        """Rosters by their member."""
        return _grouped(self.rosters, lambda r: r.member)

    @cached_property
    def rooms_by_channel(self) -> dict[str, tuple[str, ...]]:
        """Ids of the rooms that name a channel of their own."""
        named = _grouped((r for r in self.rooms if r.channel), lambda r: r.channel)
        return {channel: tuple(r.id for r in rooms) for channel, rooms in named.items()}

    def chain(self, code: str | None) -> Iterator[Area]:
        """The area and those above it, from the narrowest; nothing for an unknown code."""
        while code and (area := self.area.get(code)):
            yield area
            code = area.parent

    def within(self, code: str, wider: str) -> bool:
        """Whether area ``code`` is ``wider`` or lies in it."""
        return any(a.code == wider for a in self.chain(code))

    def estates_in(self, code: str) -> tuple[str, ...]:
        """Codes of the estates in an area; an estate is in itself."""
        area = self.area.get(code)
        if area is None:
            return ()
        if area.kind is AreaKind.ESTATE:
            return (code,)
        return tuple(e for child in self._children[code] for e in self.estates_in(child))

    def codes_in(self, code: str) -> tuple[str, ...]:
        """The code of an area and of all that lie in it; () for an unknown one."""
        if code not in self.area:
            return ()
        return (code, *(c for child in self._children[code] for c in self.codes_in(child)))

    def room_estates(self, room: str) -> tuple[str, ...]:
        """Codes of the estates that a room serves; () for an unknown room."""
        found = self.room.get(room)
        return tuple(dict.fromkeys(e for a in found.areas for e in self.estates_in(a))) if found else ()

    @cached_property
    def rooms_by_estate(self) -> dict[str, tuple[Room, ...]]:
        """For each estate the residents' rooms that serve it or an area around it."""
        found: dict[str, list[Room]] = defaultdict(list)
        for room in self.rooms:
            if room.kind is RoomKind.RESIDENTS:
                for estate in self.room_estates(room.id):
                    found[estate].append(room)
        return {k: tuple(v) for k, v in found.items()}

    def name(self, code: str | None) -> str:
        """The name of an area, or the code itself when it is unknown; "" for None."""
        area = self.area.get(code or "")
        return area.name if area else (code or "")


def _grouped(items: Iterable[N], key: Callable[[N], str]) -> dict[str, tuple[N, ...]]:
    found: dict[str, list[N]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return {name: tuple(held) for name, held in found.items()}
