"""Tickets by number, by matter, by person and by deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select

from models.errors import NotFound
from models.store.numbers import next_number
from models.store.rows import Rows
from models.tables import tickets
from models.ticket import DONE, Ticket
from models.words import Status

TICKETS: Rows[Ticket] = Rows(tickets, Ticket)
_CLOCKS = (
    tickets.c.respond_by,
    tickets.c.contact_by,
    tickets.c.arrive_by,
    tickets.c.resolve_by,
    tickets.c.feedback_by,
)
_SAVE = tickets.update().where(tickets.c.number == bindparam("this"))
_ASKING = (Status.RESOLVED, Status.VERIFYING)
_AHEAD = timedelta(days=1)


class Tickets:
    """All tickets; the lists are sorted by number unless they say otherwise."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, ticket: Ticket) -> Ticket:
        """Put in a new ticket (its own number is ignored) and give it with the next number.

        A matter has one main ticket: a second one without a parent is refused as StoreFailed.
        """
        numbered = ticket.evolve(number=next_number(self._conn, "ticket"))
        self._conn.execute(tickets.insert(), TICKETS.row(numbered))
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
        return TICKETS.first(self._conn, TICKETS.select.where(tickets.c.number == number))

    def of_matter(self, key: str) -> Ticket | None:
        """The main ticket of a matter."""
        return TICKETS.first(self._conn, TICKETS.select.where(tickets.c.matter == key, tickets.c.parent.is_(None)))

    def children(self, number: int) -> list[Ticket]:
        """Tickets that were merged into this one."""
        return self._list(tickets.c.parent == number)

    def open(self) -> list[Ticket]:
        """Those with which somebody still has to do something."""
        return self._list(_open())

    def mine(self, person: str) -> list[Ticket]:
        """The open ones of this person: as the member's person or as the grid worker."""
        return self._list(_open(), or_(tickets.c.person == person, tickets.c.worker == person))

    def recent(self, limit: int) -> list[Ticket]:
        """The newest first."""
        return TICKETS.all(self._conn, TICKETS.select.order_by(tickets.c.number.desc()).limit(limit))

    def waiting(self) -> list[Ticket]:
        """Those that wait for a person to confirm them."""
        return self._list(tickets.c.status == Status.CAPTURED)

    def due(self, now: datetime) -> list[Ticket]:
        """Open ones with a deadline up to a day ahead, and all that are resolved or being verified."""
        soon = or_(*(clock <= now + _AHEAD for clock in _CLOCKS))
        return self._list(_open(), or_(soon, tickets.c.status.in_(_ASKING)))

    def counts(self) -> dict[str, int]:
        """How many stand in each status; every status is there."""
        counted = select(tickets.c.status, func.count()).group_by(tickets.c.status)
        found = {str(status): int(n) for status, n in self._conn.execute(counted)}
        return {status.value: found.get(status.value, 0) for status in Status}

    def _list(self, *conditions: ColumnElement[bool]) -> list[Ticket]:
        return TICKETS.all(self._conn, TICKETS.select.where(*conditions).order_by(tickets.c.number))


def _open() -> ColumnElement[bool]:
    return tickets.c.status.not_in(DONE)
