"""A command on its way: who gave it, where, and which ticket is meant."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch import wording_answers as answer
from dispatch.choose import among, labels
from dispatch.life import STEPS
from dispatch.matters import main_ticket
from dispatch.rights import denied
from dispatch.scene import Scene
from dispatch.survey import voices
from dispatch.wording_help import HELP_RESIDENT
from models.areas import District, Person
from models.deed import Choice
from models.outgoing import Outgoing
from models.ticket import Command, Ticket
from models.words import Action, Priority, RoomKind, Status

_FOR_ALL = frozenset({"find", "urge", "withdraw", "who_mine", Action.RATE})
"""Commands of anybody, whose answers a whole room may read."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command has come to: the ticket (None when none was meant) and the texts that were put for it.

    ``district`` is the district from now on, when the command has changed it.

    ``refused`` is "" when it was done, else a word for why not ("unknown", "choice", "already", a Denial …).
    """

    ticket: Ticket | None
    said: tuple[Outgoing, ...]
    refused: str = ""
    district: District | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A command with its scene. ``person`` is one of the staff or None, ``sender`` their id or a keyed hash; ``sealed``
    are the words as they were said, encrypted, where they are to be kept so (b"" else)."""

    scene: Scene
    command: Command
    person: Person | None
    sender: str
    room: str
    sealed: bytes = b""

    def reply(self, ticket: Ticket | None, text: str, refused: str = "", said: tuple[Outgoing, ...] = ()) -> Done:
        """Answer the commander, where they spoke; staff in a residents' room in private, for a deadline is no promise."""
        room = "" if self._aside() else self.room
        answer_ = Outgoing(
            key=f"reply {self.scene.source} {self.command.verb} → {room or self.sender}",
            text=text,
            room=room,
            person="" if room else self.sender,
            priority=Priority.REPLY,
            due_at=self.scene.now,
            ticket=ticket.number if ticket else None,
            at_night=True,
            why=f"reply {self.command.verb}",
        )
        return Done(ticket, said + self.scene.say(answer_), refused)

    def _aside(self) -> bool:
        known = self.scene.district.room.get(self.room)
        listened = known is not None and known.kind is RoomKind.RESIDENTS
        return self.person is not None and listened and self.command.verb not in _FOR_ALL


def pick(ask: Ask, action: Action) -> Ticket | Done:
    """The ticket that a person of the staff means: by number, or the only one that fits; else the answer that asks back."""
    if ask.command.number is not None:
        return by_number(ask, ask.command.number)
    fit = [t for t in _candidates(ask) if _fits(ask, t, action)]
    if not fit and action is Action.SIGN:  # somebody else may have begun
        fit = [t for t in _candidates(ask) if t.status in (Status.SIGNED, Status.IN_PROGRESS)]
        fit = fit if len(fit) == 1 else []
    if len(fit) == 1:
        return fit[0]
    if not fit:
        return ask.reply(None, answer.none_fits(action), "unknown")
    return offer(ask, fit, action)


def meant(ask: Ask, like: Action, *, merged: bool = False) -> Ticket | Done:
    """The ticket that a command of the staff means, which needs the rights of ``like``; ``merged`` finds merged ones too."""
    if ask.person is None:
        return ask.reply(None, HELP_RESIDENT, "stranger")
    number = ask.command.number
    found = ask.scene.tx.tickets.find(number) if merged and number is not None else None
    picked: Ticket | Done = found or pick(ask, like)
    if isinstance(picked, Done):
        return picked
    if reason := denied(ask.scene.district, ask.person, picked, like):
        return ask.reply(picked, answer.denied(ask.scene.district, picked, like, reason), reason)
    return picked


def offer(ask: Ask, fit: list[Ticket], action: Action) -> Done:
    """Ask back which of several is meant; one digit answers."""
    scene, shown = ask.scene, among(fit)
    options = tuple(str(t.number) for t in shown)
    command = ask.command
    scene.tx.choices.ask(
        Choice(
            ask.sender, scene.now, "ticket", options, command.verb, None, command.text, command.target, command.until
        )
    )
    text = answer.which(scene.district, shown, labels(options), action, scene.now, scene.tz)
    return ask.reply(None, text, "choice")


def by_number(ask: Ask, number: int) -> Ticket | Done:
    """The ticket with this number, or the one that it was merged into."""
    ticket = ask.scene.tx.tickets.find(number)
    if ticket is None:
        return ask.reply(None, answer.unknown(number), "unknown")
    if ticket.status is Status.MERGED and ask.command.verb != Action.REOPEN:
        return main_ticket(ask.scene.tx, ticket.matter) or ticket
    return ticket


def _candidates(ask: Ask) -> list[Ticket]:
    mine = ask.scene.tx.tickets.mine(ask.sender)
    return mine or ask.scene.tx.tickets.waiting()


def _fits(ask: Ask, ticket: Ticket, action: Action) -> bool:
    early = ticket.status in (Status.CAPTURED, Status.ACCEPTED)
    legal = (ticket.status, action) in STEPS or (early and (Status.DISPATCHED, action) in STEPS)
    return legal and denied(ask.scene.district, ask.person, ticket, action) is None


def speakers(ask: Ask, ticket: Ticket) -> frozenset[str]:
    """The senders of the lines of a ticket's matter, and of what was merged into it."""
    return frozenset(r.sender for r in voices(ask.scene.tx, ticket))


def concerns(ask: Ask, ticket: Ticket) -> bool:
    """Whether who asks has to do with a ticket: reported it, spoke of it, sits in its room, or is of the staff."""
    if ask.person or ask.sender == ticket.reporter:
        return True
    matter = ask.scene.tx.matters.get(ticket.matter)
    in_its_room = bool(ask.room) and (ask.room == ticket.room or bool(matter and ask.room in matter.rooms))
    return in_its_room or ask.sender in speakers(ask, ticket)
