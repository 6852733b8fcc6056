"""What somebody was asked about a ticket, and what they said to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import Rating

RESULT, LOOK = "result", "look"
PRIVATE, ROOM, TELEPHONE, UNASKED = "private", "room", "telephone", "unasked"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One person's answer about one ``round`` (how often it had been reworked) of a ticket.

    ``kind`` is ``RESULT`` (asked when it was solved) or ``LOOK`` (a week later); ``way`` how they were asked: in private,
    in their room by number, by telephone, or not at all (``UNASKED``: they spoke by themselves; ``asked_at`` is None).
    ``answered_at`` None is silence, which says nothing. ``comment`` is masked, ``comment_sealed`` the raw words until
    their purge; ``by`` is who of the staff rang them up and wrote it down. ``rater`` is a keyed hash, or the id of one of the staff; times are aware, UTC.
    """

    ticket: int
    round: int
    kind: str
    rater: str
    way: str
    room: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    rating: Rating | None = None
    comment: str = ""
    comment_sealed: bytes = b""
    by: str = ""
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class CallBack:
    """A telephone call that a person owes to who reported ``ticket``: ``UNHAPPY`` with the result, or ``MISSED`` twice.

    ``asked`` are the people who should ring, of ``level`` of the chain; ``chase_at`` is when the next level is asked, None
    at the top or when it is done. ``tries`` counts calls that nobody took; ``done_by`` rang at ``done_at``, ``said`` is
    what came of it (masked).
    """

    ticket: int
    kind: str
    at: datetime
    asked: tuple[str, ...]
    level: int = 0
    chase_at: datetime | None = None
    tries: int = 0
    done_at: datetime | None = None
    done_by: str = ""
    said: str = ""
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return replace(self, **changes)


UNHAPPY, MISSED = "unhappy", "missed"
