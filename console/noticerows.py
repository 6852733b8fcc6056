"""Notices as the board shows them: when, what, where, and how many rooms were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.names import NOTICE_STATUSES, SERVICES
from console.text import buildings, one_line, visible
from console.times import day_and_time
from models.areas import District
from models.notice import Block, Notice, Reach
from models.words import Effect, NoticeStatus, Service


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice on the board. ``phase`` is review, coming, now, over or off; ``told`` of ``rooms`` had a post sent."""

    id: int
    version: int
    service: str
    service_name: str
    status: str
    phase: str
    phase_name: str
    when: str
    title: str
    places: str
    estates: int
    rooms: int
    told: int
    sure: bool
    published: str
    text: str
    why: tuple[str, ...]


PHASES = {"review": "待人工", "coming": "将至", "now": "进行中", "over": "已过", "restored": "已恢复", "off": "已取消"}


def notice_rows(
    notices: Iterable[Notice], told: Mapping[int, int], district: District, now: datetime, tz: ZoneInfo
) -> list[NoticeRow]:
    """Rows of the board, what waits for a person first, then what runs, comes, is over; ``told`` is rooms by notice."""
    found = [_row(n, told.get(n.id, 0), district, now, tz) for n in notices]
    order = list(PHASES)
    order.insert(1, order.pop(order.index("now")))
    return sorted(found, key=lambda r: order.index(r.phase))


def _row(notice: Notice, told: int, district: District, now: datetime, tz: ZoneInfo) -> NoticeRow:
    said, service = notice.said, notice.said.service or Service.OTHER
    where = [r for r in notice.reach if r.effect is not Effect.EXCLUDED]
    stage = phase(notice, now.astimezone(tz).replace(tzinfo=None))
    return NoticeRow(
        id=notice.id,
        version=notice.version,
        service=service,
        service_name=SERVICES[service],
        status=NOTICE_STATUSES[said.status] if said.status else "公告",
        phase=stage,
        phase_name=PHASES[stage],
        when=when(said.blocks),
        title=one_line(" · ".join(filter(None, (said.publisher, said.reason))), 60),
        places=places(where, district),
        estates=len({r.estate for r in where}),
        rooms=len(rooms_of(where, district)),
        told=told,
        sure=all(r.sure for r in where),
        published=day_and_time(notice.published_at, now, tz),
        text=visible(notice.text, 500),
        why=tuple(visible(w, 200) for w in (*said.doubts, *(r.why for r in where[:6]))),
    )


def phase(notice: Notice, now_local: datetime) -> str:
    """Where a notice stands at ``now_local`` (naive): a key of ``PHASES``."""
    if notice.state == "review":
        return "review"
    if notice.said.status is NoticeStatus.CANCELLED:
        return "off"
    if notice.over:
        return "restored"
    if notice.end is not None and notice.end < now_local:
        return "over"
    return "coming" if notice.start is not None and notice.start > now_local else "now"


def rooms_of(reach: Iterable[Reach], district: District) -> set[str]:
    """Ids of the residents' rooms that serve the estates of ``reach``."""
    return {room.id for r in reach for room in district.rooms_by_estate.get(r.estate, ())}


def places(reach: Iterable[Reach], district: District, limit: int = 4) -> str:
    """The estates with their buildings, the first ``limit`` by name and the rest by number."""
    found: dict[str, set[str] | None] = {}
    for r in reach:
        known = found.get(r.estate, set())
        found[r.estate] = None if r.buildings is None or known is None else known | set(r.buildings)
    names = [f"{district.name(estate)} {buildings(numbers or ())}".strip() for estate, numbers in found.items()]
    return "、".join(names[:limit]) + (f" 等 {len(names)} 处" if len(names) > limit else "")


def when(blocks: Iterable[Block]) -> str:
    """The first time block as people write it, and how many follow; 时间未定 when none is stated."""
    found = [b for b in blocks if b.start or b.end]
    if not found:
        return "时间未定"
    more = f"（共 {len(found)} 段）" if len(found) > 1 else ""
    return _block(found[0]) + more


def _block(block: Block) -> str:
    start, end = block.start, block.end
    if start and end:
        same = start.date() == end.date()
        return f"{_moment(start)}–{end:%H:%M}" if same else f"{_moment(start)}–{_moment(end)}"
    return f"{_moment(start)} 起" if start else f"{_moment(end)} 前"


def _moment(at: datetime | None) -> str:
    return f"{at.month}月{at.day}日 {at:%H:%M}" if at else ""
