"""What a notice makes us say, to which room and when: a pure function of the notice, the district and the hour.

Each (notice, version, stage, room) occurs once; nothing is planned late, and nothing that is not urgent falls into
the quiet hours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.areas import District, Room
from models.notice import Block, Notice, PlannedPost, Reach
from models.words import NoticeStatus
from notices.wording import Telling, blocks_of, post

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STALE = timedelta(hours=24)
APART = timedelta(hours=3)
_STAGE = {
    NoticeStatus.RESCHEDULED: "change",
    NoticeStatus.EXTENDED: "extended",
    NoticeStatus.CANCELLED: "cancel",
    NoticeStatus.RESTORED: "restore",
    NoticeStatus.PARTLY_RESTORED: "restore",
}
_AHEAD = (NoticeStatus.PLANNED, NoticeStatus.RESCHEDULED)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local hours in which only what is urgent is said (DOMAIN §7: 22:00–07:00)."""

    start: time = time(22)
    end: time = time(7)

    def holds(self, at: datetime) -> bool:
        """Whether a local time lies in the quiet hours."""
        if self.start <= self.end:
            return self.start <= at.time() < self.end
        return at.time() >= self.start or at.time() < self.end

    def after(self, at: datetime) -> datetime:
        """``at``, or the end of the quiet hours in which it lies."""
        if not self.holds(at):
            return at
        morning = datetime.combine(at.date(), self.end)
        return morning if morning > at else morning + DAY

    def before(self, at: datetime) -> datetime:
        """``at``, or half an hour before the quiet hours in which it lies begin."""
        if not self.holds(at):
            return at
        evening = datetime.combine(at.date(), self.start) - HOUR / 2
        return evening if evening < at else evening - DAY


QUIET = Quiet()


@dataclass(frozen=True, slots=True)
class _Step:
    stage: str
    due: datetime
    expires: datetime
    urgent: bool
    why: str


def plan(
    notice: Notice,
    *,
    district: District,
    previous: Notice | None,
    now: datetime,
    tz: ZoneInfo,
    quiet: Quiet = QUIET,
) -> list[PlannedPost]:
    """The posts of this version, by due time and room. ``now`` is aware; what needs a person's review plans nothing."""
    if notice.state != "published":
        return []
    local = now.astimezone(tz).replace(tzinfo=None)
    posts = [
        _post(step, notice, room, Telling(notice, reach, district, local, tz))
        for room, reach in _rooms(notice, previous, district)
        for step in _Rooms(notice, previous, local, tz, quiet).steps(reach, room, district)
    ]
    return sorted(posts, key=lambda p: (p.due_at, p.room))


def _rooms(notice: Notice, previous: Notice | None, district: District) -> Iterator[tuple[Room, tuple[Reach, ...]]]:
    reached: dict[str, list[Reach]] = defaultdict(list)
    rooms: dict[str, Room] = {}
    for reach in notice.reach:
        for room in district.rooms_by_estate.get(reach.estate, ()):
            rooms[room.id] = room
            reached[room.id].append(reach)
    yield from ((rooms[i], tuple(reached[i])) for i in sorted(rooms))


def _post(step: _Step, notice: Notice, room: Room, telling: Telling) -> PlannedPost:
    at = Telling(telling.notice, telling.reach, telling.district, max(step.due, telling.now), telling.tz)
    why = f"{step.why}；{telling.reach[0].why}"
    due, expires = (_utc(t, telling.tz) for t in (step.due, step.expires))
    return PlannedPost(
        notice.id, notice.version, step.stage, room.id, due, expires, post(at, step.stage), step.urgent, why
    )


def _utc(local: datetime, tz: ZoneInfo) -> datetime:
    return local.replace(tzinfo=tz).astimezone(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class _Rooms:
    """The stages of one notice for the reaches of one room; all hours local."""

    notice: Notice
    previous: Notice | None
    now: datetime
    tz: ZoneInfo
    quiet: Quiet

    def steps(self, reach: tuple[Reach, ...], room: Room, district: District) -> list[_Step]:
        blocks = blocks_of(self.notice, reach)
        first = self._first(blocks, self._stage(room, district))
        ahead = self._ahead(blocks, first) if self.notice.said.status in _AHEAD else []
        return [s for s in (first, *ahead) if s and s.expires > s.due >= self.now]

    def _stage(self, room: Room, district: District) -> str:
        stage = _STAGE.get(self.notice.said.status or NoticeStatus.PLANNED, "publish")
        if self.previous is None:
            return stage
        known = {r.id for _, r in _served(self.previous, district)}
        return "change" if stage == "publish" and room.id in known else stage

    def _first(self, blocks: list[Block], stage: str) -> _Step | None:
        published = self.notice.published_at.astimezone(self.tz).replace(tzinfo=None)
        end = max((b.end for b in blocks if b.end), default=None)
        if stage == "restore":
            return self._soon(
                stage, (end or published) + 12 * HOUR if (end or published) <= self.now else self.now + 12 * HOUR
            )
        if end is not None and all(b.end for b in blocks):
            return self._soon(stage, end)
        start = max((b.start for b in blocks if b.start), default=None)
        return self._soon(stage, max(start or published, published) + STALE)

    def _soon(self, stage: str, expires: datetime) -> _Step:
        urgent = self._urgent(stage)
        due = self.now if urgent else self.quiet.after(self.now)
        return _Step(stage, due, expires, urgent, f"{stage}: 公告 {self.notice.id} 第 {self.notice.version} 版")

    def _urgent(self, stage: str) -> bool:
        return stage == "publish" and self.notice.said.status is NoticeStatus.EMERGENCY

    def _ahead(self, blocks: list[Block], first: _Step | None) -> list[_Step]:
        block = next((b for b in blocks if b.start and b.start > self.now), None)
        if block is None or block.start is None:
            return []
        start, told = block.start, first.due if first else self.now
        day = self.quiet.after(start - DAY)
        hour = self.quiet.before(start - HOUR)
        steps = (
            [_Step("day_before", day, start, False, "停前一天")] if day - told >= APART and start - day >= APART else []
        )
        if hour - (steps[0].due if steps else told) >= HOUR:
            steps.append(_Step("hour_before", hour, start, False, "停前一小时"))
        if not self.quiet.holds(start) and start - told >= HOUR / 2:
            steps.append(_Step("start", start, _soon_over(block, start), False, "开始"))
        return steps


def _soon_over(block: Block, start: datetime) -> datetime:
    return min(block.end, start + 2 * HOUR) if block.end else start + 2 * HOUR


def _served(notice: Notice, district: District) -> Iterator[tuple[str, Room]]:
    for reach in notice.reach:
        yield from ((reach.estate, room) for room in district.rooms_by_estate.get(reach.estate, ()))
