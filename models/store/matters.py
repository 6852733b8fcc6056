"""Matters and the lines that speak of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, exists, func, or_, select

from models.matter import Matter, Report, SaidOf
from models.store.audit import Audits
from models.store.rows import Rows, put, put_all, put_all_new, put_new
from models.tables import SEALED, matters, reports, tickets
from models.ticket import DONE, Audit
from models.words import Act, Service

MATTERS: Rows[Matter] = Rows(matters, Matter)
REPORTS: Rows[Report] = Rows(reports, Report)
_HOUSEHOLDS = select(func.count(reports.c.household.distinct())).where(
    reports.c.matter == bindparam("key"), reports.c.household != ""
)
_KNOWN = (
    select(reports.c.matter)
    .where(reports.c.matter == bindparam("key"), reports.c.household == bindparam("household"))
    .limit(1)
)
_PURGED = {"sender_sealed": b"", "nick_sealed": b"", "text_sealed": b""}


class Matters:
    """Troubles, and for each its reports."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def get(self, key: str) -> Matter | None:
        """The matter with this key."""
        return MATTERS.one(self._conn, key=key)

    def save(self, matter: Matter) -> None:
        """Put it in, or bring it up to date."""
        put(self._conn, matters, MATTERS.row(matter))

    def report(self, report: Report) -> None:
        """Keep a line with its matter, which must stand; the same message again changes nothing."""
        put_new(self._conn, reports, REPORTS.row(report))

    def save_all(self, found: Sequence[Matter]) -> None:
        """``save`` for many."""
        put_all(self._conn, matters, [MATTERS.row(matter) for matter in found])

    def report_all(self, found: Sequence[Report]) -> None:
        """``report`` for many."""
        put_all_new(self._conn, reports, [REPORTS.row(report) for report in found])

    def reports(self, key: str) -> list[Report]:
        """The lines of a matter, in the order in which they were said."""
        wanted = REPORTS.select.where(reports.c.matter == key)
        return REPORTS.all(self._conn, wanted.order_by(reports.c.at, reports.c.message_id))

    def report_of(self, channel: str, message_id: str) -> Report | None:
        """What was kept of one message."""
        return REPORTS.one(self._conn, channel=channel, message_id=message_id)

    def last_of(self, sender: str, room: str, *, since: datetime, until: datetime) -> Report | None:
        """The sender's latest line in a room between these moments; what was said later (a replay's past) is none."""
        lately = reports.c.at.between(since, until)
        theirs = (reports.c.sender == sender, reports.c.room == room, lately, reports.c.sender != "")
        wanted = REPORTS.select.where(*theirs).order_by(reports.c.at.desc(), reports.c.message_id.desc())
        return REPORTS.first(self._conn, wanted.limit(1))

    def recent_reports(self, limit: int) -> list[Report]:
        """The latest lines of all matters, the newest first."""
        newest = REPORTS.select.order_by(reports.c.at.desc(), reports.c.message_id.desc())
        return REPORTS.all(self._conn, newest.limit(limit))

    def rooms_heard(self, services: Sequence[Service], since: datetime) -> list[str]:
        """The rooms in which a trouble of these services has been spoken of since then."""
        heard = select(reports.c.room).distinct().join(matters, matters.c.key == reports.c.matter)
        spoken = heard.where(reports.c.at >= since, reports.c.room != "", matters.c.service.in_(services))
        return list(self._conn.execute(spoken).scalars())

    def households(self, key: str) -> int:
        """How many different households spoke of it; a line without one (staff, "it is back") counts for none."""
        return int(self._conn.execute(_HOUSEHOLDS, {"key": key}).scalar_one())

    def knows(self, key: str, household: str) -> bool:
        """Whether a household has spoken of it; asked line by line, it costs the same however many have."""
        return self._conn.execute(_KNOWN, {"key": key, "household": household}).first() is not None

    def places(self, key: str) -> list[tuple[str | None, str | None]]:
        """Estate and building of the households that spoke of it, each pair once."""
        ours = (reports.c.matter == key, reports.c.household != "")
        return [
            (e, b) for e, b in self._conn.execute(select(reports.c.estate, reports.c.building).distinct().where(*ours))
        ]

    def open_since(self, since: datetime) -> list[Matter]:
        """Matters that are open and were spoken of since then, the oldest first."""
        wanted = MATTERS.select.where(matters.c.open.is_(True), matters.c.last_at >= since)
        return MATTERS.all(self._conn, wanted.order_by(matters.c.opened_at, matters.c.key))

    def said_of(self, keys: Sequence[str]) -> list[SaidOf]:
        """The last word of each building (of each sender without one) of these matters: that it is back, or gone."""
        back = reports.c.act == Act.RESTORED
        alone = case((reports.c.building.is_(None), reports.c.sender), else_="")
        words = select(reports.c.estate, reports.c.building, alone, back, func.max(reports.c.at)).where(
            reports.c.matter.in_(keys), or_(back, reports.c.household != "")
        )
        rows = self._conn.execute(words.group_by(reports.c.estate, reports.c.building, alone, back))
        return [SaidOf(estate, building, sender, bool(is_back), at) for estate, building, sender, is_back, at in rows]

    def purge(self, before: datetime, *, at: datetime) -> int:
        """Forget the encrypted id, nickname and text of reports whose trouble ended before then; how many (audited).

        Ended: every ticket of the matter is done and was closed (or opened, when it never got so far) before then; or
        the matter has no ticket and was last spoken of before then. The masked text and the keyed hash stay.
        """
        due = reports.update().where(SEALED, _ended(before)).values(**_PURGED)
        count = self._conn.execute(due).rowcount
        if count:
            Audits(self._conn).add(
                Audit("reports", "purge", "bot", at, reason=f"ended before {before}", after=str(count))
            )
        return count

    def retract(self, channel: str, message_id: str) -> None:
        """Its author took a line back: that it came is kept, what it said and whose it was are not."""
        bare = {"masked": "", "household": "", "building": None, "unit": None, "why": ("本人撤回",)} | _PURGED
        this = (reports.c.channel == channel, reports.c.message_id == message_id)
        self._conn.execute(reports.update().where(*this).values(**bare))

    def anonymise(self, key: str) -> None:
        """Take from a matter's lines what could lead back to a household: text, hashes, building."""
        bare = {"masked": "", "sender": "", "household": "", "building": None, "unit": None, "why": ()} | _PURGED
        self._conn.execute(reports.update().where(reports.c.matter == key).values(**bare))


def _ended(before: datetime) -> ColumnElement[bool]:
    ours = tickets.c.matter == reports.c.matter
    late = func.coalesce(tickets.c.closed_at, tickets.c.created_at) >= before
    living = exists().where(ours, or_(tickets.c.status.not_in(DONE), late))
    spoken = exists().where(matters.c.key == reports.c.matter, matters.c.last_at >= before)
    return ~living & (exists().where(ours) | ~spoken)
