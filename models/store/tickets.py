"""Tickets by number, by matter, by person and by deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select, union_all

from models.errors import NotFound
from models.store.numbers import next_number, use_numbers
from models.store.rows import Rows
from models.store.strokes import keep
from models.tables import reports, tickets
from models.ticket import DONE, Search, Ticket
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
_NEXT_DUE = func.coalesce(
    case((tickets.c.signed_at.is_(None), tickets.c.respond_by)),
    case((tickets.c.arrived_at.is_(None), tickets.c.arrive_by)),
    case((tickets.c.resolved_at.is_(None), tickets.c.resolve_by)),
)
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
        keep(self._conn, (numbered,))
        return numbered

    def add_all(self, found: Sequence[Ticket]) -> None:
        """Put in many new tickets, whose own numbers must be the next ones."""
        if found:
            use_numbers(self._conn, "ticket", [t.number for t in found])
            self._conn.execute(_ADD, [TICKETS.row(ticket) for ticket in found])
            keep(self._conn, found)

    def save(self, ticket: Ticket) -> None:
        """Bring the ticket with this number up to date; NotFound."""
        values = TICKETS.row(ticket, without=("number",)) | {"this": ticket.number}
        if self._conn.execute(_SAVE, values).rowcount != 1:
            raise NotFound("ticket", str(ticket.number))
        keep(self._conn, (ticket,))

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

    def open_of(self, reporter: str) -> list[Ticket]:
        """The open ones that this sender reported."""
        return self._list(_open(), tickets.c.reporter == reporter)

    def verifying_of(self, sender: str) -> list[Ticket]:
        """Those that are being verified and that this sender reported; else those of which they have spoken."""
        theirs = select(reports.c.matter).where(reports.c.sender == sender)
        waits = tickets.c.status == Status.VERIFYING
        return self._list(waits, tickets.c.reporter == sender) or self._list(waits, tickets.c.matter.in_(theirs))

    def mine(self, person: str) -> list[Ticket]:
        """The open ones of this person: as the member's person or as the grid worker."""
        return self._list(_open(), or_(tickets.c.person == person, tickets.c.worker == person))

    def touched(self, since: datetime) -> list[Ticket]:
        """The open ones, and those that were opened or solved since then."""
        return self._these(_open(), tickets.c.created_at >= since, tickets.c.resolved_at >= since)

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

    def of_notice(self, notice: int) -> list[Ticket]:
        """Those that hang on a notice, merged ones left out."""
        return self._list(tickets.c.notice == notice, tickets.c.parent.is_(None))

    def alike(self, estate: str, topic: str, since: datetime) -> list[Ticket]:
        """Those of one area and topic that were opened since then, merged ones too."""
        return self._list(tickets.c.estate == estate, tickets.c.topic == topic, tickets.c.created_at >= since)

    def looked_at_soon(self, room: str, until: datetime) -> list[Ticket]:
        """The closed ones of a room that are to be asked after by then (``dispatch.look_again``)."""
        due = tickets.c.looked_at.is_(None), tickets.c.chase_at <= until
        return self._list(tickets.c.room == room, tickets.c.status == Status.CLOSED, *due)

    def lately(self, service: Service, since: datetime) -> list[Ticket]:
        """The open main ones of a service that were opened since then."""
        ours = (tickets.c.service == service, tickets.c.created_at >= since, tickets.c.parent.is_(None))
        return self._list(_open(), *ours)

    def recent(self, limit: int) -> list[Ticket]:
        """The newest first."""
        return TICKETS.all(self._conn, TICKETS.select.order_by(tickets.c.number.desc()).limit(limit))

    def wanted(self, search: Search, limit: int, skip: int = 0) -> list[Ticket]:
        """What a search finds, the newest first."""
        found = TICKETS.select.where(*_as_sql(search)).order_by(tickets.c.number.desc())
        return TICKETS.all(self._conn, found.limit(limit).offset(skip))

    def pressing(self, search: Search, statuses: Sequence[Status], limit: int) -> list[Ticket]:
        """What a search finds in these statuses, the most urgent and the longest due first."""
        found = TICKETS.select.where(*_as_sql(search), tickets.c.status.in_(statuses))
        due = (_NEXT_DUE.is_(None), _NEXT_DUE, tickets.c.closed_at.desc(), tickets.c.number)
        return TICKETS.all(self._conn, found.order_by(tickets.c.urgency, *due).limit(limit))

    def how_many(self, search: Search) -> dict[Status, int]:
        """How many a search finds, by status."""
        counted = select(tickets.c.status, func.count()).where(*_as_sql(search)).group_by(tickets.c.status)
        return {status: int(n) for status, n in self._conn.execute(counted)}

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
        never = and_(tickets.c.closed_at.is_(None), tickets.c.created_at < before)
        return self._these(*(and_(tickets.c.status.in_(statuses), so) for so in (tickets.c.closed_at < before, never)))

    def counts(self) -> dict[str, int]:
        """How many stand in each status; every status is there."""
        counted = select(tickets.c.status, func.count()).group_by(tickets.c.status)
        found = {str(status): int(n) for status, n in self._conn.execute(counted)}
        return {status.value: found.get(status.value, 0) for status in Status}

    def _list(self, *conditions: ColumnElement[bool]) -> list[Ticket]:
        return TICKETS.all(self._conn, TICKETS.select.where(*conditions).order_by(tickets.c.number))

    def _these(self, *either: ColumnElement[bool]) -> list[Ticket]:
        """Those of which one of some conditions holds, each found by its own index."""
        return self._list(tickets.c.number.in_(union_all(*(select(tickets.c.number).where(so) for so in either))))


def _as_sql(search: Search) -> list[ColumnElement[bool]]:
    equal = {"member": search.member, "topic": search.topic, "service": search.service, "urgency": search.urgency}
    found = [tickets.c[name] == value for name, value in equal.items() if value]
    if search.statuses:
        found.append(tickets.c.status.in_(search.statuses))
    if search.areas is not None:
        found.append(tickets.c.estate.in_(search.areas))
    if search.of:
        found.append(or_(tickets.c.person == search.of, tickets.c.worker == search.of))
    if search.since:
        found.append(or_(_open(), tickets.c.closed_at >= search.since))
    return found


def _open() -> ColumnElement[bool]:
    return tickets.c.status.in_(_LIVING)
