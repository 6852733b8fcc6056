"""What a use case gets: one transaction, seen as the nouns' own shelves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from models.store.audit import Audits
from models.store.cares import Cares
from models.store.deeds import Approvals, Choices, Deeds
from models.store.district import Districts
from models.store.emergencies import Emergencies
from models.store.figures import FiguresOf
from models.store.flags import Flags
from models.store.gaps import Gaps
from models.store.holdings import Holdings
from models.store.inbox import Inbox
from models.store.logins import Logins
from models.store.matters import Matters
from models.store.notices import Notices
from models.store.opinions import CallBacks, Opinions
from models.store.outbox import Outbox
from models.store.people import People
from models.store.photos import Photos
from models.store.programs import Programs
from models.store.purges import Purges
from models.store.quarters import Quarters
from models.store.samples import Samples
from models.store.seats import Seats
from models.store.suspicions import Suspicions
from models.store.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Tx:
    """Everything that is read and written here stands or falls together; nothing here commits."""

    inbox: Inbox
    matters: Matters
    tickets: Tickets
    notices: Notices
    outbox: Outbox
    audit: Audits
    district: Districts
    people: People
    flags: Flags
    figures: FiguresOf
    samples: Samples
    seats: Seats
    gaps: Gaps
    approvals: Approvals
    choices: Choices
    deeds: Deeds
    suspicions: Suspicions
    opinions: Opinions
    callbacks: CallBacks
    photos: Photos
    purges: Purges
    holdings: Holdings
    quarters: Quarters
    logins: Logins
    programs: Programs
    emergencies: Emergencies
    cares: Cares


def tx_on(conn: Connection) -> Tx:
    """The shelves on one connection that is inside a transaction."""
    return Tx(
        inbox=Inbox(conn),
        matters=Matters(conn),
        tickets=Tickets(conn),
        notices=Notices(conn),
        outbox=Outbox(conn),
        audit=Audits(conn),
        district=Districts(conn),
        people=People(conn),
        flags=Flags(conn),
        figures=FiguresOf(conn),
        samples=Samples(conn),
        seats=Seats(conn),
        gaps=Gaps(conn),
        approvals=Approvals(conn),
        choices=Choices(conn),
        deeds=Deeds(conn),
        suspicions=Suspicions(conn),
        opinions=Opinions(conn),
        callbacks=CallBacks(conn),
        photos=Photos(conn),
        purges=Purges(conn),
        holdings=Holdings(conn),
        quarters=Quarters(conn),
        logins=Logins(conn),
        programs=Programs(conn),
        emergencies=Emergencies(conn),
        cares=Cares(conn),
    )
