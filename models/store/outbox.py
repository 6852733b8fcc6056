"""Texts that must leave, and what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from models.errors import NotFound
from models.outgoing import Outgoing
from models.store.rows import Rows, moment, put_all_new, put_new
from models.tables import outbox
from models.words import Delivery, Priority

OUTBOX: Rows[Outgoing] = Rows(outbox, Outgoing)
_ANSWERS = (Priority.REPLY, Priority.STAFF, Priority.SURVEY)
_AT_ONCE = 1_000
_SAVE = outbox.update().where(outbox.c.id == bindparam("this"))

_OF_TICKET = OUTBOX.select.where(outbox.c.ticket == bindparam("of")).order_by(outbox.c.id)
_SAID_IN = OUTBOX.select.where(outbox.c.room == bindparam("in"), outbox.c.sent_at >= bindparam("since")).order_by(
    outbox.c.sent_at, outbox.c.id
)
_ABOUT = OUTBOX.select.where(outbox.c.notice == bindparam("of"), outbox.c.room == bindparam("in")).order_by(outbox.c.id)
_WAITING_ABOUT = _ABOUT.where(outbox.c.status == Delivery.WAITING)
_ANSWERED = _ABOUT.where(
    outbox.c.status.in_((Delivery.SENT, Delivery.WAITING)),
    outbox.c.priority == Priority.REPLY,
    outbox.c.due_at >= bindparam("since"),
)
_LAST_SENT = select(func.max(outbox.c.sent_at)).where(
    outbox.c.room == bindparam("in"), outbox.c.topic == bindparam("on")
)


class Outbox:
    """The outgoing texts, each with a key that says what it is for."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def put(self, outgoing: Outgoing) -> bool:
        """Keep a text for sending; False when its key stands already (nothing changes then)."""
        return put_new(self._conn, outbox, OUTBOX.row(outgoing, without=("id",)))

    def put_all(self, rows: Sequence[Outgoing]) -> None:
        """``put`` for many, whose keys may stand already."""
        put_all_new(self._conn, outbox, [OUTBOX.row(row, without=("id",)) for row in rows])

    def get(self, key: str) -> Outgoing | None:
        """The text with this key."""
        return OUTBOX.one(self._conn, key=key)

    def save(self, outgoing: Outgoing) -> None:
        """Bring the text with this id up to date; NotFound."""
        values = OUTBOX.row(outgoing, without=("id", "key")) | {"this": outgoing.id}
        if self._conn.execute(_SAVE, values).rowcount != 1:
            raise NotFound("outgoing", outgoing.key)

    def due(self, now: datetime, limit: int = 50, *, but: Sequence[str] = (), skip: int = 0) -> list[Outgoing]:
        """What may leave now over the chat channels, danger first, then the most urgent; not for the rooms ``but``.

        ``skip`` leaves out so many of the first.
        """
        return OUTBOX.all(self._conn, _due(but != ()), {"now": now, "but": list(but), "most": limit, "skip": skip})

    def next_due(self, after: datetime | None = None, *, but: Sequence[str] = ()) -> datetime | None:
        """When the next text may leave over the chat channels, not for the rooms ``but``; None when nothing waits.

        ``after`` leaves out what may leave by then.
        """
        return moment(self._conn, _next_due(after is not None, but != ()), {"after": after, "but": list(but)})

    def unsent_danger(self, before: datetime, since: datetime) -> list[Outgoing]:
        """Texts about danger that were due before ``before`` and still wait, or were due after ``since`` and are given up."""
        late = and_(_waiting(), outbox.c.due_at <= before)
        lost = and_(outbox.c.status.in_((Delivery.DEAD, Delivery.EXPIRED)), outbox.c.due_at >= since)
        wanted = OUTBOX.select.where(_danger(), outbox.c.way == "", or_(late, lost))
        return OUTBOX.all(self._conn, wanted.order_by(outbox.c.id))

    def in_hand(self, rooms: Sequence[str], now: datetime) -> list[Outgoing]:
        """What waits for these rooms and is due, the most urgent first: somebody posts it by hand."""
        mine = OUTBOX.select.where(_waiting(), outbox.c.room.in_(rooms), outbox.c.due_at <= now)
        return OUTBOX.all(self._conn, mine.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id))

    def by_id(self, number: int) -> Outgoing:
        """The text with this number; NotFound."""
        found = OUTBOX.one(self._conn, id=number)
        if found is None:
            raise NotFound("outgoing", str(number))
        return found

    def last_id(self) -> int:
        """The number of the newest text; 0 when there is none."""
        return int(self._conn.execute(select(func.coalesce(func.max(outbox.c.id), 0))).scalar_one())

    def private_after(self, number: int, since: datetime) -> list[Outgoing]:
        """The private texts after this number that were due from ``since`` on, in order, whatever became of them."""
        return self._private(outbox.c.id > number, outbox.c.due_at >= since)

    def private_stuck(self, since: datetime, until: datetime) -> list[Outgoing]:
        """The private texts due from ``since`` on that are given up, or that still wait though due before ``until``."""
        late = or_(outbox.c.status == Delivery.DEAD, outbox.c.due_at <= until)
        return self._private(outbox.c.status.in_((Delivery.WAITING, Delivery.DEAD)), outbox.c.due_at >= since, late)

    def for_ways(self) -> list[Outgoing]:
        """What waits for the staff's own ways, due or not, the most urgent first."""
        wanted = OUTBOX.select.where(_waiting(), outbox.c.way != "")
        return OUTBOX.all(self._conn, wanted.order_by(outbox.c.priority, outbox.c.due_at, outbox.c.id))

    def withdraw(
        self, *, ticket: int | None = None, notice: int | None = None, keys: Sequence[str] = (), reason: str
    ) -> int:
        """Take back what still waits for a ticket, a notice or under these keys; how many."""
        ours = (
            outbox.c.ticket == ticket if ticket is not None else None,
            outbox.c.notice == notice if notice is not None else None,
            outbox.c.key.in_(keys) if keys else None,
        )
        gone = {"status": Delivery.WITHDRAWN, "last_error": reason, "sealed": b""}
        taken = (outbox.update().where(_waiting(), these).values(**gone) for these in ours if these is not None)
        return sum(self._conn.execute(statement).rowcount for statement in taken)

    def hasten(self, key: str, due: datetime) -> bool:
        """Let a text that waits leave at ``due``, in the night too, if it was to leave later; whether it did wait so."""
        later = outbox.update().where(_waiting(), outbox.c.key == key, outbox.c.due_at > due)
        return self._conn.execute(later.values(due_at=due, at_night=True)).rowcount == 1

    def hold(self, notice: int, until: datetime) -> None:
        """What waits for rooms of a notice leaves at ``until``, if it was to leave sooner."""
        mine = outbox.update().where(
            _waiting(), outbox.c.notice == notice, outbox.c.room != "", outbox.c.due_at < until
        )
        self._conn.execute(mine.values(due_at=until))

    def rooms_told(self, since: datetime, until: datetime) -> list[str]:
        """The rooms into which a notice was posted since then, or into which one is to leave before ``until``."""
        ours = (outbox.c.notice.is_not(None), outbox.c.room != "", outbox.c.priority.not_in(_ANSWERS))
        sent = select(outbox.c.room).where(*ours, outbox.c.sent_at >= since)
        ready = select(outbox.c.room).where(*ours, _waiting(), outbox.c.due_at.between(since, until))
        return list(self._conn.execute(sent.union(ready)).scalars())

    def waiting_for(self, person: str) -> list[Outgoing]:
        """The private texts that wait for somebody, in order."""
        return self._private(_waiting(), outbox.c.person == person)

    def release(self, keys: Sequence[str], mark: str, reason: str) -> None:
        """Take back what still waits under these keys, and free the keys (``mark`` is added), so that it can be said anew."""
        self.withdraw(keys=keys, reason=reason)
        freed = outbox.update().where(outbox.c.key.in_(keys))
        self._conn.execute(freed.values(key=outbox.c.key + f" {mark}"))

    def wait_again(self, keys: Sequence[str]) -> None:
        """What was withdrawn under these keys waits again."""
        mine = outbox.update().where(outbox.c.key.in_(keys), outbox.c.status == Delivery.WITHDRAWN)
        self._conn.execute(mine.values(status=Delivery.WAITING, last_error=""))

    def last_sent(self, room: str, topic: str) -> datetime | None:
        """When this room last got a text on this topic."""
        return moment(self._conn, _LAST_SENT, {"in": room, "on": topic})

    def sent_since(self, account: str, since: datetime) -> list[tuple[datetime, str]]:
        """When an account sent, and to which room or person, in order; for the budget.

        Rows that went out as one text (one moment, one target, one id) count once.
        """
        target = case((outbox.c.room != "", outbox.c.room), else_=outbox.c.person)
        text = case((outbox.c.sent_id != "", outbox.c.sent_id), else_=outbox.c.key).label("text")
        sent = select(outbox.c.sent_at, target, text).where(outbox.c.account == account, outbox.c.sent_at >= since)
        return [(at, to) for at, to, _ in self._conn.execute(sent.distinct().order_by(outbox.c.sent_at, "text"))]

    def said_in(self, room: str, since: datetime) -> list[Outgoing]:
        """What was sent into a room since then, in order."""
        return OUTBOX.all(self._conn, _SAID_IN, {"in": room, "since": since})

    def of_room(self, room: str, limit: int) -> list[Outgoing]:
        """The latest texts for a room, the newest first."""
        return self._newest(limit, outbox.c.room == room)

    def of_ticket(self, number: int) -> list[Outgoing]:
        """Every text about a ticket, in the order in which they were made."""
        return OUTBOX.all(self._conn, _OF_TICKET, {"of": number})

    def of_notice(self, notice: int) -> list[Outgoing]:
        """Every text about a notice thread, in the order in which they were made."""
        return OUTBOX.all(self._conn, OUTBOX.select.where(outbox.c.notice == notice).order_by(outbox.c.id))

    def of_notice_in(self, notice: int, room: str) -> list[Outgoing]:
        """Every text about a notice thread for one room ("" = for its people), in the order in which they were made."""
        return OUTBOX.all(self._conn, _ABOUT, {"of": notice, "in": room})

    def waiting_of(self, notice: int, room: str) -> list[Outgoing]:
        """Those of them that wait."""
        return OUTBOX.all(self._conn, _WAITING_ABOUT, {"of": notice, "in": room})

    def answered(self, notice: int, room: str, since: datetime) -> list[Outgoing]:
        """What a room was answered from a notice since then, or is about to be."""
        return OUTBOX.all(self._conn, _ANSWERED, {"of": notice, "in": room, "since": since})

    def coming_posts(self, room: str, after: datetime, until: datetime) -> list[Outgoing]:
        """The posts of notices for a room that become due in a span, the first ones first."""
        ours = (outbox.c.room == room, outbox.c.notice.is_not(None), _waiting(), outbox.c.way == "")
        due = OUTBOX.select.where(*ours, outbox.c.due_at > after, outbox.c.due_at <= until)
        return OUTBOX.all(self._conn, due.order_by(outbox.c.due_at, outbox.c.id))

    def first_told(self, notices: Sequence[int], heard: str) -> dict[int, dict[str, datetime]]:
        """When each room first had a post of these notices: sent, or withdrawn because of ``heard`` (then when it was due)."""
        had = case((outbox.c.sent_at.is_not(None), outbox.c.sent_at), else_=outbox.c.due_at)
        ours = (outbox.c.room != "", outbox.c.priority.not_in(_ANSWERS))
        done = or_(outbox.c.sent_at.is_not(None), outbox.c.last_error == heard)
        first = select(outbox.c.notice, outbox.c.room, func.min(had)).where(*ours, done)
        found: dict[int, dict[str, datetime]] = defaultdict(dict)
        for start in range(0, len(notices), _AT_ONCE):
            some = first.where(outbox.c.notice.in_(notices[start : start + _AT_ONCE]))
            for notice, room, at in self._conn.execute(some.group_by(outbox.c.notice, outbox.c.room)):
                found[notice][room] = at
        return found

    def last_notice(self, room: str, since: datetime) -> Outgoing | None:
        """The latest text of a notice that was due in a room since then and was posted."""
        ours = (outbox.c.room == room, outbox.c.status == Delivery.SENT, outbox.c.due_at >= since)
        posted = OUTBOX.select.where(*ours, outbox.c.notice.is_not(None), outbox.c.priority.not_in(_ANSWERS))
        return OUTBOX.first(self._conn, posted.order_by(outbox.c.sent_at.desc(), outbox.c.id.desc()))

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

    def _private(self, *conditions: ColumnElement[bool]) -> list[Outgoing]:
        mine = OUTBOX.select.where(*conditions, outbox.c.way == "", outbox.c.person != "")
        return OUTBOX.all(self._conn, mine.order_by(outbox.c.id))

    def _newest(self, limit: int, *conditions: ColumnElement[bool]) -> list[Outgoing]:
        return OUTBOX.all(self._conn, OUTBOX.select.where(*conditions).order_by(outbox.c.id.desc()).limit(limit))


