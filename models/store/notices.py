"""Threads of notices, and the state of the feeds that they come from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from models.errors import NotFound
from models.notice import FeedState, Notice
from models.store.numbers import next_number
from models.store.rows import Rows, put
from models.tables import feeds, notices

NOTICES: Rows[Notice] = Rows(notices, Notice)
FEEDS: Rows[FeedState] = Rows(feeds, FeedState)
_AFTER_END = timedelta(hours=6)
_WITHOUT_END = timedelta(days=3)
_SEEN = "published"


class Notices:
    """Versions of notices; a thread is known by its id."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def new_id(self) -> int:
        """The id of a new thread."""
        return next_number(self._conn, "notice")

    def add(self, notice: Notice) -> None:
        """Keep one version; the same (id, version) again replaces it."""
        put(self._conn, notices, NOTICES.row(notice) | _derived(notice))

    def latest(self, thread: int) -> Notice:
        """The latest version of a thread, in review or not; NotFound."""
        found = NOTICES.first(self._conn, _newest_first().where(notices.c.id == thread))
        if found is None:
            raise NotFound("notice", str(thread))
        return found

    def versions(self, thread: int) -> list[Notice]:
        """Every version of a thread, the first one first."""
        return NOTICES.all(self._conn, NOTICES.select.where(notices.c.id == thread).order_by(notices.c.version))

    def by_ref(self, feed: str, ref: str) -> Notice | None:
        """The latest version that this feed gave under this id of its own."""
        return NOTICES.first(self._conn, _newest_first().where(notices.c.feed == feed, notices.c.ref == ref))

    def open(self, now_local: datetime) -> list[Notice]:
        """The latest published version of each thread that still counts at ``now_local`` (naive, of the district).

        Not restored or cancelled, and its end less than 6 hours ago; without an end, started or published in the last
        3 days. By thread.
        """
        values = {
            "ended": now_local - _AFTER_END,
            "started": now_local - _WITHOUT_END,
            "published": now_local.replace(tzinfo=UTC) - _WITHOUT_END,
        }
        return NOTICES.all(self._conn, _OPEN, values)

    def review(self) -> list[Notice]:
        """The versions that wait for a person, the oldest first."""
        waiting = NOTICES.select.where(notices.c.state == "review")
        return NOTICES.all(self._conn, waiting.order_by(notices.c.id, notices.c.version))

    def recent(self, limit: int) -> list[Notice]:
        """The latest version of each thread, the last published first."""
        return NOTICES.all(self._conn, _RECENT, {"most": limit})

    def publish(self, thread: int, version: int) -> None:
        """A person let a version pass; NotFound."""
        same = (notices.c.id == thread, notices.c.version == version)
        if self._conn.execute(notices.update().where(*same).values(state=_SEEN)).rowcount != 1:
            raise NotFound("notice", f"{thread} v{version}")

    def feed_state(self, feed: str) -> FeedState | None:
        """Where a feed stands."""
        return FEEDS.first(self._conn, FEEDS.select.where(feeds.c.feed == feed))

    def feed_states(self) -> list[FeedState]:
        """Where every feed stands, by name."""
        return FEEDS.all(self._conn, FEEDS.select.order_by(feeds.c.feed))

    def save_feed_state(self, state: FeedState) -> None:
        """Keep where a feed stands."""
        put(self._conn, feeds, FEEDS.row(state))


def _newest_first() -> Select[Any]:
    return NOTICES.select.order_by(notices.c.id.desc(), notices.c.version.desc())


def _latest(*, published: bool) -> Select[Any]:
    """The latest version of each thread, or the latest that is published."""
    other = notices.alias()
    last = select(func.max(other.c.version)).where(other.c.id == notices.c.id)
    if published:
        last = last.where(other.c.state == _SEEN)
    return NOTICES.select.where(notices.c.version == last.scalar_subquery())


def _open() -> Select[Any]:
    fresh = or_(notices.c.starts >= bindparam("started"), notices.c.published_at >= bindparam("published"))
    lasting = or_(notices.c.ends >= bindparam("ended"), notices.c.ends.is_(None) & fresh)
    return _latest(published=True).where(notices.c.over.is_(False), lasting).order_by(notices.c.id)


_OPEN = _open()
_RECENT = _latest(published=False).order_by(notices.c.published_at.desc(), notices.c.id.desc()).limit(bindparam("most"))


def _derived(notice: Notice) -> dict[str, object]:
    return {"service": notice.said.service, "over": notice.over, "starts": notice.start, "ends": notice.end}
