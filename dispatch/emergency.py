"""应急状态: the street declares it for an area with a review time, prolongs it, ends it. Each is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from dispatch import wording_emergency as words
from dispatch.pause import covering, holds
from dispatch.rights import covers
from dispatch.scene import Scene
from dispatch.street import duty_and_dispatch
from models.areas import District, Person, Roster
from models.emergency import Emergency, Point
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import Priority, Role

_TOLD = frozenset({Role.GRID_WORKER, Role.GRID_LEADER, Role.SECRETARY, Role.DISPATCHER, Role.MEMBER_STAFF})
_PAIR = 2


def stamp(at: datetime) -> str:
    """A moment as keys name it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def subject(emergency: Emergency) -> str:
    """How the audit calls a state."""
    return f"emergency {emergency.id}"


def declare(scene: Scene, area: str, until: datetime, reason: str) -> Emergency:
    """A new state: its shifts are made, the clocks of its area stand, the staff hear of it."""
    new = Emergency(area, reason, scene.actor, scene.now, until, scene.now, scene.now, shifts=tuple(_rota(scene, area)))
    emergency = scene.tx.emergencies.add(new)
    until_ = until.isoformat(timespec="minutes")
    scene.note(subject(emergency), "declare", reason=reason, after=f"area={area} review_at={until_}")
    for ticket in scene.tx.tickets.open():
        _still(scene, ticket, area)
    tell_staff(scene, emergency, "declared", words.declared(scene.district, emergency, scene.now, scene.tz))
    return emergency


def _still(scene: Scene, ticket: Ticket, area: str) -> None:
    """Clocks stand; of the ticket nothing else changes."""
    place = scene.area_of(ticket)
    if place and scene.district.within(place, area) and holds(ticket) and ticket.held_at is None:
        scene.save(ticket, ticket, "hold", "应急期间，暂停计时")


def prolong(scene: Scene, emergency: Emergency, until: datetime, reason: str) -> Emergency:
    """A later review."""
    after = emergency.evolve(review_at=until, asked_at=None, reason=reason or emergency.reason)
    scene.tx.emergencies.save(after)
    before, now_ = (f"review_at={e.review_at.isoformat(timespec='minutes')}" for e in (emergency, after))
    scene.note(subject(emergency), "prolong", reason=reason, before=before, after=now_)
    return after


def end(scene: Scene, emergency: Emergency, reason: str) -> Emergency:
    """It is over: the staff hear of it; the clocks are let go by the ticker, the rooms told by the last bulletin."""
    after = emergency.evolve(ended_at=scene.now, ended_by=scene.actor)
    scene.tx.emergencies.save(after)
    scene.note(subject(emergency), "end", reason=reason)
    tell_staff(scene, after, "ended", words.ended(scene.district, after, reason, scene.now, scene.tz))
    return after


def over(scene: Scene, area: str | None) -> Emergency | None:
    """The state that covers an area."""
    return covering(scene.district, area, scene.tx.emergencies.standing())


def tell_point(scene: Scene, emergency: Emergency, kind: str, text: str) -> Point:
    """A place with water or shelter, from now on in bulletins and answers."""
    point = scene.tx.emergencies.tell(Point(emergency.id, kind, text, scene.actor, scene.now))
    scene.note(subject(emergency), "point", after=f"{kind} {point.id}", reason=text)
    return point


def close_point(scene: Scene, emergency: Emergency, point: Point) -> None:
    """It is not there any more."""
    scene.tx.emergencies.save_point(point.evolve(gone_at=scene.now))
    scene.note(subject(emergency), "point closed", before=f"{point.kind} {point.id}", reason=point.text)


def put_shift(scene: Scene, emergency: Emergency, person: Person, *, night: bool) -> Emergency:
    """Somebody has a shift of twelve hours from now on, in the place of who had it."""
    new = _shift(scene, emergency.area, person, night=night)
    kept = tuple(s for s in emergency.shifts if (s.member, s.start) != (new.member, new.start))
    after = emergency.evolve(shifts=(*kept, new))
    scene.tx.emergencies.save(after)
    scene.note(subject(emergency), "shift", after=f"{new.member} {new.start}-{new.end} {person.id}")
    return after


def _rota(scene: Scene, area: str) -> Iterator[Roster]:
    """Twelve-hour shifts of each member that has two or more people there: the first by day, the second by night."""
    for member in scene.district.members:
        staff = [
            p
            for p in scene.district.people
            if p.role is Role.MEMBER_STAFF and p.member == member.code and covers(scene.district, p, area)
        ]
        for person, night in zip(staff, (False, True), strict=False) if len(staff) >= _PAIR else ():
            yield _shift(scene, area, person, night=night)


def _shift(scene: Scene, area: str, person: Person, *, night: bool) -> Roster:
    day, dark = scene.clocks.rhythm.shifts
    start, end_ = (dark, day) if night else (day, dark)
    return Roster(person.member, person.id, area=area, start=f"{start:%H:%M}", end=f"{end_:%H:%M}")


def tell_staff(scene: Scene, emergency: Emergency, name: str, text: str) -> None:
    """The staff of the area, each once, but for who acts."""
    for person in (p for p in staff_of(scene.district, emergency.area) if p != scene.actor):
        scene.say(to_person(scene, emergency, name, person, text))


def tell_duty(scene: Scene, emergency: Emergency, name: str, text: str) -> list[str]:
    """The street's duty and the dispatchers; who that is."""
    at = scene.now.astimezone(scene.tz)
    people = duty_and_dispatch(scene.district, emergency.area, at, scene.shifts())
    for person in people:
        scene.say(to_person(scene, emergency, name, person, text))
    return people


def staff_of(district: District, area: str) -> list[str]:
    """The grid's people, the dispatchers and the members' staff who have to do with an area."""
    return [p.id for p in district.people if p.role in _TOLD and covers(district, p, area)]


def to_person(scene: Scene, emergency: Emergency, name: str, person: str, text: str) -> Outgoing:
    """A text about the state for one of the staff, who are awake while it stands."""
    return Outgoing(
        key=f"{subject(emergency)} {name} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.RESTORATION,
        due_at=scene.now,
        expires_at=scene.now + scene.clocks.rhythm.flash_every,
        at_night=True,
        why=f"emergency {name}",
    )
