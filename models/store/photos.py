"""Photographs of the staff as proof, by ticket and by what is still to be fetched."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from models.care_tables import photos
from models.keeping import GONE, KEPT, WANTED, Photo
from models.store.rows import Rows, moment, put_new
from models.tables import tickets
from models.ticket import DONE

PHOTOS: Rows[Photo] = Rows(photos, Photo)


class Photos:
    """One row for each picture; the files lie in the data folder."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def add(self, photo: Photo) -> bool:
        """Keep a new one; False when that message is there already."""
        return put_new(self._conn, photos, PHOTOS.row(photo, without=("id",)))

    def save(self, photo: Photo) -> None:
        """Bring the one with this id up to date."""
        values = PHOTOS.row(photo, without=("id",))
        self._conn.execute(photos.update().where(photos.c.id == photo.id).values(**values))

    def of(self, ticket: int) -> list[Photo]:
        """All of a ticket, in order."""
        return PHOTOS.all(self._conn, PHOTOS.select.where(photos.c.ticket == ticket).order_by(photos.c.id))

    def wanted(self, now: datetime, limit: int) -> list[Photo]:
        """Those to be fetched by now, the oldest first."""
        due = or_(photos.c.retry_at.is_(None), photos.c.retry_at <= now)
        wanted = PHOTOS.select.where(photos.c.state == WANTED, due).order_by(photos.c.id)
        return PHOTOS.all(self._conn, wanted.limit(limit))

    def next_wanted(self) -> datetime | None:
        """When the next one is to be fetched."""
        return moment(
            self._conn, select(func.min(func.coalesce(photos.c.retry_at, photos.c.at))).where(photos.c.state == WANTED)
        )

    def ended(self, before: datetime) -> list[Photo]:
        """Those not yet purged of tickets that are done and were closed before then."""
        ours = tickets.c.number == photos.c.ticket
        over = tickets.c.status.in_(DONE), func.coalesce(tickets.c.closed_at, tickets.c.created_at) < before
        wanted = PHOTOS.select.join(tickets, ours).where(*over, photos.c.state != GONE)
        return PHOTOS.all(self._conn, wanted.order_by(photos.c.id))

    def shared(self, file: str) -> int:
        """How many kept photographs are this file: the same picture may prove two things."""
        held = select(func.count()).where(photos.c.file == file, photos.c.state == KEPT)
        return int(self._conn.execute(held).scalar_one())
