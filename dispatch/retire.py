"""What becomes of tickets after their end: archived, later anonymised (DOMAIN §6, §7)."""

from __future__ import annotations

from datetime import datetime

from dispatch.life import step
from dispatch.scene import subject
from models.store import Tx
from models.ticket import Audit, Ticket
from models.words import Action, Status

_ENDED = (Status.CLOSED, Status.DISMISSED, Status.DEFLECTED, Status.REJECTED, Status.MERGED)


def retire(tx: Tx, *, raw: datetime, core: datetime, now: datetime) -> int:
    """Archive what ended before ``raw`` and anonymise what was archived and ended before ``core``; how many tickets."""
    done = 0
    for ticket in tx.tickets.ended(_ENDED, before=raw):
        done += _move(tx, ticket, Action.ARCHIVE, now)
    for ticket in tx.tickets.ended((Status.ARCHIVED,), before=core):
        tx.matters.anonymise(ticket.matter)
        tx.approvals.anonymise(ticket.number)
        done += _move(tx, _bare(ticket), Action.ANONYMISE, now)
    return done


def _move(tx: Tx, ticket: Ticket, action: Action, now: datetime) -> int:
    after = step(ticket, action, now)
    tx.tickets.save(after)
    before, told = f"status={ticket.status}", f"status={after.status}"
    tx.audit.add(Audit(subject(ticket), action, "bot", now, "retention", "保存期已到", before, told))
    return 1


def _bare(ticket: Ticket) -> Ticket:
    """Without anything that could lead back to a household: what stays is the kind of trouble, the area, the times."""
    return ticket.evolve(summary="", reporter="", building=None, comment="", result="", room="", outside="", why=())
