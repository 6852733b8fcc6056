"""What one command has changed so far, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.deed import Deed
from models.matter import Matter
from models.store import Tx
from models.ticket import Ticket

KEPT = timedelta(minutes=10)
"""Deeds are rows of a few minutes: what may be taken back after that is nothing."""


@dataclass(slots=True)
class Trail:
    """Grows while a command runs: tickets and matters as they stood before it, texts put and withdrawn.

    ``asked``: leave was asked for or decided, which is a deed even when no ticket changes.
    """

    tx: Tx
    before: dict[int, Ticket] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    asked: bool = False

    def touch(self, number: int) -> None:
        """This ticket is about to change."""
        if number in self.before:
            return
        ticket = self.before[number] = self.tx.tickets.get(number)
        matter = self.tx.matters.get(ticket.matter)
        if matter:
            self.matters.setdefault(matter.key, matter)

    def keep(self, actor: str, verb: str, now: datetime) -> None:
        """Write the deed down, if it was one."""
        after = tuple(self.tx.tickets.get(number) for number in self.before)
        if after == tuple(self.before.values()) and not self.asked:
            return
        deed = Deed(
            actor,
            now,
            verb,
            tuple(self.before.values()),
            after,
            tuple(self.matters.values()),
            tuple(self.said),
            tuple(self.taken),
        )
        self.tx.deeds.add(deed, forget=now - KEPT)
