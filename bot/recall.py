"""A message that its author took back: its report goes with it, if nobody has taken the ticket (issue 3 part 7)."""

from __future__ import annotations

from bot.around import Around, Outcome
from bot.door import Admitted
from bot.etiquette import may_take_back
from dispatch.finish import dismiss
from dispatch.matters import main_ticket, matter_subject
from dispatch.scene import Scene, subject
from dispatch.take import RESIDENT
from models.matter import Report
from models.store import Tx
from models.ticket import Ticket
from models.words import Delivery

REASON = "报事人撤回了消息"
_LOOKED_AT = 20


def take_back(tx: Tx, *, seen: Admitted, around: Around) -> Outcome:
    """What a recall changes: the report of the original, whose id is the message's text, its ticket, what still waits.

    Only who said it takes it back. Where others speak of the same trouble, theirs stands; a P0 stands in any case.
    """
    _drop_sample(tx, seen)
    report = _report_of(tx, seen)
    if report is None:
        return Outcome("nothing", why=("撤回的不是报事的消息",))
    if not tx.inbox.take(seen.message, seen.digest):
        return Outcome("known", why=("这条撤回收过了",))
    ticket = main_ticket(tx, report.matter)
    others = any(r.household and r.message_id != report.message_id for r in tx.matters.reports(report.matter))
    verdict = may_take_back(ticket, others=others)
    scene = _scene(tx, report, seen, around)
    scene.note(subject(ticket) if ticket else matter_subject(report.matter), "recall", reason=verdict.why)
    if verdict.ok:
        tx.matters.retract(report.channel, report.message_id)
        _settle(scene, report, ticket, others=others)
    return Outcome("recalled" if verdict.ok else "stands", ticket=ticket, why=(verdict.why,))


def _drop_sample(tx: Tx, seen: Admitted) -> None:
    """What waits for judgement goes with its message."""
    message = seen.message
    sample = tx.samples.of_message(message.channel, message.text.strip())
    if sample and sample.sender == message.sender and not sample.verdict:
        tx.samples.drop(sample.id)


def _report_of(tx: Tx, seen: Admitted) -> Report | None:
    message = seen.message
    report = tx.matters.report_of(message.channel, message.text.strip())
    own = report is not None and report.room == message.room and report.sender == message.sender
    return report if own else None


def _scene(tx: Tx, report: Report, seen: Admitted, around: Around) -> Scene:
    source = f"{seen.message.channel} {seen.message.id}"
    return Scene(
        tx, around.district, around.clocks, around.now, around.tz, source=source, actor=report.sender or RESIDENT
    )


def _settle(scene: Scene, report: Report, ticket: Ticket | None, *, others: bool) -> None:
    """The matter without this line: smaller, or over when nobody else has spoken of it."""
    matter = scene.tx.matters.get(report.matter)
    households = scene.tx.matters.households(report.matter)
    if matter:
        scene.tx.matters.save(matter.evolve(households=households, open=matter.open and others))
    if ticket and ticket.open and others:
        scene.tx.tickets.save(ticket.evolve(households=max(households, 1)))
    elif ticket and ticket.open:
        dismiss(scene, ticket, REASON, tell_room=False)
    _withdraw_answer(scene, report)


def _withdraw_answer(scene: Scene, report: Report) -> None:
    """What was going to be answered to this very line and has not been said."""
    answered = f" answer {report.channel} {report.message_id} → "
    rows = scene.tx.outbox.of_room(report.room, _LOOKED_AT)
    keys = [row.key for row in rows if row.status is Delivery.WAITING and answered in row.key]
    if keys:
        scene.tx.outbox.withdraw(keys=keys, reason=REASON)