def _waiting() -> ColumnElement[bool]:
    return outbox.c.status == Delivery.WAITING


def _danger() -> ColumnElement[bool]:
    """As ``Outgoing.danger``."""
    return and_(outbox.c.priority == Priority.EMERGENCY, outbox.c.notice.is_(None))


def _chat(*, but: bool) -> tuple[ColumnElement[bool], ...]:
    """Waiting for a chat channel, and not for one of the rooms ``but``."""
    elsewhere = [outbox.c.room.not_in(bindparam("but", expanding=True))] if but else []
    return (_waiting(), outbox.c.way == "", *elsewhere)


@cache
def _due(but: bool) -> Select[Any]:
    ready = or_(outbox.c.retry_at.is_(None), outbox.c.retry_at <= bindparam("now"))
    wanted = OUTBOX.select.where(*_chat(but=but), outbox.c.due_at <= bindparam("now"), ready)
    in_turn = wanted.order_by(~_danger(), outbox.c.priority, outbox.c.due_at, outbox.c.id)
    return in_turn.limit(bindparam("most")).offset(bindparam("skip"))


@cache
def _next_due(after: bool, but: bool) -> Select[Any]:
    later = case((outbox.c.retry_at > outbox.c.due_at, outbox.c.retry_at), else_=outbox.c.due_at)
    coming = (later > bindparam("after"),) if after else ()
    return select(func.min(later)).where(*_chat(but=but), *coming)
