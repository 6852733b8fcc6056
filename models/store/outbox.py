"""Texts that must leave, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, false, func, or_, select

from models.errors import NotFound
from models.outgoing import Outgoing
from models.store.rows import Rows, moment, put_new
from models.tables import outbox
from models.words import Delivery

OUTBOX: Rows[Outgoing] = Rows(outbox, Outgoing)
_SAVE = outbox.update().where(outbox.c.id == bindparam("this"))


class Outbox:
    """The outgoing texts, each with a key that says what it is for."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put(self, outgoing: Outgoing) -> bool:
        """Keep a text for sending; False when its key stands already (nothing changes then)."""
        return put_new(self._conn, outbox, OUTBOX.row(outgoing, without=("id",)))

    def get(self, key: str) -> Outgoing | None:
        """The text with this key."""
        return OUTBOX.first(self._conn, OUTBOX.select.where(outbox.c.key == key))

    def save(self, outgoing: Outgoing) -> None:
        """Bring the text with this id up to date; NotFound."""
        values = OUTBOX.row(outgoing, without=("id", "key")) | {"this": outgoing.id}
        if self._conn.execute(_SAVE, values).rowcount != 1:
            raise NotFound("outgoing", outgoing.key)

    def due(self, now: datetime, limit: int = 50) -> list[Outgoing]:
        """What may leave now, the most urgent first."""
        ready = or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= now)
        wanted = OUTBOX.select.where(_waiting(), outbox.c.due_at <= now, ready)
        in_turn = wanted.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id)
        return OUTBOX.all(self._conn, in_turn.limit(limit))

    def next_due(self) -> datetime | None:
        """When the next text may leave; None when nothing waits."""
        later = case((outbox.c.retry_at > outbox.c.due_at, outbox.c.retry_at), else_=outbox.c.due_at)
        return moment(self._conn, select(func.min(later)).where(_waiting()))

    def withdraw(
        self, *, ticket: int | None = None, notice: int | None = None, keys: Sequence[str] = (), reason: str
    ) -> int:
        """Take back what still waits for a ticket, a notice or under these keys; how many."""
        ours = or_(
            false() if ticket is None else outbox.c.ticket == ticket,
            false() if notice is None else outbox.c.notice == notice,
            outbox.c.key.in_(keys),
        )
        taken = outbox.update().where(_waiting(), ours)
        return self._conn.execute(taken.values(status=Delivery.WITHDRAWN, last_error=reason)).rowcount

    def last_sent(self, room: str, topic: str) -> datetime | None:
        """When this room last got a text on this topic."""
        same = (outbox.c.room == room, outbox.c.topic == topic)
        return moment(self._conn, select(func.max(outbox.c.sent_at)).where(*same))

    def sent_since(self, account: str, since: datetime) -> list[tuple[datetime, str]]:
        """When an account sent, and to which room or person, in order; for the budget."""
        target = case((outbox.c.room != "", outbox.c.room), else_=outbox.c.person)
        sent = select(outbox.c.sent_at, target).where(outbox.c.account == account, outbox.c.sent_at >= since)
        return [(at, to) for at, to in self._conn.execute(sent.order_by(outbox.c.sent_at, outbox.c.id))]

    def of_room(self, room: str, limit: int) -> list[Outgoing]:
        """The latest texts for a room, the newest first."""
        return self._newest(limit, outbox.c.room == room)

    def of_ticket(self, number: int) -> list[Outgoing]:
        """Every text about a ticket, in the order in which they were made."""
        return OUTBOX.all(self._conn, OUTBOX.select.where(outbox.c.ticket == number).order_by(outbox.c.id))

    def of_notice(self, notice: int) -> list[Outgoing]:
        """Every text about a notice thread, in the order in which they were made."""
        return OUTBOX.all(self._conn, OUTBOX.select.where(outbox.c.notice == notice).order_by(outbox.c.id))

    def recent(self, limit: int) -> list[Outgoing]:
        """The latest texts, the newest first."""
        return self._newest(limit)

    def dead(self) -> list[Outgoing]:
        """What could not be sent and is given up, in order."""
        given_up = OUTBOX.select.where(outbox.c.status == Delivery.DEAD)
        return OUTBOX.all(self._conn, given_up.order_by(outbox.c.id))

    def counts(self) -> dict[str, int]:
        """How many stand in each state; every state is there."""
        counted = select(outbox.c.status, func.count()).group_by(outbox.c.status)
        found = {str(status): int(n) for status, n in self._conn.execute(counted)}
        return {state.value: found.get(state.value, 0) for state in Delivery}

    def oldest_waiting(self, now: datetime) -> datetime | None:
        """Since when the text waits that should have left first; None when nothing is late."""
        late = select(func.min(outbox.c.due_at)).where(_waiting(), outbox.c.due_at <= now)
        return moment(self._conn, late)

    def _newest(self, limit: int, *conditions: ColumnElement[bool]) -> list[Outgoing]:
        return OUTBOX.all(self._conn, OUTBOX.select.where(*conditions).order_by(outbox.c.id.desc()).limit(limit))


def _waiting() -> ColumnElement[bool]:
    return outbox.c.status == Delivery.WAITING
