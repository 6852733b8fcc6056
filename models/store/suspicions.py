"""Suspected outages: the cards, and what they count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from models.care_tables import suspicions
from models.errors import NotFound
from models.store.numbers import next_number
from models.store.rows import Rows, moment
from models.suspicion import Suspicion, Verdict, Voice
from models.tables import reports

SUSPICIONS: Rows[Suspicion] = Rows(suspicions, Suspicion)
VOICES: Rows[Voice] = Rows(reports, Voice)
_STANDING = SUSPICIONS.select.where(
    suspicions.c.cause == bindparam("cause"),
    (suspicions.c.state == Verdict.OPEN) | (suspicions.c.quiet_until > bindparam("now")),
).order_by(suspicions.c.number)
_CHASED = SUSPICIONS.select.where(suspicions.c.chase_at <= bindparam("now")).order_by(suspicions.c.number)
_NEXT_CHASE = select(func.min(suspicions.c.chase_at))


class Suspicions:
    """Cards by number; the lists are in the order of numbers."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, card: Suspicion) -> Suspicion:
        """Put in a new card (its own number is ignored) and give it with the next number.

        A second open one of a cause is refused as StoreFailed.
        """
        numbered = card.evolve(number=next_number(self._conn, "suspicion"))
        self._conn.execute(suspicions.insert(), SUSPICIONS.row(numbered))
        return numbered

    def save(self, card: Suspicion) -> None:
        """Bring the card with this number up to date."""
        values = SUSPICIONS.row(card, without=("number",))
        self._conn.execute(suspicions.update().where(suspicions.c.number == card.number).values(**values))

    def get(self, number: int) -> Suspicion:
        """The card with this number; NotFound."""
        found = SUSPICIONS.one(self._conn, number=number)
        if found is None:
            raise NotFound("suspicion", str(number))
        return found

    def standing(self, cause: str, now: datetime) -> list[Suspicion]:
        """Those of a cause that are open, or whose answer still holds at ``now``."""
        return SUSPICIONS.all(self._conn, _STANDING, {"cause": cause, "now": now})

    def open(self) -> list[Suspicion]:
        """Those that wait for an answer."""
        return self._list(suspicions.c.state == Verdict.OPEN)

    def of_notice(self, notice: int) -> list[Suspicion]:
        """Those that became, or joined, a notice."""
        return self._list(suspicions.c.notice == notice)

    def of_ticket(self, ticket: int) -> list[Suspicion]:
        """Those that hang on a ticket."""
        return self._list(suspicions.c.ticket == ticket)

    def recent(self, limit: int) -> list[Suspicion]:
        """The newest first."""
        return SUSPICIONS.all(self._conn, SUSPICIONS.select.order_by(suspicions.c.number.desc()).limit(limit))

    def chased(self, now: datetime) -> list[Suspicion]:
        """Those at which the ticker must look by ``now``."""
        return SUSPICIONS.all(self._conn, _CHASED, {"now": now})

    def next_chase(self) -> datetime | None:
        """When the ticker must look at one next."""
        return moment(self._conn, _NEXT_CHASE)

    def heard(self, estates: Sequence[str], topic: str, since: datetime, until: datetime) -> list[Voice]:
        """The lines of households of these estates on a topic between two moments, in order of time."""
        here = (reports.c.estate.in_(estates), reports.c.topic == topic, reports.c.household != "")
        wanted = VOICES.select.where(*here, reports.c.at.between(since, until))
        return VOICES.all(self._conn, wanted.order_by(reports.c.at, reports.c.message_id))

    def households(self, estates: Sequence[str], topics: Sequence[str], since: datetime) -> int:
        """How many different households of these estates have spoken of one of the topics since then."""
        here = (reports.c.estate.in_(estates), reports.c.topic.in_(topics), reports.c.household != "")
        counted = select(func.count(reports.c.household.distinct())).where(*here, reports.c.at >= since)
        return int(self._conn.execute(counted).scalar_one())

    def forget(self, before: datetime) -> int:
        """Drop what was answered, or lapsed, and was opened before then; how many."""
        old = suspicions.delete().where(suspicions.c.state != Verdict.OPEN, suspicions.c.opened_at < before)
        return self._conn.execute(old).rowcount

    def _list(self, condition: ColumnElement[bool]) -> list[Suspicion]:
        return SUSPICIONS.all(self._conn, SUSPICIONS.select.where(condition).order_by(suspicions.c.number))
