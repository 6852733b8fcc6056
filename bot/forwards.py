"""An announcement that a resident forwards: known, old, clarified before, or to be asked of the member (issue 4 part 5).

The bot never says that something is untrue: it says what is official, whose line counts, or what the member said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.notice_flow import ask, hour, item_of, taken
from bot.replies import in_return, told_of
from bot.wording import with_number
from models.areas import Member
from models.capture import Capture
from models.errors import Refused
from models.message import Message
from models.notice import Clarification, Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import Act, Delivery, Priority, Service
from notices import wording_claims as wording
from notices.claims import Claim, claim_of, expired, known, moved, past
from notices.desk import drop
from notices.phrases import source
from notices.take import local_of

HOURLY = timedelta(hours=1)
_HOLDS, _LONGEST = timedelta(days=2), timedelta(days=7)
_LOOKED_AT = 60
_ASKED_OF = frozenset({"E10", "W13", "G08", "R07"})
_ASKS = frozenset({Act.ASK_STATUS, Act.ASK_INFO})


def take_forward(tx: Tx, *, seen: Admitted, around: Around, speak: bool) -> Outcome:
    """What a resident's forward leads to; its text is masked before anything is kept of it."""
    message, home = seen.message, around.district.room_estates(seen.message.room)
    claim = claim_of(seen.sealed.masked, local_of(message.at, around.tz), around.district, home)
    if not claim.said.is_notice:
        return Outcome("known", why=("读不出公告",))
    if said := _clarified(tx, claim, around):
        _repeat(tx, said, message, around, speak=speak)
        return Outcome("clarified", why=(f"成员单位说明过：公告 {said.notice}",))
    stands = known(claim, [n for n in _published(tx, around) if n.state == "published"])
    if past(stands, around.local) if stands else expired(claim, around.local):
        _tell(tx, message, _old(claim, stands, around), claim.said.service, around, speak=speak)
        return Outcome("old", notice=stands, why=("旧公告，已过期",))
    if stands:
        if moved(claim, stands):
            _tell(tx, message, _of_its_day(stands, around), claim.said.service, around, speak=speak)
        return Outcome("known", notice=stands, why=(f"公告 {stands.id} 已经发布过",))
    if superseded := _superseded(tx, claim, around):
        latest, text = superseded
        _tell(tx, message, text, claim.said.service, around, speak=speak)
        return Outcome("known", notice=latest, why=(f"公告 {latest.id} 后来有第 {latest.version} 版",))
    return _unverified(tx, seen, claim, around, home, speak=speak)


def _superseded(tx: Tx, claim: Claim, around: Around) -> tuple[Notice, str] | None:
    """The notice of these places of which the forward is an earlier version, and what the room hears of it."""
    for here in tx.notices.at([r.estate for r in claim.reach], around.local):
        versions = [v for v in tx.notices.versions(here.id) if v.state == "published"]
        if versions and (earlier := known(claim, versions[:-1])):
            latest, name = versions[-1], source(versions[-1], around.district)
            when = (local_of(v.published_at, around.tz) for v in (earlier, latest))
            first, last = when
            return latest, wording.superseded(first, latest, last, around.local, name)
    return None


def _published(tx: Tx, around: Around) -> list[Notice]:
    return [*tx.notices.open(around.local), *tx.notices.recent(_LOOKED_AT)]


def _old(claim: Claim, stands: Notice | None, around: Around) -> str:
    if stands:
        name, written = source(stands, around.district), local_of(stands.published_at, around.tz)
        return wording.old(stands.said.service, written, stands.said.blocks, around.local, name)
    return wording.old(claim.said.service, claim.written, claim.said.blocks, around.local, "", claim.open)


def _of_its_day(stands: Notice, around: Around) -> str:
    published = local_of(stands.published_at, around.tz)
    return wording.of_its_day(stands, published, around.local, source(stands, around.district))


def _unverified(tx: Tx, seen: Admitted, claim: Claim, around: Around, home: tuple[str, ...], *, speak: bool) -> Outcome:
    """Nothing official is known of it: it waits, the member is asked (once), and the room is told whose line counts."""
    message = seen.message
    notice = known(claim, tx.notices.review())
    if notice is None:
        item = replace(item_of(seen, None), announcement=claim.said)
        notice = taken(tx, item, around, trusted=False, home=home)
        if notice is None or notice.state != "review":
            return Outcome("known", why=("没有新的内容",))
        ask(tx, notice, around, f"{_topic(message, around)}有居民转发，未见官方公告")
    heard = Audit(f"notice {notice.id}", "heard", message.sender, around.now, message.room, "群里转发，待核实")
    tx.audit.add(heard)
    text = wording.unverified(claim.said.service, member_for(claim.said.service, around), claim.open)
    _tell(tx, message, text, claim.said.service, around, speak=speak)
    return Outcome("notice", notice=notice, why=("转发，待核实",))


