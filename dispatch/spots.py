"""Places where the same came again and again, in the figures of a period: the rule of ``dispatch/hot_spot.py``, looking back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from dispatch.rights import ticket_buildings
from dispatch.wording_topics import CONSULTING, PRIVATE
from models.buildings import overlaps
from models.figures import Spot
from models.stroke import Repeat

_DAY = 86400
UNWATCHED = CONSULTING | PRIVATE
"""Questions and private matters make no hot spot, however often they come."""


def spots(rows: Iterable[Repeat], *, start: int, times: int, days: int) -> tuple[Spot, ...]:
    """Where ``times`` or more came within ``days``, the last of them from ``start`` (seconds) on; the most frequent first.

    ``rows`` are tickets of ours with a place, from ``days`` before ``start`` on. Buildings that are not known fit all.
    """
    place = attrgetter("estate", "topic")
    watched = sorted(
        (r for r in rows if r.topic not in UNWATCHED), key=attrgetter("estate", "topic", "opened", "number")
    )
    found = [spot for _, group in groupby(watched, key=place) for spot in _of_place(list(group), start, times, days)]
    return tuple(sorted(found, key=lambda s: (-s.times, s.estate, s.topic, s.numbers)))


def _of_place(group: Sequence[Repeat], start: int, times: int, days: int) -> Iterator[Spot]:
    """The fullest stretches of one place and topic; a ticket stands in one of them only."""
    stretches = [_stretch(group, last, days) for last in group if last.opened >= start]
    taken: set[int] = set()
    for numbers, buildings in sorted(stretches, key=lambda found: -len(found[0])):
        if len(numbers) >= times and not taken & set(numbers):
            taken |= set(numbers)
            yield Spot(group[0].estate, group[0].topic, buildings, len(numbers), numbers)


def _stretch(group: Sequence[Repeat], last: Repeat, days: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The tickets that a new one finds before it, and itself, with its buildings."""
    ours = ticket_buildings(last.building)
    near = [r for r in group if last.opened - days * _DAY <= r.opened <= last.opened]
    numbers = tuple(r.number for r in near if overlaps(ours, ticket_buildings(r.building)))
    return numbers, ours or ()
