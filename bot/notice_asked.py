"""What is done when somebody asks for a notice's 详情 or 海报, and when its member says 已恢复 or 延到 20:00."""

from __future__ import annotations

from datetime import timedelta

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.replies import in_return
from bot.restoration import after_version
from models.areas import Person
from models.message import Message
from models.notice import Notice, Reach
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Command
from models.words import NoticeStatus, Role
from notices.facts import caption, detail, page_url
from notices.phrases import Telling
from notices.restate import restated, say_again
from notices.take import POSTER
from notices.wording_staff import noted, refused

_LATELY = timedelta(days=3)
_FRESH = timedelta(minutes=30)
_MAY_SAY = frozenset({Role.MEMBER_STAFF, Role.DISPATCHER, Role.ADMIN})
_STATES = {"notice_back": "已恢复", "notice_later": "延长"}


def obey_asked(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """Answer or do it; where no notice is known a group is left in peace."""
    message = seen.message
    notice = _wanted(tx, message, command, around)
    if notice is None:
        return _nothing(tx, message, command, around)
    if command.verb in _STATES:
        return _stated(tx, message, command, notice, around)
    telling = Telling(notice, _own(notice, message, around), around.district, around.local, around.tz)
    url = page_url(around.public_url, notice.id)
    shown = command.verb == "notice_poster"
    text = caption(telling, url) if shown else detail(telling, url)
    row = _reply(message, notice, command.verb, text, around, POSTER if shown else "")
    tx.outbox.put(row)
    return Outcome("command", notice=notice, why=command.why)


def _wanted(tx: Tx, message: Message, command: Command, around: Around) -> Notice | None:
    """The notice that was named, else the last one of this room, else the last that stands for its estates."""
    if command.number is not None:
        return tx.notices.latest_published(command.number)
    last = tx.outbox.last_notice(message.room, around.now - _LATELY) if message.room else None
    if last and last.notice is not None:
        return tx.notices.latest_published(last.notice)
    here = tx.notices.at(around.district.room_estates(message.room), around.local)
    newest = max(here, key=lambda n: (n.published_at, n.id), default=None)
    return tx.notices.latest_published(newest.id) if newest else None


def _own(notice: Notice, message: Message, around: Around) -> tuple[Reach, ...]:
    """What of it concerns the room; all of it for somebody who asks in private, or from elsewhere."""
    estates = around.district.room_estates(message.room)
    return tuple(r for r in notice.reach if r.estate in estates) or notice.reach


def _nothing(tx: Tx, message: Message, command: Command, around: Around) -> Outcome:
    if message.to_bot or message.private:
        what = f"没有公告 {command.number}。" if command.number is not None else "这里近三天没有公告。"
        tx.outbox.put(_reply(message, None, command.verb, what, around))
    return Outcome("refused", why=("没有对得上的公告",))


def _reply(
    message: Message, notice: Notice | None, verb: str, text: str, around: Around, picture: str = ""
) -> Outgoing:
    """An answer where it was asked; the same of one version in one room once an hour."""
    about = f"notice {notice.id} v{notice.version}" if notice else "notice none"
    asked = f"{verb} {around.local:%m%d%H}" if message.room and verb not in _STATES else f"{verb} {message.id}"
    return in_return(
        message,
        f"{about} {asked} → {message.room or message.sender}",
        text,
        now=around.now,
        lasts=_FRESH,
        notice=notice.id if notice else None,
        why=f"reply {verb}",
        picture=picture,
    )


def _stated(tx: Tx, message: Message, command: Command, notice: Notice, around: Around) -> Outcome:
    """How the notice stands, said by its member or by who may speak for all: a new version, told to its rooms."""
    person = around.district.person.get(message.sender)
    reason = _may_not(person, notice)
    status = NoticeStatus.RESTORED if command.verb == "notice_back" else NoticeStatus.EXTENDED
    until = command.until.astimezone(around.tz).replace(tzinfo=None) if command.until else around.local
    if not reason and status is NoticeStatus.EXTENDED and until <= around.local:
        reason = "这个时间已经过了"
    if reason:
        tx.outbox.put(_reply(message, None, f"{command.verb} {notice.id}", refused(notice.id, reason), around))
        return Outcome("refused", notice=notice, why=(reason,))
    made = say_again(
        tx,
        notice=restated(notice, status, until, around.now, by=message.sender),
        actor=message.sender,
        district=around.district,
        now=around.now,
        tz=around.tz,
        calendar=around.calendar,
    )
    after_version(tx, made, around)
    what = _STATES[command.verb] if made.state == "published" else f"{_STATES[command.verb]}，但要等人核对后才发"
    tx.outbox.put(_reply(message, made, command.verb, noted(notice.id, what), around))
    return Outcome("command", notice=made, why=command.why)


def _may_not(person: Person | None, notice: Notice) -> str:
    if person is None or person.role not in _MAY_SAY:
        return "只有发布单位的人和调度员能说恢复没恢复"
    if person.role is Role.MEMBER_STAFF and notice.member and person.member != notice.member:
        return "这条公告不是你们单位的"
    return "这条公告已经了结" if notice.over else ""
