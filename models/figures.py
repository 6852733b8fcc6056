"""The figures of a period, as the report and the console show them: every rate with its denominator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Rate:
    """``part`` of ``whole``; ``share`` is None when there is no whole."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1, None for an empty whole."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a district answers for from ``first`` to ``last`` (local days, both included).

    ``notices`` counts notices posted by service (one for each thread that reached a room); ``posts`` the posts in
    rooms by service. ``response`` = signed in time of dispatched, ``solution`` = solved of accepted, ``satisfaction`` = 满意 and
    基本满意 of answered; ``asked``, ``answered``, ``solved`` are its denominators. Medians in minutes, None if nothing.
    Of the notices first published in the period: ``rooms_concerned`` and ``households_reached`` are those that heard of
    those concerned (without ``estates_uncounted``), the spreads the minutes from publication to the last room, and
    ``late_notices`` by member's code the planned ones that came later than the law wants, of all planned ones.
    ``in_emergency`` counts tickets whose clocks stood still during an emergency state; what stands still is not overdue.
    ``unheard_minutes`` is how long at least one room went unheard, ``unheard_rooms`` how many rooms did, and
    ``unheard_room_minutes`` the sum over them; a gap that goes on counts up to the last look.
    """

    first: date
    last: date
    messages_captured: int = 0
    captures_a_day: float = 0.0
    notices: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    tickets: int = 0
    accepted: int = 0
    solved: int = 0
    solved_in_grid: int = 0
    deflected: int = 0
    by_default: int = 0
    open: int = 0
    overdue: int = 0
    reworks: int = 0
    in_emergency: int = 0
    response: Rate = Rate(0, 0)
    solution: Rate = Rate(0, 0)
    satisfaction: Rate = Rate(0, 0)
    asked: int = 0
    answered: int = 0
    median_response: float | None = None
    median_arrival: float | None = None
    median_solution: float | None = None
    by_service: dict[str, int] = field(default_factory=dict)
    by_urgency: dict[str, int] = field(default_factory=dict)
    by_day: dict[str, int] = field(default_factory=dict)
    by_member: dict[str, int] = field(default_factory=dict)
    rooms_reached: Rate = Rate(0, 0)
    rooms_concerned: Rate = Rate(0, 0)
    households_reached: Rate = Rate(0, 0)
    estates_uncounted: int = 0
    median_spread: float | None = None
    longest_spread: float | None = None
    late_notices: dict[str, Rate] = field(default_factory=dict)
    unheard_minutes: float = 0.0
    unheard_rooms: int = 0
    unheard_room_minutes: float = 0.0
    notes: tuple[str, ...] = ()
