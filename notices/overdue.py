"""When a stated end has passed without word: the member is asked, then the room; not at night unless somebody asked.

Only what the plan of a version foresees: word of any kind makes a new version, which withdraws these questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.areas import District, Person
from models.notice import Block, Notice, Reach
from models.words import Role
from notices.phrases import blocks_of
from notices.steps import Hour, Step

LASTING = timedelta(hours=4)
"""How long after it was due the question still makes sense."""

MOST = 3
"""How many of a member's staff are asked, and how many stated ends of one version are asked after."""

_PASSED = "公告写明的恢复时间已过，没有收到恢复的消息"


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask after a stated end, for which places."""

    step: Step
    people: tuple[str, ...]
    reach: tuple[Reach, ...]


def room_is_asked(notice: Notice, blocks: Sequence[Block], room: str, hour: Hour) -> Step | None:
    """The question to a room whose last stated end passes without word; None when no end is stated or it has passed."""
    end = _last_end(blocks)
    if notice.over or end is None or end <= hour.now:
        return None
    return _asked("overdue", end + hour.calendar.ask_room, hour, loud=room in hour.heard)


def who_is_asked(notice: Notice, rooms: Mapping[str, Sequence[Reach]], district: District, hour: Hour) -> list[Asking]:
    """The questions to the member, one for each end that its rooms wait for, the first ends first."""
    ends: dict[datetime, dict[str, Sequence[Reach]]] = defaultdict(dict)
    for room, reach in rooms.items():
        end = _last_end(blocks_of(notice, reach))
        if end and end > hour.now and not notice.over:
            ends[end][room] = reach
    people = staff_of(notice, district) if ends else ()
    return [
        _asking(f"ask{n}" if n > 1 else "ask", end, ends[end], people, hour)
        for n, end in enumerate(sorted(ends)[:MOST], start=1)
    ]


def hastened(notice: Notice, reach: Sequence[Reach], now: datetime, hour: Hour) -> dict[str, datetime]:
    """When the texts that wait for the morning are due now that somebody in the room has asked, by stage (local)."""
    due = {"restore": now}
    end = _last_end(blocks_of(notice, reach))
    if end:
        due["overdue"] = max(now, end + hour.calendar.ask_room)
        due["ask"] = max(now, end + hour.calendar.ask_member)
    return due


def staff_of(notice: Notice, district: District) -> tuple[str, ...]:
    """Those of the member's staff who serve the place, the narrowest area first; without any, the dispatchers."""
    member = notice.member or next((m.code for m in district.members if notice.said.service in m.services), "")
    estates = {r.estate for r in notice.reach}
    crew = [p for p in district.people if p.role is Role.MEMBER_STAFF and p.member == member]
    here = [p for p in crew if not p.areas or _serves(p, estates, district)]
    found = sorted(here, key=lambda p: -_depth(p, district)) or crew
    found = found or [p for p in district.people if p.role is Role.DISPATCHER]
    return tuple(p.id for p in found[:MOST])


def _serves(person: Person, estates: set[str], district: District) -> bool:
    return any(district.within(estate, area) for area in person.areas for estate in estates)


def _depth(person: Person, district: District) -> int:
    return max((sum(1 for _ in district.chain(area)) for area in person.areas), default=0)


def _asking(
    stage: str, end: datetime, rooms: Mapping[str, Sequence[Reach]], people: tuple[str, ...], hour: Hour
) -> Asking:
    loud = not hour.heard.isdisjoint(rooms)
    reach = tuple(dict.fromkeys(r for found in rooms.values() for r in found))
    return Asking(_asked(stage, end + hour.calendar.ask_member, hour, loud=loud), people, reach)


def _asked(stage: str, natural: datetime, hour: Hour, *, loud: bool) -> Step:
    due = natural if loud else hour.calendar.after(natural)
    return Step(stage, due, due + LASTING, _PASSED, urgent=loud)


def _last_end(blocks: Sequence[Block]) -> datetime | None:
    """The last stated end; None when one of the blocks has none."""
    ends = [b.end for b in blocks]
    return max((e for e in ends if e), default=None) if ends and all(ends) else None
