"""Tickets by number, by matter, by person and by deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from models.errors import NotFound
from models.store.numbers import next_number
from models.store.rows import Rows
from models.tables import tickets
from models.ticket import DONE, Ticket
from models.words import Service, Status

TICKETS: Rows[Ticket] = Rows(tickets, Ticket)
_LIVING = [status for status in Status if status not in DONE]
_BUSY = [
    select(tickets.c.number).where(condition).limit(1)
    for condition in (
        tickets.c.status.in_(_LIVING),
        tickets.c.created_at >= bindparam("since"),
        tickets.c.resolved_at >= bindparam("since"),
    )
]
_CHASED = TICKETS.select.where(tickets.c.chase_at <= bindparam("now")).order_by(tickets.c.chase_at, tickets.c.number)
_NEXT_CHASE = select(func.min(tickets.c.chase_at))
_ADD = tickets.insert()
_SAVE = tickets.update().where(tickets.c.number == bindparam("this"))
_OF_MATTER = TICKETS.select.where(tickets.c.matter == bindparam("key"), tickets.c.parent.is_(None)).limit(1)


class Tickets:
    """All tickets; the lists are sorted by number unless they say otherwise."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, ticket: Ticket) -> Ticket:
        """Put in a new ticket (its own number is ignored) and give it with the next number.

        A matter has one main ticket: a second one without a parent is refused as StoreFailed.
        """
        numbered = ticket.evolve(number=next_number(self._conn, "ticket"))
        self._conn.execute(_ADD, TICKETS.row(numbered))
        return numbered

    def save(self, ticket: Ticket) -> None:
        """Bring the ticket with this number up to date; NotFound."""
        values = TICKETS.row(ticket, without=("number",)) | {"this": ticket.number}
        if self._conn.execute(_SAVE, values).rowcount != 1:
            raise NotFound("ticket", str(ticket.number))

    def get(self, number: int) -> Ticket:
        """The ticket with this number; NotFound."""
        found = self.find(number)
        if found is None:
            raise NotFound("ticket", str(number))
        return found

    def find(self, number: int) -> Ticket | None:
        """The ticket with this number, or None."""
        return TICKETS.one(self._conn, number=number)

    def of_matter(self, key: str) -> Ticket | None:
        """The main ticket of a matter."""
        return TICKETS.first(self._conn, _OF_MATTER, {"key": key})

    def children(self, number: int) -> list[Ticket]:
        """Tickets that were merged into this one."""
        return self._list(tickets.c.parent == number)

    def open(self) -> list[Ticket]:
        """Those with which somebody still has to do something."""
        return self._list(_open())

    def mine(self, person: str) -> list[Ticket]:
        """The open ones of this person: as the member's person or as the grid worker."""
        return self._list(_open(), or_(tickets.c.person == person, tickets.c.worker == person))

    def touched(self, since: datetime) -> list[Ticket]:
        """The open ones, and those that were opened or solved since then."""
        return self._list(or_(_open(), tickets.c.created_at >= since, tickets.c.resolved_at >= since))

    def busy(self, since: datetime) -> bool:
        """Whether there are any such."""
        return any(self._conn.execute(wanted, {"since": since}).first() for wanted in _BUSY)

    def reported_by(self, sender: str) -> list[Ticket]:
        """The latest of those that this sender reported, the oldest first."""
        mine = TICKETS.select.where(tickets.c.reporter == sender).order_by(tickets.c.number.desc()).limit(20)
        return TICKETS.all(self._conn, mine)[::-1]

    def outside(self, reference: str) -> list[Ticket]:
        """The open ones that an outside system has under this number."""
        return self._list(_open(), tickets.c.outside == reference)

    def alike(self, estate: str, topic: str, since: datetime) -> list[Ticket]:
        """Those of one area and topic that were opened since then, merged ones too."""
        return self._list(tickets.c.estate == estate, tickets.c.topic == topic, tickets.c.created_at >= since)

    def lately(self, service: Service, since: datetime) -> list[Ticket]:
        """The open main ones of a service that were opened since then."""
        ours = (tickets.c.service == service, tickets.c.created_at >= since, tickets.c.parent.is_(None))
        return self._list(_open(), *ours)

    def recent(self, limit: int) -> list[Ticket]:
        """The newest first."""
        return TICKETS.all(self._conn, TICKETS.select.order_by(tickets.c.number.desc()).limit(limit))

    def waiting(self) -> list[Ticket]:
        """Those that wait for a person to confirm them."""
        return self._list(tickets.c.status == Status.CAPTURED)

    def chased(self, now: datetime) -> list[Ticket]:
        """Those at which the ticker must look by ``now``, the longest due first."""
        return TICKETS.all(self._conn, _CHASED, {"now": now})

    def held(self, emergencies: Sequence[int], limit: int) -> list[Ticket]:
        """So many of those whose clocks stand still because of one of these states."""
        still = (tickets.c.held_at.is_not(None), tickets.c.emergency.in_(emergencies))
        return TICKETS.all(self._conn, TICKETS.select.where(*still).order_by(tickets.c.number).limit(limit))

    def next_chase(self) -> datetime | None:
        """When the ticker must look at a ticket next."""
        found: datetime | None = self._conn.execute(_NEXT_CHASE).scalar_one()
        return found

    def ended(self, statuses: Sequence[Status], *, before: datetime) -> list[Ticket]:
        """Those in one of these statuses that were closed (or opened, when they never got so far) before then."""
        when = func.coalesce(tickets.c.closed_at, tickets.c.created_at)
        return self._list(tickets.c.status.in_(statuses), when < before)

    def counts(self) -> dict[str, int]:
        """How many stand in each status; every status is there."""
        counted = select(tickets.c.status, func.count()).group_by(tickets.c.status)
        found = {str(status): int(n) for status, n in self._conn.execute(counted)}
        return {status.value: found.get(status.value, 0) for status in Status}

    def _list(self, *conditions: ColumnElement[bool]) -> list[Ticket]:
        return TICKETS.all(self._conn, TICKETS.select.where(*conditions).order_by(tickets.c.number))


def _open() -> ColumnElement[bool]:
    return tickets.c.status.not_in(DONE)
