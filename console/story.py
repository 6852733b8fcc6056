"""The story of a ticket: what people said, what was announced, who did what, what the bot said to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from console.names import DELIVERIES, action_name
from console.text import visible
from console.times import day_and_time
from models.areas import District
from models.matter import Report
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit, Ticket

MOST = 200


@dataclass(frozen=True, slots=True)
class Story:
    """What the store knows of a ticket."""

    ticket: Ticket
    district: District
    reports: tuple[Report, ...]
    audit: tuple[Audit, ...]
    said: tuple[Outgoing, ...]
    merged: tuple[Ticket, ...]

    @classmethod
    def read(cls, tx: Tx, ticket: Ticket, district: District) -> Self:
        """All of it, the oldest first, at most ``MOST`` of a kind."""
        number, matter = ticket.number, ticket.matter
        return cls(
            ticket,
            district,
            tuple(tx.matters.reports(matter)[-MOST:]) if matter else (),
            tuple(tx.audit.of(f"ticket {number}")[-MOST:]),
            tuple(tx.outbox.of_ticket(number)[-MOST:]),
            tuple(tx.tickets.children(number)),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of the story. ``kind`` is heard, done or told; ``who`` is never a resident's name."""

    moment: datetime
    at: str
    kind: str
    who: str
    what: str
    more: str = ""


def story_of(story: Story, now: datetime, tz: ZoneInfo) -> dict[str, Any]:
    """Values of ``ticket.html``: the moments in order, the households by building, the notice, what was merged."""
    steps = sorted((*_heard(story), *_done(story), *_told(story)), key=lambda s: s.moment)
    return {
        "steps": [_dated(step, now, tz) for step in steps],
        "homes": _homes(story),
        "notice": story.ticket.notice,
        "merged": [t.number for t in story.merged],
    }


def _dated(step: Step, now: datetime, tz: ZoneInfo) -> Step:
    return Step(step.moment, day_and_time(step.moment, now, tz), step.kind, step.who, step.what, step.more)


def _heard(story: Story) -> list[Step]:
    return [
        Step(r.at, "", "heard", _where(story, r), visible(r.masked, 300) or "（已按期删除）", "；".join(r.why[:4]))
        for r in story.reports
    ]


def _where(story: Story, report: Report) -> str:
    room = story.district.room.get(report.room)
    place = f"{report.building} 栋" if report.building else ""
    return " · ".join(filter(None, (room.topic if room else "私聊", place)))


def _done(story: Story) -> list[Step]:
    rows = [a for a in story.audit if a.action != "looked"]
    return [
        Step(
            a.at, "", "done", _actor(story, a.actor), action_name(a.action), " ".join(filter(None, (a.reason, a.after)))
        )
        for a in rows
    ]


def _actor(story: Story, actor: str) -> str:
    if actor == "bot":
        return "机器人"
    person = story.district.person.get(actor)
    return person.name if person else actor.removeprefix("login ") if actor.startswith("login ") else "居民"


def _told(story: Story) -> list[Step]:
    return [
        Step(o.sent_at or o.due_at, "", "told", _to(story, o), visible(o.text, 400), DELIVERIES[o.status])
        for o in story.said
    ]


def _to(story: Story, row: Outgoing) -> str:
    room, person = story.district.room.get(row.room), story.district.person.get(row.person)
    return f"→ {room.topic if room else person.name if person else '本人'}"


def _homes(story: Story) -> list[tuple[str, int]]:
    """How many households of each building spoke of it."""
    found: dict[str, set[str]] = {}
    for r in story.reports:
        if r.household:
            found.setdefault(r.building or "", set()).add(r.household)
    return sorted((f"{b} 栋" if b else "没说哪栋", len(homes)) for b, homes in found.items())
