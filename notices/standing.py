"""How a version stands to another one, and to the hour: whether it says anything new, whether all of it is over. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.notice import Notice
from notices.doubts import year_is_open

STALE = timedelta(days=3)
"""After so long an announcement without an end is taken to be over."""


def says_the_same(notice: Notice, other: Notice) -> bool:
    """Whether two versions tell residents the same: what, when, where."""
    return _fact(notice) == _fact(other)


def _fact(notice: Notice) -> tuple[object, ...]:
    places = {(r.estate, r.buildings, r.effect) for r in notice.reach}
    return notice.said.service, notice.over, {(b.start, b.end) for b in notice.said.blocks}, places


def long_over(notice: Notice, now: datetime, tz: ZoneInfo) -> bool:
    """Whether all that a notice speaks of lies in the past; ``now`` aware. Of days whose year is open nobody knows that
    before a person had time to look."""
    local, published = (at.astimezone(tz).replace(tzinfo=None) for at in (now, notice.published_at))
    if year_is_open(notice.said.doubts):
        return published < local - STALE
    if notice.end:
        return notice.end < local
    latest = max((b.start for b in notice.said.blocks if b.start), default=None)
    return (latest or published) < local - STALE
