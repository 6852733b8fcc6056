"""The line at the foot of the page: is everything that must run running?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from console.names import DELIVERIES
from console.ports import Part, PartKind, Readiness
from console.reading import Traffic
from console.text import one_line
from console.times import span
from models.words import Delivery

KINDS = {
    PartKind.STORE: "数据",
    PartKind.CHANNEL: "通道",
    PartKind.FEED: "公告源",
    PartKind.OUTBOX: "发件",
    PartKind.CALENDAR: "日历",
    PartKind.VERSION: "版本",
    PartKind.EMERGENCY: "应急",
}
CHANNELS = {"practice": "练习", "wechat": "微信"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One part: ``tone`` ok, amber (not vital) or red; ``age`` how long since it last answered, "" when unknown."""

    kind: str
    name: str
    tone: str
    detail: str
    age: str = ""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """All parts, the outbox by state, what was given up, and where the bot was told to be silent ("" = nowhere)."""

    ready: bool
    cells: tuple[Cell, ...]
    counts: tuple[tuple[str, str, int], ...]
    waited: str
    failed: int
    dead: tuple[tuple[str, str], ...]
    silence: str = ""


def health_row(readiness: Readiness, traffic: Traffic, now: datetime) -> HealthRow:
    """The line for a state at ``now`` (aware, UTC)."""
    return HealthRow(
        ready=readiness.ready,
        cells=tuple(_cell(p, now) for p in readiness.parts if p.kind is not PartKind.OUTBOX),
        counts=tuple((d.value, DELIVERIES[d], traffic.counts.get(d, 0)) for d in Delivery),
        waited=span(now - traffic.oldest) if traffic.oldest else "",
        failed=traffic.counts.get(Delivery.DEAD, 0),
        dead=tuple((one_line(o.key, 60), one_line(o.last_error, 100)) for o in traffic.dead),
        silence="已暂停发言" if traffic.paused else f"{traffic.quiet_rooms} 个群已暂停" if traffic.quiet_rooms else "",
    )


def _cell(part: Part, now: datetime) -> Cell:
    tone = "ok" if part.ok else "red" if part.vital else "amber"
    name = CHANNELS.get(part.name, part.name) if part.kind is PartKind.CHANNEL else part.name
    age = span(now - part.since) if part.since else ""
    return Cell(KINDS[part.kind], name, tone, one_line(part.detail, 80), age)
