"""What a room is answered from a notice, and what a line said there changes for the texts of the notice that still wait."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.around import Around
from bot.covered import find_cover, late_of, notices_here
from bot.door import Admitted
from bot.replies import in_return, told_of
from bot.wording import with_number
from keywords.questions import Question, says_still_out
from models.capture import Capture
from models.message import Message
from models.notice import Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit, Ticket
from models.words import Act, Action
from notices.answer import Cover
from notices.overdue import hastened
from notices.steps import Hour
from notices.wording_answers import answer_text, brief_text

_FRESH = timedelta(minutes=30)
_ASKED_BEFORE = timedelta(hours=12)


def answer_of(tx: Tx, *, message: Message, cover: Cover, around: Around) -> Outgoing:
    """The answer to a line from a notice: whole at its first asking in this room, short afterwards."""
    notice, asked = cover.notice, message.to_bot
    told = tx.outbox.answered(notice.id, message.room, around.now - _ASKED_BEFORE)
    again = any(f" v{notice.version} answer " in row.key for row in told)
    words = brief_text if again else answer_text
    text = words(cover, district=around.district, at_local=around.local, tz=around.tz)
    return in_return(
        message,
        f"notice {notice.id} v{notice.version} answer {told_of(message)} → {message.room}",
        with_number(text, around.district),
        now=around.now,
        lasts=_FRESH,
        topic=f"{notice.said.service}",
        notice=notice.id,
        why=f"{'answer：' if asked else ''}公告 {notice.id} 第 {notice.version} 版覆盖这里：{cover.why}",
    )


def answer_question(
    tx: Tx, *, seen: Admitted, capture: Capture, question: Question, around: Around, speak: bool
) -> Notice | None:
    """A question that opens no matter, answered when a notice says something of the place; else nothing is kept of it.

    Counted as deflected; of the line itself nothing is stored.
    """
    message = seen.message
    asked = capture.evolve(act=Act.ASK_STATUS)
    cover = find_cover(tx, asked, around, room=message.room, question=question)
    if cover is None or tx.people.opted_out(message.sender) or not tx.inbox.take(message, seen.digest):
        return None
    note_deflected(tx, cover, room=message.room, actor="居民", around=around)
    heard_at_night(tx, capture=asked.evolve(service=cover.notice.said.service), room=message.room, around=around)
    if speak:
        tx.outbox.put(answer_of(tx, message=message, cover=cover, around=around))
    return cover.notice


def note_deflected(tx: Tx, cover: Cover, *, room: str, actor: str, around: Around, matter: str = "") -> str:
    """Count a line that a notice answered; the reason as it is written down."""
    reason = f"公告 {cover.notice.id} 已覆盖：{cover.why}"
    tx.audit.add(Audit(f"notice {cover.notice.id}", Action.DEFLECT, actor, around.now, room, reason, after=matter))
    return reason


def heard_of(tx: Tx, *, seen: Admitted, capture: Capture, around: Around) -> Notice | None:
    """What a line that no notice answers means for the notices of its place: it is back, or it is late.

    Returns the notice whose stated end has passed, when the line says that supply is not back.
    """
    room = seen.message.room
    if capture.act is Act.RESTORED:
        for notice in notices_here(tx, capture, around, room=room):
            _no_need_to_ask(tx, notice, room, "群里已有人说恢复了")
        return None
    late = late_of(tx, capture, around, room=room)
    if late:
        _no_need_to_ask(tx, late, room, "群里已有人说还没恢复")
        heard_at_night(tx, capture=capture, room=room, around=around)
    return late


def still_out(capture: Capture, text: str) -> Capture:
    """After the stated end, 怎么还没来电 is a report."""
    return capture.evolve(act=Act.REPORT) if capture.act is Act.ASK_STATUS and says_still_out(text) else capture


def told_by_notice(tx: Tx, capture: Capture, message: Message) -> bool:
    """Whether this room hears of the line's trouble from the notice of its ticket, so that nothing else need be said."""
    ticket = tx.tickets.of_matter(capture.matter) if capture.matter else None
    if ticket is None or ticket.notice is None or not message.room:
        return False
    return bool(tx.outbox.of_notice_in(ticket.notice, message.room))


def belongs_to(tx: Tx, *, ticket: Ticket, notice: Notice, around: Around) -> Ticket:
    """The ticket with the notice that promised what did not come."""
    if ticket.notice is not None:
        return ticket
    kept = replace(ticket, notice=notice.id)
    tx.tickets.save(kept)
    tx.audit.add(
        Audit(
            f"ticket {ticket.number}",
            "late",
            "bot",
            around.now,
            f"notice {notice.id}",
            f"公告 {notice.id} 写的恢复时间已过",
            "notice=",
            f"notice={notice.id}",
        )
    )
    return kept


def heard_at_night(tx: Tx, *, capture: Capture, room: str, around: Around) -> None:
    """Somebody asks at night: what was to wait for the morning is told to this room, and asked of the member, now."""
    if around.calendar.night(around.local) is None or not room:
        return
    hour = Hour(around.local, around.tz, around.calendar)
    for notice in notices_here(tx, capture, around, room=room):
        for stage, due in hastened(notice, notice.reach, around.local, hour).items():
            for row in tx.outbox.waiting_of(notice.id, "" if stage == "ask" else room):
                if re.search(rf" v{notice.version} {stage}\d* → ", row.key):
                    tx.outbox.hasten(row.key, hour.utc(due))


def _no_need_to_ask(tx: Tx, notice: Notice, room: str, reason: str) -> None:
    tx.outbox.withdraw(keys=[f"notice {notice.id} v{notice.version} overdue → {room}"], reason=reason)
