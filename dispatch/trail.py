"""What one command has changed so far, so that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.areas import District
from models.deed import Approval, Deed, Redistricting
from models.matter import Matter
from models.store import Tx
from models.ticket import Ticket

KEPT = timedelta(minutes=10)
"""Deeds are rows of a few minutes: what may be taken back after that is nothing."""


@dataclass(slots=True)
class Trail:
    """Grows while a command runs: tickets and matters as they stood before it, texts put and withdrawn.

    ``asked``: leave was asked for or decided, which is a deed even when no ticket changes. ``heir`` may take it back
    where who gave the command is no longer of the staff by it.
    """

    tx: Tx
    before: dict[int, Ticket] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    asked: bool = False
    district: Redistricting | None = None
    requests: list[Approval] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    heir: str = ""

    def redistrict(self, before: District, after: District) -> None:
        """The district is about to be another one."""
        self.district = Redistricting(
            before.people, before.responsibilities, before.rosters, after.people, after.responsibilities, after.rosters
        )

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
        if after == tuple(self.before.values()) and not self.asked and self.district is None:
            return
        deed = Deed(
            self.heir or actor,
            now,
            verb,
            tuple(self.before.values()),
            after,
            tuple(self.matters.values()),
            tuple(self.said),
            tuple(self.taken),
            district=self.district,
            requests=tuple(self.requests),
            passed=tuple(self.passed),
        )
        self.tx.deeds.add(deed, forget=now - KEPT)
