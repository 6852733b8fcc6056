"""What a forwarded announcement is worth: the date that it bears, whether it is over, and whether it is known. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.areas import District
from models.notice import Announcement, Notice, Reach
from models.words import NoticeStatus
from notices.doubts import YEARLESS, year_is_open
from notices.match import match
from notices.parse import parse
from notices.roles import Role, roles
from notices.status import bare
from notices.stretches import Stretch, stretches
from notices.text import read
from notices.tokens import DATE, tokens

_ENDED = (NoticeStatus.RESTORED, NoticeStatus.PARTLY_RESTORED, NoticeStatus.CANCELLED)
_TOLD = ("像谣传", "像听说")
_LASTS, _FRESH = timedelta(days=3), timedelta(days=1)
_WINDOW = re.compile(r"时间|日期|[停断起止至到于自从定原]|预计|恢复")
_WORDS = re.compile(r"[^\u4e00-\u9fff\d]")
_SHORTEST, _NAME = 12, 20
UNDATED = "没有写是哪天发的"


@dataclass(frozen=True, slots=True)
class Claim:
    """A forward as it was read: ``written`` is the day that it bears, local naive, None when it bears none; ``open`` says
    what is not known of its days ("" = nothing): 没有写年份, or 没有写是哪天发的 where it speaks of 今天 or 明天."""

    text: str
    said: Announcement
    reach: tuple[Reach, ...]
    written: datetime | None
    open: str = ""


def claim_of(text: str, heard: datetime, district: District, home: Sequence[str] = ()) -> Claim:
    """Read a forward that was heard at ``heard`` (local, naive): its days count from the date that it bears. What is
    passed on by hearsay is read like an announcement: whether it is one the member says.

    ``home`` are the estates of the room.
    """
    written = written_on(text, heard)
    said = parse(text, written or heard)
    if not said.is_notice and any(reason in _TOLD for reason in said.why):
        said = parse(text, written or heard, as_one=True)
    reach, _ = match(said, district, home, text)
    return Claim(text, said, reach, written, "" if written else _open(said, bare(read(text).plain)))


def _open(said: Announcement, plain: str) -> str:
    named = [t for t in tokens(plain) if t.kind == DATE]
    if any(t.year for t in named) or not any(b.start or b.end for b in said.blocks):
        return ""
    return YEARLESS if named else UNDATED


def written_on(text: str, heard: datetime) -> datetime | None:
    """The last date under or over the text that lies before the day on which it was heard."""
    plain = bare(read(text).plain)
    timed = roles(plain, stretches(plain, heard))
    dated = [t for t in timed if t.stretch.dated and (t.role is Role.STAMP or _signs(plain, t.stretch))]
    stamps = [t.stretch.start for t in dated if t.stretch.start]
    return max((s for s in stamps if s.date() < heard.date()), default=None)


def _signs(plain: str, stretch: Stretch) -> bool:
    """Whether a day stands at the very end of the text, after who signs it; of a short text too."""
    if stretch.kind not in ("day", "point") or plain[stretch.to :].strip(" 。.)\n"):
        return False
    before = re.split(r"[。;\n]", plain[: stretch.at])[-1]
    return len(before) <= _NAME and not _WINDOW.search(before)


def expired(claim: Claim, now: datetime) -> bool:
    """Whether all that it speaks of is over at ``now`` (local, naive); not known where the year is open and far."""
    if year_is_open(claim.said.doubts):
        return False
    since = claim.written or now
    if claim.said.status in _ENDED:
        return now - since > _FRESH
    ends = [b.end for b in claim.said.blocks]
    if ends and all(ends):
        return max(e for e in ends if e) < now
    starts = [b.start for b in claim.said.blocks if b.start]
    return max([since, *starts] if claim.written or not starts else starts) < now - _LASTS


def past(notice: Notice, now: datetime) -> bool:
    """Whether a notice that is known is over by its own stated hours."""
    return notice.end is not None and notice.end < now


def moved(claim: Claim, notice: Notice) -> bool:
    """Whether the same words, heard today, name other hours than the notice meant when it was published."""
    return not notice.over and _hours(claim.said) != _hours(notice.said) and claim.open == UNDATED


def same(claim: Claim, notice: Notice) -> bool:
    """Whether a notice says what the forward says: the same words, or the same service, hours and one of its places."""
    ours, theirs = _WORDS.sub("", claim.text), _WORDS.sub("", notice.text)
    if min(len(ours), len(theirs)) >= _SHORTEST and (ours in theirs or theirs in ours):
        return True
    if claim.said.service is None or claim.said.service is not notice.said.service:
        return False
    here = {r.estate for r in claim.reach} & {r.estate for r in notice.reach}
    return bool(here) and _hours(claim.said) == _hours(notice.said)


def _hours(said: Announcement) -> tuple[object, ...]:
    over = said.status in (NoticeStatus.RESTORED, NoticeStatus.CANCELLED)
    return over, frozenset((b.start, b.end) for b in said.blocks)


def known(claim: Claim, notices: Iterable[Notice]) -> Notice | None:
    """The first notice that says the same."""
    return next((n for n in notices if same(claim, n)), None)
