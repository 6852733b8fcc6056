"""What hangs on tickets for a while: requests for leave, questions with a choice, commands that may be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from models.deed import Approval, Choice, Deed
from models.store.rows import Rows, moment, put
from models.tables import approvals, choices, deeds

APPROVALS: Rows[Approval] = Rows(approvals, Approval)
CHOICES: Rows[Choice] = Rows(choices, Choice)
DEEDS: Rows[Deed] = Rows(deeds, Deed)
_CHASED = APPROVALS.select.where(approvals.c.chase_at <= bindparam("now")).order_by(approvals.c.id)
_NEXT_CHASE = select(func.min(approvals.c.chase_at))


class Approvals:
    """Requests for a later deadline or a rest, in the order in which they were made."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, approval: Approval) -> None:
        """Keep a new request."""
        self._conn.execute(approvals.insert(), APPROVALS.row(approval, without=("id",)))

    def save(self, approval: Approval) -> None:
        """Bring the request with this id up to date."""
        values = APPROVALS.row(approval, without=("id",))
        self._conn.execute(approvals.update().where(approvals.c.id == approval.id).values(**values))

    def open(self, ticket: int | None = None) -> list[Approval]:
        """Those that nobody has decided, of one ticket or of all."""
        mine = () if ticket is None else (approvals.c.ticket == ticket,)
        wanted = APPROVALS.select.where(approvals.c.granted.is_(None), *mine)
        return APPROVALS.all(self._conn, wanted.order_by(approvals.c.id))

    def of(self, ticket: int) -> list[Approval]:
        """All of a ticket, the newest first."""
        wanted = APPROVALS.select.where(approvals.c.ticket == ticket)
        return APPROVALS.all(self._conn, wanted.order_by(approvals.c.id.desc()))

    def chased(self, now: datetime) -> list[Approval]:
        """Those that should have been decided by ``now``."""
        return APPROVALS.all(self._conn, _CHASED, {"now": now})

    def next_chase(self) -> datetime | None:
        """When the next one should be decided."""
        return moment(self._conn, _NEXT_CHASE)

    def anonymise(self, ticket: int) -> None:
        """Take the words of a ticket's requests away."""
        self._conn.execute(approvals.update().where(approvals.c.ticket == ticket).values(reason=""))


class Choices:
    """At most one open question for each sender."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def ask(self, choice: Choice) -> None:
        """The question that is open from now on."""
        put(self._conn, choices, CHOICES.row(choice))

    def take(self, sender: str) -> Choice | None:
        """The open question of a sender, which is over by this."""
        found = CHOICES.one(self._conn, sender=sender)
        if found:
            self._conn.execute(choices.delete().where(choices.c.sender == sender))
        return found

    def forget(self, before: datetime) -> int:
        """Drop questions that nobody answered; how many."""
        return self._conn.execute(choices.delete().where(choices.c.at < before)).rowcount


class Deeds:
    """Commands that may still be taken back; the rows are short-lived."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, deed: Deed, *, forget: datetime) -> None:
        """Keep a deed, and drop those before ``forget``."""
        self.forget(forget)
        self._conn.execute(deeds.insert(), DEEDS.row(deed, without=("id",)))

    def forget(self, before: datetime) -> int:
        """Drop deeds that nobody can take back any more; how many."""
        return self._conn.execute(deeds.delete().where(deeds.c.at < before)).rowcount

    def last(self, actor: str, since: datetime) -> Deed | None:
        """The latest deed of somebody since then that has not been taken back."""
        mine = DEEDS.select.where(deeds.c.actor == actor, deeds.c.at >= since, deeds.c.undone_at.is_(None))
        return DEEDS.first(self._conn, mine.order_by(deeds.c.id.desc()))

    def undone(self, deed: Deed, at: datetime) -> None:
        """It has been taken back."""
        self._conn.execute(deeds.update().where(deeds.c.id == deed.id).values(undone_at=at))
