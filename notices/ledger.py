"""Whom a notice reached: for each room that it concerns when, by whom, or why not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.areas import District
from models.figures import Rate
from models.notice import Notice
from models.outgoing import Outgoing
from models.words import Delivery, Effect, Priority

HEARD = "本群里已有人发过"
"""Why a post is not needed: somebody has put the announcement into the room."""

_ANSWERS = (Priority.REPLY, Priority.STAFF, Priority.SURVEY)
_NOT_PLANNED = "没有要发的：发布时已经过去，或没有新内容"
_OUTCOMES = {
    Delivery.EXPIRED: "过时未发",
    Delivery.DEAD: "发不出去",
    Delivery.WITHDRAWN: "撤下",
    Delivery.WAITING: "还没到点，或在排队",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A room: when it first heard of the notice (aware, UTC) and by which account or person, or why it did not."""

    room: str
    reached: bool
    at: datetime | None = None
    by: str = ""
    stage: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rooms of a thread, by id. ``households`` are those of its estates as far as the district file counts them;
    ``uncounted`` how many estates it does not count. ``spread`` is from the publication to the last room that heard."""

    notice: int
    entries: tuple[Entry, ...]
    rooms: Rate
    households: Rate
    uncounted: int
    spread: timedelta | None


def ledger(
    versions: Sequence[Notice], rows: Iterable[Outgoing], posted_by: Mapping[str, str], district: District
) -> Ledger:
    """The ledger of a thread from its published ``versions`` (the first one first, not empty) and every text about it.

    ``posted_by`` says which person posted a text by hand, by its key.
    """
    estates = concerned(versions)
    by_room: dict[str, list[Outgoing]] = {
        room.id: [] for estate in estates for room in district.rooms_by_estate.get(estate, ())
    }
    for row in rows:
        if row.room in by_room and row.priority not in _ANSWERS:
            by_room[row.room].append(row)
    entries = tuple(_entry(room, by_room[room], posted_by) for room in sorted(by_room))
    told = {e.room: e.at for e in entries if e.reached}
    times = [at for at in told.values() if at]
    spread = max(times) - versions[0].published_at if times else None
    households, uncounted = reached_households(estates, set(told), district)
    return Ledger(versions[0].id, entries, Rate(len(told), len(entries)), households, uncounted, spread)


def concerned(versions: Iterable[Notice]) -> tuple[str, ...]:
    """The estates that any of these versions reaches."""
    reached = (r.estate for v in versions for r in v.reach if r.effect is not Effect.EXCLUDED)
    return tuple(dict.fromkeys(reached))


def reached_households(estates: Iterable[str], told: set[str], district: District) -> tuple[Rate, int]:
    """Of the households of these estates those with a room that was told; and how many estates nobody has counted."""
    part = whole = uncounted = 0
    for code in estates:
        count = district.area[code].households if code in district.area else None
        if count is None:
            uncounted += 1
            continue
        whole += count
        part += count if any(room.id in told for room in district.rooms_by_estate.get(code, ())) else 0
    return Rate(part, whole), uncounted


def _entry(room: str, rows: Sequence[Outgoing], posted_by: Mapping[str, str]) -> Entry:
    sent = min((r for r in rows if r.sent_at), key=lambda r: (r.sent_at, r.id), default=None)
    if sent:
        return Entry(room, True, sent.sent_at, posted_by.get(sent.key, sent.account), _stage(sent))
    heard = next((r for r in rows if r.last_error == HEARD), None)
    if heard:
        return Entry(room, True, heard.due_at, "群里的人", _stage(heard))
    waiting = (r for r in rows if r.status is Delivery.WAITING)
    last = min(waiting, key=lambda r: (r.due_at, r.id), default=rows[-1] if rows else None)
    return Entry(room, False, stage=_stage(last) if last else "", why=_why(last) if last else _NOT_PLANNED)


def _why(row: Outgoing) -> str:
    outcome = _OUTCOMES.get(row.status, "")
    return f"{outcome}：{row.last_error}" if row.last_error and row.last_error != outcome else outcome


def _stage(row: Outgoing) -> str:
    """``v2 change`` of ``notice 12 v2 change → room-07``."""
    return " ".join(row.key.split(" → ")[0].split(" ")[2:])


_STAGES = {
    "publish": "发布",
    "day_before": "前一天提醒",
    "hour_before": "停前一小时",
    "start": "开始",
    "change": "改时间",
    "extended": "延迟",
    "cancel": "取消",
    "left": "不再涉及",
    "restore": "已恢复",
    "restored_at_night": "已恢复（夜里）",
    "overdue": "问恢复了吗",
    "answer": "答复",
    "poster": "海报",
}


def stage_name(stage: str) -> str:
    """``v1 publish`` as a person reads it; a stage without a name of its own stays as it is."""
    version, _, rest = stage.partition(" ")
    name = rest.partition(" ")[0]
    return f"第 {version.removeprefix('v')} 版{_STAGES.get(name, rest)}" if name else stage
