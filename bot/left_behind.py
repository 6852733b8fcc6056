"""我家还没有: after supply is said to be back, a home that has none is a trouble of its own; enough of them are the old one."""

from __future__ import annotations

from hashlib import blake2b

from bot.around import Around
from bot.covered import find_cover
from dispatch import wording_back as say
from dispatch.act_merge import absorb
from dispatch.cause import SUSPECTED
from dispatch.reopen import back_to_work
from keywords.answers_back import answers_back
from keywords.questions import says_still_out
from models.capture import Capture
from models.message import Message
from models.notice import Notice
from models.store import Tx
from models.ticket import Ticket
from models.words import Act, NoticeStatus, Status, Urgency

LOCAL = {"E01": "E02"}
"""What the trouble of one home is called; water and gas have no code of their own for it."""
_TOPICS = SUSPECTED | set(LOCAL.values())
_COMPLAINS = frozenset({Act.REPORT, Act.URGE, Act.COMPLAIN, Act.ME_TOO})
_ENDED = frozenset({Status.RESOLVED, Status.VERIFYING, Status.CLOSED})


def restored_here(tx: Tx, capture: Capture, message: Message, around: Around) -> Notice | None:
    """The notice by which supply is back at the place that a line speaks of, when the line is about that."""
    if capture.topic not in _TOPICS or capture.urgency is Urgency.P0 or message.by_staff:
        return None
    cover = find_cover(tx, capture, around, room=message.room, question=None)
    back = cover is not None and cover.phase == "after" and cover.notice.said.status is NoticeStatus.RESTORED
    return cover.notice if cover and back and message.at >= cover.notice.published_at else None


def left_behind(tx: Tx, capture: Capture, message: Message, notice: Notice, around: Around) -> Capture | None:
    """The line as the trouble of its own home; None when it says no such thing, or when it is an echo of before.

    Where the old trouble is worked on again the line belongs to that.
    """
    own = _own(tx, capture, message, notice)
    if capture.act is Act.RESTORED:
        return capture.evolve(matter=own) if tx.matters.get(own) else None
    early = message.at <= notice.published_at + around.clocks.echo
    says_so = says_still_out(message.text) or answers_back(message.text) is False
    if not says_so and (early or capture.act not in _COMPLAINS):
        return None
    if again := at_work(tx, notice):
        return capture.evolve(matter=again.matter, act=Act.REPORT)
    topic = LOCAL.get(capture.topic or "", capture.topic)
    why = (*capture.why, f"公告 {notice.id} 说已恢复，这一户还没有")
    return capture.evolve(topic=topic, act=Act.REPORT, urgency=Urgency.P2, matter=own, opens=False, why=why)


def at_work(tx: Tx, notice: Notice) -> Ticket | None:
    """The ticket of a notice on which somebody works."""
    return next((t for t in tx.tickets.of_notice(notice.id) if t.open and t.status not in _ENDED), None)


def not_back(tx: Tx, capture: Capture, notice: Notice, around: Around) -> Ticket | None:
    """The old ticket, worked on again, when by now enough homes of the estate say that it is not back; it takes theirs in."""
    estate, since = capture.estate, notice.published_at + around.clocks.echo
    topics = [t for t in sorted(_TOPICS) if t[0] == (capture.topic or "X")[0]]
    homes = tx.suspicions.households([estate], topics, since) if estate else 0
    ended = [t for t in tx.tickets.of_notice(notice.id) if t.status in _ENDED and t.urgency is not Urgency.P0]
    if homes < around.suspecting.reopen or not ended:
        return None
    scene = around.scene(tx, source=f"notice {notice.id}")
    theirs = _own_tickets(tx, estate, topics, notice)
    reason = say.reopened(homes, [t.number for t in theirs])
    main = back_to_work(scene, ended[0], reason)[0]
    for own in theirs:
        absorb(scene, own, tx.tickets.get(main.number), reason, tell=False)
    return tx.tickets.get(main.number)


def _own_tickets(tx: Tx, estate: str | None, topics: list[str], notice: Notice) -> list[Ticket]:
    """The tickets of homes of the estate that were opened since supply was said to be back."""
    found = (t for topic in topics for t in tx.tickets.alike(estate or "", topic, notice.published_at))
    return [t for t in found if t.open and t.status not in _ENDED and t.urgency is not Urgency.P0 and not t.outside]


def _own(tx: Tx, capture: Capture, message: Message, notice: Notice) -> str:
    """The key of the home's own matter: that of its building, else of who speaks; who has spoken of it stays with it."""
    keys = [_key(notice, capture.estate, home) for home in (capture.building, message.sender) if home]
    before = tx.matters.last_of(message.sender, message.room, since=notice.published_at, until=message.at)
    known = {_key(notice, before.estate, home) for home in (before.building, before.sender) if home} if before else ()
    return before.matter if before and before.matter in known else keys[0]


def _key(notice: Notice, estate: str | None, home: str) -> str:
    return "m-" + blake2b(f"left {notice.id} {estate} {home}".encode(), digest_size=6).hexdigest()
