"""The figures of a period: five reads, however much happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, func, or_, select

from models.figures import Figures, Rate
from models.store.gaps import Gaps
from models.store.tally import Period, tally, unheard
from models.tables import audit, notices, outbox, reports, rooms, tickets
from models.ticket import DONE
from models.words import Action, Delivery, Priority, RoomKind

_ANSWERS = (Priority.REPLY, Priority.STAFF, Priority.SURVEY)
_COUNTED = (
    "status", "service", "urgency", "member", "created_at", "accepted_at", "dispatched_at", "signed_at", "arrived_at",
    "resolved_at", "asked_at", "respond_by", "resolve_by", "rating", "reworks", "by_default", "in_grid", "parent",
    "emergency", "held_at",
)  # fmt: skip


class FiguresOf:
    """Counts over reports, tickets and the outbox."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def of(self, first: date, last: date, tz: ZoneInfo, now: datetime | None = None) -> Figures:
        """The figures of the local days ``first`` to ``last``, both included; open and overdue are as of ``now`` (aware),
        or of the end of the period when that has passed.

        Captures are reports said in the period. Notices count threads with a post that was sent to a residents' room
        in the period; answers do not count. Tickets are those opened in the period without the merged ones, and every
        rate and median is of them; ``solved`` and ``solved_in_grid`` are those resolved in the period, whenever opened.
        Satisfaction is of those asked (or resolved) in the period. ``rooms_reached`` counts pairs of notice and room.
        """
        period = Period(_midnight(first, tz), _midnight(last + timedelta(days=1), tz))
        counted = tally(self._tickets(period), period, min(now or period.end, period.end))
        by_day = self._captures(period, tz)
        threads, posts = self._posts(period)
        return replace(
            Figures(first, last, **counted),
            messages_captured=by_day.total(),
            captures_a_day=by_day.total() / ((last - first).days + 1),
            by_day={day: by_day[day] for day in sorted(by_day)},
            notices=threads,
            posts=posts,
            deflected=self._deflected(period),
            rooms_reached=self._reached(period),
            **unheard(Gaps(self._conn).between(period.start, period.end), period),
        )

    def _captures(self, period: Period, tz: ZoneInfo) -> Counter[str]:
        said = self._conn.execute(select(reports.c.at).where(_within(reports.c.at, period))).scalars()
        return Counter(at.astimezone(tz).date().isoformat() for at in said)

    def _deflected(self, period: Period) -> int:
        answered = select(func.count()).where(audit.c.action == Action.DEFLECT, _within(audit.c.at, period))
        return int(self._conn.execute(answered).scalar_one())

    def _posts(self, period: Period) -> tuple[dict[str, int], dict[str, int]]:
        """Threads and posts by service."""
        newest = select(notices.c.id, func.max(notices.c.version).label("version")).group_by(notices.c.id).subquery()
        thread = and_(notices.c.id == newest.c.id, notices.c.version == newest.c.version)
        counted = (
            select(notices.c.service, func.count(distinct(outbox.c.notice)), func.count())
            .select_from(outbox.join(notices, outbox.c.notice == notices.c.id).join(newest, thread))
            .where(_post(), outbox.c.status == Delivery.SENT, _within(outbox.c.sent_at, period))
            .group_by(notices.c.service)
        )
        found = [(str(service or "other"), int(n), int(m)) for service, n, m in self._conn.execute(counted)]
        return {service: n for service, n, _ in found}, {service: m for service, _, m in found}

    def _reached(self, period: Period) -> Rate:
        """Of the pairs of notice and room for which something was planned, those that got something."""
        got = func.max(case((outbox.c.status == Delivery.SENT, 1), else_=0)).label("got")
        planned = select(outbox.c.notice, outbox.c.room, got).group_by(outbox.c.notice, outbox.c.room)
        due = _within(outbox.c.due_at, period)
        pairs = planned.where(_post(), due, outbox.c.status.in_(set(Delivery) - {Delivery.WITHDRAWN})).subquery()
        sums = select(func.coalesce(func.sum(pairs.c.got), 0), func.count()).select_from(pairs)
        part, whole = self._conn.execute(sums).one()
        return Rate(int(part), int(whole))

    def _tickets(self, period: Period) -> list[Any]:
        """Everything that the period may count: opened, resolved or asked in it, or open at its end."""
        concerned = or_(
            *(_within(tickets.c[name], period) for name in ("created_at", "resolved_at", "asked_at")),
            and_(tickets.c.status.not_in(DONE), tickets.c.created_at < period.end),
        )
        return list(self._conn.execute(select(*(tickets.c[name] for name in _COUNTED)).where(concerned)))


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tz).astimezone(UTC)


def _within(column: Any, period: Period) -> ColumnElement[bool]:
    return and_(column >= period.start, column < period.end)


def _post() -> ColumnElement[bool]:
    """A post of a notice in a residents' room (a room that the district does not know counts as one)."""
    others = select(rooms.c.id).where(rooms.c.kind != RoomKind.RESIDENTS)
    told = outbox.c.notice.is_not(None) & (outbox.c.room != "") & outbox.c.room.not_in(others)
    return told & outbox.c.priority.not_in(_ANSWERS) & outbox.c.key.not_like("% (%/%)")
