"""Two years of the city's past, written straight into the store: a million captures, 200,000 tickets, and what was said.

Nothing is decided here; the rows are those that the bot leaves behind, after its retention has passed over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.city.day import CHANNEL
from bot.city.places import MEMBERS, NOUNS
from models.areas import District
from models.matter import Matter, Report
from models.message import Message
from models.outgoing import Outgoing
from models.store import Store, Tx
from models.ticket import Audit, Ticket
from models.words import Delivery, Priority, Rating, Service, Status, Step, Urgency

DAYS, TICKETS, CAPTURES = 730, 274, 1_400
"""Two years; so many tickets and captured lines a day: 200,020 and 1,022,000."""
_STORM_EVERY, _STORM = 15, 4_000
_RAW = 60
"""Days after which raw texts and ids are gone (``bot.settings.Retention``)."""
_RATED_WITHIN = timedelta(days=3)
_SEALED = b"s" * 60
_TOPICS = {
    Service.POWER: ("E01", "E02", "E11"),
    Service.WATER: ("W01", "W08", "W05", "W02"),
    Service.GAS: ("G02",),
    Service.ROAD: ("R03", "R01"),
}
_RATINGS = (Rating.SATISFIED, Rating.MOSTLY, Rating.UNSATISFIED, None, None)
_STEPS = ("capture", "accept", "dispatch", "sign", "arrive", "resolve", "ask_rating", "close", "archive")
_TEXTS = ("received", "dispatched", "dispatched", "arrive 0.5", "reply sign", "reply resolve", "resolved", "result")


@dataclass
class Rows:
    """The rows of one day."""

    matters: list[Matter] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    audit: list[Audit] = field(default_factory=list)
    texts: list[Outgoing] = field(default_factory=list)


def write_past(store: Store, district: District, until: datetime, days: int = DAYS, share: float = 1.0) -> None:
    """``days`` days before ``until`` (aware, UTC); ``share`` of a whole city's."""
    store.call(_keep_district, district, until)
    number = 0
    for back in range(days, 0, -1):
        rows = _day(district, until, back, number, share)
        number += len(rows.tickets)
        store.call(_keep, rows)


def _keep_district(tx: Tx, district: District, now: datetime) -> None:
    if tx.district.empty():
        tx.district.save(district, now)


def _keep(tx: Tx, rows: Rows) -> None:
    tx.matters.save_all(rows.matters)
    tx.inbox.take_all([(_message(report), f"{hash_of(report.message_id)}") for report in rows.reports])
    tx.matters.report_all(rows.reports)
    tx.tickets.add_all(rows.tickets)
    tx.audit.add_all(rows.audit)
    tx.outbox.put_all(rows.texts)


def hash_of(text: str) -> str:
    """As long as a keyed hash, and as scattered."""
    return f"{Random(text).getrandbits(128):032x}"


def _message(report: Report) -> Message:
    return Message(report.message_id, report.channel, report.room, report.sender, "", "", report.at)


