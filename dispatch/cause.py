"""What may have failed when several homes are without supply, and how many of them say so. Pure."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.areas import District
from models.suspicion import Suspicion, Verdict
from models.topics import TOPIC_SERVICES
from models.words import AreaKind, Service

SUSPECTED = frozenset({"E01", "W01", "G02"})
"""停电, 停水, 停气: the topics of which a card is made."""


@dataclass(frozen=True, slots=True)
class Suspecting:
    """When households make a suspicion, and how long its answers hold (all D, ours).

    ``households`` different ones of one estate or line within ``within``. Who is asked has ``answer``, then the next is
    asked as well; a card that nobody answers is over after ``lapse``. After 不是 nothing is asked for ``quiet`` unless
    the count has doubled; 确认 and 已知 hold for ``holds``, or until supply is back. So many households that are still
    without after 已恢复 (``reopen``) mean that it is not back. ``sample``: the share of rooms that are asked for a rating.
    """

    households: int = 5
    within: timedelta = timedelta(minutes=15)
    answer: timedelta = timedelta(minutes=10)
    lapse: timedelta = timedelta(hours=2)
    quiet: timedelta = timedelta(hours=2)
    holds: timedelta = timedelta(hours=24)
    reopen: int = 3
    sample: float = 0.1


SUSPECTING = Suspecting()
"""What counts where the settings state nothing."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What homes have in common: ``line`` is the feeder or pipe, "" for an estate that has several or none. ``estates``
    are codes, of a grid or community too, since some speak of it as a whole."""

    key: str
    service: Service
    line: str
    estates: tuple[str, ...]


def cause_of(district: District, topic: str, area: str) -> Cause:
    """The cause that a line from ``area`` (a code) speaks of: its one line with all its estates, else the area itself.

    Which of several lines feeds a building is not known, so an estate with several stands for itself: that way the
    order in which estates are heard of changes nothing.
    """
    service = Service(TOPIC_SERVICES[topic])
    estates = district.estates_in(area) or (area,)
    mains = {district.area[e].mains(service) if e in district.area else () for e in estates}
    only = mains.pop() if len(mains) == 1 else ()
    if len(only) == 1:
        return Cause(f"{topic} {only[0]}", service, only[0], district.on_main[service, only[0]])
    wide = area in district.area and district.area[area].kind is not AreaKind.ESTATE
    return Cause(f"{topic} {area}", service, "", (*estates, area) if wide else estates)


def touches(district: District, card: Suspicion, cause: Cause) -> bool:
    """Whether a card is about this cause, or about an area in which it lies, or which lies in it."""
    if card.cause == cause.key:
        return True
    pairs = ((one, other) for one in card.estates for other in cause.estates)
    return any(district.within(one, other) or district.within(other, one) for one, other in pairs)


def dense(heard: Iterable[tuple[datetime, str]], within: timedelta, households: int) -> datetime | None:
    """The start of the first span of ``within`` in which so many different households spoke; None without one.

    ``heard`` are (when, household) in any order.
    """
    window: deque[tuple[datetime, str]] = deque()
    count: Counter[str] = Counter()
    for at, home in sorted(heard):
        window.append((at, home))
        count[home] += 1
        while at - window[0][0] > within:
            gone = window.popleft()[1]
            count[gone] -= 1
            if not count[gone]:
                del count[gone]
        if len(count) >= households:
            return window[0][0]
    return None


def unanswered(standing: Iterable[Suspicion], cause: Cause) -> tuple[str, ...]:
    """The estates of a cause of which nobody has said 确认 or 已知 lately."""
    known = {e for card in standing if card.state in (Verdict.CONFIRMED, Verdict.KNOWN) for e in card.estates}
    return tuple(e for e in cause.estates if e not in known)


def denied(standing: Iterable[Suspicion]) -> Suspicion | None:
    """The last 不是 that still holds."""
    return max((c for c in standing if c.state is Verdict.DENIED), key=lambda c: c.number, default=None)
