"""Tickets, counted: pure, on strokes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from models.figures import Clocked, Cut, Rate, Spread
from models.gap import Gap
from models.store.keys import Key
from models.stroke import Counted, Mark

_MOMENTS = ("opened", "solved", "judged", "opened")
"""By what the strokes of ``Strokes`` are put into a week or a day."""
_NONE, _NO_CLOCKS = Spread(), Clocked()
_OURS, _MAIN, _EMERGENCY = Mark.OURS.value, Mark.MAIN.value, Mark.EMERGENCY.value
_TOLD = (Mark.ASKED | Mark.RESOLVED).value
_ACCEPTED, _TRIED = (Mark.OURS | Mark.ACCEPTED).value, (Mark.OURS | Mark.TRIED).value


class Period(NamedTuple):
    """From ``start`` to before ``end``, aware UTC."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> tuple[int, int]:
        """Both ends, in seconds since 1970."""
        return int(self.start.timestamp()), int(self.end.timestamp())


class Strokes(NamedTuple):
    """What a period may count: ``opened``, ``solved`` and ``judged`` in it, ``standing`` open at ``now`` (seconds)."""

    opened: Sequence[Counted]
    solved: Sequence[Counted]
    judged: Sequence[Counted]
    standing: Sequence[Counted]
    now: int


def strokes_in(
    opened: Sequence[Counted], others: Iterable[Counted], before: Iterable[Counted], span: tuple[int, int], now: int
) -> Strokes:
    """Sort strokes by what happened to them in a span of seconds (from, to before); merged ones were not opened.

    ``others`` were opened at another time and solved or judged in it, ``before`` stood open from an earlier time on.
    """
    start, end = span
    ours = [s for s in {s.number: s for s in (*opened, *others)}.values() if s.marks & _OURS]
    return Strokes(
        [s for s in opened if s.marks & _MAIN],
        [s for s in ours if s.solved is not None and start <= s.solved < end],
        [s for s in ours if s.judged is not None and start <= s.judged < end],
        [*before, *(s for s in opened if (s.closed is None or s.closed >= now) and s.opened <= now)],
        now,
    )


def cut_of(s: Strokes) -> Cut:
    """All figures of these strokes."""
    opened = _Marks(s.opened)
    return Cut(
        tickets=len(s.opened),
        accepted=opened.count(_ACCEPTED),
        solution=Rate(opened.count(_ACCEPTED | Mark.RESOLVED), opened.count(_ACCEPTED)),
        first_fix=_first_fix(s.opened),
        misrouted=Rate(opened.either(Mark.RETURNED, Mark.BY_DEFAULT), opened.count(Mark.DISPATCHED)),
        by_default=opened.count(Mark.BY_DEFAULT),
        returned=opened.count(Mark.RETURNED),
        disputed=opened.count(Mark.DISPUTED),
        supervised=opened.count(Mark.SUPERVISED),
        reworks=sum(stroke.reworks for stroke in s.opened),
        solved=len(s.solved),
        solved_in_grid=_Marks(s.solved).count(Mark.IN_GRID),
        **_outcomes(_Marks(s.solved)),
        **_ratings(_Marks(s.judged)),
        open=len(s.standing),
        **_clocked(s, apart=False),
        emergency=_apart(s, opened.count(_EMERGENCY)),
    )


def _outcomes(solved: _Marks) -> dict[str, Any]:
    return {
        "restored": solved.count(Mark.BACK),
        "restored_confirmed": solved.count(Mark.CONFIRMED),
        "restored_unknown": solved.count(Mark.UNKNOWN),
    }


def _apart(s: Strokes, tickets: int) -> Clocked:
    """What ran in 应急期间, if anything did."""
    there = tickets or any(o.marks & _EMERGENCY for o in s.standing)
    return Clocked(**_clocked(s, apart=True), tickets=tickets) if there else _NO_CLOCKS


