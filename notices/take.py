"""Use cases: an item of a feed becomes a version of a notice with its posts, and a person publishes what waited."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from models.areas import District
from models.errors import Refused
from models.notice import Announcement, FeedItem, Notice, PlannedPost
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import NoticeStatus, Priority
from notices.calendar import CALENDAR, Calendar
from notices.doubts import NO_TIME, without_place
from notices.gas_night import gas_at_night
from notices.match import match
from notices.parse import parse
from notices.plan import plan
from notices.standing import long_over, says_the_same
from notices.threads import Joined, candidates, join
from notices.versions import Continued, continue_

POSTER = "poster"
"""What a row of the outbox wants to be shown as, and the stage of a plan that does."""

_TIMELESS = (
    NoticeStatus.EMERGENCY,
    NoticeStatus.EXTENDED,
    NoticeStatus.RESTORED,
    NoticeStatus.PARTLY_RESTORED,
    NoticeStatus.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Hour:
    """Now, aware, with the district's zone and calendar."""

    now: datetime
    tz: ZoneInfo
    calendar: Calendar

    @property
    def local(self) -> datetime:
        return local_of(self.now, self.tz)


def take_item(
    tx: Tx,
    *,
    item: FeedItem,
    district: District,
    trusted: bool,
    now: datetime,
    tz: ZoneInfo,
    calendar: Calendar = CALENDAR,
    home: Sequence[str] = (),
) -> Notice | None:
    """The version of a notice that the item makes; None when it is no announcement or says nothing new.

    ``home`` are the estates of the room in which it was posted (() for a feed). Posts of older versions that still
    wait are withdrawn; a version for review plans nothing until ``publish``.
    """
    at = Hour(now, tz, calendar)
    stands, digest = tx.notices.by_ref(item.feed, item.ref), digest_of(item)
    if stands and stands.digest == digest:
        return None
    said = item.announcement or parse(item.text, local_of(item.published_at, tz))
    if not said.is_notice:
        return None
    notice, previous = _version(tx, item, said, digest, stands, district, at, home)
    if not trusted and previous and not stands and says_the_same(notice, previous):
        return None
    why = objections(notice, at)
    notice = notice.evolve(state=_state(notice, trusted=trusted, why=why, at=at))
    _keep(tx, notice, at, why)
    say(tx, notice, district, at)
    return notice


def _state(notice: Notice, *, trusted: bool, why: Sequence[str], at: Hour) -> str:
    """Where a new version stands; what nobody may publish by itself and what is long over troubles nobody."""
    if trusted and not why:
        return "published"
    return "dropped" if long_over(notice, at.now, at.tz) else "review"


def _keep(tx: Tx, notice: Notice, at: Hour, why: Sequence[str]) -> None:
    """The version itself; an older one of its thread that still waits for a person waits no longer."""
    tx.notices.add(notice)
    tx.notices.supersede(notice.id, notice.version)
    past = ("已经过去，不再等人",) if notice.state == "dropped" else ()
    note(tx, notice, "take", "bot", at.now, "；".join((*past, *why, *notice.said.why)))


def publish(
    tx: Tx, *, id: int, actor: str, district: District, now: datetime, tz: ZoneInfo, calendar: Calendar = CALENDAR
) -> Notice:
    """Publishes the latest version of a notice that waited for a person; nothing changes when it stands already.

    NotFound; Refused when it was dropped, or reaches no place of ours.
    """
    notice = tx.notices.standing(id)
    if notice.state == "published":
        return notice
    if notice.state == "dropped":
        raise Refused(f"公告 {id} 已经作废")
    if not notice.reach:
        raise Refused(f"公告 {id} 没有地点对上本辖区的小区，先改地点或教地名")
    tx.notices.publish(notice.id, notice.version)
    notice = notice.evolve(state="published")
    note(tx, notice, "publish", actor, now, "")
    say(tx, notice, district, Hour(now, tz, calendar))
    return notice


def digest_of(item: FeedItem) -> str:
    """What tells whether a feed's item has changed: its text, which holds its fields when it has any."""
    return hashlib.blake2b(item.text.encode(), digest_size=12).hexdigest()


def doubts(notice: Notice) -> tuple[str, ...]:
    """Why a person must look at a version before it is posted; () when nothing stands against it."""
    said = notice.said
    found = [] if notice.reach else ["没有地点对上本辖区的小区"]
    if said.service is None:
        found.append("看不出是哪一项服务")
    if said.status not in _TIMELESS and not any(b.start or b.end for b in said.blocks):
        found.append(NO_TIME)
    return tuple(dict.fromkeys((*said.doubts, *found)))


def objections(notice: Notice, at: Hour) -> tuple[str, ...]:
    """The doubts, and what the hour of the day speaks against."""
    return tuple(dict.fromkeys((*doubts(notice), *gas_at_night(notice, at.tz, at.calendar.gas_night))))


