"""Lines that wait for a person's judgement, and those that have it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from models.errors import NotFound
from models.sample import Sample
from models.store.rows import Rows, put_new
from models.tables import samples

SAMPLES: Rows[Sample] = Rows(samples, Sample)
_JUDGED = select(func.count()).select_from(samples).where(samples.c.verdict != "")
_SAME = timedelta(minutes=1)
"""Two accounts of the bot hear one line under two numbers, at most so far apart."""


class Samples:
    """The tray of the reader."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, sample: Sample) -> bool:
        """Keep a line; False when it is there already, as this message or as the same words of the same person."""
        if sample.sender and self._conn.execute(select(samples.c.id).where(_same(sample)).limit(1)).first():
            return False
        return put_new(self._conn, samples, SAMPLES.row(sample, without=("id",)))

    def get(self, number: int) -> Sample:
        """The sample with this id; NotFound."""
        found = SAMPLES.first(self._conn, SAMPLES.select.where(samples.c.id == number))
        if found is None:
            raise NotFound("sample", str(number))
        return found

    def of_message(self, channel: str, message_id: str) -> Sample | None:
        """The sample of one message."""
        this = (samples.c.channel == channel, samples.c.message_id == message_id)
        return SAMPLES.first(self._conn, SAMPLES.select.where(*this))

    def waiting(self, limit: int = 100) -> list[Sample]:
        """Lines without a verdict, the oldest first."""
        wanted = SAMPLES.select.where(samples.c.verdict == "").order_by(samples.c.at, samples.c.id)
        return SAMPLES.all(self._conn, wanted.limit(limit))

    def judged(self) -> list[Sample]:
        """Lines with a verdict, in the order in which they were said."""
        wanted = SAMPLES.select.where(samples.c.verdict != "").order_by(samples.c.at, samples.c.id)
        return SAMPLES.all(self._conn, wanted)

    def count_judged(self) -> int:
        """How many lines have a verdict."""
        return int(self._conn.execute(_JUDGED).scalar_one())

    def judge(self, number: int, *, verdict: str, by: str, at: datetime) -> Sample:
        """A person's word on a line; NotFound."""
        said = self.get(number).evolve(verdict=verdict, judged_by=by, judged_at=at)
        values = SAMPLES.row(said, without=("id",))
        self._conn.execute(samples.update().where(samples.c.id == number).values(**values))
        return said

    def forget(self, sender: str) -> int:
        """Drop every line of somebody (勿扰), judged or not; how many."""
        return self._conn.execute(samples.delete().where(samples.c.sender == sender)).rowcount

    def drop(self, number: int) -> None:
        """Drop one line."""
        self._conn.execute(samples.delete().where(samples.c.id == number))

    def purge(self, *, waiting: datetime | None, judged: datetime | None) -> int:
        """Drop what was said before ``waiting`` and has no verdict, and what was judged before ``judged``; how many.

        None drops nothing of that kind.
        """
        late = and_(samples.c.verdict == "", samples.c.at < waiting) if waiting else false()
        old = and_(samples.c.verdict != "", samples.c.judged_at < judged) if judged else false()
        return self._conn.execute(samples.delete().where(or_(late, old))).rowcount


def _same(sample: Sample) -> ColumnElement[bool]:
    return and_(
        samples.c.room == sample.room,
        samples.c.sender == sample.sender,
        samples.c.masked == sample.masked,
        samples.c.at >= sample.at - _SAME,
        samples.c.at <= sample.at + _SAME,
    )
