"""What a 快报 counts."""

from __future__ import annotations

from dataclasses import dataclass

from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Flash:
    """The figures of a report: open tickets by topic, what is new and solved since the last one, the dangers, rooms that
    go unheard, and what waits for a person."""

    by_topic: dict[str, int]
    new: int
    solved: int
    dangers: tuple[Ticket, ...]
    unheard: int
    to_confirm: int
    leave: int
    notices: int
    visits: int
