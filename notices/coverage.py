"""How far the notices of a period reached, how soon, and which of the planned ones came later than the law wants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from models.areas import District
from models.figures import Rate
from models.notice import Notice
from models.store import Tx
from notices.lead import LIMITS, Lead, Limits, lead_of
from notices.ledger import HEARD, Ledger, concerned, ledger, reached_households

ASSISTED_POSTED = "posted"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the threads first published in a period: pairs of notice and room, households, estates that nobody has counted,
    minutes from publication to the last room (median and longest), and late ones of the planned ones by member's code."""

    rooms: Rate
    households: Rate
    uncounted: int
    median_spread: float | None
    longest_spread: float | None
    leads: dict[str, Rate]
    late: tuple[Lead, ...]


def ledger_of(tx: Tx, notice: int, district: District) -> Ledger | None:
    """The ledger of a thread; None when nothing of it was published. NotFound when there is none."""
    tx.notices.latest(notice)
    versions = [n for n in tx.notices.versions(notice) if n.state == "published"]
    if not versions:
        return None
    rows = tx.outbox.of_notice(notice)
    posted = {
        row.key: entry.actor
        for row in rows
        if row.account == "assisted"
        for entry in tx.audit.of(f"outgoing {row.key}")
        if entry.action == ASSISTED_POSTED
    }
    return ledger(versions, rows, posted, district)


def coverage(tx: Tx, *, first: date, last: date, tz: ZoneInfo, district: District, limits: Limits = LIMITS) -> Coverage:
    """The coverage of the local days ``first`` to ``last``, both included."""
    start, end = _midnight(first, tz), _midnight(last + timedelta(days=1), tz)
    threads: dict[int, list[Notice]] = defaultdict(list)
    for notice in tx.notices.published_between(start, end):
        threads[notice.id].append(notice)
    fresh = {number: versions for number, versions in threads.items() if versions[0].version == 1}
    told = tx.outbox.first_told(list(fresh), HEARD)
    leads = [lead for versions in threads.values() for v in versions if (lead := lead_of(v, tz, limits))]
    return _summed(fresh, told, leads, district)


def _summed(
    threads: dict[int, list[Notice]], told: dict[int, dict[str, datetime]], leads: list[Lead], district: District
) -> Coverage:
    rooms, households, uncounted = [], [], 0
    spreads: list[float] = []
    for number, versions in threads.items():
        estates, heard = concerned(versions), told.get(number, {})
        ours = {room.id for estate in estates for room in district.rooms_by_estate.get(estate, ())}
        rooms.append(Rate(len(ours & set(heard)), len(ours)))
        reached, unknown = reached_households(estates, ours & set(heard), district)
        households.append(reached)
        uncounted += unknown
        times = [heard[room] for room in ours & set(heard)]
        spreads += [(max(times) - versions[0].published_at).total_seconds() / 60] if times else []
    return Coverage(
        _sum(rooms),
        _sum(households),
        uncounted,
        median(spreads) if spreads else None,
        max(spreads, default=None),
        _by_member(leads),
        tuple(lead for lead in leads if lead.late),
    )


def _by_member(leads: Iterable[Lead]) -> dict[str, Rate]:
    """Late ones of the planned ones, by member."""
    found: dict[str, list[bool]] = defaultdict(list)
    for lead in leads:
        found[lead.member].append(lead.late)
    return {member: Rate(sum(late), len(late)) for member, late in sorted(found.items())}


def _sum(rates: Iterable[Rate]) -> Rate:
    part = whole = 0
    for rate in rates:
        part, whole = part + rate.part, whole + rate.whole
    return Rate(part, whole)


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tz)
