"""Who is told that rooms went unheard: the staff of those rooms at once, a room only when it may be disturbed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import wording_gaps as wording
from bot.etiquette import Verdict, today_began, when_to_tell
from bot.settings import Settings
from models.areas import District, Room
from models.gap import Gap
from models.outgoing import Outgoing
from models.store import Tx
from models.words import Delivery, Priority, Role, RoomKind

_LASTS = timedelta(hours=4)
_FOR_STAFF = timedelta(hours=12)
_BACK = timedelta(hours=24)
_OPEN = timedelta(days=30)
_LEVELS = ((Role.GRID_WORKER, Role.DISPATCHER), (Role.GRID_LEADER, Role.SECRETARY))


def tell_staff(tx: Tx, *, gaps: Sequence[Gap], district: District, settings: Settings, now: datetime) -> None:
    """Tell the staff of gaps that have just ended, each person once; those below the setting are only counted."""
    worth = [gap for gap in gaps if not gap.told]
    for person, theirs in by_person(district, worth).items():
        tx.outbox.put(_for_staff(person, theirs, district, settings, now))


def tell_rooms(tx: Tx, *, district: District, settings: Settings, now: datetime, most: int) -> int:
    """Put the texts for at most so many rooms that have not been told yet; how many gaps that were."""
    gaps = tx.gaps.untold(most)
    open_tickets = _open_tickets(tx, now) if gaps else {}
    for gap in gaps:
        room = district.room.get(gap.room)
        if room and room.kind is RoomKind.RESIDENTS and not (room.shadow or room.paused):
            _tell_room(tx, room, gap, open_tickets.get(room.id, ()), district, settings, now)
    tx.gaps.save([replace(gap, told=True) for gap in gaps])
    return len(gaps)


def by_person(district: District, gaps: Sequence[Gap]) -> dict[str, list[Gap]]:
    """The gaps that each of the staff must know of (``Keepers``)."""
    theirs: dict[str, list[Gap]] = defaultdict(list)
    if not gaps:
        return theirs
    keepers = Keepers(district)
    for gap in gaps:
        for person in keepers.of(gap.room):
            theirs[person].append(gap)
    return theirs


class Keepers:
    """Who looks after a room: the grid workers and dispatchers of its estates; else leaders and secretaries, else admins."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._admins = [p.id for p in district.people if p.role is Role.ADMIN]
        self._by_area = [self._index(roles) for roles in _LEVELS]

    def of(self, room: str) -> list[str]:
        """Their ids."""
        around = {area.code for estate in self._district.room_estates(room) for area in self._district.chain(estate)}
        for by_area in self._by_area:
            if serving := dict.fromkeys(p for area in sorted(around) for p in by_area.get(area, ())):
                return list(serving)
        return self._admins

    def _index(self, roles: Sequence[Role]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for person in self._district.people:
            for area in person.areas if person.role in roles else ():
                found[area].append(person.id)
        return found


def _for_staff(person: str, gaps: Sequence[Gap], district: District, settings: Settings, now: datetime) -> Outgoing:
    ended = max(gap.ended for gap in gaps)
    return Outgoing(
        key=f"gap {ended:%Y-%m-%dT%H:%M:%SZ} → {person}",
        text=wording.for_staff(district, gaps, now, settings.tz),
        room="",
        person=person,
        priority=Priority.STAFF,
        due_at=now,
        expires_at=now + _FOR_STAFF,
        at_night=True,
        why="gap：断线期间没有听到",
    )


def _open_tickets(tx: Tx, now: datetime) -> Mapping[str, Sequence[int]]:
    """The open tickets that each room has heard of."""
    rooms = {matter.key: matter.rooms for matter in tx.matters.open_since(now - _OPEN)}
    found: dict[str, list[int]] = defaultdict(list)
    for ticket in tx.tickets.open():
        for room in rooms.get(ticket.matter, ()):
            found[room].append(ticket.number)
    return found


def _tell_room(
    tx: Tx, room: Room, gap: Gap, tickets: Sequence[int], district: District, settings: Settings, now: datetime
) -> None:
    """At most once a day: a second gap changes the text that still waits for the morning, or says nothing."""
    verdict = when_to_tell(now, open_matter=bool(tickets), quiet=settings.quiet_hours, tz=settings.tz)
    due = verdict.until or now
    key = f"gap {due.astimezone(settings.tz):%Y-%m-%d} → {room.id}"
    standing = tx.outbox.get(key)
    if standing and standing.status is not Delivery.WAITING:
        return
    text = wording.for_room(district, _untold(tx, room, gap, standing, settings, now), tickets, due, settings.tz)
    if standing:
        tx.outbox.save(standing.evolve(text=text))
    else:
        tx.outbox.put(_for_room(key, room, text, due, verdict))


def _untold(
    tx: Tx, room: Room, gap: Gap, standing: Outgoing | None, settings: Settings, now: datetime
) -> Sequence[Gap]:
    """The gap, and with it those of the text that still waits."""
    if standing is None:
        return [gap]
    since = min(now - _BACK, today_began(now, settings.tz))
    shortest = timedelta(minutes=settings.gaps.tell_minutes)
    recent = (g for g in tx.gaps.between(since, now + _LASTS) if g.room == room.id and not g.open)
    return [g for g in recent if g.ended - g.began >= shortest] or [gap]


def _for_room(key: str, room: Room, text: str, due: datetime, verdict: Verdict) -> Outgoing:
    return Outgoing(
        key=key,
        text=text,
        room=room.id,
        person="",
        priority=Priority.NOTICE,
        due_at=due,
        expires_at=due + _LASTS,
        at_night=verdict.ok,
        why=f"gap：{verdict.why}",
    )
