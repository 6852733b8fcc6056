"""Tickets as the board shows them: in lanes, each with the clock that runs out first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.names import SERVICES, standing
from console.text import buildings, one_line, visible
from console.times import Clock, day_and_time, running, span, stopped
from models.areas import District
from models.ticket import Ticket
from models.words import Rating, Status, Urgency

LANES: tuple[tuple[str, str, frozenset[Status]], ...] = (
    ("captured", "待确认", frozenset({Status.CAPTURED})),
    ("sent", "待签收", frozenset({Status.ACCEPTED, Status.DISPATCHED, Status.REWORK})),
    ("working", "处置中", frozenset({Status.SIGNED, Status.IN_PROGRESS, Status.SUSPENDED})),
    ("verifying", "待回访", frozenset({Status.RESOLVED, Status.VERIFYING})),
    ("done", "今日办结", frozenset({Status.CLOSED, Status.ARCHIVED, Status.ANONYMISED})),
)
STAGES = ("受理", "派单", "签收", "到场", "反馈", "办结")
RATINGS = {Rating.SATISFIED: "满意", Rating.MOSTLY: "基本满意", Rating.UNSATISFIED: "不满意"}
_CLOCKS = (
    ("响应", "respond_by", "signed_at"),
    ("联系", "contact_by", "contacted_at"),
    ("到场", "arrive_by", "arrived_at"),
    ("修复", "resolve_by", "resolved_at"),
    ("反馈", "feedback_by", "resolved_at"),
)
_STAGE_TIMES = ("accepted_at", "dispatched_at", "signed_at", "arrived_at", "resolved_at", "closed_at")


@dataclass(frozen=True, slots=True)
class Card:
    """A ticket on the board. ``clock`` is the deadline that runs out first, None when none runs; ``stages`` says which
    of ``STAGES`` are behind it; ``marks`` are words of warning; texts are masked and cut."""

    number: int
    urgency: str
    service: str
    service_name: str
    title: str
    place: str
    households: int
    standing: str
    who: str
    clock: Clock | None
    clocks: tuple[Clock, ...]
    stages: tuple[bool, ...]
    marks: tuple[str, ...]
    opened: str
    result: str
    rating: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The tickets that stand alike; ``more`` counts those that are not shown."""

    key: str
    name: str
    cards: tuple[Card, ...]
    more: int = 0

    @property
    def count(self) -> int:
        """How many tickets stand here."""
        return len(self.cards) + self.more

    @property
    def late(self) -> int:
        """How many of the shown have run over."""
        return sum(c.clock is not None and c.clock.tone == "red" for c in self.cards)


def lanes(tickets: Iterable[Ticket], district: District, now: datetime, tz: ZoneInfo, limit: int = 30) -> list[Lane]:
    """The lanes of the board with at most ``limit`` cards each, the most pressing first; ``now`` aware, UTC."""
    all_of = list(tickets)
    return [
        _lane(key, name, [t for t in all_of if t.status in held], district, now, tz, limit) for key, name, held in LANES
    ]


def _lane(
    key: str, name: str, tickets: list[Ticket], district: District, now: datetime, tz: ZoneInfo, limit: int
) -> Lane:
    ordered = _ordered(key, tickets)
    return lane_of(key, name, ordered[:limit], district, now, tz, len(ordered))


def _ordered(key: str, tickets: list[Ticket]) -> list[Ticket]:
    return sorted(tickets, key=_newest_done if key == "done" else _most_pressing)


def lane_of(
    key: str, name: str, tickets: list[Ticket], district: District, now: datetime, tz: ZoneInfo, count: int
) -> Lane:
    """A lane with these tickets, of ``count`` that stand in it."""
    cards = tuple(card(t, district, now, tz) for t in _ordered(key, tickets))
    return Lane(key, name, cards, max(0, count - len(cards)))


def _most_pressing(ticket: Ticket) -> tuple[bool, float, str, int]:
    by = [b for _, b, _ in _running(ticket)]
    return (not by, min(by).timestamp() if by else 0.0, ticket.urgency, ticket.number)


