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
_ACCEPTED, _DISPATCHED = (Mark.OURS | Mark.ACCEPTED).value, Mark.DISPATCHED.value


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
    opened: Sequence[Counted], others: Iterable[Counted], standing: Sequence[Counted], span: tuple[int, int], now: int
) -> Strokes:
    """Sort strokes by what happened to them in a span of seconds (from, to before); merged ones were not opened.

    ``others`` were opened at another time and solved or judged in it, ``standing`` were open at ``now``.
    """
    start, end = span
    ours = [s for s in (*opened, *{s.number: s for s in others}.values()) if s.marks & _OURS]
    return Strokes(
        [s for s in opened if s.marks & _MAIN],
        [s for s in ours if s.solved is not None and start <= s.solved < end],
        [s for s in ours if s.judged is not None and start <= s.judged < end],
        standing,
        now,
    )


def cut_of(s: Strokes) -> Cut:
    """All figures of these strokes."""
    opened = _Marks(s.opened)
    apart = opened.count(_EMERGENCY)
    return Cut(
        tickets=len(s.opened),
        accepted=opened.count(_ACCEPTED),
        solution=Rate(opened.count(_ACCEPTED | Mark.RESOLVED), opened.count(_ACCEPTED)),
        first_fix=Rate(opened.count(Mark.OURS | Mark.ONCE), opened.count(Mark.OURS | Mark.TRIED)),
        misrouted=Rate(opened.either(Mark.RETURNED | Mark.BY_DEFAULT), opened.count(Mark.DISPATCHED)),
        by_default=opened.count(Mark.BY_DEFAULT),
        returned=opened.count(Mark.RETURNED),
        disputed=opened.count(Mark.DISPUTED),
        supervised=opened.count(Mark.SUPERVISED),
        reworks=sum([o.reworks for o in s.opened]),
        solved=len(s.solved),
        solved_in_grid=_Marks(s.solved).count(Mark.IN_GRID),
        **_outcomes(_Marks(s.solved)),
        **_ratings(_Marks(s.judged)),
        open=len(s.standing),
        **_clocked(_without_emergency(s) if apart else s, apart=False),
        emergency=_apart(s, apart),
    )


def _outcomes(solved: _Marks) -> dict[str, Any]:
    return {
        "restored": solved.count(Mark.BACK),
        "restored_confirmed": solved.count(Mark.CONFIRMED),
        "restored_unknown": solved.count(Mark.UNKNOWN),
    }


def _apart(s: Strokes, tickets: int) -> Clocked:
    """What ran in 应急期间, if anything did."""
    if not (tickets or any(o.marks & _EMERGENCY for o in s.standing)):
        return _NO_CLOCKS
    theirs = s._replace(opened=[o for o in s.opened if o.marks & _EMERGENCY])
    return Clocked(**_clocked(theirs, apart=True), tickets=tickets)


def _without_emergency(s: Strokes) -> Strokes:
    return s._replace(opened=[o for o in s.opened if not o.marks & _EMERGENCY])


class _Marks:
    """How many strokes bear which marks."""

    def __init__(self, strokes: Iterable[Counted]) -> None:
        self._counts = list(Counter([s.marks for s in strokes]).items())

    def count(self, marks: int) -> int:
        """Those that bear all of these marks."""
        wanted = int(marks)  # an IntFlag would make an enum of every row
        return sum([n for m, n in self._counts if m & wanted == wanted])

    def either(self, marks: int) -> int:
        """The dispatched that bear one of these marks."""
        wanted = int(marks)
        return sum([n for m, n in self._counts if m & _DISPATCHED and m & wanted])


def _ratings(judged: _Marks) -> dict[str, Any]:
    answered = judged.count(Mark.ANSWERED)
    return {
        "asked": judged.count(Mark.ASKED),
        "answered": answered,
        "satisfaction": Rate(judged.count(Mark.ANSWERED | Mark.PLEASED), answered),
    }


def _clocked(s: Strokes, *, apart: bool) -> dict[str, Any]:
    """What clocks say of these strokes; ``apart`` which of the open ones are late: those of 应急期间, or the rest."""
    opened, dispatched = s.opened, _Marks(s.opened)
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
