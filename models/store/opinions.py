"""What people were asked about tickets and what they said; the calls that are owed to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from models.care_tables import callbacks, opinions
from models.opinion import CallBack, Opinion
from models.store.rows import Rows, moment

OPINIONS: Rows[Opinion] = Rows(opinions, Opinion)
CALLBACKS: Rows[CallBack] = Rows(callbacks, CallBack)
_WAITING = OPINIONS.select.where(
    opinions.c.rater == bindparam("rater"),
    opinions.c.answered_at.is_(None),
    opinions.c.asked_at >= bindparam("since"),
).order_by(opinions.c.asked_at, opinions.c.id)
_CHASED = CALLBACKS.select.where(callbacks.c.chase_at <= bindparam("now")).order_by(callbacks.c.id)
_NEXT_CHASE = select(func.min(callbacks.c.chase_at))


class Opinions:
    """A row for everybody who was asked, or who spoke without being asked."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, opinion: Opinion) -> None:
        """Keep a new one."""
        self._conn.execute(opinions.insert(), OPINIONS.row(opinion, without=("id",)))

    def save(self, opinion: Opinion) -> None:
        """Bring the one with this id up to date."""
        values = OPINIONS.row(opinion, without=("id",))
        self._conn.execute(opinions.update().where(opinions.c.id == opinion.id).values(**values))

    def of(self, ticket: int) -> list[Opinion]:
        """All of a ticket, in order."""
        return OPINIONS.all(self._conn, OPINIONS.select.where(opinions.c.ticket == ticket).order_by(opinions.c.id))

    def waiting_for(self, rater: str, since: datetime) -> list[Opinion]:
        """What somebody was asked since then and has not answered, the oldest first."""
        return OPINIONS.all(self._conn, _WAITING, {"rater": rater, "since": since})

    def asked_between(self, start: datetime, end: datetime) -> list[Opinion]:
        """Those who were asked in a stretch of time, whatever they said."""
        within = opinions.c.asked_at >= start, opinions.c.asked_at < end
        return OPINIONS.all(self._conn, OPINIONS.select.where(*within).order_by(opinions.c.id))

    def unask(self, ticket: int, round_: int) -> None:
        """Nobody was asked after all, or not yet: what nobody has answered goes."""
        silent = (opinions.c.ticket == ticket, opinions.c.round == round_, opinions.c.answered_at.is_(None))
        self._conn.execute(opinions.delete().where(*silent))

    def untell(self, ticket: int, by: str, at: datetime) -> None:
        """What somebody wrote down at that moment for somebody else was not said: who was asked is silent again."""
        theirs = (opinions.c.ticket == ticket, opinions.c.by == by, opinions.c.answered_at == at)
        silent = {"answered_at": None, "rating": None, "comment": "", "comment_sealed": b"", "by": ""}
        self._conn.execute(opinions.delete().where(*theirs, opinions.c.asked_at.is_(None)))
        self._conn.execute(opinions.update().where(*theirs).values(**silent))


class CallBacks:
    """Calls that people owe."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, call: CallBack) -> None:
        """Keep a new one."""
        self._conn.execute(callbacks.insert(), CALLBACKS.row(call, without=("id",)))

    def save(self, call: CallBack) -> None:
        """Bring the one with this id up to date."""
        values = CALLBACKS.row(call, without=("id",))
        self._conn.execute(callbacks.update().where(callbacks.c.id == call.id).values(**values))

    def open(self, ticket: int | None = None) -> list[CallBack]:
        """Those that nobody has made, of one ticket or of all."""
        mine = () if ticket is None else (callbacks.c.ticket == ticket,)
        return CALLBACKS.all(
            self._conn, CALLBACKS.select.where(callbacks.c.done_at.is_(None), *mine).order_by(callbacks.c.id)
        )

    def of(self, ticket: int) -> list[CallBack]:
        """All of a ticket, in order."""
        return CALLBACKS.all(self._conn, CALLBACKS.select.where(callbacks.c.ticket == ticket).order_by(callbacks.c.id))

    def chased(self, now: datetime) -> list[CallBack]:
        """Those that should have been made by ``now``."""
        return CALLBACKS.all(self._conn, _CHASED, {"now": now})

    def next_chase(self) -> datetime | None:
        """When the next one should be made."""
        return moment(self._conn, _NEXT_CHASE)

    def unmake(self, ticket: int, by: str, at: datetime, chase_at: datetime) -> None:
        """A call that somebody wrote down at that moment was not made: it is owed again."""
        theirs = (callbacks.c.ticket == ticket, callbacks.c.done_by == by, callbacks.c.done_at == at)
        owed = {"done_at": None, "done_by": "", "said": "", "chase_at": chase_at}
        self._conn.execute(callbacks.update().where(*theirs).values(**owed))

    def drop(self, ticket: int, at: datetime) -> None:
        """What came about at that moment is taken back."""
        self._conn.execute(callbacks.delete().where(callbacks.c.ticket == ticket, callbacks.c.at == at))
