"""The rules of etiquette at the moment of sending: what they ask of the store, and what they make of one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.etiquette import (
    Verdict,
    is_automatic,
    is_storm,
    six_a_day,
    three_a_matter,
    today_began,
    tomorrow,
)
from bot.parts import numbered, split_text
from bot.settings import Settings
from models.matter import Matter
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Ticket

_DAY = timedelta(days=1)
_OPEN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Manners:
    """What stands around an automatic text: its ticket, the texts that were sent for that ticket and, in the last day,
    into its room, and the open matters."""

    ticket: Ticket | None = None
    told: tuple[Outgoing, ...] = ()
    lately: tuple[Outgoing, ...] = ()
    matters: tuple[Matter, ...] = ()


NOTHING = Manners()


def manners(tx: Tx, row: Outgoing, now: datetime) -> Manners:
    """Look it up; little for a text that is not automatic."""
    if not is_automatic(row):
        return NOTHING
    told = tx.outbox.of_ticket(row.ticket) if row.ticket is not None else []
    lately = _sent(tx.outbox.said_in(row.room, now - _DAY), row, now)
    return Manners(
        ticket=tx.tickets.find(row.ticket) if row.ticket is not None else None,
        told=_sent(told, row, now),
        lately=lately,
        matters=tuple(tx.matters.open_since(now - _OPEN)) if any(map(is_automatic, lately)) else (),
    )


def _sent(rows: list[Outgoing], row: Outgoing, now: datetime) -> tuple[Outgoing, ...]:
    """Those that left before now (a replay that is resumed stands before its own past)."""
    return tuple(r for r in rows if r.id != row.id and r.sent_at and r.sent_at <= now)


def judge(row: Outgoing, around: Manners, now: datetime, settings: Settings, tz: ZoneInfo) -> Verdict:
    """Whether it may leave now; a verdict with ``until`` puts it off. Not asked about danger to life."""
    limits = settings.etiquette
    matter = three_a_matter(row, around.ticket, around.told, limits)
    if not matter.ok:
        return matter
    midnight = today_began(now, tz)
    today = [r for r in around.lately if r.sent_at and r.sent_at >= midnight]
    storm = is_storm(around.matters, row.room, now, limits)
    morning = tomorrow(now, settings.quiet_hours, tz)
    return six_a_day(row, around.ticket, today, storm=storm, morning=morning, limits=limits)


def in_parts(tx: Tx, row: Outgoing, longest: int) -> Outgoing:
    """A text that is too long becomes several rows, in one transaction: it keeps its first part, which is returned.

    Each part is sent once by its own key and only after the one before it, so that a crash in between neither repeats
    nor loses one. What follows a part that was said is said too: at night, and when it has become late.
    """
    parts = split_text(row.text, longest)
    if len(parts) == 1:
        return row
    first, *rest = numbered(row.key, parts)
    for key, text in rest:
        tx.outbox.put(row.evolve(id=0, key=key, text=text, topic="", mentions=(), at_night=True, expires_at=None))
    tx.outbox.save(row.evolve(text=first[1]))
    return row.evolve(text=first[1])
