"""The use cases that span notices and dispatch: each loads, decides, saves, in one transaction of the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.around import Around, Outcome
from bot.covered import cover_of, quote_of
from bot.door import Admitted
from bot.etiquette import Verdict, may_name, may_name_for
from bot.forwards import answer_claim, take_forward
from bot.judging import judge_by_chat
from bot.notice_asked import obey_asked
from bot.notice_desk import VERBS as DESK
from bot.notice_desk import obey_desk
from bot.notice_flow import post_in_room
from bot.notice_talk import answer_of, belongs_to, heard_at_night, heard_of, note_deflected, still_out
from bot.proposals import learn_from_ticket
from bot.report_rows import report_of
from bot.switches import switch
from dispatch.act import perform
from dispatch.matters import affirms, extended, joined_to_standing, opened
from dispatch.take import take_capture
from keywords.commands_asked import VERBS as ASKED
from keywords.commands_judge import JUDGE, LIST
from keywords.questions import Question, question_of
from keywords.scrub import Scrubber
from models.areas import District
from models.capture import Capture
from models.matter import Report
from models.message import Message
from models.store import Tx
from models.ticket import Command, Ticket
from models.words import Act, Urgency
from notices.answer import Cover


def take_line(tx: Tx, *, seen: Admitted, capture: Capture, around: Around, speak: bool) -> Outcome:
    """One captured line: taken once, answered by a notice if one covers it, else a matter with its ticket."""
    message = seen.message
    anonymous = tx.people.opted_out(message.sender)
    if anonymous and capture.urgency is not Urgency.P0:
        return Outcome("opted_out", why=("本人说过勿扰",))
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条消息收过了",))
    if capture.act is Act.NOTICE:
        return _take_notice(tx, seen, around, speak=speak)
    _remember(tx, seen, around.now)
    capture = joined_to_standing(tx, capture, around.now)
    report = report_of(seen, capture, around, anonymous=anonymous)
    naming = may_name(message, topic=capture.topic, act=capture.act, anonymous=anonymous)
    if answer_claim(tx, seen=seen, capture=capture, around=around, speak=speak):
        return Outcome("clarified", why=("成员单位已经说明过",))
    question = question_of(message.text)
    cover = cover_of(tx, capture, around, room=message.room, question=question)
    if cover:
        outcome = _deflect(tx, report, capture, seen, cover, around, speak=speak, naming=naming)
        heard_at_night(tx, capture=capture, room=message.room, around=around)
        return outcome
    late = heard_of(tx, seen=seen, capture=capture, around=around)
    if speak and not late:
        _quote(tx, message, capture, around, question)
    ticket = _as_ticket(tx, still_out(capture, message.text) if late else capture, message, report, around, speak)
    if ticket:
        _name(tx, seen, [f"ticket {ticket.number} answer {message.id} → {message.room}"], naming, around.now)
    if ticket and late:
        ticket = belongs_to(tx, ticket=ticket, notice=late, around=around)
        return Outcome("ticket", ticket=ticket, why=(f"公告 {late.id} 写的恢复时间已过，按没有恢复受理",))
    return Outcome("ticket" if ticket else "noted", ticket=ticket)


def _as_ticket(
    tx: Tx, capture: Capture, message: Message, report: Report, around: Around, speak: bool
) -> Ticket | None:
    return take_capture(
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


def _quote(tx: Tx, message: Message, capture: Capture, around: Around, question: Question | None) -> None:
    """Who asks after a trouble that has its ticket hears what the utility stated of it."""
    if capture.matter is None or not tx.tickets.of_matter(capture.matter):
        return
    quote = quote_of(tx, capture, around, room=message.room, question=question)
    if quote:
        tx.outbox.put(answer_of(tx, message=message, cover=quote, around=around))


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
    actor = report.sender or "居民"
    reason = note_deflected(tx, cover, room=report.room, actor=actor, around=around, matter=report.matter)
    if speak and capture.act is not Act.ME_TOO:
        answer = answer_of(tx, message=seen.message, cover=cover, around=around)
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


def _take_notice(tx: Tx, seen: Admitted, around: Around, *, speak: bool) -> Outcome:
    """An announcement in a group: of the staff, or forwarded by a resident."""
    person = around.district.person.get(seen.message.sender)
    if person is None:
        _remember(tx, seen, around.now)
        return take_forward(tx, seen=seen, around=around, speak=speak)
    return post_in_room(tx, seen=seen, person=person, around=around)


def obey(tx: Tx, *, seen: Admitted, command: Command, around: Around, scrubber: Scrubber) -> Outcome:
    """A command, done once: a redelivered message changes nothing. ``scrubber`` is the district's."""
    message = seen.message
    if not tx.inbox.take(message, seen.digest):
        return Outcome("known", why=("这条命令做过了",))
    _remember(tx, seen, around.now)
    actor = around.district.person.get(message.sender)
    if command.verb in ASKED:
        return obey_asked(tx, seen=seen, command=command, around=around)
    if command.verb in DESK:
        return obey_desk(tx, seen=seen, command=command, around=around)
    if command.verb in ("pause", "resume"):
        said = switch(tx, message=message, command=command, actor=actor, district=around.district, now=around.now)
        return Outcome("command" if said.ok else "refused", why=(said.why,))
    if command.verb in (LIST, JUDGE):
        return judge_by_chat(tx, message=message, command=command, actor=actor, around=around)
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
    if not done.refused:
        learn_from_ticket(
            tx, ticket=done.ticket, verb=command.verb, by=message.sender, around=around, scrubber=scrubber
        )
    naming = may_name_for(message, command.verb, topic=done.ticket.topic if done.ticket else None)
    _name(tx, seen, [row.key for row in done.said if row.room and row.why.startswith("reply")], naming, around.now)
    return Outcome("command", ticket=done.ticket, why=command.why, district=done.district)
