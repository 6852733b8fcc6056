"""交接 A→B: tickets, requests, shifts and what waits to be said move in one act, and A's rights end with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dispatch.scene import Scene
from models.areas import District, Person, Roster
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import Priority


@dataclass(frozen=True, slots=True)
class Handover:
    """What has moved, and the district from now on, in which the one who handed over is no longer of the staff."""

    district: District
    tickets: tuple[Ticket, ...]
    requests: int
    shifts: int
    said: tuple[Outgoing, ...]


def misfit(one: Person, other: Person) -> str:
    """Why ``other`` cannot take over from ``one``; "" when nothing speaks against it."""
    if one.id == other.id:
        return "same"
    return "" if (one.role, one.member) == (other.role, other.member) else "role"


def hand_over(scene: Scene, one: Person, other: Person, reason: str) -> Handover:
    """Move everything of ``one`` to ``other``, who must be of the same role and member (``misfit``)."""
    tickets = tuple(_moved(scene, t, one.id, other.id, reason) for t in _of(scene, one.id))
    requests = _requests(scene, one.id, other.id)
    waiting = scene.tx.outbox.waiting_for(one.id)
    for row in waiting:
        scene.tx.outbox.save(row.evolve(person=other.id))
    scene.tx.choices.take(one.id)
    district = without(scene.district, one, other)
    if scene.trail:
        scene.trail.redistrict(scene.district, district)
        scene.trail.passed += [row.key for row in waiting]
        scene.trail.heir = other.id if scene.actor == one.id else ""
    shifts = sum(one.id in (r.person, r.stand_in) for r in scene.district.rosters)
    scene.tx.district.save(district, scene.now)
    scene.note("district", "handover", reason=reason, before=one.id, after=other.id)
    done = Handover(district, tickets, requests, shifts, ())
    return replace(done, said=scene.say(_news(scene, one, other, done)))


def _of(scene: Scene, person: str) -> list[Ticket]:
    return [t for t in scene.tx.tickets.open() if person in (t.person, t.worker, t.lead, t.proxy)]


def _moved(scene: Scene, ticket: Ticket, one: str, other: str, reason: str) -> Ticket:
    names = ("person", "worker", "lead", "proxy", "reporter")
    changes = {n: other for n in names if getattr(ticket, n) == one}
    return scene.save(ticket, ticket.evolve(**changes), "handover", reason)


def _requests(scene: Scene, one: str, other: str) -> int:
    """Requests that ``one`` was asked or has made."""
    mine = [a for a in scene.tx.approvals.open() if one in (*a.asked, a.by)]
    for request in mine:
        if scene.trail:
            scene.trail.requests.append(request)
        asked = tuple(dict.fromkeys(other if p == one else p for p in request.asked))
        scene.tx.approvals.save(request.evolve(asked=asked, by=other if request.by == one else request.by))
    return len(mine)


def without(district: District, one: Person, other: Person) -> District:
    """The district without ``one``: areas, shifts and the people under them are ``other``'s."""
    heir = replace(
        other,
        areas=tuple(dict.fromkeys((*other.areas, *one.areas))) if other.areas and one.areas else (),
        buildings=tuple(dict.fromkeys((*other.buildings, *one.buildings))) if other.buildings and one.buildings else (),
        chief=other.chief if other.chief != one.id else one.chief,
    )
    people = tuple(
        heir if p.id == other.id else replace(p, chief=other.id) if p.chief == one.id else p
        for p in district.people
        if p.id != one.id
    )
    rosters = tuple(dict.fromkeys(_roster(r, one.id, other.id) for r in district.rosters))
    return replace(district, people=people, rosters=rosters)


def _roster(roster: Roster, one: str, other: str) -> Roster:
    """A shift with ``other`` in the place of ``one``; who would stand in for themselves is not away any more."""
    person = other if roster.person == one else roster.person
    stand_in = other if roster.stand_in == one else roster.stand_in
    if stand_in and stand_in == person:
        return replace(roster, person=person, stand_in="", away_from="", away_to="")
    return replace(roster, person=person, stand_in=stand_in)


def _news(scene: Scene, one: Person, other: Person, done: Handover) -> Outgoing:
    numbers = "、".join(str(t.number) for t in done.tickets[:20])
    what = f"工单 {len(done.tickets)} 件{'（' + numbers + '）' if numbers else ''}"
    wrong = "；转错了两分钟内回：撤销" if scene.actor == one.id else ""
    text = f"{one.name}的{what}、待批 {done.requests} 个、班次 {done.shifts} 个都转给您了。看清单发：我的工单{wrong}"
    return Outgoing(
        key=f"handover {one.id} {scene.now:%Y-%m-%dT%H:%M:%SZ} → {other.id}",
        text=text,
        room="",
        person=other.id,
        priority=Priority.STAFF,
        due_at=scene.now,
        at_night=True,
        why="handover",
    )
