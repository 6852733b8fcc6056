"""Threads of notices, and the state of the feeds that they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select

from models.errors import NotFound
from models.notice import Clarification, FeedState, Notice, Reach
from models.store.numbers import next_number
from models.store.rows import Rows, put, put_all
from models.tables import clarifications, feeds, notices, places

NOTICES: Rows[Notice] = Rows(notices, Notice)
FEEDS: Rows[FeedState] = Rows(feeds, FeedState)
REACHES: Rows[Reach] = Rows(places, Reach)
CLARIFICATIONS: Rows[Clarification] = Rows(clarifications, Clarification)
_AFTER_END = timedelta(hours=6)
_WITHOUT_END = timedelta(days=3)
_OVER = timedelta(days=1)
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
        if notice.state == _SEEN:
            self._place(notice)

    def add_all(self, made: Sequence[Notice]) -> None:
        """``add`` for many threads of one published version each: what an import or a bench brings."""
        put_all(self._conn, notices, [NOTICES.row(n) | _derived(n) for n in made])
        put_all(self._conn, places, [row for n in made for row in _placed(n)])

    def latest(self, thread: int) -> Notice:
        """The latest version of a thread, in review or not; NotFound."""
        found = NOTICES.first(self._conn, _newest_first().where(notices.c.id == thread))
        if found is None:
            raise NotFound("notice", str(thread))
        return found

    def latest_published(self, thread: int) -> Notice | None:
        """The latest version of a thread that is published."""
        seen = _newest_first().where(notices.c.id == thread, notices.c.state == _SEEN)
        return NOTICES.first(self._conn, seen)

    def standing(self, thread: int) -> Notice:
        """The last version of a thread that nobody dropped, else the last one; NotFound."""
        of = _newest_first().where(notices.c.id == thread)
        return NOTICES.first(self._conn, of.where(notices.c.state != "dropped")) or self.latest(thread)

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
        return NOTICES.all(self._conn, _OPEN, {"now": now_local})

    def open_bare(self, now_local: datetime) -> list[Notice]:
        """The same without their reach, which may be a megabyte."""
        return [_bare(row, ()) for row in self._conn.execute(_OPEN_BARE, {"now": now_local})]

    def with_reach(self, bare: Sequence[Notice]) -> list[Notice]:
        """Such notices with their reach."""
        return [NOTICES.one(self._conn, id=n.id, version=n.version) or n for n in bare]

    def at(self, estates: Sequence[str], now_local: datetime) -> list[Notice]:
        """The published notices that reach one of ``estates`` and still count at ``now_local``, with that reach alone.

        As ``open``, and those that were restored or cancelled within a day. By thread.
        """
        found: dict[int, list[Reach]] = defaultdict(list)
        for *reach, notice in self._conn.execute(_HERE, {"estates": estates, "now": now_local}):
            found[notice].append(Reach(*reach))
        if not found:
            return []
        return [_bare(row, tuple(found[row.id])) for row in self._conn.execute(_BARE, {"ids": list(found)})]

    def review(self) -> list[Notice]:
        """The versions that wait for a person, the oldest first."""
        waiting = NOTICES.select.where(notices.c.state == "review")
        return NOTICES.all(self._conn, waiting.order_by(notices.c.id, notices.c.version))

    def recent(self, limit: int) -> list[Notice]:
        """The latest version of each thread that nobody dropped, the last published first."""
        return NOTICES.all(self._conn, _RECENT, {"most": limit})

    def published_between(self, start: datetime, end: datetime) -> list[Notice]:
        """The published versions whose announcement came in a span (aware, without its end), by thread and version."""
        within = NOTICES.select.where(notices.c.published_at >= start, notices.c.published_at < end)
        found = NOTICES.all(self._conn, within.order_by(notices.c.id, notices.c.version))
        return [n for n in found if n.state == _SEEN]  # asked for in SQL, SQLite would go through all that is published

    def publish(self, thread: int, version: int) -> None:
        """A person let a version pass; NotFound."""
        same = (notices.c.id == thread, notices.c.version == version)
        if self._conn.execute(notices.update().where(*same).values(state=_SEEN)).rowcount != 1:
            raise NotFound("notice", f"{thread} v{version}")
        self.place(thread)

    def place(self, thread: int) -> None:
        """Bring what is known by estate up to the last published version of a thread; none: nothing is."""
        if latest := self.latest_published(thread):
            self._place(latest)
        else:
            self._conn.execute(places.delete().where(places.c.notice == thread))

    def supersede(self, thread: int, version: int) -> None:
        """Versions before this one no longer wait for a person."""
        older = (notices.c.id == thread, notices.c.version < version, notices.c.state == "review")
        self._conn.execute(notices.update().where(*older).values(state="dropped"))

    def drop(self, thread: int, version: int) -> None:
        """A version counts for nothing from now on; NotFound."""
        same = (notices.c.id == thread, notices.c.version == version)
        if self._conn.execute(notices.update().where(*same).values(state="dropped")).rowcount != 1:
            raise NotFound("notice", f"{thread} v{version}")
        self.place(thread)

    def clarify(self, said: Clarification) -> None:
        """Keep what a member says of a claim; a later word replaces it."""
        put(self._conn, clarifications, CLARIFICATIONS.row(said))

    def clarifications(self, now: datetime) -> list[Clarification]:
        """What holds at ``now``, the newest first."""
        return CLARIFICATIONS.all(self._conn, _HOLDS, {"now": now})

    def feed_state(self, feed: str) -> FeedState | None:
        """Where a feed stands."""
        return FEEDS.first(self._conn, FEEDS.select.where(feeds.c.feed == feed))

    def feed_states(self) -> list[FeedState]:
        """Where every feed stands, by name."""
        return FEEDS.all(self._conn, FEEDS.select.order_by(feeds.c.feed))

    def save_feed_state(self, state: FeedState) -> None:
        """Keep where a feed stands."""
        put(self._conn, feeds, FEEDS.row(state))

    def _place(self, notice: Notice) -> None:
        self._conn.execute(places.delete().where(places.c.notice == notice.id))
        put_all(self._conn, places, _placed(notice))


_HOLDS = CLARIFICATIONS.select.where(clarifications.c.until > bindparam("now")).order_by(clarifications.c.at.desc())
_HERE = (
    REACHES.select.add_columns(places.c.notice)
    .where(places.c.estate.in_(bindparam("estates", expanding=True)), places.c.until >= bindparam("now"))
    .order_by(places.c.notice, places.c.place)
)
_BARE_NAMES = tuple(n for n in NOTICES.names if n != "reach")
_BARE = (
    select(*(notices.c[n] for n in _BARE_NAMES))
    .join(places, and_(places.c.notice == notices.c.id, places.c.version == notices.c.version, places.c.place == 0))
    .where(notices.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(notices.c.id)
)


def _bare(row: Any, reach: tuple[Reach, ...]) -> Notice:
    return Notice(**dict(zip(_BARE_NAMES, row, strict=True)), reach=reach)


def _placed(notice: Notice) -> list[dict[str, object]]:
    """The reach of a version as rows, until when it counts."""
    until, of = _until(notice), {"notice": notice.id, "version": notice.version}
    return [{**of, "place": n, "until": until, **REACHES.row(reach)} for n, reach in enumerate(notice.reach)]


def _until(notice: Notice) -> datetime:
    """Until when a version counts, local naive (an hour of the publication is taken for a local one: it is 8 less)."""
    published = notice.published_at.astimezone(UTC).replace(tzinfo=None)
    if notice.over:
        return published + _OVER
    return notice.end + _AFTER_END if notice.end else max(filter(None, (notice.start, published))) + _WITHOUT_END


def _newest_first() -> Select[Any]:
    return NOTICES.select.order_by(notices.c.id.desc(), notices.c.version.desc())


def _latest(*, published: bool) -> Select[Any]:
    """The latest version of each thread that nobody dropped, or the latest that is published."""
    other = notices.alias()
    wanted = other.c.state == _SEEN if published else other.c.state != "dropped"
    last = select(func.max(other.c.version)).where(other.c.id == notices.c.id, wanted)
    return NOTICES.select.where(notices.c.version == last.scalar_subquery())


_OPEN = (
    _latest(published=True)
    .where(notices.c.state == _SEEN, notices.c.over.is_(False), notices.c.until >= bindparam("now"))
    .order_by(notices.c.id)
)
_OPEN_BARE = _OPEN.with_only_columns(*(notices.c[n] for n in _BARE_NAMES))
_RECENT = _latest(published=False).order_by(notices.c.published_at.desc(), notices.c.id.desc()).limit(bindparam("most"))


def _derived(notice: Notice) -> dict[str, object]:
    derived = {"service": notice.said.service, "over": notice.over, "starts": notice.start, "ends": notice.end}
    return {**derived, "until": _until(notice)}
