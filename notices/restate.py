"""A new version of a notice from a word of its member: it is back, or it takes until a stated hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Block, Notice
from models.store import Tx
from models.words import NoticeStatus
from notices.calendar import CALENDAR, Calendar
from notices.gas_night import gas_at_night
from notices.take import publish

SAID_BY = "口头 "
"""How the feed of a version begins that somebody said; their id follows."""


def restated(notice: Notice, status: NoticeStatus, at: datetime, now: datetime, *, by: str) -> Notice:
    """The next version, which says that it is back at ``at``, or lasts until then (local, naive); it waits for review."""
    start = notice.start if status is NoticeStatus.EXTENDED else None
    said = replace(notice.said, status=status, blocks=(Block(start, at),))
    word = "已恢复" if status is NoticeStatus.RESTORED else "延长到"
    return notice.evolve(
        version=notice.version + 1,
        feed=f"{SAID_BY}{by}",
        ref=f"{notice.id} v{notice.version + 1}",
        digest="",
        said=said,
        text=f"{word} {at:%m月%d日 %H:%M}。{notice.text}",
        published_at=now,
        state="review",
    )


def say_again(
    tx: Tx,
    *,
    notice: Notice,
    actor: str,
    district: District,
    now: datetime,
    tz: ZoneInfo,
    calendar: Calendar = CALENDAR,
) -> Notice:
    """Keep the version and publish it, unless gas would come back to homes at night: then a person looks first."""
    latest = tx.notices.latest(notice.id)
    notice = notice.evolve(version=latest.version + 1)
    doubts = gas_at_night(notice, tz, calendar.gas_night)
    if doubts:
        notice = notice.evolve(said=replace(notice.said, doubts=(*notice.said.doubts, *doubts)))
    tx.notices.add(notice)
    if doubts:
        return notice
    return publish(tx, id=notice.id, actor=actor, district=district, now=now, tz=tz, calendar=calendar)
