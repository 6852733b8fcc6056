"""From memory to context: which trouble a line may belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from keywords.kin import OUT, SUPPLY, WIDEST, kinship, window
from keywords.look import Context
from keywords.memory import Memory, RoomMemory, Trouble

LATELY = 600.0
"""Lines of the last so many seconds count as what the room is talking about now."""


def context_of(
    memory: Memory, room: str, sender: str, at: float, estates: Collection[str], topics: Iterable[str]
) -> Context:
    """The context of a line of ``sender`` in ``room`` at ``at`` (seconds) that speaks of ``topics`` by itself."""
    here = memory.room(room)
    near = [t for t in memory.near(room, estates, at, WIDEST) if at - t.last_at <= window(t.topic)]
    hot = max((t for t in near if room in t.rooms), key=lambda t: (t.rooms[room], t.key), default=None)
    wide = max((t for t in near if room not in t.rooms), key=lambda t: (t.last_at, t.key), default=None)
    supply = max((t for t in near if t.topic in SUPPLY), key=lambda t: (t.lines >= 3, t.last_at, t.key), default=None)
    outage = max((t for t in near if t.topic in OUT), key=lambda t: (t.last_at, t.key), default=None)
    kin = _kin(near, tuple(topics))
    own_line = here.reported_of.get(sender)
    return Context(
        hot=hot,
        hot_age=at - hot.rooms[room] if hot else 1e9,
        own=memory.troubles.get(own_line.matter or "") if own_line else None,
        own_line=own_line,
        previous=here.lines[-1] if here.lines else None,
        last=here.speakers.last_of(sender),
        wide=wide,
        wide_age=at - wide.last_at if wide else 1e9,
        supply=supply,
        supply_age=at - supply.last_at if supply else 1e9,
        outage=outage,
        outage_age=at - outage.last_at if outage else 1e9,
        kin=kin,
        kin_age=at - kin.last_at if kin else 1e9,
        advert=_advert(here, at),
        captured_lately=sum(line.captured and at - line.at <= LATELY for line in here.lines),
    )


def _kin(near: list[Trouble], topics: tuple[str, ...]) -> Trouble | None:
    def fit(trouble: Trouble) -> float:
        return max((kinship(t, trouble.topic) for t in topics), default=0.0)

    best = max(near, key=lambda t: (fit(t), t.last_at, t.key), default=None)
    return best if best is not None and fit(best) >= 0.3 else None


def _advert(here: RoomMemory, at: float) -> bool:
    return any(line.advert and at - line.at <= LATELY for line in here.lines)
