"""One text in the morning for each worker, one in the evening for each member and community, none when there is nothing.

They stand in for the early reminders of what runs for days (``Clocks.brief_span``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch import wording_briefs as words
from dispatch.calendar import is_workday
from dispatch.clocks import Clocks, is_fault
from dispatch.ladder import chief_of
from dispatch.roster_gaps import RosterGap, roster_gaps, unknown_year
from dispatch.route import member_person
from dispatch.wording import next_deadline
from models.areas import District
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Ticket
from models.words import AreaKind, Priority, Role, Status

_LASTS = timedelta(hours=4)
_WORKING = frozenset({Status.ACCEPTED, Status.DISPATCHED, Status.SIGNED, Status.IN_PROGRESS, Status.REWORK})
_ROSTERS = (Role.DISPATCHER, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Hour:
    """The hour of a round: the district, the limits, now (aware, UTC), the zone."""

    district: District
    clocks: Clocks
    now: datetime
    tz: ZoneInfo

    @property
    def local(self) -> datetime:
        """Now, local."""
        return self.now.astimezone(self.tz)

    @property
    def midnight(self) -> datetime:
        """When today began."""
        return datetime.combine(self.local.date(), time(), self.tz)


def brief(tx: Tx, at: Hour) -> int:
    """Put the briefs that are due at that hour, each once a day; how many."""
    done = 0
    for name, begins, make in (("morning", at.clocks.morning, _morning), ("evening", at.clocks.evening, _evening)):
        due = datetime.combine(at.local.date(), begins, at.tz)
        today = at.local.date().isoformat()
        if due <= at.local < due + _LASTS and (tx.flags.get(f"brief {name}") or "") < today:
            tx.flags.set(f"brief {name}", today)
            done += sum(tx.outbox.put(_row(at, name, person, text, due)) for person, text in make(tx, at))
    return done


def next_brief(tx: Tx, at: Hour) -> datetime | None:
    """When the next briefs may have something to say; None while nothing is open and there are no shifts to watch."""
    if not (at.district.rosters or tx.tickets.busy(at.midnight)):
        return None
    days = (at.local.date(), at.local.date() + timedelta(days=1))
    hours = (datetime.combine(day, hour, at.tz) for day in days for hour in (at.clocks.morning, at.clocks.evening))
    return min(hour for hour in hours if hour > at.local).astimezone(at.now.tzinfo)


def _row(at: Hour, name: str, person: str, text: str, due: datetime) -> Outgoing:
    return Outgoing(
        key=f"brief {name} {at.local:%Y-%m-%d} {text.partition('：')[0]} → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.STAFF,
        due_at=at.now,
        expires_at=due.astimezone(at.now.tzinfo) + _LASTS,
        why=f"brief {name}",
    )


def _morning(tx: Tx, at: Hour) -> Iterator[tuple[str, str]]:
    """(person, text): what each has in hand; who was asked for leave; and for dispatchers the gaps in the rosters."""
    tickets = tx.tickets.open()
    mine: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in (t for t in tickets if t.status in _WORKING and _today(t, at)):
        for person in dict.fromkeys(p for p in (ticket.person, ticket.worker) if p):
            mine[person].append(ticket)
    asked: dict[str, list[int]] = defaultdict(list)
    for request in tx.approvals.open():
        for person in request.asked:
            asked[person].append(request.ticket)
    gaps = roster_gaps(at.district, at.local)
    year = unknown_year(at.local) if tickets else None
    for one in at.district.people:
        rota: tuple[list[RosterGap], int | None] = (gaps, year) if one.role in _ROSTERS else ([], None)
        if mine[one.id] or asked[one.id] or any(rota):
            yield one.id, words.morning(at.district, mine[one.id], asked[one.id], rota, at.now, at.tz)


def _today(ticket: Ticket, at: Hour) -> bool:
    """Whether a ticket belongs into today's brief: on days off only what is urgent, a fault, or due."""
    due = next_deadline(ticket)
    soon = due is not None and due < at.midnight + timedelta(days=1)
    return soon or is_workday(at.local.date()) or is_fault(ticket)


def _evening(tx: Tx, at: Hour) -> Iterator[tuple[str, str]]:
    """(person, text): for each member and community what came, what was solved, what is late or due tomorrow."""
    by_member: dict[str, list[Ticket]] = defaultdict(list)
    by_area: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in (t for t in tx.tickets.touched(at.midnight) if t.status not in (Status.MERGED, Status.CAPTURED)):
        for code in dict.fromkeys((ticket.member, *ticket.co)):
            by_member[code].append(ticket)
        for area in at.district.chain(ticket.estate):
            by_area[area.code].append(ticket)
    for member in (m for m in at.district.members if m.code in by_member):
        text = words.evening(at.district, member.name, by_member[member.code], at.midnight, at.now, at.tz)
        yield from ((person, text) for person in _of_member(at, member.code) if text)
    for area in (a for a in at.district.areas if a.kind is AreaKind.COMMUNITY and a.code in by_area):
        text = words.evening(at.district, area.name, by_area[area.code], at.midnight, at.now, at.tz)
        yield from ((person, text) for person in _of_community(at, area.code) if text)


def _of_member(at: Hour, member: str) -> list[str]:
    """The chiefs of a member; without any, who is on duty."""
    staff = at.district.staff_of.get(member, ())
    chiefs = list(dict.fromkeys(c for p in staff if (c := chief_of(at.district, p.id))))
    if chiefs:
        return chiefs
    person, _ = member_person(at.district, at.district.member[member], None, None, at.local)
    return [person.id] if person else []


def _of_community(at: Hour, area: str) -> list[str]:
    """The secretary and the grid leaders of a community."""
    leads = (Role.SECRETARY, Role.GRID_LEADER)
    near = at.district.people_of(area)
    return [p.id for p in near if p.role in leads and any(at.district.within(a, area) for a in p.areas)]