class _Marks:
    """How many strokes bear which marks."""

    def __init__(self, strokes: Iterable[Counted]) -> None:
        self._counts = Counter([s.marks for s in strokes])

    def count(self, marks: int) -> int:
        """Those that bear all of these marks."""
        return sum(n for m, n in self._counts.items() if m & marks == marks)

    def either(self, *marks: int) -> int:
        """The dispatched that bear one of them."""
        return sum(n for m, n in self._counts.items() if m & Mark.DISPATCHED and any(m & mark for mark in marks))


def _first_fix(opened: Sequence[Counted]) -> Rate:
    tried = [s for s in opened if s.marks & _TRIED == _TRIED]
    return Rate(sum(not s.reworks and s.solved is not None for s in tried), len(tried))


def _ratings(judged: _Marks) -> dict[str, Any]:
    answered = judged.count(Mark.ANSWERED)
    return {
        "asked": judged.count(Mark.ASKED),
        "answered": answered,
        "satisfaction": Rate(judged.count(Mark.ANSWERED | Mark.PLEASED), answered),
    }


def _clocked(s: Strokes, *, apart: bool) -> dict[str, Any]:
    """What clocks say: of what ran in 应急期间 (``apart``), or of the rest."""
    opened = [o for o in s.opened if bool(o.marks & _EMERGENCY) is apart]
    dispatched = _Marks(opened)
    late = [o for o in s.standing if o.due is not None and o.due < s.now and (o.solved is None or o.solved >= s.now)]
    return {
        "response": Rate(dispatched.count(Mark.DISPATCHED | Mark.IN_TIME), dispatched.count(Mark.DISPATCHED)),
        "overdue": sum(bool(o.marks & _EMERGENCY) is apart for o in late),
        "respond": spread([o.respond for o in opened if o.respond is not None]),
        "arrive": spread([o.arrive for o in opened if o.arrive is not None]),
        "resolve": spread([o.solved - o.opened for o in opened if o.solved is not None]),
        "feedback": spread([o.judged - o.opened for o in opened if o.judged and o.marks & _TOLD == _TOLD]),
    }


def spread(seconds: list[int]) -> Spread:
    """Count, median and ninth decile in minutes (between two values by proportion, as a spreadsheet does)."""
    if not seconds:
        return _NONE
    took = sorted(seconds)
    return Spread(len(took), _at(took, 0.5), _at(took, 0.9))


def _at(took: Sequence[int], share: float) -> float:
    place = (len(took) - 1) * share
    below = int(place)
    above = min(below + 1, len(took) - 1)
    return (took[below] + (took[above] - took[below]) * (place - below)) / 60


def cuts_by(s: Strokes, key: Key) -> dict[str, Cut]:
    """The figures by what ``key`` says of a stroke, in order of the keys."""
    parts = [_parted(strokes, key, moment) for strokes, moment in zip(s[:4], _MOMENTS, strict=True)]
    names = sorted({name for found in parts for name in found if name is not None})
    opened, solved, judged, standing = parts
    return {n: cut_of(Strokes(opened[n], solved[n], judged[n], standing[n], s.now)) for n in names}


def _parted(strokes: Iterable[Counted], key: Key, moment: str) -> dict[str | None, list[Counted]]:
    found: dict[str | None, list[Counted]] = defaultdict(list)
    for stroke in strokes:
        found[key(stroke, moment)].append(stroke)
    return found


def counted_by(strokes: Iterable[Counted], field: str) -> dict[str, int]:
    """How many strokes have which value, without the empty one."""
    counted = Counter([getattr(s, field) for s in strokes])
    return {name: n for name, n in sorted(counted.items()) if name}


def unheard(gaps: Iterable[Gap], period: Period) -> dict[str, Any]:
    """The fields of ``Figures`` that gaps give, as far as they lie in the period; ``gaps`` by their beginning."""
    union = total = 0.0
    rooms, reached = set(), period.start
    for gap in gaps:
        began, ended = max(gap.began, period.start), min(gap.ended, period.end)
        if began >= ended:
            continue
        rooms.add(gap.room)
        total += _minutes(began, ended)
        union += _minutes(max(began, reached), ended) if ended > reached else 0.0
        reached = max(reached, ended)
    return {"unheard_minutes": union, "unheard_rooms": len(rooms), "unheard_room_minutes": total}


def _minutes(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 60
