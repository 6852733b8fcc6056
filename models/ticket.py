"""A ticket: one matter on its way to the people who mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import Action, Rating, Service, Status, Step, Urgency


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. ``number`` is what people say ("工单 12"); ``matter`` the key of its matter; all times aware, UTC.

    The ``*_by`` columns are deadlines (DOMAIN §4), None when that clock does not run; the ``*_at`` columns say when it
    happened. ``chase_at`` is when the ticker must look at it again, None = never. ``by_default`` marks what reached its member because nobody else owns it ("无责任单位").
    ``in_grid`` says that it was solved by grid or alliance staff without the street or an outside hotline.
    ``outside`` is the system and number to which it was handed on ("95598 20261124001"). ``co`` are the codes of members
    that help; ``boundary`` is what the last return named (户内, 表后, …); since ``disputed_at`` two members quarrel over
    it and ``lead`` (a person) leads. ``proxy`` is who of the staff reported it for somebody without WeChat. ``climbed``
    levels above the crew have heard that the deadline ``climbed_from`` passed, ``acked_at`` is when one of them said
    that they see to it. ``expected_at`` is when the member said that supply would be back: then the rooms are asked.
    ``outcome`` is what is known of a supply that was said to be back: one of ``PENDING``, ``CONFIRMED``, ``UNKNOWN``.
    ``looked_at`` is when, a week after its repair, it was asked whether it holds. While its clock rests, ``stopped_at`` is
    since when, ``stopped_by`` the deadline that ran then.
    """

    number: int
    matter: str
    status: Status
    service: Service
    topic: str
    urgency: Urgency
    created_at: datetime
    room: str = ""
    estate: str | None = None
    building: str | None = None
    summary: str = ""
    reporter: str = ""
    households: int = 1
    member: str = ""
    person: str = ""
    worker: str = ""
    step: Step | None = None
    by_default: bool = False
    respond_by: datetime | None = None
    contact_by: datetime | None = None
    arrive_by: datetime | None = None
    resolve_by: datetime | None = None
    feedback_by: datetime | None = None
    accepted_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    contacted_at: datetime | None = None
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    asked_at: datetime | None = None
    closed_at: datetime | None = None
    result: str = ""
    rating: Rating | None = None
    comment: str = ""
    reworks: int = 0
    returns: int = 0
    supervised: bool = False
    in_grid: bool = True
    outside: str = ""
    parent: int | None = None
    notice: int | None = None
    chase_at: datetime | None = None
    co: tuple[str, ...] = ()
    boundary: str = ""
    disputed_at: datetime | None = None
    lead: str = ""
    proxy: str = ""
    whistled_at: datetime | None = None
    acked_at: datetime | None = None
    climbed: int = 0
    climbed_from: datetime | None = None
    photos: int = 0
    looked_at: datetime | None = None
    emergency: int | None = None
    held_at: datetime | None = None
    resumed_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: datetime | None = None
    why: tuple[str, ...] = ()
    outcome: str = ""
    expected_at: datetime | None = None

    def evolve(self, **changes: Any) -> Self:
        """The same ticket with some fields changed."""
        return replace(self, **changes)

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status not in DONE


PENDING, CONFIRMED, UNKNOWN = "pending", "confirmed", "unknown"
"""已恢复待确认; residents said that it is back; nobody said anything, which is never taken for a yes."""

DONE = frozenset(
    {
        Status.DISMISSED,
        Status.DEFLECTED,
        Status.MERGED,
        Status.REJECTED,
        Status.CLOSED,
        Status.ARCHIVED,
        Status.ANONYMISED,
    }
)


@dataclass(frozen=True, slots=True)
class Search:
    """Which tickets are wanted; what is empty does not narrow. ``areas`` are codes of areas (None = all), ``of`` the id of
    somebody whose they are, ``since`` (aware) leaves out what was closed before."""

    statuses: tuple[Status, ...] = ()
    areas: tuple[str, ...] | None = None
    member: str = ""
    topic: str = ""
    service: str = ""
    urgency: str = ""
    of: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what to what, when, from where, why, before and after. ``actor`` is a person's id, a hash or "bot"."""

    subject: str
    action: Action | str
    actor: str
    at: datetime
    source: str = ""
    reason: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """What a person of the staff, or a reporter, tells the bot to do with a ticket.

    ``verb`` is an Action, or a word of its own ("help", "mine", "find", "undo", "choose", …); ``number`` is None when no
    ticket was named.
    ``text`` is the rest (result, reason, new deadline as written); ``target`` the person or member a ticket goes to;
    ``until`` a new deadline, aware UTC. ``evidence`` says that the words of a return name more than whose it is.
    """

    verb: str
    number: int | None = None
    text: str = ""
    target: str = ""
    until: datetime | None = None
    rating: Rating | None = None
    why: tuple[str, ...] = ()
    evidence: bool = False
