"""The next version of a thread: what a follow-up says, and what stands on from the version before.

A follow-up often speaks of a part only ("大垅线的停电取消，其余照常"): what it does not mention keeps its areas and
times. One that names no place ("停水范围不变"), or says 全部, speaks of all of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from models.areas import District
from models.notice import Affected, Announcement, Block, Notice, Reach
from models.words import Effect, NoticeStatus
from notices.match import excluded, without

Reaches = tuple[Reach, ...]
_ALL = re.compile(r"全部|全线|所有|均已|都(?:来|有|通)|整体|范围不变|全面")
_REST_IS_BACK = re.compile(
    r"其[他余它][^,，。;；\d]{0,8}?(?:均|都|全部)?(?:已经?|也)[^,，。;；]{0,6}?(?:恢复|[来通复送][水电气])"
)
_NOTHING_ELSE = re.compile(r"仅|只(?:有|停|剩|限)?(?=[^\u4e00-\u9fff]*\d)")
_PARTIAL = re.compile(r"更正|其余|其他|第\s*\d+\s*[项行]|只有|剩余")


@dataclass(frozen=True, slots=True)
class Continued:
    """What the next version says and reaches."""

    said: Announcement
    reach: Reaches


def continue_(
    said: Announcement, reach: Reaches, *, text: str, previous: Notice, district: District, now_local: datetime
) -> Continued:
    """The reading of a follow-up completed by the version that it continues; ``now_local`` naive."""
    if said.status is NoticeStatus.CANCELLED:
        said = replace(said, blocks=_hours_of(said.blocks, previous))
    if not reach:
        return _same_places(said, previous, previous.reach)
    mentioned = [replace(r, buildings=None) if _only(said, r) else r for r in reach]
    others = _others(previous.reach, (*mentioned, *excluded(said, district)), district)
    running = tuple(r for r in others if _runs(previous, r, now_local))
    if said.status is NoticeStatus.RESTORED and running and _ALL.search(text):
        return _same_places(said, previous, tuple(r for r in previous.reach if _runs(previous, r, now_local)))
    if said.status is NoticeStatus.CANCELLED and any(r.sure for r in running):
        return Continued(previous.said, tuple(others))
    if not running or not _keeps_others(said, text) or _REST_IS_BACK.search(text):
        return Continued(said, reach)
    if said.status is NoticeStatus.RESTORED and any(r.sure for r in running):
        said = replace(said, status=NoticeStatus.PARTLY_RESTORED)
    return _joined(said, reach, previous, running)


def _hours_of(blocks: tuple[Block, ...], previous: Notice) -> tuple[Block, ...]:
    """The windows of the version before, where a cancellation names no more than their days."""
    days = [(b.start, b.end) for b in blocks if b.start and b.end and b.start.time() == b.end.time() == time.min]
    old = [b for b in previous.said.blocks if b.start and any(first <= b.start < last for first, last in days)]
    return tuple(replace(b, areas=None) for b in old) if old and len(days) == len(blocks) else blocks


def _only(said: Announcement, reach: Reach) -> bool:
    """Whether the text says that of this estate nothing else is concerned: ``仅1-6幢``."""
    return reach.area < len(said.areas) and bool(_NOTHING_ELSE.search(said.areas[reach.area].text))


def _keeps_others(said: Announcement, text: str) -> bool:
    plain = said.status in (NoticeStatus.PLANNED, NoticeStatus.EMERGENCY)
    return not plain or bool(_PARTIAL.search(text))


def _same_places(said: Announcement, previous: Notice, reach: Reaches) -> Continued:
    """The new words for the old places; a cancellation without times cancels the old ones."""
    timeless = not any(b.start or b.end for b in said.blocks)
    if timeless and said.status is NoticeStatus.CANCELLED:
        blocks = previous.said.blocks
    else:
        blocks = tuple(replace(b, areas=None) for b in said.blocks)
    return Continued(replace(said, areas=previous.said.areas, blocks=blocks), reach)


def _others(theirs: Sequence[Reach], ours: Sequence[Reach], district: District) -> list[Reach]:
    """What the version before reached and this one does not mention; buildings are taken out one by one."""
    gone: dict[str, list[Reach]] = defaultdict(list)
    for mine in ours:
        gone[mine.estate].append(replace(mine, effect=Effect.EXCLUDED, sure=True, area=len(theirs)))
    return [kept for r in theirs for kept in without(r, gone.get(r.estate, ()), district)]


def _runs(notice: Notice, reach: Reach, now: datetime) -> bool:
    """Whether the old version still says something of this place: its windows are not all over."""
    own = [b for b in notice.said.blocks if b.areas is None or reach.area in b.areas]
    return not own or any(b.end is None or b.end > now for b in own)


def _joined(said: Announcement, reach: Reaches, previous: Notice, others: Reaches) -> Continued:
    """The new areas and blocks first, then those of the others, with their indices moved.

    Places that were named outright keep their old windows; those that were only possibly concerned follow the new ones.
    """
    used = sorted({r.area for r in others if r.area < len(previous.said.areas)})
    place = {old: len(said.areas) + new for new, old in enumerate(used)}
    followers = tuple(place[i] for i in used if not any(r.sure for r in others if r.area == i))
    keepers = [i for i in used if place[i] not in followers]
    mine = (*range(len(said.areas)), *followers)
    blocks = [replace(b, areas=mine if b.areas is None else b.areas) for b in said.blocks]
    for b in previous.said.blocks:
        kept = tuple(place[i] for i in keepers if b.areas is None or i in b.areas)
        blocks += [replace(b, areas=kept)] if kept else []
    moved = tuple(replace(r, area=place[r.area]) for r in others if r.area in place)
    areas: tuple[Affected, ...] = (*said.areas, *(previous.said.areas[i] for i in used))
    return Continued(replace(said, areas=areas, blocks=tuple(blocks)), (*reach, *moved))
