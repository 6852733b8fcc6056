"""Whether a text may leave: the reasons to wait or to stay silent, apart from the account's budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.manners import NOTHING, Manners, judge, manners
from bot.parts import part_before
from bot.quiet import quiet_until
from bot.settings import Settings
from models.areas import District
from models.outgoing import Outgoing
from models.store import Tx
from models.words import Delivery, Priority

LOOK = timedelta(seconds=1)
"""After so long the sender looks again when it cannot know when something changes: a switch, a line."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: look again at ``at``. ``move`` puts the row itself off."""

    at: datetime
    reason: str
    move: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Not at all any more."""

    status: Delivery
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What the store says around one row: kill switches, and when this room last heard an answer on this topic.

    ``bound``: its room is one of ours; ``before``: where the part of the same text stands that comes before it.
    """

    paused: bool
    shadow: bool
    last_answer: datetime | None
    bound: bool = True
    before: Delivery | None = None
    manners: Manners = NOTHING


def situation(tx: Tx, row: Outgoing, district: District, now: datetime) -> Situation:
    """The situation of ``row`` at ``now``; what was answered later (a replay's past) does not count."""
    room = district.room.get(row.room)
    paused = tx.flags.get("paused") or (row.room and tx.flags.get(f"paused {row.room}"))
    first = part_before(row.key)
    before = tx.outbox.get(first) if first else None
    answers = row.priority is Priority.REPLY and row.topic and row.room and not first
    last = tx.outbox.last_sent(row.room, row.topic) if answers else None
    return Situation(
        paused=bool(paused or (room and room.paused)),
        shadow=bool(room and room.shadow),
        last_answer=last if last and last <= now else None,
        bound=room is not None or not row.room,
        before=before.status if before else None,
        manners=manners(tx, row, now),
    )


def expired(row: Outgoing, now: datetime) -> Never | None:
    """Whether it is too late for it."""
    return Never(Delivery.EXPIRED, "过时未发") if row.expires_at and row.expires_at <= now else None


def held(row: Outgoing, around: Situation, now: datetime, settings: Settings, tz: ZoneInfo) -> Later | Never | None:
    """Why a text that is not about danger may not leave now; None when it may."""
    if not around.bound:
        return Never(Delivery.WITHDRAWN, "群没有绑定")
    if around.shadow:
        return Never(Delivery.WITHDRAWN, "影子群：只提议，不发言")
    if around.before not in (None, Delivery.SENT, Delivery.WAITING):
        return Never(Delivery.WITHDRAWN, "前一段没有发出")
    if around.before is Delivery.WAITING:
        return Later(now + LOOK, "前一段还没有发出")
    if around.paused and not row.why.startswith("switch"):
        return Later(now + LOOK, "已暂停")
    morning = quiet_until(now, settings.quiet_hours, tz)
    if morning > now and row.room and not row.at_night:
        return Later(morning, "静默时段，到点再说", move=True)
    cool = timedelta(minutes=settings.reading.cool_down_minutes)
    if around.last_answer and now - around.last_answer < cool:
        return Never(Delivery.WITHDRAWN, f"冷却：{cool.seconds // 60} 分钟内已在本群答过")
    polite = judge(row, around.manners, now, settings, tz)
    if polite.ok:
        return None
    return Later(polite.until, polite.why, move=True) if polite.until else Never(Delivery.WITHDRAWN, polite.why)
