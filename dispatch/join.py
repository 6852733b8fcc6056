"""Troubles of several estates that hang on one line or road are proposed as one; a person decides."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch import wording_join as words
from dispatch.route import common_area
from dispatch.scene import Scene, subject
from dispatch.street import duty_and_dispatch
from dispatch.tell import rooms_of
from dispatch.wording_topics import OUTAGES
from models.areas import District
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import AreaKind, Priority, Service, Status

APART = "apart"
"""How the audit names the word of a person that two tickets are not one trouble."""
_WIDE = OUTAGES | {"E03", "W02", "W03", "W04", "W09", "G03", "R02"}
_SETTLED = frozenset({Status.CAPTURED, Status.SUSPENDED, Status.RESOLVED, Status.VERIFYING})


def propose_join(scene: Scene, ticket: Ticket) -> tuple[Outgoing, ...]:
    """Ask the street's duty and the dispatchers whether a ticket and others on its line or road are one trouble, once."""
    if not _fits(ticket):
        return ()
    shared, group = _group(scene, ticket)
    if len(group) < 2:
        return ()
    root = group[0]
    stale = [o.key for o in scene.tx.outbox.of_ticket(root.number) if o.why == "join"]
    scene.tx.outbox.withdraw(keys=stale, reason="有新的提议")
    text = words.propose(scene.district, shared, group)
    area = common_area(scene.district, tuple(t.estate for t in group if t.estate))
    people = duty_and_dispatch(scene.district, area, scene.now.astimezone(scene.tz), scene.shifts())
    return tuple(said for person in people for said in scene.say(_row(scene, group, person, text)))


def _fits(ticket: Ticket) -> bool:
    return ticket.topic in _WIDE and ticket.open and ticket.parent is None and ticket.status not in _SETTLED


def _group(scene: Scene, ticket: Ticket) -> tuple[str, list[Ticket]]:
    """What ties most of them to ``ticket``, and they with it, by number."""
    since = scene.now - scene.clocks.join_within
    others = [t for t in scene.tx.tickets.lately(ticket.service, since) if t.number != ticket.number and _fits(t)]
    ours = ties(scene, ticket)
    near = {t.number: (t, ours & ties(scene, t)) for t in others if ours and not told_apart(scene, ticket, t)}
    shared = sorted({tie for _, both in near.values() for tie in both})
    if not shared:
        return "", []
    tie = max(shared, key=lambda tie: sum(tie in both for _, both in near.values()))
    group = [ticket, *(t for t, both in near.values() if tie in both)]
    return tie, sorted(group, key=lambda t: t.number)


def ties(scene: Scene, ticket: Ticket) -> frozenset[str]:
    """The lines (of a power trouble) or roads on which the estates of a ticket lie."""
    return frozenset(_ties(scene.district, ticket.service, _estates(scene, ticket)))


def _ties(district: District, service: Service, estates: set[str]) -> Iterator[str]:
    for area in (district.area[e] for e in estates if e in district.area):
        yield from area.lines if service is Service.POWER else area.roads


def _estates(scene: Scene, ticket: Ticket) -> set[str]:
    area = scene.district.area.get(ticket.estate or "")
    own = {area.code} if area and area.kind is AreaKind.ESTATE else set()
    return own or {e for room in rooms_of(scene, ticket) for e in scene.district.room_estates(room)}


def told_apart(scene: Scene, one: Ticket, other: Ticket) -> bool:
    """Whether a person has said that they are two."""
    return any(a.action == APART and a.after == str(other.number) for a in scene.tx.audit.of(subject(one)))


def keep_apart(scene: Scene, tickets: list[Ticket], reason: str) -> None:
    """They are two (or more): never proposed as one again."""
    for one in tickets:
        for other in (t for t in tickets if t is not one):
            scene.note(subject(one), APART, reason=reason, after=str(other.number))
    for ticket in tickets:
        waiting = [o.key for o in scene.tx.outbox.of_ticket(ticket.number) if o.why == "join"]
        scene.tx.outbox.withdraw(keys=waiting, reason="已经定了")


def _row(scene: Scene, group: list[Ticket], person: str, text: str) -> Outgoing:
    numbers = "+".join(str(t.number) for t in group)
    return Outgoing(
        key=f"join {numbers} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.STAFF,
        due_at=scene.now,
        expires_at=scene.now + scene.clocks.join_within,
        ticket=group[0].number,
        at_night=True,
        why="join",
    )