def _topic(message: Message, around: Around) -> str:
    room = around.district.room.get(message.room)
    return f"「{room.topic}」" if room else "私聊里"


def member_for(service: Service | None, around: Around) -> Member | None:
    """Whose service it is; None when nobody's."""
    return next((m for m in around.district.members if service and service.value in m.services), None)


# ---- what a member has clarified


def answer_claim(tx: Tx, *, seen: Admitted, capture: Capture, around: Around, speak: bool) -> bool:
    """Whether a question is about what a member has clarified; it is answered at most once an hour in a room."""
    if capture.act not in _ASKS and capture.topic not in _ASKED_OF:
        return False
    said = next((c for c in tx.notices.clarifications(around.now) if _asked_of(tx, c, capture)), None)
    if said:
        _repeat(tx, said, seen.message, around, speak=speak)
    return said is not None


def _asked_of(tx: Tx, said: Clarification, capture: Capture) -> bool:
    """The same service, one of its places, and no outage of now."""
    if capture.service is not said.service or capture.topic not in _ASKED_OF:
        return False
    estates = {r.estate for r in tx.notices.latest(said.notice).reach}
    return not estates or capture.estate is None or capture.estate in estates


def _clarified(tx: Tx, claim: Claim, around: Around) -> Clarification | None:
    said = {c.notice: c for c in tx.notices.clarifications(around.now)}
    found = known(claim, [tx.notices.latest(number) for number in said])
    return said[found.id] if found else None


def _repeat(tx: Tx, said: Clarification, message: Message, around: Around, *, speak: bool) -> None:
    topic = f"clarify {said.notice}"
    last = tx.outbox.last_sent(message.room, topic)
    waits = any(r.topic == topic and r.status is Delivery.WAITING for r in tx.outbox.of_room(message.room, _LOOKED_AT))
    if speak and not waits and (last is None or around.now - last >= HOURLY):
        tx.outbox.put(clarifying(said, message.room, f"{message.channel} {message.id}", around))


def clarify(tx: Tx, notice: Notice, text: str, *, member: str, by: str, until: datetime | None, around: Around) -> str:
    """What a member says of a claim: to the rooms in which it was forwarded, and until ``until`` to those who ask again.

    Two days by default, a week at most; Refused when the end has passed. Gives a sentence for whoever said it.
    """
    ends = min(until or around.now + _HOLDS, around.now + _LONGEST)
    if ends <= around.now:
        raise Refused("截止的时间已经过了")
    said = Clarification(notice.id, notice.said.service or Service.OTHER, text, member, by, around.now, ends)
    tx.notices.clarify(said)
    if notice.state == "review":
        drop(tx, id=notice.id, why=f"澄清：{text}", actor=by, district=around.district, at=hour(around))
    heard = (a.source for a in tx.audit.of(f"notice {notice.id}") if a.action == "heard")
    rooms = [room for room in dict.fromkeys(heard) if room in around.district.room]
    for room in rooms:
        tx.outbox.put(clarifying(said, room, f"{around.now:%Y%m%dT%H%M%S}", around))
    local = local_of(ends, around.tz)
    until_when = f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"已在 {len(rooms)} 个群说明；再有人转发或问起，一小时最多答一次，到 {until_when} 为止。"


def clarifying(said: Clarification, room: str, name: str, around: Around) -> Outgoing:
    """A member's word for one room; ``name`` tells it from others."""
    text = wording.clarified(said, around.district, local_of(said.at, around.tz), around.local)
    return Outgoing(
        key=f"clarify {said.notice} {name} → {room}",
        text=text,
        room=room,
        person="",
        priority=Priority.NOTICE,
        due_at=around.now,
        expires_at=min(said.until, around.now + timedelta(hours=12)),
        topic=f"clarify {said.notice}",
        why=f"公告 {said.notice} 的说明",
    )


def _tell(tx: Tx, message: Message, text: str, service: Service | None, around: Around, *, speak: bool) -> None:
    """Said where it was forwarded; not when a person of the staff is just answering."""
    if not speak:
        return
    key, topic = f"forward {told_of(message)} → {message.room}", f"forward {service}"
    said = with_number(text, around.district)
    tx.outbox.put(
        in_return(message, key, said, now=around.now, why="转发的公告", lasts=timedelta(minutes=30), topic=topic)
    )
