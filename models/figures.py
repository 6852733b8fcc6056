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
class Spread:
    """How long something took, in minutes: of ``count`` tickets half within ``p50``, nine tenths within ``p90``; None for none."""

    count: int = 0
    p50: float | None = None
    p90: float | None = None


NOTHING = Rate(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocked:
    """What clocks say of tickets: ``response`` = signed in time of dispatched; ``overdue`` of those that are open."""

    tickets: int = 0
    response: Rate = NOTHING
    overdue: int = 0
    respond: Spread = Spread()
    arrive: Spread = Spread()
    resolve: Spread = Spread()
    feedback: Spread = Spread()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut(Clocked):
    """The tickets of a period, all of them or those of one member, topic, area or week.

    ``tickets``, ``accepted`` and every rate and spread are of those opened in it, without the merged ones; ``solved`` and
    ``solved_in_grid`` are those resolved in it, ``asked``, ``answered`` and ``satisfaction`` (满意 and 基本满意 of answered) those
    asked in it. ``solution`` = solved of accepted; ``first_fix`` = solved and never reworked of those that had a result;
    ``misrouted`` = returned or by default, of dispatched. Tickets whose clocks ran in 应急期间 are in ``emergency`` alone as
    far as clocks go, and everywhere else too. ``spots`` counts places where the same came again and again.
    """

    accepted: int = 0
    solved: int = 0
    solved_in_grid: int = 0
    solution: Rate = NOTHING
    satisfaction: Rate = NOTHING
    asked: int = 0
    answered: int = 0
    first_fix: Rate = NOTHING
    misrouted: Rate = NOTHING
    by_default: int = 0
    returned: int = 0
    disputed: int = 0
    reworks: int = 0
    restored: int = 0
    restored_confirmed: int = 0
    restored_unknown: int = 0
    supervised: int = 0
    open: int = 0
    spots: int = 0
    emergency: Clocked = Clocked()


@dataclass(frozen=True, slots=True)
class Spot:
    """One place and topic that came again and again: ``times`` within the days of the rule, as ``numbers`` (tickets)."""

    estate: str
    topic: str
    buildings: tuple[str, ...]
    times: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Light:
    """The colour of an estate (red, yellow, green, "" = too little to say) and the rules that gave it."""

    estate: str
    colour: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures(Cut):
    """What a district answers for from ``first`` to ``last`` (local days, both included).

    ``notices`` counts notices posted by service (one for each thread that reached a room); ``posts`` the posts in
    rooms by service. ``deflection`` = lines that a notice answered of those and all captures. ``cuts`` are the same figures
    by "member", "topic", a level of areas ("estate", …), "week" or "day", for what was asked for.
    Of the notices first published in the period: ``rooms_concerned`` and ``households_reached`` are those that heard of
    those concerned (without ``estates_uncounted``), the spreads the minutes from publication to the last room, and
    ``late_notices`` by member's code the planned ones that came later than the law wants, of all planned ones.
    Of the outages that were said to be restored in the period (``restored``), ``restored_confirmed`` are those of which
    residents said so too, ``restored_unknown`` those of which nobody said anything: never counted as satisfied.
    ``unheard_minutes`` is how long at least one room went unheard, ``unheard_rooms`` how many rooms did, and
    ``unheard_room_minutes`` the sum over them; a gap that goes on counts up to the last look.
    """

    first: date
    last: date
    messages_captured: int = 0
    captures_a_day: float = 0.0
    notices: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    deflected: int = 0
    deflection: Rate = NOTHING
    by_service: dict[str, int] = field(default_factory=dict)
    by_urgency: dict[str, int] = field(default_factory=dict)
    by_day: dict[str, int] = field(default_factory=dict)
    by_member: dict[str, int] = field(default_factory=dict)
    rooms_reached: Rate = NOTHING
    rooms_concerned: Rate = NOTHING
    households_reached: Rate = NOTHING
    estates_uncounted: int = 0
    median_spread: float | None = None
    longest_spread: float | None = None
    late_notices: dict[str, Rate] = field(default_factory=dict)
    unheard_minutes: float = 0.0
    unheard_rooms: int = 0
    unheard_room_minutes: float = 0.0
    cuts: dict[str, dict[str, Cut]] = field(default_factory=dict)
    hot_spots: tuple[Spot, ...] = ()
    lights: tuple[Light, ...] = ()
    notes: tuple[str, ...] = ()
