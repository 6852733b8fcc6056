"""What a notice makes us say, to which room and when: a pure function of the notice, the district and the hour.

Each (notice, version, stage, room) occurs once; nothing is planned late, and nothing that is not urgent falls into
the quiet hours. A room is told of a new version only when its own places are said something new of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Block, Notice, PlannedPost, Reach
from models.words import NoticeStatus
from notices.phrases import Telling, blocks_of
from notices.quiet import QUIET, Quiet
from notices.wording import post

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STALE = DAY
APART = 3 * HOUR
LINGER = 12 * HOUR
SOON = HOUR / 4
_STAGE = {
    NoticeStatus.RESCHEDULED: "change",
    NoticeStatus.EXTENDED: "extended",
    NoticeStatus.CANCELLED: "cancel",
    NoticeStatus.RESTORED: "restore",
}
_CANCELS = re.compile(r"取消|不停了|不搞了")
_AHEAD = (NoticeStatus.PLANNED, NoticeStatus.RESCHEDULED)
Reaches = tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    stage: str
    due: datetime
    expires: datetime
    why: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Hour:
    """Now as local naive time, the zone, and the quiet hours."""

    now: datetime
    tz: ZoneInfo
    quiet: Quiet

    def utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=self.tz).astimezone(UTC)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.tz).replace(tzinfo=None)


def plan(
    notice: Notice,
    *,
    district: District,
    previous: Notice | None,
    now: datetime,
    tz: ZoneInfo,
    quiet: Quiet = QUIET,
) -> list[PlannedPost]:
    """The posts of this version, by due time and room. ``now`` is aware; ``previous`` the last published version.

    A version that waits for a person plans nothing.
    """
    if notice.state != "published":
        return []
    hour = _Hour(now.astimezone(tz).replace(tzinfo=None), tz, quiet)
    old = _by_room(previous.reach, district) if previous else {}
    posts = [
        _post(step, notice, room, reach, district, hour)
        for room, reach in _by_room(notice.reach, district).items()
        for step in _steps(notice, reach, previous, old.get(room, ()), hour)
    ]
    if previous:
        posts += _let_go(notice, previous, old, district, hour)
    return sorted(posts, key=lambda p: (p.due_at, p.room, p.stage))


def _by_room(reach: Iterable[Reach], district: District) -> dict[str, Reaches]:
    found: dict[str, list[Reach]] = defaultdict(list)
    for r in reach:
        for room in district.rooms_by_estate.get(r.estate, ()):
            found[room.id].append(r)
    return {room: tuple(found[room]) for room in sorted(found)}


def _post(
    step: _Step, notice: Notice, room: str, reach: Reaches, district: District, hour: _Hour, wording: str = ""
) -> PlannedPost:
    text = post(Telling(notice, reach, district, step.due, hour.tz), wording or step.stage)
    why = f"{step.why}；{reach[0].why}"
    due, expires = hour.utc(step.due), hour.utc(step.expires)
    return PlannedPost(notice.id, notice.version, step.stage, room, due, expires, text, step.urgent, why)


def _steps(notice: Notice, reach: Reaches, previous: Notice | None, old: Reaches, hour: _Hour) -> list[_Step]:
    blocks = blocks_of(notice, reach)
    news = previous is None or _told(notice, reach) != _told(previous, old)
    first = _first(notice, blocks, _stage(notice, blocks, told=bool(old), now=hour.now), hour) if news else None
    ahead = _ahead(blocks, first, hour) if notice.said.status in _AHEAD else []
    return [s for s in (first, *ahead) if s and hour.now <= s.due < s.expires]


def _told(notice: Notice, reach: Reaches) -> tuple[object, ...]:
    """What a room has been told by a version: its places, and their windows."""
    places = frozenset((r.estate, r.buildings, r.effect) for r in reach)
    return places, frozenset((b.start, b.end) for b in blocks_of(notice, reach)), notice.over


def _stage(notice: Notice, blocks: list[Block], *, told: bool, now: datetime) -> str:
    status = notice.said.status or NoticeStatus.PLANNED
    if status is NoticeStatus.PARTLY_RESTORED:
        back = bool(blocks) and all(b.end and b.end <= now + SOON for b in blocks)
        return "restore" if back else "extended"
    stage = _STAGE.get(status, "publish")
    return "change" if stage == "publish" and told else stage


def _first(notice: Notice, blocks: list[Block], stage: str, hour: _Hour) -> _Step:
    """What is said at once, or when the quiet hours are over."""
    urgent = stage == "publish" and _is_off(notice, blocks, hour.now)
    due = hour.now if urgent else hour.quiet.after(hour.now)
    why = f"{stage}：公告 {notice.id} 第 {notice.version} 版"
    return _Step(stage, due, _expires(notice, blocks, stage, hour), why, urgent)


def _is_off(notice: Notice, blocks: list[Block], now: datetime) -> bool:
    """An emergency that has begun, or is about to, is told at any hour."""
    start = min((b.start for b in blocks if b.start), default=None)
    return notice.said.status is NoticeStatus.EMERGENCY and (start is None or start <= now + HOUR)


def _expires(notice: Notice, blocks: list[Block], stage: str, hour: _Hour) -> datetime:
    published = hour.local(notice.published_at)
    end = max((b.end for b in blocks if b.end), default=None)
    if stage == "restore":
        return min(end or published, hour.now) + LINGER
    if end is not None and all(b.end for b in blocks):
        return end
    starts = [b.start for b in blocks if b.start]
    return max([published, *starts]) + STALE


def _ahead(blocks: list[Block], first: _Step | None, hour: _Hour) -> list[_Step]:
    """A day before, an hour before, and at the start of the next window; not so close that they repeat each other."""
    block = next((b for b in blocks if b.start and b.start > hour.now), None)
    if block is None or block.start is None:
        return []
    start, last = block.start, first.due if first else hour.now - DAY
    steps = []
    for stage, due, apart, why in (
        ("day_before", hour.quiet.after(start - DAY), APART, "停前一天"),
        ("hour_before", hour.quiet.before(start - HOUR), HOUR, "停前一小时"),
    ):
        if due - last >= apart and start - due >= HOUR / 2 and due >= hour.now:
            steps.append(_Step(stage, due, start, why))
            last = due
    if not hour.quiet.holds(start) and start - last >= HOUR / 2:
        over = start + 2 * HOUR
        steps.append(_Step("start", start, min(block.end, over) if block.end else over, "开始"))
    return steps


def _let_go(
    notice: Notice, previous: Notice, old: dict[str, Reaches], district: District, hour: _Hour
) -> list[PlannedPost]:
    """The rooms that were told, and whose places the new version no longer reaches: cancelled, or merely left out."""
    kept = {r.estate for r in notice.reach}
    wording = "cancel" if _CANCELS.search(notice.text) else "left"
    posts = []
    for room, reach in old.items():
        gone = tuple(r for r in reach if r.estate not in kept)
        step = _first(previous, blocks_of(previous, gone), "cancel", hour) if gone and not previous.over else None
        if step and hour.now <= step.due < step.expires:
            before = previous.evolve(version=notice.version, published_at=notice.published_at)
            posts.append(_post(step, before, room, gone, district, hour, wording=wording))
    return posts
