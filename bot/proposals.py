"""Lines that a person judges: what the reader doubted, what a room in shadow would have got, what a worker found.

Kept without name, number or address, and only where the room's notice says so (DOMAIN §7); 勿扰 takes them away.
"""

from __future__ import annotations

from datetime import datetime

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.privacy_notice import says_what_is_reviewed
from bot.settings import Reading
from keywords.scrub import Scrubber
from models.areas import District
from models.capture import Capture
from models.matter import Report
from models.message import Message
from models.sample import NO, YES, Sample, Source
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, Action, Urgency

SHADOW = "影子群：只提议，不开单"
_SPEAKS_OF_TEXT = ("词“", "险情词", "语境", "易混词", "权衡", "上文")
_CONFIRMS = frozenset({Action.ACCEPT, Action.RESOLVE})
_OF_A_MATTER = frozenset({Act.REPORT, Act.REQUEST, Act.ASK_STATUS, Act.ASK_INFO, Act.COMPLAIN, Act.URGE})


def proposes(district: District, message: Message, capture: Capture) -> bool:
    """Whether a caught line is only proposed: its room is in shadow, and it is neither P0 nor the staff's announcement."""
    room = district.room.get(message.room)
    published = capture.act is Act.NOTICE and message.by_staff
    return bool(room and room.shadow and capture.captured and capture.urgency is not Urgency.P0 and not published)


def doubtful(message: Message, capture: Capture, reading: Reading) -> bool:
    """Whether a line that is not caught is worth a person's look: a resident's, and not far from being caught."""
    near = not capture.captured and capture.score >= reading.review_from
    return near and reading.review_days > 0 and bool(message.room) and not message.by_staff


def propose(tx: Tx, *, seen: Admitted, capture: Capture, scrubber: Scrubber, keep: bool) -> Outcome:
    """A caught line of a room in shadow: shown for judgement, nothing else. ``keep`` False leaves no trace of it."""
    kept = keep and keep_line(tx, seen=seen, capture=capture, scrubber=scrubber, source=Source.SHADOW)
    return Outcome("proposed", why=(SHADOW, "留作提议，等人核对" if kept else "没有留下"))


def keep_line(tx: Tx, *, seen: Admitted, capture: Capture, scrubber: Scrubber, source: Source) -> bool:
    """Keep a line for judgement; False where the room was not told, the speaker said 勿扰, or it is there already."""
    message = seen.message
    if not says_what_is_reviewed(tx, message.room) or tx.people.opted_out(message.sender):
        return False
    sample = Sample(
        channel=message.channel,
        message_id=message.id,
        room=message.room,
        masked=scrubber.scrub(message.text, seen.raw.nick),
        at=message.at,
        guess=guess(capture),
        score=capture.score,
        why=tuple(why for why in capture.why if why.startswith(_SPEAKS_OF_TEXT)),
        sender=message.sender,
        source=source,
    )
    return tx.samples.add(sample)


def guess(capture: Capture) -> str:
    """What the reader made of a line: ``"E01 report"``; "" when it caught nothing."""
    return f"{capture.topic} {capture.act}" if capture.captured else ""


def learn_from_ticket(tx: Tx, *, ticket: Ticket | None, verb: str, by: str, around: Around, scrubber: Scrubber) -> int:
    """Keep the lines of a ticket that a worker has dismissed (误报) or confirmed (属实, 完成) as examples; how many."""
    verdict = NO if verb == Action.DISMISS else YES if verb in _CONFIRMS else ""
    if ticket is None or not verdict:
        return 0
    lines = (r for r in tx.matters.reports(ticket.matter) if r.sender and r.masked and Act(r.act) in _OF_A_MATTER)
    return sum(_label(tx, _example(line, ticket, scrubber), verdict, by, around.now) for line in lines)


def _example(line: Report, ticket: Ticket, scrubber: Scrubber) -> Sample:
    return Sample(
        channel=line.channel,
        message_id=line.message_id,
        room=line.room,
        masked=scrubber.scrub(line.masked),
        at=line.at,
        guess=f"{ticket.topic} {line.act}",
        score=1.0,
        why=tuple(why for why in line.why if why.startswith(_SPEAKS_OF_TEXT)),
        sender=line.sender,
        source=Source.TICKET,
    )


def _label(tx: Tx, sample: Sample, verdict: str, by: str, now: datetime) -> bool:
    """The last word on a line is what counts."""
    if tx.people.opted_out(sample.sender):
        return False
    tx.samples.add(sample)
    known = tx.samples.of_message(sample.channel, sample.message_id)
    if known is None:
        return False
    tx.samples.judge(known.id, verdict=verdict, by=by, at=now)
    return True
