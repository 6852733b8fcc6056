"""Whether a notice answers what a resident says; its words stand in ``wording_answers``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Block, Notice, Reach
from models.words import AreaKind, NoticeStatus, Service
from notices.phrases import blocks_of

UNKNOWN_END = timedelta(days=3)
EARLY = timedelta(minutes=30)
JUST_BACK = timedelta(hours=6)
SHANGHAI = ZoneInfo("Asia/Shanghai")
_PHASES = ("during", "before", "after")


@dataclass(frozen=True, slots=True)
class Cover:
    """A notice that answers for a place: ``phase`` before (it is yet to come), during (it explains a report) or after
    (supply is said to be back). ``sure`` is False when only a road, a part or another building is known. ``elsewhere`` is
    the building that was asked after when the notice names others only."""

    notice: Notice
    reach: tuple[Reach, ...]
    sure: bool
    why: str
    phase: str
    elsewhere: str | None = None

    @property
    def answers_report(self) -> bool:
        """Whether "停水了" is explained by it: only while the stated window runs."""
        return self.phase == "during"


def covering(
    notices: Iterable[Notice],
    *,
    estate: str | None,
    building: str | None,
    service: Service | None,
    at_local: datetime,
    district: District,
    tz: ZoneInfo = SHANGHAI,
) -> Cover | None:
    """The notice that covers a place at an hour (local, naive): running ones first, then coming, then just ended.

    ``estate`` may be a wider area; ``building`` None when it is not known. None when nothing covers: also when the
    stated end has passed without word, since then a report is to be taken.
    """
    at = _Hour(at_local, tz)
    found = [c for n in notices if (c := _cover(n, estate, building, service, at, district))]
    return min(found, key=lambda c: (_PHASES.index(c.phase), not c.sure, -c.notice.id), default=None)


@dataclass(frozen=True, slots=True)
class _Hour:
    local: datetime
    tz: ZoneInfo

    def since(self, published: datetime) -> datetime:
        return published.astimezone(self.tz).replace(tzinfo=None)


def _cover(
    notice: Notice, estate: str | None, building: str | None, service: Service | None, at: _Hour, district: District
) -> Cover | None:
    said = notice.said
    if estate is None or service is None or service not in (said.service, *said.also) or notice.state != "published":
        return None
    wide = estate not in district.area or district.area[estate].kind is not AreaKind.ESTATE
    reach = tuple(r for r in notice.reach if (wide or r.estate == estate) and _reaches(r, estate, building, district))
    phase = _phase(notice, reach, at) if reach else None
    if phase is None:
        return None
    sure = any(r.sure and _is_here(r, estate, building) for r in reach)
    return Cover(notice, reach, sure, f"公告 {notice.id} v{notice.version}：{reach[0].why}", phase)


def _reaches(reach: Reach, estate: str, building: str | None, district: District) -> bool:
    if reach.estate != estate and not district.within(reach.estate, estate):
        return False
    return building is None or reach.buildings is None or bool(set(building_list(building)) & set(reach.buildings))


def building_list(building: str) -> list[str]:
    """``"5-7"`` and ``"6,7"`` as single numbers."""
    numbers: list[str] = []
    for part in building.split(","):
        first, dash, last = part.partition("-")
        both = dash and first.isdigit() and last.isdigit() and int(last) - int(first) < 500
        numbers += [str(n) for n in range(int(first), int(last) + 1)] if both else [part]
    return numbers


def _is_here(reach: Reach, estate: str, building: str | None) -> bool:
    return reach.estate == estate and (reach.buildings is None or building is not None)


def _phase(notice: Notice, reach: tuple[Reach, ...], at: _Hour) -> str | None:
    blocks = blocks_of(notice, reach)
    if notice.said.status is NoticeStatus.CANCELLED:
        return None
    if notice.said.status is NoticeStatus.RESTORED:
        return _after(notice, blocks, at)
    phases = [_of_block(b, notice, at) for b in blocks] or [_of_block(Block(None, None), notice, at)]
    return next((p for p in _PHASES if p in phases), None)


def passed(
    notices: Iterable[Notice],
    *,
    estates: Sequence[str],
    building: str | None,
    service: Service,
    at_local: datetime,
    tz: ZoneInfo,
) -> Notice | None:
    """The notice whose stated end for this place has passed without word, the latest; None when there is none.

    Where a partial restoration says that a place is back already, there is word.
    """
    late = [n for n in notices if service in (n.said.service, *n.said.also) and not n.over]
    found = [n for n in late if _has_passed(n, estates, building, at_local, tz)]
    return max(found, key=lambda n: n.id, default=None)


def _has_passed(notice: Notice, estates: Sequence[str], building: str | None, at: datetime, tz: ZoneInfo) -> bool:
    asked = set(building_list(building)) if building else None
    reach = [r for r in notice.reach if asked is None or r.buildings is None or asked & set(r.buildings)]
    here = [r for r in reach if r.estate in estates]
    ends = [b.end for b in blocks_of(notice, here)] if here else []
    if notice.said.status is NoticeStatus.PARTLY_RESTORED:
        told = notice.published_at.astimezone(tz).replace(tzinfo=None)
        ends = [e for e in ends if e is None or e > told]
    return bool(ends) and all(e is not None and e < at for e in ends)


def _after(notice: Notice, blocks: list[Block], at: _Hour) -> str | None:
    end = max((b.end for b in blocks if b.end), default=None) or at.since(notice.published_at)
    return "after" if abs(at.local - end) <= JUST_BACK else None


def _of_block(block: Block, notice: Notice, at: _Hour) -> str | None:
    if block.start and at.local < block.start - EARLY:
        return "before"
    if block.end:
        return "during" if at.local <= block.end else None
    since = block.start or at.since(notice.published_at)
    return "during" if at.local - since < UNKNOWN_END else None
