"""Who hears of what: the sets of people and rooms of a ticket, and the texts that go to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from dispatch import wording_room as to_room
from dispatch import wording_staff as to_staff
from dispatch.route import leaders, member_person
from dispatch.scene import Scene, in_room, may_speak, residents_hear
from models.areas import Member, Person
from models.outgoing import Outgoing
from models.ticket import Ticket
from models.words import Delivery, Priority, Role, Urgency

OVERSEERS = (Role.DISPATCHER, Role.GRID_LEADER, Role.SECRETARY)

Said = tuple[Outgoing, ...]


def crew(ticket: Ticket) -> list[str]:
    """The member's person and the grid worker, as far as they are known."""
    return list(dict.fromkeys(p for p in (ticket.person, ticket.worker) if p))


def helpers(scene: Scene, ticket: Ticket) -> list[str]:
    """For each co-operating member its person for the place, now."""
    members = (scene.district.member.get(code) for code in ticket.co)
    found = (_on_duty(scene, ticket, m) for m in members if m)
    return [person.id for person in found if person]


def _on_duty(scene: Scene, ticket: Ticket, member: Member) -> Person | None:
    at = scene.now.astimezone(scene.tz)
    return member_person(scene.district, member, where(scene, ticket), ticket.building, at, scene.shifts())[0]


def overseers(scene: Scene, ticket: Ticket) -> list[str]:
    """Dispatchers, leaders and secretaries over the place; the admins where there is none."""
    area = where(scene, ticket)
    over = leaders(scene.district, area, OVERSEERS) or leaders(scene.district, area, (Role.ADMIN,))
    return [p.id for p in over]


def admins(scene: Scene, ticket: Ticket) -> list[str]:
    """The admins over the place."""
    return [p.id for p in leaders(scene.district, where(scene, ticket), (Role.ADMIN,))]


def where(scene: Scene, ticket: Ticket) -> str | None:
    """The area that counts for routing: the ticket's own, else the one around all that its room serves."""
    return scene.area_of(ticket)


def rooms_of(scene: Scene, ticket: Ticket) -> list[str]:
    """The rooms in which the matter was spoken of, the reporter's first ("" for a private chat)."""
    matter = scene.tx.matters.get(ticket.matter)
    return list(dict.fromkeys([ticket.room, *(matter.rooms if matter else ())]))


def tell_dispatched(scene: Scene, ticket: Ticket, name: str = "dispatched", *, skip: str = "") -> Said:
    """The ticket to those who mend it; for a P0 to the overseers too, at once."""
    people = crew(ticket)
    if ticket.urgency is Urgency.P0 or not people:
        people += overseers(scene, ticket)
    text = to_staff.dispatched(scene.district, ticket, scene.now, scene.tz)
    said = scene.tell(ticket, [p for p in people if p != skip], name, text)
    co = [p for p in helpers(scene, ticket) if p not in (*people, skip)]
    return said + scene.tell(ticket, co, name, to_staff.also(text, ticket))


def tell_danger(scene: Scene, ticket: Ticket, room: str) -> Said:
    """The fixed safety text in a room, before anything else, at any hour, also where the bot else only listens."""
    if ticket.urgency is not Urgency.P0 or not (
        scene.speak and residents_hear(scene, room) and (room or ticket.reporter)
    ):
        return ()
    text = to_room.danger(scene.district, ticket)
    name = f"safety {ticket.topic}"
    return scene.say(in_room(scene, ticket, room, name, text, priority=Priority.EMERGENCY))


def _audible(scene: Scene, ticket: Ticket, room: str) -> bool:
    """Whether there is somebody to hear it: a room where the bot may speak, or a reporter in a private chat."""
    return may_speak(scene, room) and bool(room or ticket.reporter)


def tell_room(scene: Scene, ticket: Ticket, room: str, name: str, text: str) -> Said:
    """An automatic text in one room: of something urgent at any hour, since people are awake who just wrote."""
    if not _audible(scene, ticket, room):
        return ()
    wait = timedelta(hours=12)
    urgent = ticket.urgency is not Urgency.P2
    return scene.say(in_room(scene, ticket, room, name, text, topic=ticket.topic, expires=wait, night=urgent))


def tell_rooms(
    scene: Scene,
    ticket: Ticket,
    name: str,
    texts: Iterable[tuple[str, str]],
    priority: Priority = Priority.RESTORATION,
    *,
    at_once: bool = False,
) -> Said:
    """A text for each room of the matter: results, changes. ``texts`` are (room, text).

    It is held for as long as what led to it may be taken back, unless it must be said ``at_once``.
    """
    hold = timedelta() if at_once else scene.clocks.take_back
    return tuple(
        said
        for room, text in texts
        if _audible(scene, ticket, room)
        for said in scene.say(in_room(scene, ticket, room, name, text, priority=priority, hold=hold))
    )


ACCEPTED = "已受理"
"""Why a first question to a room is taken back before it has left: the ticket is accepted, which says more."""
AUTOMATIC = ("received", "asked", "changed")
"""Names of automatic texts besides the result: with it a room hears at most three for a matter (issue 2, DOMAIN §1)."""


def spoken(scene: Scene, ticket: Ticket, room: str, names: Sequence[str] = AUTOMATIC) -> int:
    """How many automatic texts of this ticket stand for a room, but for a question that was overtaken unsent."""
    target = room or ticket.reporter
    rows = (scene.tx.outbox.get(f"ticket {ticket.number} {n} → {target}") for n in names)
    return sum(row is not None and (row.status, row.last_error) != (Delivery.WITHDRAWN, ACCEPTED) for row in rows)


def heard(scene: Scene, ticket: Ticket, room: str) -> bool:
    """Whether a room has really had an automatic text of this ticket."""
    target = room or ticket.reporter
    rows = (scene.tx.outbox.get(f"ticket {ticket.number} {name} → {target}") for name in AUTOMATIC)
    return any(row is not None and row.status is Delivery.SENT for row in rows)


def others(scene: Scene, ticket: Ticket) -> list[str]:
    """The crew without the one who acts."""
    return [p for p in crew(ticket) if p != scene.actor]
