"""The use cases that span notices and dispatch: each loads, decides, saves, in one transaction of the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.around import Around, Outcome
from bot.covered import cover_of
from bot.door import Admitted
from bot.etiquette import Verdict, may_name, may_name_for
from bot.report_rows import report_of
from bot.switches import switch
from bot.wording import with_number
from dispatch.act import perform
from dispatch.matters import affirms, extended, opened
from dispatch.take import take_capture
from models.areas import District
from models.capture import Capture
from models.matter import Report
from models.message import Message
from models.notice import FeedItem, Notice
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit, Command
from models.words import Act, Priority, Role, Urgency
from notices.answer import Cover, answer_text
from notices.take import take_item

_PUBLISHERS = frozenset({Role.MEMBER_STAFF, Role.DISPATCHER, Role.ADMIN})


def take_line(tx: Tx, *, seen: Admitted, capture: Capture, around: Around, speak: bool) -> Outcome:
    """One captured line: taken once, answered by a notice if one covers it, else a matter with its ticket."""
    message = seen.message
    anonymous = tx.people.opted_out(message.sender)
    if anonymous and capture.urgency is not Urgency.P0:
        return Outcome("opted_out", why=("本人说过勿扰",))
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条消息收过了",))
    if capture.act is Act.NOTICE:
        return _take_notice(tx, seen, around)
    _remember(tx, seen, around.now)
    report = report_of(seen, capture, around, anonymous=anonymous)
    naming = may_name(message, topic=capture.topic, act=capture.act, anonymous=anonymous)
    cover = cover_of(tx, capture, around)
    if cover:
        return _deflect(tx, report, capture, seen, cover, around, speak=speak, naming=naming)
    ticket = take_capture(
        tx,
        capture=capture,
        message=message,
        report=report,
        district=around.district,
        clocks=around.clocks,
        now=around.now,
        tz=around.tz,
        speak=speak,
    )
    if ticket:
        _name(tx, seen, [f"ticket {ticket.number} answer {message.id} → {message.room}"], naming, around.now)
    return Outcome("ticket" if ticket else "noted", ticket=ticket)


def _name(tx: Tx, seen: Admitted, keys: Iterable[str], naming: Verdict, now: datetime) -> None:
    """Let answers in a room name who spoke to the bot; of a resident only the encrypted id is kept for that."""
    rows = [row for key in keys if naming.ok and (row := tx.outbox.get(key))]
    if not rows:
        return
    message = seen.message
    if not message.by_staff:
        tx.people.remember(message.sender, seen.sealed.sender, now, tx.people.heard_by(message.sender))
    for row in rows:
        tx.outbox.save(row.evolve(mentions=(message.sender,)))


def _remember(tx: Tx, seen: Admitted, now: datetime) -> None:
    """Who wrote in private must be answered in private: the encrypted id is kept until its purge."""
    if seen.message.private and not seen.message.by_staff:
        tx.people.remember(seen.message.sender, seen.sealed.sender, now, seen.message.account)


def _deflect(
    tx: Tx,
    report: Report,
    capture: Capture,
    seen: Admitted,
    cover: Cover,
    around: Around,
    *,
    speak: bool,
    naming: Verdict,
) -> Outcome:
    """Answered from a notice: the line is kept with its matter, counted, and opens no ticket."""
    notice = cover.notice
    _keep_matter(tx, report, capture, seen.message, around.district)
    reason = f"公告 {notice.id} 已覆盖：{cover.why}"
    tx.audit.add(
        Audit(
            f"notice {notice.id}",
            "deflect",
            report.sender or "居民",
            around.now,
            report.room,
            reason,
            after=report.matter,
        )
    )
    if speak and capture.act is not Act.ME_TOO:
        answer = _answer(report, capture, cover, around, asked=seen.message.to_bot)
        tx.outbox.put(answer)
        _name(tx, seen, [answer.key], naming, around.now)
    return Outcome("deflected", notice=notice, why=(reason,))


def _keep_matter(tx: Tx, report: Report, capture: Capture, message: Message, district: District) -> None:
    """The line with its matter, which stays without a ticket."""
    before = tx.matters.get(report.matter) or opened(capture, message, report.matter)
    matter = extended(district, before, capture, message)
    tx.matters.save(matter)
    tx.matters.report(report if affirms(capture, message) else replace(report, household=""))
    tx.matters.save(matter.evolve(households=tx.matters.households(report.matter)))


def _answer(report: Report, capture: Capture, cover: Cover, around: Around, *, asked: bool) -> Outgoing:
    notice = cover.notice
    return Outgoing(
        key=f"notice {notice.id} v{notice.version} answer {report.channel} {report.message_id} → {report.room}",
        text=with_number(
            answer_text(cover, district=around.district, at_local=around.local, tz=around.tz), around.district
        ),
        room=report.room,
        person="",
        priority=Priority.REPLY,
        due_at=around.now,
        expires_at=around.now + timedelta(minutes=30),
        topic=f"{capture.service}",
        notice=notice.id,
        at_night=True,
        why=f"{'answer：' if asked else ''}公告 {notice.id} 第 {notice.version} 版覆盖这里：{cover.why}",
    )


def _take_notice(tx: Tx, seen: Admitted, around: Around) -> Outcome:
    """An announcement in a group: the member's own staff publish by it, a resident's forward waits for a person."""
    message = seen.message
    person = around.district.person.get(message.sender)
    trusted = person is not None and person.role in _PUBLISHERS
    item = FeedItem(
        feed=f"群 {message.room}",
        ref=f"{message.channel} {message.id}",
        text=message.text if person else seen.sealed.masked,
        published_at=message.at,
        member=person.member if person else "",
    )
    home = around.district.room_estates(message.room)
    notice = take_item(
        tx, item=item, district=around.district, trusted=trusted, now=around.now, tz=around.tz, home=home
    )
    if notice is None:
        return Outcome("known", why=("读不出新的公告",))
    _heard_here(tx, notice, message.room)
    tx.audit.add(
        Audit(
            f"notice {notice.id}",
            "heard",
            message.sender,
            around.now,
            message.room,
            "群里转发，已核实" if trusted else "群里转发，待核实",
        )
    )
    return Outcome("notice", notice=notice, why=("公告" if trusted else "转发，待核实",))


def _heard_here(tx: Tx, notice: Notice, room: str) -> None:
    """The room in which it was posted has it already."""
    row = tx.outbox.get(f"notice {notice.id} v{notice.version} publish → {room}")
    if row:
        tx.outbox.withdraw(keys=[row.key], reason="本群里已有人发过")


def take_announcement(tx: Tx, *, item: FeedItem, trusted: bool, around: Around) -> Notice | None:
    """One item of a feed; None when it says nothing new."""
    return take_item(tx, item=item, district=around.district, trusted=trusted, now=around.now, tz=around.tz)


def obey(tx: Tx, *, seen: Admitted, command: Command, around: Around) -> Outcome:
    """A command, done once: a redelivered message changes nothing."""
    message = seen.message
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条命令做过了",))
    _remember(tx, seen, around.now)
    actor = around.district.person.get(message.sender)
    if command.verb in ("pause", "resume"):
        said = switch(tx, message=message, command=command, actor=actor, district=around.district, now=around.now)
        return Outcome("command" if said.ok else "refused", why=(said.why,))
    done = perform(
        tx,
        command=command,
        actor=actor,
        actor_hash=message.sender,
        room=message.room,
        district=around.district,
        clocks=around.clocks,
        now=around.now,
        tz=around.tz,
        source=f"{message.channel} {message.id}",
    )
    naming = may_name_for(message, command.verb, topic=done.ticket.topic if done.ticket else None)
    _name(tx, seen, [row.key for row in done.said if row.room and row.why.startswith("reply")], naming, around.now)
    return Outcome("command", ticket=done.ticket, why=command.why, district=done.district)
