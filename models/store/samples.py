"""Doubtful lines that wait for a person's judgement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from models.errors import NotFound
from models.sample import Sample
from models.store.rows import Rows, put_new
from models.tables import samples

SAMPLES: Rows[Sample] = Rows(samples, Sample)


class Samples:
    """The tray of the reader."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, sample: Sample) -> bool:
        """Keep a line; False when this message is there already."""
        return put_new(self._conn, samples, SAMPLES.row(sample, without=("id",)))

    def get(self, number: int) -> Sample:
        """The sample with this id; NotFound."""
        found = SAMPLES.first(self._conn, SAMPLES.select.where(samples.c.id == number))
        if found is None:
            raise NotFound("sample", str(number))
        return found

    def waiting(self, limit: int = 100) -> list[Sample]:
        """Lines without a verdict, the oldest first."""
        wanted = SAMPLES.select.where(samples.c.verdict == "").order_by(samples.c.at, samples.c.id)
        return SAMPLES.all(self._conn, wanted.limit(limit))

    def judged(self) -> list[Sample]:
        """Lines with a verdict, in the order in which they were said."""
        wanted = SAMPLES.select.where(samples.c.verdict != "").order_by(samples.c.at, samples.c.id)
        return SAMPLES.all(self._conn, wanted)

    def judge(self, number: int, *, verdict: str, by: str, at: datetime) -> Sample:
        """A person's word on a line; NotFound."""
        said = self.get(number).evolve(verdict=verdict, judged_by=by, judged_at=at)
        values = SAMPLES.row(said, without=("id",))
        self._conn.execute(samples.update().where(samples.c.id == number).values(**values))
        return said
