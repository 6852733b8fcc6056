"""What hangs on a ticket for a while: what somebody asked leave for, was asked to choose, or may still take back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.areas import Person, Responsibility, Roster
from models.matter import Matter
from models.ticket import Ticket
from models.words import Action


@dataclass(frozen=True, slots=True)
class Approval:
    """Leave that ``by`` asked for: ``action`` (extend or suspend) of ``ticket`` until ``until``, because of ``reason``.

    ``asked`` are the people who were asked, of ``level`` of the chain; ``chase_at`` is when the next level is asked, None
    when it is decided: then ``granted`` says how, ``decided_by`` by whom. Times are aware, UTC.
    """

    ticket: int
    action: Action
    until: datetime
    reason: str
    by: str
    at: datetime
    asked: tuple[str, ...] = ()
    level: int = 0
    chase_at: datetime | None = None
    granted: bool | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same request with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that ``sender`` was asked at ``at``: which ticket (``kind`` "ticket"), or which boundary ("boundary").

    ``options`` are in the order in which they were offered; the command that waits for the answer is in ``verb``,
    ``number``, ``text``, ``target`` and ``until``, with the meaning that they have in ``Command``.
    """

    sender: str
    at: datetime
    kind: str
    options: tuple[str, ...]
    verb: str
    number: int | None = None
    text: str = ""
    target: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Redistricting:
    """What a command changed of the district: its people, duties and shifts before and after, whole."""

    people: tuple[Person, ...]
    responsibilities: tuple[Responsibility, ...]
    rosters: tuple[Roster, ...]
    people_then: tuple[Person, ...]
    responsibilities_then: tuple[Responsibility, ...]
    rosters_then: tuple[Roster, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """A command that ``actor`` may take back for a short while: the rows as they were ``before`` and ``after`` it, the
    keys of the texts that it put (``said``) and withdrew (``taken``), and the matters before it. Of what changed the district: how, the requests for leave before it, and
    the keys of the texts that went on to somebody else (``passed``)."""

    actor: str
    at: datetime
    verb: str
    before: tuple[Ticket, ...]
    after: tuple[Ticket, ...]
    matters: tuple[Matter, ...] = ()
    said: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    undone_at: datetime | None = None
    district: Redistricting | None = None
    requests: tuple[Approval, ...] = ()
    passed: tuple[str, ...] = ()
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same deed with some fields changed."""
        return replace(self, **changes)
