"""Announcements as use cases of the rim: from a feed, in a residents' room, at the desk; and who is asked about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.restoration import after_version
from models.areas import Person
from models.notice import FeedItem, Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import Priority, Role
from notices.claims import claim_of
from notices.ledger import HEARD
from notices.overdue import staff_of
from notices.parse import parse_bulletin
from notices.preview import preview
from notices.rights import may_not_publish
from notices.take import Hour, digest_of, local_of, take_item
from notices.undo import ROOM
from notices.wording_staff import many_waiting

PRIVATE = "私聊 "
_WAITS = timedelta(days=2)
_ONE_BY_ONE = 5
"""Of one source; what waits beyond is told of together."""


def hour(around: Around) -> Hour:
    """Now, as notices count."""
    return Hour(around.now, around.tz, around.calendar)


def take_announcement(tx: Tx, *, item: FeedItem, trusted: bool, around: Around) -> Notice | None:
    """One item of a feed; None when it says nothing new. What must wait for a person is shown to those who decide.

    Where the district says by which feeds a member may publish, no other feed publishes for it by itself.
    """
    owner = next((m.code for m in around.district.members if item.feed in m.feeds), "")
    item = item if item.member else replace(item, member=owner)
    member = around.district.member.get(item.member)
    if item.announcement is None:
        item = replace(item, announcement=parse_bulletin(item.text, local_of(item.published_at, around.tz)))
    trusted = trusted and (member is None or not member.feeds or item.feed in member.feeds)
    notice = taken(tx, item, around, trusted=trusted)
    if notice and notice.state == "review":
        many = sum(n.feed == item.feed for n in tx.notices.review()) > _ONE_BY_ONE
        ask(tx, notice, around, f"来源“{item.feed}”", many=many)
    return notice


def taken(tx: Tx, item: FeedItem, around: Around, *, trusted: bool, home: tuple[str, ...] = ()) -> Notice | None:
    """The version that an item makes."""
    notice = take_item(
        tx,
        item=item,
        district=around.district,
        trusted=trusted,
        now=around.now,
        tz=around.tz,
        calendar=around.calendar,
        home=home,
    )
    if notice:
        after_version(tx, notice, around)
    return notice


def item_of(seen: Admitted, person: Person | None) -> FeedItem:
    """What was said as an item of the room, or of the private chat, in which it was said; a resident's is masked."""
    message = seen.message
    return FeedItem(
        feed=f"{ROOM}{message.room}" if message.room else f"{PRIVATE}{message.sender}",
        ref=f"{message.channel} {message.id}",
        text=message.text if person else seen.sealed.masked,
        published_at=message.at,
        member=person.member if person else "",
    )


def post_in_room(tx: Tx, *, seen: Admitted, person: Person, around: Around) -> Outcome:
    """Somebody of the staff posts an announcement in a residents' room: who may publish it publishes it by that."""
    item, room = item_of(seen, person), seen.message.room
    trusted = not refusal(item, person, around)
    item = item if trusted else replace(item, member="")
    notice = taken(tx, item, around, trusted=trusted, home=around.district.room_estates(room))
    if notice is None:
        return Outcome("known", why=("读不出新的公告",))
    if notice.state == "published":
        _heard_here(tx, notice, room)
    if notice.state == "review":
        ask(tx, notice, around, "群里转发", first=(person.id,) if trusted else ())
    said = "群里转发，已核实" if trusted else "群里转发，待核实"
    tx.audit.add(Audit(f"notice {notice.id}", "heard", seen.message.sender, around.now, room, said))
    return Outcome("notice", notice=notice, why=("公告" if trusted else "转发，待核实",))


def refusal(item: FeedItem, person: Person, around: Around) -> str:
    """Why this person may not publish such a text ("" = may)."""
    district = around.district
    room = item.feed.removeprefix(ROOM) if item.feed.startswith(ROOM) else ""
    claim = claim_of(item.text, local_of(item.published_at, around.tz), district, district.room_estates(room))
    bare = Notice(0, 0, item.feed, item.ref, digest_of(item), claim.said, item.text, item.published_at, claim.reach)
    return may_not_publish(district, person, bare)


def _heard_here(tx: Tx, notice: Notice, room: str) -> None:
    """The room in which it was posted has it already."""
    row = tx.outbox.get(f"notice {notice.id} v{notice.version} publish → {room}")
    if row:
        tx.outbox.withdraw(keys=[row.key], reason=HEARD)


def ask(tx: Tx, notice: Notice, around: Around, source: str, *, first: Iterable[str] = (), many: bool = False) -> None:
    """Show a notice that waits to those who may decide: who posted it, the member's staff, the dispatchers.

    Of ``many`` of one source they hear once in a while that there are more.
    """
    district = around.district
    dispatchers = (p.id for p in district.people if p.role is Role.DISPATCHER)
    people = dict.fromkeys((*first, *staff_of(notice, district), *dispatchers))
    text = f"{source}，等您确认。\n{preview(notice, district, hour(around))}"
    for person in people:
        if not may_not_publish(district, district.person.get(person), notice):
            row = _asking(notice, person, text, around)
            tx.outbox.put(_summed(row, notice, around) if many else row)


def _summed(row: Outgoing, notice: Notice, around: Around) -> Outgoing:
    key = f"notices of {notice.feed} {around.local:%m%d%H} review → {row.person}"
    return row.evolve(key=key, text=many_waiting(notice.feed), topic=f"feed {notice.feed}", notice=None)


def _asking(notice: Notice, person: str, text: str, around: Around) -> Outgoing:
    return Outgoing(
        key=f"notice {notice.id} v{notice.version} review → {person}",
        text=text,
        room="",
        person=person,
        priority=Priority.STAFF,
        due_at=around.now,
        expires_at=around.now + _WAITS,
        topic=f"notice {notice.id}",
        notice=notice.id,
        why=f"公告 {notice.id} 第 {notice.version} 版等人确认",
    )
