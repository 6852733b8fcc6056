"""What every use case of dispatch stands in: the transaction, the district, the clocks, the hour, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from dispatch.clocks import Clocks
from dispatch.life import step
from dispatch.moments import chase_at
from dispatch.pause import counted, covering, held, holds, resumed
from dispatch.route import common_area
from dispatch.trail import Trail
from models.areas import District, Roster
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit, Ticket
from models.words import Action, Delivery, Priority, RoomKind, Urgency

BOT = "bot"
LASTING = ("reply", "answer", "safety", "result", "dismissed", "rejected", "hot spot")


@dataclass(frozen=True, slots=True)
class Scene:
    """One transaction of one use case. ``now`` is aware, UTC; ``actor`` a person's id, a keyed hash or "bot".

    ``source`` says where the deed came from ("practice msg-7", "ticker"); ``speak`` False keeps the rooms silent.
    ``trail`` is kept of a command that may be taken back. ``because`` is why a deed was done that states no reason of
    its own.
    """

    tx: Tx
    district: District
    clocks: Clocks
    now: datetime
    tz: ZoneInfo
    source: str = ""
    actor: str = BOT
    speak: bool = True
    trail: Trail | None = None
    because: str = ""

    def by(self, actor: str) -> Self:
        """The same scene with another actor."""
        return replace(self, actor=actor)

    def note(self, subject: str, action: Action | str, *, reason: str = "", before: str = "", after: str = "") -> None:
        """Write an audit row."""
        entry = Audit(subject, action, self.actor, self.now, self.source, reason or self.because, before, after)
        self.tx.audit.add(entry)

    def advance(self, ticket: Ticket, action: Action, *, reason: str = "", **how: Any) -> Ticket:
        """Take a step, save it, write it down; ``how`` as in ``life.step``. IllegalStep, Refused."""
        return self.save(ticket, step(ticket, action, self.now, by_person=self.actor != BOT, **how), action, reason)

    def save(self, before: Ticket, after: Ticket, action: Action | str, reason: str = "") -> Ticket:
        """Save a changed ticket and write down what changed."""
        if self.trail:
            self.trail.touch(after.number)
        after = self.stilled(before, after)
        after = after.evolve(chase_at=chase_at(after, self.clocks, self.now))
        self.tx.tickets.save(after)
        old, new = changed(before, after)
        self.note(subject(after), action, reason=reason, before=old, after=new)
        return after

    def stilled(self, before: Ticket, after: Ticket) -> Ticket:
        """A changed (or new) ticket as an emergency state leaves its clocks: standing, with the pause so far counted."""
        emergency = (
            covering(self.district, self.area_of(after), self.tx.emergencies.standing()) if holds(after) else None
        )
        if after.held_at is None:
            return held(after, emergency, self.now) if emergency else after
        if emergency is None:
            return resumed(after, self.now)
        return counted(before, after, self.now).evolve(emergency=emergency.id)

    def area_of(self, ticket: Ticket) -> str | None:
        """The area that counts for a ticket: its own, else the one around all that its room serves."""
        room = self.district.room.get(ticket.room)
        return ticket.estate or (common_area(self.district, room.areas) if room else None)

    def shifts(self) -> tuple[Roster, ...]:
        """The twelve-hour shifts of the emergency states that stand; they come before the ordinary rosters."""
        return tuple(shift for emergency in self.tx.emergencies.standing() for shift in emergency.shifts)

    def say(self, outgoing: Outgoing) -> tuple[Outgoing, ...]:
        """Put a text into the outbox; () when its key stands already."""
        if not self.tx.outbox.put(outgoing):
            return ()
        if self.trail:
            self.trail.said.append(outgoing.key)
        return (outgoing,)

    def withdraw(self, ticket: Ticket, reason: str) -> None:
        """Take back what is overtaken and still waits: tasks, reminders, first words; not answers, dangers and results."""
        waits = (o for o in self.tx.outbox.of_ticket(ticket.number) if o.status is Delivery.WAITING)
        keys = [o.key for o in waits if not o.why.startswith(LASTING)]
        if keys:
            self.tx.outbox.withdraw(keys=keys, reason=reason)
        if self.trail:
            self.trail.taken += keys

    def tell(self, ticket: Ticket, people: Any, name: str, text: str, **how: Any) -> tuple[Outgoing, ...]:
        """The same private text for several of the staff, each once by name."""
        wanted = dict.fromkeys(p for p in people if p)
        return tuple(said for p in wanted for said in self.say(private(self, ticket, p, name, text, **how)))


_WATCHED = (
    *(
        "status",
        "step",
        "service",
        "topic",
        "urgency",
        "estate",
        "building",
        "member",
        "co",
        "person",
        "worker",
        "lead",
    ),
    *(
        "resolve_by",
        "rating",
        "parent",
        "outside",
        "boundary",
        "supervised",
        "proxy",
        "notice",
        "emergency",
        "stopped_by",
    ),
)


def subject(ticket: Ticket) -> str:
    """How the audit calls a ticket."""
    return f"ticket {ticket.number}"


def changed(before: Ticket, after: Ticket) -> tuple[str, str]:
    """The watched fields that differ, before and after; the status is always there."""
    names = [n for n in _WATCHED if n == "status" or getattr(before, n) != getattr(after, n)]
    return _show(before, names), _show(after, names)


def _show(ticket: Ticket, names: list[str]) -> str:
    return " ".join(f"{n}={_plain(getattr(ticket, n))}" for n in names)


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


def private(
    scene: Scene,
    ticket: Ticket,
    person: str,
    name: str,
    text: str,
    *,
    night: bool | None = None,
    expires: timedelta | None = None,
    calm: bool = False,
) -> Outgoing:
    """A private text to one of the staff; a P0 is an emergency (unless ``calm``: it says nothing of the danger itself),
    and what is urgent passes quiet hours."""
    priority, urgent = urgent_first(ticket)
    p0 = ticket.urgency is Urgency.P0
    return Outgoing(
        key=f"ticket {ticket.number} {name} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.STAFF if p0 and calm else priority,
        due_at=scene.now,
        expires_at=scene.now + expires if expires else None,
        ticket=ticket.number,
        at_night=p0 or (urgent if night is None else night),
        why=name,
    )


def urgent_first(ticket: Ticket) -> tuple[Priority, bool]:
    """How a private text to the staff leaves: its priority, and whether at any hour. Who must mend something urgent
    hears of it before the rooms are answered: in a storm these take minutes."""
    if ticket.urgency is Urgency.P0:
        return Priority.EMERGENCY, True
    urgent = ticket.urgency is Urgency.P1
    return Priority.RESTORATION if urgent else Priority.STAFF, urgent


def in_room(
    scene: Scene,
    ticket: Ticket,
    room: str,
    name: str,
    text: str,
    *,
    priority: Priority = Priority.REPLY,
    topic: str = "",
    expires: timedelta | None = None,
    night: bool = False,
    hold: timedelta = timedelta(),
) -> Outgoing:
    """A text for a room (or, when it was a private chat, for the one who reported), due after ``hold``."""
    return Outgoing(
        key=f"ticket {ticket.number} {name} → {room or ticket.reporter}",
        text=text,
        room=room,
        person="" if room else ticket.reporter,
        priority=priority,
        due_at=scene.now + hold,
        expires_at=scene.now + expires if expires else None,
        topic=topic,
        ticket=ticket.number,
        at_night=night or ticket.urgency is Urgency.P0,
        why=name,
    )


def may_speak(scene: Scene, room: str) -> bool:
    """Whether the bot may say something in a room by itself: not where it only listens, not where staff or members sit."""
    known = scene.district.room.get(room)
    silent = known is not None and (known.shadow or known.paused)
    return scene.speak and residents_hear(scene, room) and not silent


def residents_hear(scene: Scene, room: str) -> bool:
    """Whether residents read what is said in a room: not where staff or members sit."""
    known = scene.district.room.get(room)
    return known is None or known.kind is RoomKind.RESIDENTS
