"""关爱户: encrypted rows, and the visits that outages make necessary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from models.care import Care, Visit
from models.care_tables import cares, visits
from models.store.numbers import next_number
from models.store.rows import Rows

CARES: Rows[Care] = Rows(cares, Care)
VISITS: Rows[Visit] = Rows(visits, Visit)


class Cares:
    """Households in need by a hash of their door, and visits by cause and household."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def any(self) -> bool:
        """Whether there are households at all."""
        return self._conn.execute(select(cares.c.id).limit(1)).first() is not None

    def all(self) -> list[Care]:
        """Every household, in the order in which they were registered."""
        return CARES.all(self._conn, CARES.select.order_by(cares.c.id))

    def find(self, key: str) -> Care | None:
        """The household at a door."""
        return CARES.one(self._conn, key=key)

    def keep(self, care: Care) -> Care:
        """Put a household in, or bring the one at this door up to date; it as it stands, with its number."""
        before = self.find(care.key)
        values = CARES.row(care, without=("id",))
        if before:
            self._conn.execute(cares.update().where(cares.c.id == before.id).values(**values))
        else:
            self._conn.execute(cares.insert(), values | {"id": next_number(self._conn, "care")})
        found = self.find(care.key)
        assert found is not None
        return found

    def drop(self, number: int) -> None:
        """Forget a household and every visit to it."""
        self._conn.execute(visits.delete().where(visits.c.care == number))
        self._conn.execute(cares.delete().where(cares.c.id == number))

    def owe(self, visit: Visit) -> bool:
        """A visit that is owed; False when it is already for this cause."""
        if VISITS.one(self._conn, cause=visit.cause, care=visit.care):
            return False
        self._conn.execute(visits.insert(), VISITS.row(visit.evolve(id=next_number(self._conn, "visit"))))
        return True

    def save(self, visit: Visit) -> None:
        """Bring a visit up to date."""
        self._conn.execute(visits.update().where(visits.c.id == visit.id).values(**VISITS.row(visit, without=("id",))))

    def owed(self) -> list[Visit]:
        """Visits that nobody has made and that are still needed, in order."""
        open_ = VISITS.select.where(visits.c.over_at.is_(None), visits.c.ticked_at.is_(None))
        return VISITS.all(self._conn, open_.order_by(visits.c.id))

    def of_cause(self, cause: str) -> list[Visit]:
        """All visits of one outage, in order."""
        return VISITS.all(self._conn, VISITS.select.where(visits.c.cause == cause).order_by(visits.c.id))

    def causes(self) -> list[str]:
        """The outages of which a visit is not yet over."""
        open_ = select(visits.c.cause).distinct().where(visits.c.over_at.is_(None))
        return sorted(self._conn.execute(open_).scalars())

    def forget(self, before: datetime) -> int:
        """Drop visits that were over, or made, before then; how many."""
        old = (visits.c.over_at < before) | (visits.c.ticked_at < before)
        return self._conn.execute(visits.delete().where(old)).rowcount
