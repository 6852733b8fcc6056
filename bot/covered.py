"""Whether a standing notice answers what somebody says, so that no ticket is opened."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.around import Around
from models.capture import Capture
from models.notice import Notice
from models.store import Tx
from models.words import Act, Urgency
from notices.answer import Cover, covering

_ASKING = frozenset({Act.REPORT, Act.ASK_STATUS, Act.ME_TOO, Act.URGE, Act.COMPLAIN})
_LATELY, _STILL_ASKED = 30, timedelta(hours=12)
_PLANNED = frozenset({"E10", "W13", "G08", "R07"})
_ASKED_OF = _PLANNED | {"E01", "W01", "G02"}


def cover_of(tx: Tx, capture: Capture, around: Around) -> Cover | None:
    """The notice that answers a captured line; None when it says nothing of it, in danger, or when a ticket stands."""
    asks = capture.act in _ASKING or capture.topic in _ASKED_OF
    if not asks or capture.urgency is Urgency.P0 or capture.matter is None or tx.tickets.of_matter(capture.matter):
        return None
    cover = covering(
        [*tx.notices.open(around.local), *_just_over(tx, around.now)],
        estate=capture.estate,
        building=capture.building,
        service=capture.service,
        at_local=around.local,
        district=around.district,
        tz=around.tz,
    )
    return cover if cover and _answers(cover, capture) else None


def _just_over(tx: Tx, now: datetime) -> list[Notice]:
    """What was said to be back or called off within the last hours: somebody may not have heard it yet."""
    return [
        n
        for n in tx.notices.recent(_LATELY)
        if n.over and n.state == "published" and now - n.published_at < _STILL_ASKED
    ]


def _answers(cover: Cover, capture: Capture) -> bool:
    """Whether the notice is an answer to what was said: one that is yet to come explains no outage of now, and one
    that says "restored" does not silence who still has none."""
    match cover.phase:
        case "before":
            return capture.topic in _PLANNED
        case "after":
            return capture.act in (Act.ASK_STATUS, Act.ASK_INFO)
    return capture.act in _ASKING or capture.topic in _ASKED_OF
