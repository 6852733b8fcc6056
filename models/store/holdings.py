"""All that is kept of one person, found by their keyed hash; and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Delete, Text, Update, cast, func, select, union

from models.care_tables import opinions
from models.keeping import Holding
from models.matter import Report
from models.opinion import Opinion
from models.outgoing import Outgoing
from models.sample import Sample
from models.store.people import People
from models.store.purges import Purges
from models.store.rows import Rows
from models.tables import audit, choices, contacts, deeds, inbox, optouts, outbox, reports, samples, tickets
from models.ticket import DONE, Ticket
from models.words import Delivery

_REPORTS: Rows[Report] = Rows(reports, Report)
_TICKETS: Rows[Ticket] = Rows(tickets, Ticket)
_OPINIONS: Rows[Opinion] = Rows(opinions, Opinion)
_TEXTS: Rows[Outgoing] = Rows(outbox, Outgoing)
_SAMPLES: Rows[Sample] = Rows(samples, Sample)
_SEALED = {"sender_sealed": b"", "nick_sealed": b"", "text_sealed": b""}
_BARE_LINE = {"masked": "", "sender": "", "household": "", "building": None, "unit": None, "why": ()} | _SEALED
_BARE_TICKET = {"summary": "", "reporter": "", "comment": "", "building": None, "why": ()}
_PREFIX = 12
"""Some keys of texts name a sender by so many digits."""


class Holdings:
    """One person at a time."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def of(self, sender: str) -> Holding:
        """Everything of a keyed hash, in order; an empty one for a stranger."""
        conn, people = self._conn, People(self._conn)
        wish = Purges(conn).wish_of(sender)
        taken = select(func.count()).where(inbox.c.sender == sender)
        return Holding(
            sender,
            tuple(_REPORTS.all(conn, _REPORTS.select.where(reports.c.sender == sender).order_by(reports.c.at))),
            tuple(_TICKETS.all(conn, _TICKETS.select.where(tickets.c.reporter == sender).order_by(tickets.c.number))),
            tuple(_OPINIONS.all(conn, _OPINIONS.select.where(opinions.c.rater == sender).order_by(opinions.c.id))),
            tuple(_TEXTS.all(conn, _TEXTS.select.where(outbox.c.person == sender).order_by(outbox.c.id))),
            tuple(_SAMPLES.all(conn, _SAMPLES.select.where(samples.c.sender == sender).order_by(samples.c.id))),
            people.address(sender),
            people.phone(sender),
            int(conn.execute(taken).scalar_one()),
            people.opted_out(sender),
            wish.at if wish else None,
        )

    def senders(self) -> list[str]:
        """Every keyed hash, or id of the staff, of which something is kept."""
        columns = (reports.c.sender, tickets.c.reporter, opinions.c.rater, samples.c.sender, contacts.c.sender)
        found = union(*(select(c) for c in (*columns, inbox.c.sender, optouts.c.sender)))
        return sorted(str(one) for one in self._conn.execute(found).scalars() if one)

    def open_of(self, sender: str) -> list[Ticket]:
        """The tickets that are not done and that stand on a line of theirs: they hold an erasure up."""
        spoken = select(reports.c.matter).where(reports.c.sender == sender)
        theirs = (tickets.c.reporter == sender) | tickets.c.matter.in_(spoken)
        wanted = _TICKETS.select.where(theirs, tickets.c.status.not_in(DONE)).order_by(tickets.c.number)
        return _TICKETS.all(self._conn, wanted)

    def erase(self, sender: str, alias: str, *, but: Sequence[Ticket]) -> dict[str, int]:
        """Take away what leads to somebody, but for what the open tickets ``but`` stand on; how many rows of each kind.

        ``alias`` (of no meaning) stands for them where a row must keep somebody. The opt-out and the encrypted id stay.
        """
        matters, numbers = [t.matter for t in but], [t.number for t in but]
        mine = (reports.c.sender == sender, reports.c.matter.not_in(matters))
        ours = (tickets.c.reporter == sender, tickets.c.number.not_in(numbers))
        said = (opinions.c.rater == sender, opinions.c.ticket.not_in(numbers))
        gone = {
            "comments": self._comments(said),
            "lines": self._run(reports.update().where(*mine).values(**_BARE_LINE)),
            "opinions": self._run(
                opinions.update().where(*said).values(rater="", room="", comment="", comment_sealed=b"")
            ),
            "tickets": self._run(tickets.update().where(*ours).values(**_BARE_TICKET)),
            "texts": self._texts(sender, numbers),
            "samples": self._run(samples.delete().where(samples.c.sender == sender)),
            "messages": self._run(inbox.update().where(inbox.c.sender == sender).values(sender=alias)),
            "notes": self._run(audit.update().where(audit.c.actor == sender).values(actor="居民", reason="")),
        }
        self._run(choices.delete().where(choices.c.sender == sender))
        self._run(deeds.delete().where(cast(deeds.c.before, Text).contains(sender, autoescape=True)))
        return gone

    def forget_address(self, sender: str) -> int:
        """The encrypted id goes."""
        return self._run(contacts.delete().where(contacts.c.sender == sender))

    def _comments(self, said: tuple[ColumnElement[bool], ...]) -> int:
        """What they wrote with a rating stands at the ticket too."""
        rated = select(opinions.c.ticket).where(*said, opinions.c.comment != "")
        return self._run(tickets.update().where(tickets.c.number.in_(rated)).values(comment=""))

    def _texts(self, sender: str, numbers: Sequence[int]) -> int:
        """Texts to them, and those whose key names them, as far as they have been said; of nobody's open ticket."""
        keyed = outbox.c.key.contains(sender[:_PREFIX], autoescape=True) | (outbox.c.person == sender)
        held = outbox.c.ticket.is_not(None) & outbox.c.ticket.in_(numbers)
        gone = self._run(outbox.delete().where(keyed, ~held, outbox.c.status != Delivery.WAITING))
        named = func.length(outbox.c.mentions) > 2, cast(outbox.c.mentions, Text).contains(sender, autoescape=True)
        self._run(outbox.update().where(*named, outbox.c.status != Delivery.WAITING).values(mentions=()))
        self._run(audit.delete().where(audit.c.subject.contains(sender[:_PREFIX], autoescape=True)))
        return gone

    def _run(self, statement: Update | Delete) -> int:
        return int(self._conn.execute(statement).rowcount)