def late(ticket: Ticket, now: datetime) -> bool:
    """Whether one of its clocks has run out at ``now`` (aware, UTC)."""
    return any(by < now for _, by, _ in _running(ticket))


def _newest_done(ticket: Ticket) -> float:
    return -(ticket.closed_at or ticket.created_at).timestamp()


def _running(ticket: Ticket) -> list[tuple[str, datetime, datetime]]:
    """The clocks that run now: name, deadline, since when."""
    if not ticket.open or ticket.status is Status.SUSPENDED or ticket.held_at:
        return []
    found = ((name, getattr(ticket, by), getattr(ticket, at)) for name, by, at in _CLOCKS)
    since = ticket.dispatched_at or ticket.accepted_at or ticket.created_at
    return [(name, by, since) for name, by, at in found if by is not None and at is None]


def card(ticket: Ticket, district: District, now: datetime, tz: ZoneInfo) -> Card:
    """One ticket for the board."""
    runs = [running(n, by, since, now, tz) for n, by, since in sorted(_running(ticket), key=lambda c: c[1])]
    return Card(
        number=ticket.number,
        urgency=ticket.urgency,
        service=ticket.service,
        service_name=SERVICES[ticket.service],
        title=one_line(ticket.summary, 60) or SERVICES[ticket.service],
        place=place(ticket.estate, ticket.building, district),
        households=ticket.households,
        standing=standing(ticket),
        who=_who(ticket, district),
        clock=runs[0] if runs else None,
        clocks=(*_stopped(ticket, now, tz), *runs),
        stages=tuple(getattr(ticket, at) is not None for at in _STAGE_TIMES),
        marks=_marks(ticket),
        opened=f"{day_and_time(ticket.created_at, now, tz)}（{span(now - ticket.created_at)}前）",
        result=visible(ticket.result, 200),
        rating=_rating(ticket),
        why=tuple(visible(w, 200) for w in ticket.why),
    )


def place(estate: str | None, building: str | None, district: District) -> str:
    """Estate and building as a person says them; 地点待问 when neither is known."""
    where = (district.name(estate), buildings((building or "").split(",") if building else ()))
    return " ".join(filter(None, where)) or "地点待问"


def _who(ticket: Ticket, district: District) -> str:
    member = district.member.get(ticket.member)
    names = [district.person[p].name for p in (ticket.person, ticket.worker) if p in district.person]
    helping = [f"协办 {district.member[c].name}" for c in ticket.co if c in district.member]
    return " · ".join(dict.fromkeys([member.name if member else ticket.member, *names, *helping])).strip(" ·")


def _rating(ticket: Ticket) -> str:
    """What was said of the result; silence is told as silence, and only of what was asked."""
    if ticket.rating:
        return RATINGS[ticket.rating]
    return "问过，未答（不算满意）" if ticket.asked_at and not ticket.open else ""


def _stopped(ticket: Ticket, now: datetime, tz: ZoneInfo) -> list[Clock]:
    found = ((name, getattr(ticket, by), getattr(ticket, at)) for name, by, at in _CLOCKS if name != "反馈")
    return [stopped(name, by, at, now, tz) for name, by, at in found if at is not None]


def _marks(ticket: Ticket) -> tuple[str, ...]:
    marks: Sequence[tuple[bool, str]] = (
        (ticket.urgency is Urgency.P0, "涉险"),
        (ticket.supervised, "督办"),
        (ticket.reworks > 0, f"重办 {ticket.reworks}"),
        (ticket.by_default, "无责任单位"),
        (bool(ticket.outside), f"已转 {ticket.outside}"),
        (ticket.disputed_at is not None and ticket.open, "产权争议"),
        (ticket.whistled_at is not None and ticket.open, "已吹哨"),
        (ticket.emergency is not None, "应急期间"),
        (bool(ticket.proxy), "代报"),
        (ticket.photos > 0, f"照片 {ticket.photos}"),
    )
    return tuple(text for applies, text in marks if applies)
