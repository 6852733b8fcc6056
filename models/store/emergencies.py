"""Emergency states, and their places with water and shelter."""

from __future__ import annotations

from sqlalchemy import Connection

from models.care_tables import emergencies, points
from models.emergency import Emergency, Point
from models.store.numbers import next_number
from models.store.rows import Rows

EMERGENCIES: Rows[Emergency] = Rows(emergencies, Emergency)
POINTS: Rows[Point] = Rows(points, Point)
_UNSETTLED = EMERGENCIES.select.where(emergencies.c.settled.is_(False)).order_by(emergencies.c.id)
_ALL = EMERGENCIES.select.order_by(emergencies.c.id)


class Emergencies:
    """States in the order in which they were declared, and points in the order in which they were told."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, emergency: Emergency) -> Emergency:
        """Keep a new one; it as it stands, with its number."""
        numbered = emergency.evolve(id=next_number(self._conn, "emergency"))
        self._conn.execute(emergencies.insert(), EMERGENCIES.row(numbered))
        return numbered

    def save(self, emergency: Emergency) -> None:
        """Bring the one with this number up to date."""
        values = EMERGENCIES.row(emergency, without=("id",))
        self._conn.execute(emergencies.update().where(emergencies.c.id == emergency.id).values(**values))

    def standing(self) -> list[Emergency]:
        """Those that have not been ended."""
        return [e for e in self.unsettled() if e.stands]

    def unsettled(self) -> list[Emergency]:
        """Those that stand, and those since whose end not all clocks run again."""
        return EMERGENCIES.all(self._conn, _UNSETTLED)

    def all(self) -> list[Emergency]:
        """Every one there was."""
        return EMERGENCIES.all(self._conn, _ALL)

    def tell(self, point: Point) -> Point:
        """Keep a new point; it as it stands, with its number."""
        numbered = point.evolve(id=next_number(self._conn, "point"))
        self._conn.execute(points.insert(), POINTS.row(numbered))
        return numbered

    def save_point(self, point: Point) -> None:
        """Bring the point with this number up to date."""
        values = POINTS.row(point, without=("id",))
        self._conn.execute(points.update().where(points.c.id == point.id).values(**values))

    def points(self, emergency: int) -> list[Point]:
        """The points of a state that are still there."""
        there = POINTS.select.where(points.c.emergency == emergency, points.c.gone_at.is_(None))
        return POINTS.all(self._conn, there.order_by(points.c.id))
