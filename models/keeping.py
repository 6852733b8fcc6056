"""What is kept, of whom, and what went: purges, erasures, photographs, and all that there is of one person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.matter import Report
from models.opinion import Opinion
from models.outgoing import Outgoing
from models.sample import Sample
from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Purge:
    """At ``at``, ``count`` rows (or files) of a ``kind`` went by ``rule``, which is written as in the settings."""

    at: datetime
    kind: str
    rule: str
    count: int
    id: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody (a keyed hash) wants their data gone; the row goes when nothing holds it up any more."""

    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that one of the staff sent as proof for a ticket.

    ``state``: ``WANTED`` (to be fetched from its channel), ``KEPT`` (as ``file`` under the data folder, named by its
    ``sha256``), ``NAMED`` (the channel cannot give it: its message alone is the proof), ``REFUSED`` (too large, or no
    picture by its content), ``GONE`` (purged). ``tries`` counts failed fetches, ``retry_at`` is when the next one is due.
    """

    ticket: int
    channel: str
    account: str
    message_id: str
    by: str
    at: datetime
    state: str
    file: str = ""
    sha256: str = ""
    kind: str = ""
    size: int = 0
    tries: int = 0
    retry_at: datetime | None = None
    id: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return replace(self, **changes)


WANTED, KEPT, NAMED, REFUSED, GONE = "wanted", "kept", "named", "refused", "gone"


@dataclass(frozen=True, slots=True)
class Holding:
    """All that is kept of one person (``sender``, a keyed hash): lines, tickets that they reported, opinions, texts to
    them, lines that wait for judgement; whether their encrypted id and telephone number are kept, whether they opted out, and since when they
    want it all gone (None: they do not)."""

    sender: str
    reports: tuple[Report, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    texts: tuple[Outgoing, ...] = ()
    samples: tuple[Sample, ...] = ()
    contact: bytes = b""
    phone: bytes = b""
    messages: int = 0
    opted_out: bool = False
    erasing_since: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is kept but the wish not to be heard, and what it takes to answer who asks."""
        return not any((self.reports, self.tickets, self.opinions, self.texts, self.samples))
