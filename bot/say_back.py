"""What a member has reported done is told by its notice, as soon as that cannot be taken back any more."""

from __future__ import annotations

from bot.around import Around
from bot.notice_flow import ask
from bot.restoration import after_version
from dispatch.back import owes_word
from models.notice import Notice
from models.store import Tx
from models.ticket import Ticket
from models.words import NoticeStatus
from notices.restate import restated, say_again


def say_back(tx: Tx, around: Around) -> int:
    """Notices whose member has reported the ticket done, and may not take that back any more: they say so; how many."""
    scene = around.scene(tx, source="ticker")
    found = {n.id: t for t in tx.tickets.chased(around.now) if (n := owes_word(scene, t))}
    for number, ticket in found.items():
        _say(tx, tx.notices.latest_published(number), ticket, around)
    return len(found)


def _say(tx: Tx, notice: Notice | None, ticket: Ticket, around: Around) -> None:
    if notice is None or ticket.resolved_at is None:
        return None
    at = ticket.resolved_at.astimezone(around.tz).replace(tzinfo=None, second=0, microsecond=0)
    made = say_again(
        tx,
        notice=restated(notice, NoticeStatus.RESTORED, at, around.now, by=ticket.person),
        actor=ticket.person,
        district=around.district,
        now=around.now,
        tz=around.tz,
        calendar=around.calendar,
    )
    if made.state == "published":
        return after_version(tx, made, around)
    return ask(tx, made, around, f"工单 {ticket.number} 报完成", first=(ticket.person,))
