"""Who is asked whether it is good now, and where; what they say is kept, and silence is kept as silence.

Who reported is asked, in private where they have written to the bot, else in their room by number; of those who joined
a sample that anybody can draw again. Nobody is asked about their own work.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dispatch import wording_survey as words
from dispatch.calendar import next_duty
from dispatch.scene import Scene, may_speak, subject
from dispatch.tell import Said
from dispatch.wording import shown
from models.matter import Report
from models.opinion import PRIVATE, RESULT, ROOM, TELEPHONE, UNASKED, Opinion
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Ticket
from models.words import Action, Priority, Rating

_AT_WORK = frozenset(
    {Action.SIGN, Action.CONTACT, Action.ARRIVE, Action.PROGRESS, Action.NOT_MET, Action.RESOLVE, "join"}
)


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody who is asked: a keyed hash (of the staff their id), by which way, in which room ("" = in private)."""

    person: str
    way: str
    room: str = ""


def voices(tx: Tx, ticket: Ticket) -> list[Report]:
    """The lines on which a ticket stands, those of what was merged into it too."""
    matters = [ticket.matter, *(child.matter for child in tx.tickets.children(ticket.number))]
    return [line for key in dict.fromkeys(matters) if key for line in tx.matters.reports(key)]


def doers(tx: Tx, ticket: Ticket) -> frozenset[str]:
    """Who has had a hand in it, in any round: they neither rate it nor ring about it."""
    rows = tx.audit.of(subject(ticket))
    return frozenset({ticket.person, *(a.actor for a in rows if a.action in _AT_WORK)} - {"", "bot"})


def raters(scene: Scene, ticket: Ticket) -> list[Rater]:
    """Whom to ask about a result: who reported it, and a sample of those who joined."""
    if ticket.proxy:
        return [Rater(ticket.reporter, TELEPHONE)] if ticket.reporter else []
    barred = doers(scene.tx, ticket) | {ticket.worker, ""}
    others: dict[str, Report] = {}
    for line in voices(scene.tx, ticket):
        if line.household and line.sender not in barred | {ticket.reporter}:
            others.setdefault(line.sender, line)
    found = [(ticket.reporter, ticket.room)] if ticket.reporter not in barred else []
    found += [(who, others[who].room) for who in sample(scene, ticket, list(others))]
    asked = (rater_of(scene, who, room) for who, room in found)
    return [one for one in asked if one]


def rater_of(scene: Scene, person: str, room: str) -> Rater | None:
    """How somebody can be asked; None where the bot may not speak, or when they want to be left alone."""
    if scene.tx.people.opted_out(person):
        return None
    if room == "" or (person not in scene.district.person and scene.tx.people.reached(person)):
        return Rater(person, PRIVATE)
    return Rater(person, ROOM, room) if may_speak(scene, room) else None


def sample(scene: Scene, ticket: Ticket, people: list[str]) -> list[str]:
    """Of those who joined, the share that is asked, at most so many: by a draw that depends on nothing but who it is."""
    drawn = sorted((_draw(ticket, person), person) for person in people)
    chosen = [person for number, person in drawn if number < scene.clocks.rating_sample]
    return chosen[: scene.clocks.rating_most]


def _draw(ticket: Ticket, person: str) -> float:
    """0 … 100, the same whenever it is drawn."""
    digest = hashlib.blake2b(f"{ticket.number} {ticket.reworks} {person}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32 * 100


def note_asked(scene: Scene, ticket: Ticket, asked: list[Rater], kind: str = RESULT) -> None:
    """A row for everybody who is asked."""
    for one in asked:
        row = Opinion(ticket.number, ticket.reworks, kind, one.person, one.way, one.room, scene.now)
        scene.tx.opinions.add(row)


def ask_privately(scene: Scene, ticket: Ticket, asked: list[Rater]) -> Said:
    """The result and the question for those who are asked in private, apart from who reported it there."""
    said = shown(scene.district, ticket.result)
    text = words.result(scene.district, ticket, said)
    people = [one.person for one in asked if one.way == PRIVATE and (ticket.room or one.person != ticket.reporter)]
    name = f"rate {ticket.reworks + 1}" if ticket.reworks else "rate"
    return tuple(row for person in people for row in scene.say(to_resident(scene, ticket, person, name, text)))


def to_resident(scene: Scene, ticket: Ticket, person: str, name: str, text: str) -> Outgoing:
    """A text to a resident alone, by day, after the time in which what led to it may be taken back."""
    clocks = scene.clocks
    due = next_duty(scene.now + clocks.take_back, clocks.duty_begins, clocks.duty_ends, scene.tz)
    return Outgoing(
        key=f"ticket {ticket.number} {name} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.SURVEY,
        due_at=due,
        ticket=ticket.number,
        why=name,
    )


def note_answer(
    scene: Scene,
    ticket: Ticket,
    rater: str,
    rating: Rating,
    *,
    kind: str = RESULT,
    comment: str = "",
    sealed: bytes = b"",
    by: str = "",
) -> None:
    """What somebody said: into the row by which they were asked, else into one of its own. ``by`` rang them up."""
    told = {"answered_at": scene.now, "rating": rating, "comment": comment, "comment_sealed": sealed, "by": by}
    asked = [o for o in in_round(scene.tx, ticket, kind) if o.rater == rater and o.answered_at is None]
    if asked:
        scene.tx.opinions.save(asked[-1].evolve(**told))
    else:
        fresh = Opinion(ticket.number, ticket.reworks, kind, rater, TELEPHONE if by else UNASKED)
        scene.tx.opinions.add(fresh.evolve(**told))


def in_round(tx: Tx, ticket: Ticket, kind: str = RESULT) -> list[Opinion]:
    """The rows of a ticket's present round."""
    return [o for o in tx.opinions.of(ticket.number) if (o.kind, o.round) == (kind, ticket.reworks)]


def worst(tx: Tx, ticket: Ticket) -> Rating | None:
    """What the present round comes to: the worst that anybody said, None while nobody has said anything."""
    return max((o.rating for o in in_round(tx, ticket) if o.rating is not None), default=None)
