"""What the pages read from the store: one function and one transaction for each fragment, no domain in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from console.figures import lead_text
from console.ports import Chat, Line
from dispatch.lights import GRADING, Grading, lights
from dispatch.spots import spots
from models.areas import District
from models.figures import Figures
from models.login import Viewer
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.store.figures import period_of
from models.store.keys import keys_of
from models.ticket import Ticket
from notices.coverage import coverage
from notices.lead import LIMITS, Lead, Limits
from notices.ledger import HEARD

NOTICES = 12
ROOMS = 12
LINES = 60
DONE_LOOKED_AT = 200
DEAD = 5
LATE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """Tickets of the board with the district that names them."""

    tickets: tuple[Ticket, ...]
    district: District


@dataclass(frozen=True, slots=True)
class Posted:
    """The latest notices, the rooms that each of them reached, and the district that names them."""

    notices: tuple[Notice, ...]
    told: dict[int, int]
    district: District


@dataclass(frozen=True, slots=True)
class Traffic:
    """The outbox: how many texts stand in each state, since when the oldest is late, the last that were given up.

    ``paused`` says that the bot may not speak, ``quiet_rooms`` counts the rooms in which it may not.
    """

    counts: dict[str, int]
    oldest: datetime | None
    dead: tuple[Outgoing, ...]
    paused: bool = False
    quiet_rooms: int = 0


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is counted for monitoring."""

    tickets: dict[str, int]
    outbox: dict[str, int]
    captures: int
    oldest: datetime | None


def figures_of(
    tx: Tx,
    *,
    first: date,
    last: date,
    tz: ZoneInfo,
    now: datetime | None,
    limits: Limits = LIMITS,
    cuts: Sequence[str] = (),
    grading: Grading = GRADING,
) -> Figures:
    """The figures of local days, both included, as they stand now; ``limits`` say how early notices must be out.

    ``cuts`` are of ``models.store.keys.DIMENSIONS``; with "estate" the estates are graded.
    """
    district = tx.district.load()
    found = coverage(tx, first=first, last=last, tz=tz, district=district, limits=limits)
    keys = keys_of(cuts, district=district, first=first, last=last, tz=tz)
    counted = graded(tx, tx.figures.of(first, last, tz, now, keys), tz, grading, district)
    return replace(
        counted,
        notes=(*counted.notes, *_late_notes(found.late, district)),
        rooms_concerned=found.rooms,
        households_reached=found.households,
        estates_uncounted=found.uncounted,
        median_spread=found.median_spread,
        longest_spread=found.longest_spread,
        late_notices=found.leads,
    )


def graded(tx: Tx, figures: Figures, tz: ZoneInfo, grading: Grading, district: District) -> Figures:
    """With the places where the same came again and again, and, where there is a cut by estate, their colours."""
    period = period_of(figures.first, figures.last, tz)
    rows = tx.figures.repeated(period, days=grading.days, times=grading.times)
    hot = spots(rows, start=period.seconds[0], times=grading.times, days=grading.days)
    figures = replace(figures, hot_spots=hot, spots=len(hot))
    estates = figures.cuts.get("estate")
    if estates is None:
        return figures
    counts = Counter(spot.estate for spot in hot)
    estates = {code: replace(cut, spots=counts[code]) if counts[code] else cut for code, cut in estates.items()}
    colours = lights(estates, [e.code for e in district.estates], grading.lights)
    return replace(figures, cuts={**figures.cuts, "estate": estates}, lights=colours)


def _late_notes(late: Sequence[Lead], district: District) -> tuple[str, ...]:
    """The first of the planned notices that came later than the law wants, a line each."""
    names = {m.code: m.name for m in district.members}
    return tuple(
        f"公告 {lead.notice}（{names.get(lead.member, lead.member) or '未注明单位'}）{lead_text(lead)}"
        for lead in late[:LATE_SHOWN]
    )


def still_open(tx: Tx, viewer: Viewer) -> list[Ticket]:
    """The tickets with which somebody still has to do something, as far as ``viewer`` may see them."""
    district = tx.district.load()
    return [t for t in tx.tickets.open() if viewer.sees_ticket(district, t)]


def board(tx: Tx, viewer: Viewer, *, today: datetime) -> Told:
    """Every open ticket, and those that were closed since ``today`` (aware, the start of the local day)."""
    closed = [t for t in tx.tickets.recent(DONE_LOOKED_AT) if t.closed_at and t.closed_at >= today]
    district = tx.district.load()
    shown = (*tx.tickets.open(), *(t for t in closed if not t.open))
    return Told(tuple(t for t in shown if viewer.sees_ticket(district, t)), district)


def posted(tx: Tx, viewer: Viewer, most: int = NOTICES) -> Posted:
    """The latest version of the latest threads, at most ``most`` of them looked at."""
    district = tx.district.load()
    found = [n for n in tx.notices.recent(most) if viewer.sees_notice(district, n)]
    told = tx.outbox.first_told([n.id for n in found], HEARD)
    return Posted(tuple(found), {number: len(rooms) for number, rooms in told.items()}, district)


def traffic(tx: Tx, *, now: datetime) -> Traffic:
    """The state of the outbox at ``now`` (aware, UTC)."""
    switched = tx.flags.all()
    return Traffic(
        counts=tx.outbox.counts(),
        oldest=tx.outbox.oldest_waiting(now),
        dead=tuple(tx.outbox.dead()[-DEAD:]),
        paused=bool(switched.get("paused")),
        quiet_rooms=sum(key.startswith("paused ") for key in switched),
    )


def numbers(tx: Tx, *, now: datetime) -> Numbers:
    """The numbers of ``/metrics`` at ``now`` (aware, UTC)."""
    return Numbers(tx.tickets.counts(), tx.outbox.counts(), tx.inbox.count(), tx.outbox.oldest_waiting(now))


def spoken(tx: Tx, viewer: Viewer) -> list[tuple[Chat, list[Line]]]:
    """The rooms in which the bot spoke last with what it said, for a console without practice rooms."""
    district = tx.district.load()
    latest = dict.fromkeys(o.room for o in tx.outbox.recent(DONE_LOOKED_AT) if o.room in district.room and o.sent_at)
    seen = [r for r in latest if viewer.sees_room(district, r)]
    rooms = [district.room[r] for r in seen[:ROOMS]]
    return [(Chat(r.id, r.topic, r.kind), said_in(tx, room=r.id)) for r in rooms]


def said_in(tx: Tx, *, room: str) -> list[Line]:
    """What the bot said in a room, the oldest first."""
    sent = [o for o in tx.outbox.of_room(room, LINES) if o.sent_at]
    return [Line(o.sent_at, "", None, o.text, by_bot=True, why=(o.why,)) for o in reversed(sent) if o.sent_at]
