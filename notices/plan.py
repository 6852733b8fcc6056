"""What a notice makes us say, to which room and when: a pure function of the notice, the district and the hour.

Each (notice, version, stage, room) occurs once; nothing is planned late, and nothing that is not urgent falls into
the quiet hours. A room is told of a new version only when its own places are said something new of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Block, Notice, PlannedPost, Reach
from models.words import NoticeStatus
from notices.calendar import CALENDAR, Calendar
from notices.overdue import Asking, room_is_asked, who_is_asked
from notices.phrases import Telling, blocks_of
from notices.steps import Hour, Step
from notices.wording import post
from notices.wording_staff import asking_member

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STALE = DAY
APART = 3 * HOUR
LINGER = 12 * HOUR
SOON = HOUR / 4
NIGHT = 6 * HOUR
_STAGE = {
    NoticeStatus.RESCHEDULED: "change",
    NoticeStatus.EXTENDED: "extended",
    NoticeStatus.CANCELLED: "cancel",
    NoticeStatus.RESTORED: "restore",
}
_CANCELS = re.compile(r"取消|不停了|不搞了")
_AHEAD = (NoticeStatus.PLANNED, NoticeStatus.RESCHEDULED)
Reaches = tuple[Reach, ...]


def plan(
    notice: Notice,
    *,
    district: District,
    previous: Notice | None,
    now: datetime,
    tz: ZoneInfo,
    calendar: Calendar = CALENDAR,
    heard: Collection[str] = (),
    told: Collection[str] = (),
) -> list[PlannedPost]:
    """The posts of this version, by due time and room. ``now`` is aware; ``previous`` the last published version.

    ``heard`` are the rooms in which somebody asked since the night began: they are told at night too; ``told`` those
    that have heard of a notice this evening already. A version that waits for a person plans nothing.
    """
    if notice.state != "published":
        return []
    hour = Hour(now.astimezone(tz).replace(tzinfo=None), tz, calendar, frozenset(heard), frozenset(told))
    old = _by_room(previous.reach, district) if previous else {}
    rooms = _by_room(notice.reach, district)
    posts = [
        _post(step, notice, room, reach, district, hour)
        for room, reach in rooms.items()
        for step in _steps(notice, room, reach, previous, old.get(room, ()), hour)
    ]
    posts += _to_member(notice, rooms, district, hour)
    if previous:
        posts += _let_go(notice, previous, old, district, hour)
    return sorted(posts, key=lambda p: (p.due_at, p.room, p.person, p.stage))


def _by_room(reach: Iterable[Reach], district: District) -> dict[str, Reaches]:
    found: dict[str, list[Reach]] = defaultdict(list)
    for r in reach:
        for room in district.rooms_by_estate.get(r.estate, ()):
            found[room.id].append(r)
    return {room: tuple(found[room]) for room in sorted(found)}


def _post(step: Step, notice: Notice, room: str, reach: Reaches, district: District, hour: Hour) -> PlannedPost:
    text = post(Telling(notice, reach, district, step.due, hour.tz), step.wording or step.stage)
    why = f"{step.why}；{reach[0].why}"
    due, expires = hour.utc(step.due), hour.utc(step.expires)
    return PlannedPost(notice.id, notice.version, step.stage, room, due, expires, text, step.urgent, why)


def _steps(notice: Notice, room: str, reach: Reaches, previous: Notice | None, old: Reaches, hour: Hour) -> list[Step]:
    blocks = blocks_of(notice, reach)
    news = previous is None or _told(notice, reach) != _told(previous, old)
    stage = _stage(notice, blocks, told=bool(old), now=hour.now)
    first = _first(notice, blocks, stage, hour, room) if news else None
    ahead = _ahead(blocks, first, hour) if notice.said.status in _AHEAD else []
    steps = (first, _poster(first, hour), *ahead, room_is_asked(notice, blocks, room, hour))
    return [s for s in steps if s and hour.now <= s.due < s.expires]


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


def _first(notice: Notice, blocks: list[Block], stage: str, hour: Hour, room: str) -> Step:
    """What is said at once, or when the quiet hours are over, or at the end of the evening with what else came."""
    urgent = stage == "publish" and _is_off(notice, blocks, hour.now)
    at_once = urgent or (stage == "restore" and room in hour.heard)
    due = hour.now if at_once else _gathered(blocks, stage, room, hour) or hour.calendar.after(hour.now)
    why = f"{stage}：公告 {notice.id} 第 {notice.version} 版"
    late = stage == "restore" and due > hour.now
    return Step(stage, due, _expires(notice, blocks, stage, hour), why, at_once, "restored_at_night" if late else "")


def _poster(first: Step | None, hour: Hour) -> Step | None:
    """The picture behind the first word."""
    if not hour.calendar.posters or first is None or first.stage not in ("publish", "change"):
        return None
    return replace(first, stage="poster", why=f"海报，{first.why}", urgent=False, due=hour.calendar.after(first.due))


def _gathered(blocks: list[Block], stage: str, room: str, hour: Hour) -> datetime | None:
    """The end of the evening, for what a room need not know before and that is not the first that it hears."""
    end = hour.calendar.gathered(hour.now)
    start = min((b.start for b in blocks if b.start), default=None)
    wide = end is not None and start is not None and start - end >= NIGHT
    return end if wide and stage in ("publish", "change") and room in hour.told else None


def _is_off(notice: Notice, blocks: list[Block], now: datetime) -> bool:
    """An emergency that has begun, or is about to, is told at any hour."""
    start = min((b.start for b in blocks if b.start), default=None)
    return notice.said.status is NoticeStatus.EMERGENCY and (start is None or start <= now + HOUR)


def _expires(notice: Notice, blocks: list[Block], stage: str, hour: Hour) -> datetime:
    published = hour.local(notice.published_at)
    end = max((b.end for b in blocks if b.end), default=None)
    if stage == "restore":
        return min(end or published, hour.now) + LINGER
    if end is not None and all(b.end for b in blocks):
        return end
    starts = [b.start for b in blocks if b.start]
    return max([published, *starts]) + STALE


def _ahead(blocks: list[Block], first: Step | None, hour: Hour) -> list[Step]:
    """A day before, an hour before, and at the start of the next window; not so close that they repeat each other."""
    block = next((b for b in blocks if b.start and b.start > hour.now), None)
    if block is None or block.start is None:
        return []
    start, last = block.start, first.due if first else hour.now - DAY
    steps = []
    for stage, due, apart, why in (
        ("day_before", hour.calendar.after(start - DAY), APART, "停前一天"),
        ("hour_before", hour.calendar.before(start - HOUR), HOUR, "停前一小时"),
    ):
        if due - last >= apart and start - due >= HOUR / 2 and due >= hour.now:
            steps.append(Step(stage, due, start, why))
            last = due
    if not hour.calendar.holds(start) and start - last >= HOUR / 2:
        over = start + 2 * HOUR
        steps.append(Step("start", start, min(block.end, over) if block.end else over, "开始"))
    return steps


def _to_member(notice: Notice, rooms: Mapping[str, Reaches], district: District, hour: Hour) -> list[PlannedPost]:
    """The member is asked first, once for each end that it stated, by those of its staff who serve the place."""
    posts = []
    for asking in who_is_asked(notice, rooms, district, hour):
        step = asking.step
        if hour.now <= step.due < step.expires:
            posts += [_question(notice, asking, person, district, hour) for person in asking.people]
    return posts


def _question(notice: Notice, asking: Asking, person: str, district: District, hour: Hour) -> PlannedPost:
    step, telling = asking.step, Telling(notice, asking.reach, district, asking.step.due, hour.tz)
    due, expires = hour.utc(step.due), hour.utc(step.expires)
    return PlannedPost(
        notice.id, notice.version, step.stage, "", due, expires, asking_member(telling), step.urgent, step.why, person
    )


def _was_back(notice: Notice, reach: Reach, hour: Hour) -> bool:
    """Whether a partial restoration has told of this place already that it has supply again."""
    told = hour.local(notice.published_at) + SOON
    ends = [b.end for b in blocks_of(notice, (reach,))]
    partly = notice.said.status is NoticeStatus.PARTLY_RESTORED
    return partly and bool(ends) and all(end is not None and end <= told for end in ends)


def _let_go(
    notice: Notice, previous: Notice, old: dict[str, Reaches], district: District, hour: Hour
) -> list[PlannedPost]:
    """The rooms that were told, and whose places the new version no longer reaches: cancelled, back, or merely left out."""
    kept = {r.estate for r in notice.reach}
    back = notice.said.status is NoticeStatus.PARTLY_RESTORED
    stage, wording = (
        ("restore", "restore") if back else ("cancel", "cancel" if _CANCELS.search(notice.text) else "left")
    )
    posts = []
    for room, reach in old.items():
        gone = tuple(r for r in reach if r.estate not in kept and not _was_back(previous, r, hour))
        if not gone or previous.over:
            continue
        step = _first(previous, blocks_of(previous, gone), stage, hour, room)
        step = replace(step, wording=step.wording or wording)
        if hour.now <= step.due < step.expires:
            before = previous.evolve(version=notice.version, published_at=notice.published_at)
            posts.append(_post(step, before, room, gone, district, hour))
    return posts
