"""The use cases that span notices and dispatch: each loads, decides, saves, in one transaction of the store."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.around import Around, Outcome
from bot.contacts import name_speaker, remember_writer
from bot.covered import cover_of, quote_of
from bot.door import Admitted
from bot.etiquette import Verdict, may_name
from bot.forwards import answer_claim, take_forward
from bot.left_behind import at_work, left_behind, not_back, restored_here
from bot.notice_flow import post_in_room
from bot.notice_talk import (
    answer_of,
    belongs_to,
    heard_at_night,
    heard_of,
    note_deflected,
    still_out,
    told_by_notice,
)
from bot.replies import told_of
from bot.report_rows import report_of
from bot.suspicion_decide import known_to_member
from dispatch.back import says_late, tell_still_out
from dispatch.matters import affirms, extended, joined_to_standing, opened
from dispatch.suspect import suspect
from dispatch.take import take_capture
from keywords.questions import Question, question_of
from models.areas import District
from models.capture import Capture
from models.matter import Report
from models.message import Message
from models.notice import Notice
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, Urgency
from notices.answer import Cover


@dataclass(frozen=True)
class Line:
    """A captured line on its way into the store."""

    seen: Admitted
    capture: Capture
    around: Around
    speak: bool
    anonymous: bool

    @property
    def message(self) -> Message:
        """The message behind the door."""
        return self.seen.message

    @property
    def report(self) -> Report:
        """The line as it is kept."""
        return report_of(self.seen, self.capture, self.around, anonymous=self.anonymous)

    @property
    def question(self) -> Question | None:
        """What it asks after."""
        return question_of(self.message.text)

    @property
    def naming(self) -> Verdict:
        """Whether an answer may name who spoke."""
        return may_name(self.message, topic=self.capture.topic, act=self.capture.act, anonymous=self.anonymous)


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
    remember_writer(tx, seen, around)
    capture = joined_to_standing(tx, capture, around.now)
    if answer_claim(tx, seen=seen, capture=capture, around=around, speak=speak):
        return Outcome("clarified", why=("成员单位已经说明过",))
    line = Line(seen, capture, around, speak=speak, anonymous=anonymous)
    return _after_restoration(tx, line) or _from_notice(tx, line) or _as_matter(tx, line)


def _after_restoration(tx: Tx, line: Line) -> Outcome | None:
    """Supply is said to be back, and this home has none: a trouble of its own, until too many say so."""
    notice = restored_here(tx, line.capture, line.message, line.around)
    own = left_behind(tx, line.capture, line.message, notice, line.around) if notice else None
    if notice is None or own is None:
        return None
    ticket = _take(tx, replace(line, capture=own), speak=line.speak)
    if own.act is not Act.RESTORED:
        not_back(tx, own, notice, line.around)
    return Outcome("ticket", ticket=ticket, notice=notice, why=(f"公告 {notice.id} 说已恢复",))


def _from_notice(tx: Tx, line: Line) -> Outcome | None:
    """Answered by a notice that covers the place."""
    message = line.message
    cover = cover_of(tx, line.capture, line.around, room=message.room, question=line.question)
    if cover is None:
        return None
    outcome = _deflect(tx, line, cover)
    heard_at_night(tx, capture=line.capture, room=message.room, around=line.around)
    return outcome


def _as_matter(tx: Tx, line: Line) -> Outcome:
    """A matter with its ticket; after a stated end has passed, that of the notice; several of a kind make a suspicion."""
    capture, message, around = line.capture, line.message, line.around
    late = heard_of(tx, seen=line.seen, capture=capture, around=around)
    if late:
        return _late(tx, line, late)
    answered = line.speak and _quote(tx, line)
    told = not message.to_bot and told_by_notice(tx, capture, message)
    quiet = capture.urgency is not Urgency.P0 and (answered or told)
    ticket = _take(tx, line, speak=line.speak and not quiet)
    scene = around.scene(tx, source=told_of(message))
    suspect(scene, capture, message, around.suspecting)
    if ticket and says_late(ticket, capture, message):
        tell_still_out(scene, ticket, capture.building)
    return Outcome("ticket" if ticket else "noted", ticket=ticket)


def _late(tx: Tx, line: Line, late: Notice) -> Outcome:
    """A line that supply is not back after its stated end: it belongs to the ticket of the notice, or opens one for it."""
    capture = still_out(line.capture, line.message.text)
    standing = at_work(tx, late)
    if standing:
        capture = capture.evolve(matter=standing.matter)
    ticket = _take(tx, replace(line, capture=capture), speak=line.speak)
    if standing and capture.act is not Act.ASK_STATUS:
        tell_still_out(line.around.scene(tx, source=told_of(line.message)), standing, capture.building)
    if ticket:
        ticket = belongs_to(tx, ticket=ticket, notice=late, around=line.around)
    return Outcome(
        "ticket" if ticket else "noted", ticket=ticket, why=(f"公告 {late.id} 写的恢复时间已过，按没有恢复受理",)
    )


def _take(tx: Tx, line: Line, *, speak: bool) -> Ticket | None:
    """The line with its matter, and what that leads to."""
    message, around = line.message, line.around
    ticket = take_capture(
        tx,
        capture=line.capture,
        message=message,
        report=line.report,
        district=around.district,
        clocks=around.clocks,
        now=around.now,
        tz=around.tz,
        speak=speak,
    )
    if ticket:
        name_speaker(
            tx, line.seen, [f"ticket {ticket.number} answer {message.id} → {message.room}"], line.naming, around.now
        )
    return ticket


def _quote(tx: Tx, line: Line) -> bool:
    """Who asks after a trouble that has its ticket hears what the utility stated of it; whether there was such a word."""
    message, capture, around, question = line.message, line.capture, line.around, line.question
    ticket = tx.tickets.of_matter(capture.matter) if capture.matter else None
    if ticket is None:
        return False
    quote = quote_of(tx, capture, around, room=message.room, question=question)
    known = known_to_member(tx, ticket, message, around) if question and not quote else None
    answer = answer_of(tx, message=message, cover=quote, around=around) if quote else known
    if answer:
        tx.outbox.put(answer)
        name_speaker(tx, line.seen, [answer.key], line.naming, around.now)
    return answer is not None


def _deflect(tx: Tx, line: Line, cover: Cover) -> Outcome:
    """Answered from a notice: the line is kept with its matter, counted, and opens no ticket."""
    report, message, around = line.report, line.message, line.around
    _keep_matter(tx, report, line.capture, message, around.district)
    actor = report.sender or "居民"
    reason = note_deflected(tx, cover, room=report.room, actor=actor, around=around, matter=report.matter)
    if line.speak and line.capture.act is not Act.ME_TOO:
        answer = answer_of(tx, message=message, cover=cover, around=around)
        tx.outbox.put(answer)
        name_speaker(tx, line.seen, [answer.key], line.naming, around.now)
    return Outcome("deflected", notice=cover.notice, why=(reason,))


def _keep_matter(tx: Tx, report: Report, capture: Capture, message: Message, district: District) -> None:
    """The line with its matter, which stays without a ticket."""
    before = tx.matters.get(report.matter)
    matter = extended(district, before or opened(capture, message, report.matter), capture, message)
    if before is None:
        tx.matters.save(matter)
    home = report.household if affirms(capture, message) else ""
    tx.matters.report(replace(report, household=home, topic=""))
    counted = matter.evolve(households=tx.matters.households(report.matter))
    if before or counted != matter:
        tx.matters.save(counted)


def _take_notice(tx: Tx, seen: Admitted, around: Around, *, speak: bool) -> Outcome:
    """An announcement in a group: of the staff, or forwarded by a resident."""
    person = around.district.person.get(seen.message.sender)
    if person is None:
        remember_writer(tx, seen, around)
        return take_forward(tx, seen=seen, around=around, speak=speak)
    return post_in_room(tx, seen=seen, person=person, around=around)
