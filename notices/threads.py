"""Which earlier notice a new text continues, and what it takes over from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models.notice import Announcement, Block, Notice, Reach
from models.words import NoticeStatus
from notices.roles import Role, roles
from notices.status import bare
from notices.stretches import stretches
from notices.text import read

FOLLOW_UPS = frozenset(
    {
        NoticeStatus.RESCHEDULED,
        NoticeStatus.EXTENDED,
        NoticeStatus.CANCELLED,
        NoticeStatus.RESTORED,
        NoticeStatus.PARTLY_RESTORED,
    }
)
_WORDS = re.compile(
    r"原定|原计划|原公告|更正|改为|改期|现更改|调整为|取消|顺延|推迟|延长|延至|提前恢复|通报[(（][二三四五]|进展"
)
NEAR = timedelta(hours=36)
JOIN = 3.0


@dataclass(frozen=True, slots=True)
class Joined:
    """The notice that is continued, how well it fits, and why; ``rival`` is another one that fits as well, where it makes a
    difference which of the two is meant."""

    notice: Notice
    score: float
    why: str
    rival: Notice | None = None


def join(
    said: Announcement,
    *,
    text: str,
    reach: Sequence[Reach],
    member: str,
    at_local: datetime,
    standing: Sequence[Notice],
) -> Joined | None:
    """The standing notice that this text continues, None when it opens a thread of its own."""
    former = former_times(text, at_local) if standing else ()
    found = [j for n in standing if (j := _fit(said, text, reach, member, at_local, former, n))]
    best = max(found, key=lambda j: (j.score, j.notice.id), default=None)
    return replace(best, rival=_rival(said, best, found)) if best else None


def candidates(said: Announcement, *, text: str, at_local: datetime, standing: Sequence[Notice]) -> list[Notice]:
    """Those of the standing notices that the text may continue by all but the place, which need not be known yet."""
    former = former_times(text, at_local) if standing else ()
    return [n for n in standing if _may_be(said, text, at_local, former, n)]


def _may_be(said: Announcement, text: str, at: datetime, former: Sequence[Block], notice: Notice) -> bool:
    if said.service is None or not _services(said) & _services(notice.said):
        return False
    return _follows(said, text) or _time(said, at, former, notice) >= 2


def _follows(said: Announcement, text: str) -> bool:
    return said.status in FOLLOW_UPS or bool(_WORDS.search(text))


def _rival(said: Announcement, best: Joined, found: Sequence[Joined]) -> Notice | None:
    """One that fits as well; which of two notices of one place is over makes no difference to those who live there."""
    equal = [j.notice for j in found if j.score == best.score and j.notice.id != best.notice.id]
    if said.status is NoticeStatus.RESTORED:
        ours = {r.estate for r in best.notice.reach}
        equal = [n for n in equal if not ours & {r.estate for r in n.reach}]
    return max(equal, key=lambda n: n.id, default=None)


def former_times(text: str, at_local: datetime) -> tuple[Block, ...]:
    """The windows that a text says no longer hold (``原定7月9日8:00至12:00``): they tell which notice it changes."""
    plain = bare(read(text).plain)
    old = (t.stretch for t in roles(plain, stretches(plain, at_local)) if t.role is Role.OLD)
    return tuple(Block(s.start, s.end) for s in old if s.start)


def _fit(
    said: Announcement,
    text: str,
    reach: Sequence[Reach],
    member: str,
    at: datetime,
    former: Sequence[Block],
    notice: Notice,
) -> Joined | None:
    if not _may_be(said, text, at, former, notice):
        return None
    follows = _follows(said, text)
    place, time = _place(said, reach, notice), _time(said, at, former, notice)
    if not follows and place < 2:
        return None
    if place < 0 or (place == 0 and said.areas and reach):
        return None
    score = place + time + _publisher(said, member, notice) + (1.0 if follows else 0.0)
    why = f"地点 {place:g}，时间 {time:g}，同一发布单位 {_publisher(said, member, notice):g}"
    return Joined(notice, score, why) if score >= JOIN else None


def _services(said: Announcement) -> set[str]:
    return {s.value for s in (said.service, *said.also) if s}


def _place(said: Announcement, reach: Sequence[Reach], notice: Notice) -> float:
    ours, theirs = {r.estate for r in reach}, {r.estate for r in notice.reach}
    if ours and theirs:
        return 2.0 + len(ours & theirs) / len(ours | theirs) if ours & theirs else -1.0
    return 2.0 if _same_words(said, notice) else 0.0


def _same_words(said: Announcement, notice: Notice) -> bool:
    ours, theirs = ([a.text for a in s.areas] for s in (said, notice.said))
    return any(a in b or b in a for a in ours for b in theirs if min(len(a), len(b)) >= 3)


def _time(said: Announcement, at: datetime, former: Sequence[Block], notice: Notice) -> float:
    theirs = [b for b in notice.said.blocks if b.start or b.end]
    if former and theirs:
        return 3.0 if any(_touch(a, b) for a in former for b in theirs) else 0.0
    if any(_touch(a, b) for a in said.blocks for b in theirs):
        return 2.0
    if not theirs:
        return 1.0
    first = min(b.start or b.end or at for b in theirs)
    last = max(b.end or b.start or at for b in theirs)
    return 1.0 if first - timedelta(days=30) <= at <= last + NEAR else 0.0


def _touch(a: Block, b: Block) -> bool:
    first, last = a.start or a.end, a.end or a.start
    begin, over = b.start or b.end, b.end or b.start
    return bool(first and last and begin and over and first <= over and begin <= last)


def _publisher(said: Announcement, member: str, notice: Notice) -> float:
    if member and notice.member:
        return 1.0 if member == notice.member else -1.0
    ours, theirs = said.publisher or "", notice.said.publisher or ""
    return 1.0 if ours and theirs and (ours[:4] == theirs[:4] or ours in theirs or theirs in ours) else 0.0
