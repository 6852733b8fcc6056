"""来了, 还没, 5栋没有: a short line in a room that was just asked whether supply is back is the answer to that."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b

from bot.around import Around
from dispatch.cause import SUSPECTED
from keywords.answers_back import answers_back, is_bare
from keywords.place import Place
from models.capture import Capture
from models.message import Message
from models.outgoing import Outgoing
from models.store import Tx
from models.words import Act, Service, Urgency

WITHIN = timedelta(minutes=30)
"""So long a bare word answers the question (ours, D)."""
SUPPLY = SUSPECTED | {"E02"}
"""What a line may be about for which no question need be looked for."""
_TOPICS = {Service.POWER: "E01", Service.WATER: "W01", Service.GAS: "G02"}


def as_answer(tx: Tx, *, message: Message, place: Place, around: Around) -> Capture | None:
    """The reading of a line as an answer; None when nothing was asked here.

    A bare one makes sense only behind a question; behind the word that supply is back somebody must say where it is not.
    """
    back, bare = answers_back(message.text), is_bare(message.text)
    asked = tx.outbox.said_in(message.room, message.at - WITHIN) if message.room else []
    row = next((o for o in reversed(asked) if _asks(o, bare=bare)), None)
    found = _about(tx, row, place.estate, message, around) if row else None
    if found is None:
        return None
    return found.evolve(
        captured=True,
        act=Act.RESTORED if back else Act.REPORT,
        urgency=None if back else Urgency.P2,
        building=place.numbers.building,
        score=1.0,
        why=("回答“恢复了吗”",),
    )


def _asks(row: Outgoing, *, bare: bool) -> bool:
    if row.notice is not None:
        return " overdue → " in row.key or (not bare and " restore → " in row.key)
    return row.ticket is not None and row.why.startswith("back")


def _about(tx: Tx, row: Outgoing, estate: str | None, message: Message, around: Around) -> Capture | None:
    """The trouble that was asked after."""
    if row.ticket is not None:
        ticket = tx.tickets.get(row.ticket)
        topic, matter, place = ticket.topic, ticket.matter, estate or ticket.estate
    else:
        notice = tx.notices.latest_published(row.notice or 0)
        if notice is None:
            return None
        here = [e for e in around.district.room_estates(message.room) if any(r.estate == e for r in notice.reach)]
        place = estate or (here[0] if len(here) == 1 else None)
        topic = _TOPICS.get(notice.said.service or Service.OTHER, "")
        held = tx.tickets.of_notice(notice.id)
        matter = held[0].matter if held else _key(f"asked {notice.id} {place}")
    if topic not in SUSPECTED:
        return None
    service = next(s for s, t in _TOPICS.items() if t == topic)
    return Capture(captured=True, service=service, topic=topic, estate=place, matter=matter)


def _key(words: str) -> str:
    return "m-" + blake2b(words.encode(), digest_size=6).hexdigest()
