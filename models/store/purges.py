"""The log of what went, and the SQL by which it goes: each rule is one statement that says how many rows it hit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from models.care_tables import callbacks, erasures, opinions, purges
from models.keeping import Erasure, Purge
from models.store.rows import Rows, put_new
from models.tables import MENTIONING, NAMED, audit, contacts, flags, inbox, matters, outbox, reports, tickets
from models.ticket import DONE
from models.words import Delivery

PURGES: Rows[Purge] = Rows(purges, Purge)
ERASURES: Rows[Erasure] = Rows(erasures, Erasure)


class Purges:
    """What went, when, by which rule."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def note(self, purge: Purge) -> None:
        """Write one line of the log."""
        self._conn.execute(purges.insert(), PURGES.row(purge, without=("id",)))

    def since(self, at: datetime) -> list[Purge]:
        """The log from then on, in order."""
        return PURGES.all(self._conn, PURGES.select.where(purges.c.at >= at).order_by(purges.c.id))

    def want(self, erasure: Erasure) -> None:
        """Somebody wants to be forgotten; again changes nothing."""
        put_new(self._conn, erasures, ERASURES.row(erasure))

    def wanted(self) -> list[Erasure]:
        """Who is not yet forgotten."""
        return ERASURES.all(self._conn, ERASURES.select.order_by(erasures.c.at, erasures.c.sender))

    def wish_of(self, sender: str) -> Erasure | None:
        """The wish of somebody."""
        return ERASURES.one(self._conn, sender=sender)

    def fulfilled(self, sender: str) -> None:
        """Nothing is left of somebody: their hash goes as well."""
        self._conn.execute(erasures.delete().where(erasures.c.sender == sender))

    # ---- the rules; ``before`` is aware, UTC

    def ids(self, before: datetime) -> int:
        """Encrypted ids and nicknames of lines whose trouble ended before then."""
        ticketless = ~exists().where(tickets.c.matter == reports.c.matter)
        spoken = exists().where(matters.c.key == reports.c.matter, matters.c.last_at >= before)
        ended = over(reports.c.matter, before) | (ticketless & ~spoken)
        bare = reports.update().where(NAMED, ended).values(sender_sealed=b"", nick_sealed=b"")
        return self._conn.execute(bare).rowcount

    def contacts(self, before: datetime) -> int:
        """Encrypted ids of who wrote in private before then, without a ticket or question that is open or ended since."""
        lately = or_(tickets.c.status.not_in(DONE), tickets.c.closed_at >= before)
        held = exists().where(tickets.c.reporter == contacts.c.sender, lately)
        asked = exists().where(
            opinions.c.rater == contacts.c.sender, opinions.c.answered_at.is_(None), opinions.c.asked_at >= before
        )
        waits = exists().where(outbox.c.person == contacts.c.sender, outbox.c.status == Delivery.WAITING)
        gone = contacts.delete().where(contacts.c.at < before, ~held, ~asked, ~waits)
        return self._conn.execute(gone).rowcount

    def comments(self, before: datetime) -> int:
        """The raw words of ratings of tickets that ended before then."""
        raw = func.length(opinions.c.comment_sealed) > 0
        bare = opinions.update().where(raw, opinions.c.ticket.in_(_numbers(before))).values(comment_sealed=b"")
        return self._conn.execute(bare).rowcount

    def texts(self, before: datetime) -> int:
        """What the bot said about tickets that ended before then, and other answers as old: words and who they were for."""
        told = outbox.c.why.like("privacy%")  # what a room was told of the bot says what may be kept there
        old = and_(outbox.c.ticket.is_(None), outbox.c.notice.is_(None), ~told, outbox.c.due_at < before)
        about = and_(outbox.c.notice.is_(None), outbox.c.ticket.in_(_numbers(before)))
        gone = outbox.delete().where(outbox.c.status != Delivery.WAITING, or_(old, about))
        return self._conn.execute(gone).rowcount

    def mentions(self, before: datetime) -> int:
        """Whom answers from a notice had named."""
        named = MENTIONING, outbox.c.status != Delivery.WAITING, outbox.c.due_at < before
        return self._conn.execute(outbox.update().where(*named).values(mentions=())).rowcount

    def notes(self, before: datetime) -> int:
        """Notes on texts that could not be sent, and groups that nobody bound, as old."""
        unsent = audit.delete().where(audit.c.subject.like("outgoing %"), audit.c.at < before)
        unknown = flags.delete().where(flags.c.key.like("unknown room %"), flags.c.value < before.isoformat())
        return self._conn.execute(unsent).rowcount + self._conn.execute(unknown).rowcount

    def inbox(self, before: datetime) -> int:
        """Keys of messages that were taken in before then."""
        return self._conn.execute(inbox.delete().where(inbox.c.at < before)).rowcount

    def strip(self, numbers: Iterable[int], staff: Iterable[str]) -> int:
        """What hangs on these tickets, without anything that leads to a person: opinions, call-backs, the audit's words."""
        count = 0
        for number in numbers:
            mine = opinions.c.ticket == number
            bare = opinions.update().where(mine).values(rater="", room="", comment="", comment_sealed=b"")
            count += self._conn.execute(bare).rowcount
            self._conn.execute(callbacks.update().where(callbacks.c.ticket == number).values(said=""))
            self._strip_audit(f"ticket {number}", staff)
        return count

    def _strip_audit(self, subject: str, staff: Iterable[str]) -> None:
        this = audit.c.subject == subject
        self._conn.execute(audit.update().where(this).values(reason=""))
        strangers = this, audit.c.actor.not_in([*staff, "bot"])
        self._conn.execute(audit.update().where(*strangers).values(actor="居民"))


def over(matter: ColumnElement[str], before: datetime) -> ColumnElement[bool]:
    """A matter with tickets of which every one, and what it was merged into, is done and was closed before then."""
    main = tickets.alias("main")
    ours = tickets.c.matter == matter
    late = func.coalesce(tickets.c.closed_at, tickets.c.created_at) >= before
    living = exists().where(ours, or_(tickets.c.status.not_in(DONE), late))
    merged = exists().where(ours, tickets.c.parent == main.c.number, main.c.status.not_in(DONE))
    return ~living & ~merged & exists().where(ours)


def _numbers(before: datetime) -> Select[Any]:
    ended = tickets.c.status.in_(DONE), func.coalesce(tickets.c.closed_at, tickets.c.created_at) < before
    return select(tickets.c.number).where(*ended)
