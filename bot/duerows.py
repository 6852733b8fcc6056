"""What the sender reads and writes of the outbox: one function, one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.joining import may_come_early
from bot.manners import in_parts
from bot.telephone import WHY as PHONE
from models.errors import StoreFailed
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit

BATCH = 200
_SOON = timedelta(hours=3)
_log = structlog.get_logger("bot.outbox")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A due row; of residents to whom it goes or whom it names the encrypted ids, by their hashes.

    ``contact`` is the account to which the person of a private text wrote; ``phone`` the encrypted number that has its
    place in the text.
    """

    row: Outgoing
    sealed: Mapping[str, bytes] = field(default_factory=dict)
    contact: str = ""
    phone: bytes = b""

    @property
    def target(self) -> str:
        """The room, or the person, as budgets count it."""
        return self.row.room or self.row.person


def due(tx: Tx, now: datetime, by_hand: Sequence[str], skip: int, longest: int) -> list[Waiting]:
    """The next ``BATCH`` rows for the accounts, in the order in which they may leave; ``skip`` were seen.

    A text of more than ``longest`` characters becomes several rows first.
    """
    rows = tx.outbox.due(now, limit=BATCH, but=by_hand, skip=skip)
    too_long = [row for row in rows if len(row.text) > longest]
    if too_long:
        for row in too_long:
            in_parts(tx, row, longest)
        rows = tx.outbox.due(now, limit=BATCH, but=by_hand, skip=skip)
    return [_waiting(tx, row) for row in rows]


def coming(tx: Tx, now: datetime, by_hand: Sequence[str]) -> datetime | None:
    """When the next row after ``now`` may leave."""
    return tx.outbox.next_due(now, but=by_hand)


def soon(tx: Tx, row: Outgoing, now: datetime) -> list[Outgoing]:
    """What is due for this room within a few hours and may as well be said with this post."""
    return [r for r in tx.outbox.coming_posts(row.room, now, now + _SOON) if may_come_early(r)]


def save(tx: Tx, rows: Sequence[Outgoing]) -> None:
    """Bring rows up to date."""
    for row in rows:
        tx.outbox.save(row)


def settle(tx: Tx, row: Outgoing, now: datetime) -> None:
    """A row that will not be sent, with its reason."""
    tx.outbox.save(row)
    tx.audit.add(Audit(f"outgoing {row.key}", row.status.value, "bot", now, reason=row.last_error))


async def save_surely(store: Store, rows: Sequence[Outgoing], pause: float = 1.0) -> None:
    """``save`` until the store takes it, every ``pause`` seconds: what is said and not written down is said again."""
    while True:
        try:
            return await store.run(save, rows)
        except StoreFailed as error:
            if not error.retry:
                raise
            _log.error("sent_not_written", reason=error.reason, rows=len(rows))
        await asyncio.sleep(pause)


def _waiting(tx: Tx, row: Outgoing) -> Waiting:
    people = [*row.mentions, *([] if row.room else [row.person])]
    sealed = {person: token for person in people if (token := tx.people.address(person))}
    contact = tx.people.heard_by(row.person) if row.person in sealed else ""
    return Waiting(row, sealed, contact, _phone(tx, row))


def _phone(tx: Tx, row: Outgoing) -> bytes:
    """The number of the reporter, for a text to one of the staff that has a place for it."""
    ticket = tx.tickets.find(row.ticket) if row.ticket and row.why == PHONE else None
    return tx.people.phone(ticket.reporter) if ticket else b""
