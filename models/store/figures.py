"""The figures of a period: a handful of reads, however much happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select

from models.district_tables import rooms
from models.figures import Cut, Figures, Rate
from models.store.gaps import Gaps
from models.store.keys import NO_CUTS, Keys, texts_of
from models.store.strokes import TEXTS, among, concerned, kinds, repeated
from models.store.tally import Period, Strokes, cut_of, cuts_by, unheard
from models.stroke import Repeat
from models.tables import audit, notices, outbox, reports
from models.words import Action, Delivery, Priority, RoomKind

_AT_ONCE = 500
_ANSWERS = (Priority.REPLY, Priority.STAFF, Priority.SURVEY)
_SAID = select(func.count()).where(reports.c.at >= bindparam("start"), reports.c.at < bindparam("end"))


class FiguresOf:
    """Counts over reports, tickets and the outbox."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def of(self, first: date, last: date, tz: ZoneInfo, now: datetime | None = None, keys: Keys = NO_CUTS) -> Figures:
        """The figures of the local days ``first`` to ``last``, both included; open and overdue are as of ``now`` (aware),
        or of the end of the period when that has passed. ``keys`` are the cuts that are wanted besides.

        Captures are reports said in the period. Notices count threads with a post that was sent to a residents' room
        in the period; answers do not count. ``rooms_reached`` counts pairs of notice and room.
        """
        period = period_of(first, last, tz)
        strokes = self.strokes(period, now, texts_of(keys))
        by_day = self._captures(first, last, tz)
        captured, (deflected, bare) = sum(by_day.values()), self._deflected(period)
        threads, posts = self._posts(period)
        counts = kinds(self._conn, period.seconds)
        return Figures(
            first,
            last,
            **_fields(cut_of(strokes)),
            messages_captured=captured,
            captures_a_day=captured / ((last - first).days + 1),
            by_day={day: count for day, count in by_day.items() if count},
            notices=threads,
            posts=posts,
            deflected=deflected,
            deflection=Rate(deflected, captured + bare),
            by_service=counts["service"],
            by_urgency=counts["urgency"],
            by_member=counts["member"],
            cuts={name: cuts_by(strokes, key) for name, key in keys.items()},
            rooms_reached=self._reached(period),
            **unheard(Gaps(self._conn).between(period.start, period.end), period),
        )

    def strokes(self, period: Period, now: datetime | None = None, texts: frozenset[str] = TEXTS) -> Strokes:
        """The tickets that a period may count, open at ``now`` or at its end when that has passed."""
        return concerned(self._conn, period.seconds, int(min(now or period.end, period.end).timestamp()), texts)

    def counted_in(self, period: Period, numbers: Collection[int]) -> set[int]:
        """Those of the tickets that were opened, solved or judged in the period."""
        return among(self._conn, period.seconds, numbers)

    def repeated(self, period: Period, *, days: int, times: int) -> list[Repeat]:
        """Tickets of ours of the period, and of so many days before it, at places with so many of one topic."""
        return repeated(self._conn, Period(period.start - timedelta(days=days), period.end).seconds, times)

    def _captures(self, first: date, last: date, tz: ZoneInfo) -> dict[str, int]:
        """Captures by local day; each day is a short stretch of the index."""
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        spans = [
            (day.isoformat(), {"start": midnight(day, tz), "end": midnight(day + timedelta(days=1), tz)})
            for day in days
        ]
        return {day: int(self._conn.execute(_SAID, span).scalar_one()) for day, span in spans}

    def _deflected(self, period: Period) -> tuple[int, int]:
        """Lines that a notice answered, and those of them that were no captures."""
        bare = func.coalesce(func.sum(case((audit.c.after == "", 1), else_=0)), 0)
        answered = select(func.count(), bare).where(audit.c.action == Action.DEFLECT.value, _within(audit.c.at, period))
        count, others = self._conn.execute(answered).one()
        return int(count), int(others)

    def _posts(self, period: Period) -> tuple[dict[str, int], dict[str, int]]:
        """Threads and posts by service (that of a thread's last version)."""
        sent = (_post(), outbox.c.status == Delivery.SENT, _within(outbox.c.sent_at, period))
        counted = select(outbox.c.notice, func.count()).where(*sent).group_by(outbox.c.notice)
        counts = {int(notice): int(n) for notice, n in self._conn.execute(counted)}
        threads: Counter[str] = Counter()
        posts: Counter[str] = Counter()
        for notice, service in self._services(sorted(counts)):
            threads[service] += 1
            posts[service] += counts[notice]
        return dict(threads), dict(posts)

    def _services(self, threads: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The services of these threads, by their last versions; asked for after the posts, since both at once read all."""
        for start in range(0, len(threads), _AT_ONCE):
            some = notices.c.id.in_(threads[start : start + _AT_ONCE])
            newest = (
                select(notices.c.id, func.max(notices.c.version).label("version")).where(some).group_by(notices.c.id)
            )
            last = newest.subquery()
            same = and_(notices.c.id == last.c.id, notices.c.version == last.c.version)
            found = self._conn.execute(select(notices.c.id, notices.c.service).join(last, same))
            yield from ((int(number), str(service or "other")) for number, service in found)

    def _reached(self, period: Period) -> Rate:
        """Of the pairs of notice and room for which something was planned, those that got something."""
        got = func.max(case((outbox.c.status == Delivery.SENT, 1), else_=0)).label("got")
        planned = select(outbox.c.notice, outbox.c.room, got).group_by(outbox.c.notice, outbox.c.room)
        due = _within(outbox.c.due_at, period)
        pairs = planned.where(_post(), due, outbox.c.status.in_(set(Delivery) - {Delivery.WITHDRAWN})).subquery()
        sums = select(func.coalesce(func.sum(pairs.c.got), 0), func.count()).select_from(pairs)
        part, whole = self._conn.execute(sums).one()
        return Rate(int(part), int(whole))


def period_of(first: date, last: date, tz: ZoneInfo) -> Period:
    """The local days ``first`` to ``last``, both included."""
    return Period(midnight(first, tz), midnight(last + timedelta(days=1), tz))


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """When a local day begins, in UTC."""
    return datetime.combine(day, time(), tz).astimezone(UTC)


def _fields(cut: Cut) -> dict[str, Any]:
    return {name: getattr(cut, name) for name in Cut.__dataclass_fields__}


def _within(column: Any, period: Period) -> ColumnElement[bool]:
    return and_(column >= period.start, column < period.end)


def _post() -> ColumnElement[bool]:
    """A post of a notice in a residents' room (a room that the district does not know counts as one)."""
    others = select(rooms.c.id).where(rooms.c.kind != RoomKind.RESIDENTS)
    told = outbox.c.notice.is_not(None) & (outbox.c.room != "") & outbox.c.room.not_in(others)
    return told & outbox.c.priority.not_in(_ANSWERS) & outbox.c.key.not_like("% (%/%)")
