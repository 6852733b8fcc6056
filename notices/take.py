"""Use cases: an item of a feed becomes a version of a notice with its posts, and a person publishes what waited."""

from __future__ import annotations

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Announcement, FeedItem, Notice, PlannedPost, Reach
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import NoticeStatus, Priority
from notices.match import match
from notices.parse import parse
from notices.plan import QUIET, Quiet, plan
from notices.threads import Joined, carry_over, join

_PRIORITY = {"restore": Priority.RESTORATION}
_TIMELESS = (NoticeStatus.EMERGENCY, NoticeStatus.EXTENDED, NoticeStatus.RESTORED, NoticeStatus.PARTLY_RESTORED)


def take_item(
    tx: Tx,
    *,
    item: FeedItem,
    district: District,
    trusted: bool,
    now: datetime,
    tz: ZoneInfo,
    quiet: Quiet = QUIET,
    home: tuple[str, ...] = (),
) -> Notice | None:
    """The version of a notice that the item makes; None when it is no announcement or nothing new.

    ``home`` are the estates of the room in which it was posted (() for a feed). Posts of older versions that still
    wait are withdrawn; a version for review plans nothing until ``publish``.
    """
    stands, digest = tx.notices.by_ref(item.feed, item.ref), digest_of(item)
    if stands and stands.digest == digest:
        return None
    said = item.announcement or parse(item.text, _local(item.published_at, tz))
    if not said.is_notice:
        return None
    notice, previous = _version(tx, item, said, digest, stands, district, now, tz, home)
    notice = notice.evolve(state="published" if trusted and not doubts(notice) else "review")
    tx.notices.add(notice)
    _audit(tx, notice, "take", "bot", now, "；".join((*doubts(notice), *notice.said.why)))
    _say(tx, notice, previous, district, now, tz, quiet)
    return notice


def publish(
    tx: Tx, *, id: int, actor: str, district: District, now: datetime, tz: ZoneInfo, quiet: Quiet = QUIET
) -> Notice:
    """Publishes the latest version of a notice that waited for a person; nothing changes when it stands already."""
    notice = tx.notices.latest(id)
    if notice.state == "published":
        return notice
    tx.notices.publish(notice.id, notice.version)
    notice = notice.evolve(state="published")
    _audit(tx, notice, "publish", actor, now, "")
    _say(tx, notice, None, district, now, tz, quiet)
    return notice


def digest_of(item: FeedItem) -> str:
    """What tells whether a feed's item has changed: its text, or its fields when it has them."""
    content = item.text if item.announcement is None else f"{item.text}\n{item.announcement}"
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def doubts(notice: Notice) -> tuple[str, ...]:
    """Why a person must look at a version before it is posted; () when nothing stands against it."""
    found = list(notice.said.doubts)
    if not notice.reach:
        found.append("没有地点对上本辖区的小区")
    if notice.said.service is None:
        found.append("看不出是哪一项服务")
    if notice.said.status not in _TIMELESS and not notice.said.blocks:
        found.append("没有读到时间")
    return tuple(found)


def _version(
    tx: Tx,
    item: FeedItem,
    said: Announcement,
    digest: str,
    stands: Notice | None,
    district: District,
    now: datetime,
    tz: ZoneInfo,
    home: tuple[str, ...],
) -> tuple[Notice, Notice | None]:
    reach, unmatched = match(said, district, home)
    joined = _joined(tx, item, said, reach, stands, now, tz)
    previous = joined.notice if joined else None
    if previous:
        said, reach = carry_over(said, reach, previous)
    notice = Notice(
        id=previous.id if previous else tx.notices.new_id(),
        version=previous.version + 1 if previous else 1,
        feed=item.feed,
        ref=item.ref,
        digest=digest,
        said=said,
        text=item.text,
        published_at=item.published_at,
        reach=reach,
        member=item.member,
        unmatched=unmatched,
    )
    return notice, previous


def _joined(
    tx: Tx,
    item: FeedItem,
    said: Announcement,
    reach: tuple[Reach, ...],
    stands: Notice | None,
    now: datetime,
    tz: ZoneInfo,
) -> Joined | None:
    if stands:
        return Joined(tx.notices.latest(stands.id), 9.0, "同一条来源记录改了内容")
    local = _local(item.published_at, tz)
    standing = [n for n in tx.notices.open(_local(now, tz)) if n.published_at <= item.published_at]
    return join(said, text=item.text, reach=reach, member=item.member, at_local=local, standing=standing)


def _say(
    tx: Tx, notice: Notice, previous: Notice | None, district: District, now: datetime, tz: ZoneInfo, quiet: Quiet
) -> None:
    if notice.state != "published":
        return
    if notice.version > 1:
        tx.outbox.withdraw(notice=notice.id, reason=f"公告 {notice.id} 有第 {notice.version} 版")
    for post in plan(notice, district=district, previous=previous, now=now, tz=tz, quiet=quiet):
        tx.outbox.put(outgoing(post, notice))


def outgoing(post: PlannedPost, notice: Notice) -> Outgoing:
    """A planned post as a row of the outbox."""
    return Outgoing(
        key=f"notice {post.notice} v{post.version} {post.stage} → {post.room}",
        text=post.text,
        room=post.room,
        person="",
        priority=Priority.EMERGENCY if post.urgent else _PRIORITY.get(post.stage, Priority.NOTICE),
        due_at=post.due_at,
        expires_at=post.expires_at,
        topic=f"notice {post.notice}",
        notice=post.notice,
        at_night=post.urgent,
        why=post.why,
    )


def _audit(tx: Tx, notice: Notice, action: str, actor: str, now: datetime, reason: str) -> None:
    after = f"v{notice.version} {notice.said.status or '?'} {notice.state}"
    tx.audit.add(Audit(f"notice {notice.id}", action, actor, now, source=notice.feed, reason=reason, after=after))


def _local(at: datetime, tz: ZoneInfo) -> datetime:
    return at.astimezone(tz).replace(tzinfo=None)