def _day(district: District, until: datetime, back: int, first: int, share: float) -> Rows:
    chance, rows = Random(f"past {back}"), Rows()
    begins = until - timedelta(days=back)
    many = max(1, round(TICKETS * share))
    storm = round(_STORM * share) if back % _STORM_EVERY == 0 else 0
    lines = _shares(max(many, round(CAPTURES * share) - _STORM // _STORM_EVERY * share), many, chance)
    for n in range(many):
        at = begins + timedelta(seconds=86_400 * n / many)
        _one(rows, _Trouble(district, chance, at, back, first + n + 1), (storm or lines[n]) if n == 0 else lines[n])
    return rows


def _shares(lines: float, many: int, chance: Random) -> list[int]:
    """How many lines each of ``many`` troubles has; few have many."""
    weights = [chance.expovariate(1.0) for _ in range(many)]
    rest = (lines - many) / sum(weights)
    return [1 + round(weight * rest) for weight in weights]


@dataclass
class _Trouble:
    district: District
    chance: Random
    at: datetime
    back: int
    number: int

    def __post_init__(self) -> None:
        chance = self.chance
        self.room = chance.choice(self.district.rooms)
        self.estate = chance.choice(self.room.areas)
        self.service = chance.choice(tuple(_TOPICS))
        self.topic = chance.choice(_TOPICS[self.service])
        self.building = str(chance.randint(1, 20))
        self.key = f"m-{chance.getrandbits(48):012x}"
        self.old = self.back > _RAW
        self.worker = f"wx-grid-{self.room.id.partition('-')[2]}"
        self.person = f"wx-{MEMBERS[self.service]}-0-day"

    def after(self, minutes: float) -> datetime:
        return self.at + timedelta(minutes=minutes)


def _one(rows: Rows, trouble: _Trouble, lines: int) -> None:
    t = trouble
    many = min(lines, 3 * lines // 4 + 1)
    rows.matters.append(
        Matter(t.key, t.service, t.topic, Urgency.P2, t.estate, t.at, t.after(90), (t.building,), (t.room.id,), many, 0, False)
    )  # fmt: skip
    rows.reports += _reports(t, lines)
    rows.tickets.append(_ticket(t, many))
    rows.audit += _audit(t)
    rows.texts += _texts(t)


def _reports(t: _Trouble, lines: int) -> Iterator[Report]:
    sealed = b"" if t.old else _SEALED
    for n in range(lines):
        yield Report(
            t.key, CHANNEL, f"past-{t.number}-{n}", t.room.id, f"{t.chance.getrandbits(128):032x}",
            f"{t.chance.getrandbits(128):032x}", "report" if n == 0 else "me_too", t.estate, t.building, None,
            f"{t.building}栋{NOUNS.get(t.service, '路灯坏')}了，什么时候能好", t.after(90 * n / lines), ("过去的一行",), sealed, sealed, sealed,
        )  # fmt: skip


def _ticket(t: _Trouble, households: int) -> Ticket:
    asked = t.after(120)
    waits = t.back <= _RATED_WITHIN.days
    return Ticket(
        number=t.number, matter=t.key, status=Status.VERIFYING if waits else Status.ARCHIVED if t.old else Status.CLOSED,
        service=t.service, topic=t.topic, urgency=Urgency.P2, created_at=t.at, room=t.room.id, estate=t.estate,
        building=t.building, summary=f"{t.building}栋的事", reporter=f"{t.chance.getrandbits(128):032x}", households=households,
        member=MEMBERS[t.service], person=t.person, worker=t.worker, step=Step.ON_SITE, respond_by=t.after(60),
        resolve_by=t.after(1_440), accepted_at=t.at, dispatched_at=t.at, signed_at=t.after(12), arrived_at=t.after(50),
        resolved_at=asked, asked_at=asked, closed_at=None if waits else asked + _RATED_WITHIN, result="修好了，恢复正常",
        rating=None if waits else t.chance.choice(_RATINGS), chase_at=asked + _RATED_WITHIN if waits else None,
        why=("过去的一件事",),
    )  # fmt: skip


def _audit(t: _Trouble) -> Iterator[Audit]:
    steps: Sequence[str] = _STEPS[: -1 if not t.old else None]
    steps = steps[:-1] if t.back <= _RATED_WITHIN.days else steps
    for n, action in enumerate(steps):
        actor = t.person if action in ("sign", "arrive", "resolve") else "bot"
        yield Audit(
            f"ticket {t.number}", action, actor, t.after(15 * n), f"{CHANNEL} past-{t.number}", "过去的一步",
            f"status=step{n}", f"status=step{n + 1}",
        )  # fmt: skip


def _texts(t: _Trouble) -> Iterator[Outgoing]:
    for n, name in enumerate(_TEXTS):
        private = n not in (0, 7)
        target = (t.worker if n % 2 else t.person) if private else t.room.id
        at = t.after(15 * n)
        yield Outgoing(
            f"ticket {t.number} {name} → {target}", f"【工单 {t.number}】P2 · {t.building} 栋\n时限：接单不晚于 09:00，办完不晚于 明天 18:00\n责任：试验公司",
            "" if private else t.room.id, target if private else "", Priority.STAFF if private else Priority.REPLY, at,
            at + timedelta(hours=12), "" if private else t.topic, t.number, None, False, (), Delivery.SENT,
            t.room.account, 1, None, at, f"past {t.number} {n}", "", name,
        )  # fmt: skip
