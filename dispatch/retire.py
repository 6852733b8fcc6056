"""What becomes of tickets after their end: archived, later anonymised (DOMAIN §6, §7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dispatch.life import step
from dispatch.scene import subject
from models.store import Tx
from models.ticket import Audit, Ticket
from models.words import Action, Status

_ENDED = (Status.CLOSED, Status.DISMISSED, Status.DEFLECTED, Status.REJECTED, Status.MERGED)


def archive(tx: Tx, *, before: datetime, now: datetime) -> int:
    """Archive what ended before then; how many tickets."""
    return sum(_move(tx, ticket, Action.ARCHIVE, now) for ticket in tx.tickets.ended(_ENDED, before=before))


def anonymise(tx: Tx, *, before: datetime, staff: Sequence[str], now: datetime) -> int:
    """Anonymise what is archived and ended before then; how many tickets. ``staff`` keep their names in the audit."""
    found = tx.tickets.ended((Status.ARCHIVED,), before=before)
    for ticket in found:
        tx.matters.anonymise(ticket.matter)
        tx.approvals.anonymise(ticket.number)
    tx.purges.strip([t.number for t in found], staff)
    return sum(_move(tx, _bare(ticket), Action.ANONYMISE, now) for ticket in found)


def _move(tx: Tx, ticket: Ticket, action: Action, now: datetime) -> int:
    after = step(ticket, action, now).evolve(chase_at=None)
    tx.tickets.save(after)
    before, told = f"status={ticket.status}", f"status={after.status}"
    tx.audit.add(Audit(subject(ticket), action, "bot", now, "retention", "保存期已到", before, told))
    return 1


def _bare(ticket: Ticket) -> Ticket:
    """Without anything that could lead back to a household: what stays is the kind of trouble, the area, the times."""
    return ticket.evolve(summary="", reporter="", building=None, comment="", result="", room="", outside="", why=())
