"""What a published version of a notice means for the reports of its places: they join it, or wait a day to be confirmed."""

from __future__ import annotations

from bot.around import Around
from bot.suspicion_decide import known_by_notice
from dispatch import wording_back as say
from dispatch.back import restore
from dispatch.sample import sampled
from dispatch.scene import Scene
from dispatch.tell import rooms_of
from models.notice import Notice
from models.store import Tx
from models.ticket import PENDING, Ticket
from models.words import Action, Delivery, NoticeStatus, Status, Urgency
from notices.phrases import source
from notices.restate import SAID_BY


def after_version(tx: Tx, notice: Notice, around: Around) -> None:
    """Called in the transaction in which a version was published, by whatever way."""
    if notice.state != "published":
        return
    if notice.said.status is NoticeStatus.RESTORED:
        _come_back(tx, notice, around)
    else:
        known_by_notice(tx, notice, around)


def _come_back(tx: Tx, notice: Notice, around: Around) -> None:
    """Its tickets are 已恢复待确认; a sample of the rooms is asked for a rating; new reports may make a suspicion again."""
    scene = around.scene(tx, source=f"notice {notice.id}")
    said = say.by_notice(source(notice, around.district), around.now, around.tz)
    for ticket in tx.tickets.of_notice(notice.id):
        after = (
            restore(scene, ticket, said, but=_who_said(notice)) if ticket.open and ticket.outcome != PENDING else ticket
        )
        if after.outcome == PENDING and after.status is Status.RESOLVED:
            _ask_in_sample(scene, notice, after, around)
    for card in tx.suspicions.of_notice(notice.id):
        tx.suspicions.save(card.evolve(quiet_until=around.now + around.clocks.echo))


def _who_said(notice: Notice) -> str:
    """The person by whose word it is back; "" when it was read of a feed."""
    return notice.feed.removeprefix(SAID_BY) if notice.feed.startswith(SAID_BY) else ""


def _ask_in_sample(scene: Scene, notice: Notice, ticket: Ticket, around: Around) -> None:
    """The question stands under the one message that the room gets anyway."""
    mark = f" v{notice.version} restore → "
    waiting = (r for r in scene.tx.outbox.of_notice(notice.id) if mark in r.key and r.status is Delivery.WAITING)
    rows = {row.room: row for row in waiting}
    rooms = [room for room in rooms_of(scene, ticket) if room in rows]
    chosen = sampled(rooms, around.suspecting.sample, f"{ticket.number} {ticket.reworks}")
    for room in chosen:
        scene.tx.outbox.save(rows[room].evolve(text=rows[room].text + say.asks_rating(ticket)))
    if chosen and ticket.urgency is not Urgency.P0:
        scene.advance(ticket, Action.ASK_RATING, reason=f"抽 {len(chosen)} 个群问评价")