def _version(
    tx: Tx,
    item: FeedItem,
    said: Announcement,
    digest: str,
    stands: Notice | None,
    district: District,
    at: Hour,
    home: Sequence[str],
) -> tuple[Notice, Notice | None]:
    """The next version, and the one that it continues; a wrong guess at it can be undone (``notices.undo``)."""
    reach, unmatched = match(said, district, home, item.text)
    thread = stands or _named(tx, item)
    if thread is None and (joined := _joined(tx, item, said, Continued(said, reach), at)):
        thread, said = joined.notice, _unsure(said, joined)
    previous = _continued(tx, thread) if thread else None
    if previous:
        said = inherit(said, previous)
        made = continue_(said, reach, text=item.text, previous=previous, district=district, now_local=at.local)
        said, reach = made.said, made.reach
    notice = Notice(
        id=thread.id if thread else tx.notices.new_id(),
        version=tx.notices.latest(thread.id).version + 1 if thread else 1,
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


def inherit(said: Announcement, previous: Notice) -> Announcement:
    """A follow-up that leaves out which service it is, or where: as the version before."""
    left = said.doubts if said.areas else without_place(said.doubts)
    return replace(said, service=said.service or previous.said.service, doubts=left)


def _named(tx: Tx, item: FeedItem) -> Notice | None:
    """The notice that an item refers to by its source's own number."""
    return next((found for ref in item.follows if (found := tx.notices.by_ref(item.feed, ref))), None)


def _continued(tx: Tx, thread: Notice) -> Notice | None:
    """The version of a thread that counts; None when every one was dropped."""
    standing = tx.notices.standing(thread.id) if thread.state == "dropped" else thread
    return None if standing.state == "dropped" else standing


def _unsure(said: Announcement, joined: Joined) -> Announcement:
    """What is read of a follow-up, with the doubt that it may be another notice's."""
    if joined.rival is None:
        return said
    return replace(said, doubts=(*said.doubts, f"说不清接着公告 {joined.notice.id} 还是公告 {joined.rival.id}"))


def _joined(tx: Tx, item: FeedItem, said: Announcement, made: Continued, at: Hour) -> Joined | None:
    heard = local_of(item.published_at, at.tz)
    earlier = [n for n in tx.notices.open_bare(at.local) if n.published_at <= item.published_at]
    near = candidates(said, text=item.text, at_local=heard, standing=earlier)
    standing = tx.notices.with_reach(near)
    return join(said, text=item.text, reach=made.reach, member=item.member, at_local=heard, standing=standing)


def say(tx: Tx, notice: Notice, district: District, at: Hour, *, heard: Notice | None = None) -> None:
    """Plans what is to be said of a published version; the older version's waiting posts are withdrawn.

    ``heard`` is the version that residents have heard last, by default the last published one of the thread.
    """
    if notice.state != "published":
        return
    previous = heard or _before(tx, notice)
    if notice.version > 1:
        tx.outbox.withdraw(notice=notice.id, reason=f"公告 {notice.id} 有第 {notice.version} 版")
    posts = plan(
        notice,
        district=district,
        previous=previous,
        now=at.now,
        tz=at.tz,
        calendar=at.calendar,
        heard=rooms_that_asked(tx, notice, at),
        told=_told_this_evening(tx, at),
    )
    tx.outbox.put_all([outgoing(post) for post in posts])


def rooms_that_asked(tx: Tx, notice: Notice, at: Hour) -> frozenset[str]:
    """The rooms in which somebody has spoken of such a trouble since the night began; none by day."""
    began = at.calendar.night(at.local)
    if began is None or notice.said.service is None:
        return frozenset()
    since = began.replace(tzinfo=at.tz).astimezone(at.now.tzinfo)
    return frozenset(tx.matters.rooms_heard((notice.said.service, *notice.said.also), since))


def _told_this_evening(tx: Tx, at: Hour) -> frozenset[str]:
    """The rooms that have been told of a notice this evening; none at other hours."""
    ends = at.calendar.gathered(at.local)
    if ends is None:
        return frozenset()
    began = datetime.combine(ends.date(), at.calendar.evening.start)
    began, ends = (moment.replace(tzinfo=at.tz).astimezone(at.now.tzinfo) for moment in (began, ends))
    return frozenset(tx.outbox.rooms_told(began, ends))


def _before(tx: Tx, notice: Notice) -> Notice | None:
    """The last version of the thread that was published before this one."""
    if notice.version == 1:
        return None
    earlier = [v for v in tx.notices.versions(notice.id) if v.version < notice.version and v.state == "published"]
    return earlier[-1] if earlier else None


def outgoing(post: PlannedPost) -> Outgoing:
    """A planned post as a row of the outbox."""
    return Outgoing(
        key=post.key,
        text=post.text,
        room=post.room,
        person=post.person,
        priority=_priority(post),
        due_at=post.due_at,
        expires_at=post.expires_at,
        topic=f"notice {post.notice}",
        notice=post.notice,
        at_night=post.urgent,
        why=post.why,
        picture=POSTER if post.stage == POSTER else "",
    )


def _priority(post: PlannedPost) -> Priority:
    if post.person:
        return Priority.STAFF
    if post.stage == "restore":
        return Priority.RESTORATION
    return Priority.EMERGENCY if post.urgent and post.stage == "publish" else Priority.NOTICE


def note(tx: Tx, notice: Notice, action: str, actor: str, now: datetime, reason: str) -> None:
    """What was done with a version, by whom and why."""
    after = f"v{notice.version} {notice.said.status or '?'} {notice.state}"
    tx.audit.add(Audit(f"notice {notice.id}", action, actor, now, source=notice.feed, reason=reason, after=after))


def local_of(at: datetime, tz: ZoneInfo) -> datetime:
    """An aware moment as local naive time of the district."""
    return at.astimezone(tz).replace(tzinfo=None)
