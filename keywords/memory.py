"""What a reader remembers: the troubles that are open, and for each room who spoke last; bounded in time and number."""

from __future__ import annotations

from array import array
from collections import OrderedDict, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from models.matter import Matter
from models.words import Service, Urgency

HOUR = 3600.0
LONGEST = 20 * HOUR
"""After this many seconds without a line a trouble is forgotten."""
REPORTED = 2 * 24 * HOUR
"""After this many seconds what somebody reported in a room is forgotten."""
ECHO = 0.2
"""How much a line without a word of its own topic (我家也是) counts for what a trouble is about."""
MOST_TROUBLES, MOST_LINES, MOST_SPEAKERS, MOST_ROOMS = 5_000, 12, 200, 20_000


@dataclass(slots=True)
class Trouble:
    """One matter as the reader knows it; ``topic`` is what most of its lines speak of; times are seconds since 1970."""

    key: str
    service: Service
    topic: str
    urgency: Urgency
    estate: str | None
    opened_at: float
    last_at: float
    topics: dict[str, float] = field(default_factory=dict)
    rooms: dict[str, float] = field(default_factory=dict)
    speakers: OrderedDict[str, float] = field(default_factory=OrderedDict)
    buildings: set[str] = field(default_factory=set)
    estates: set[str] = field(default_factory=set)
    roads: set[str] = field(default_factory=set)
    lines: int = 0
    restored: int = 0
    latest: str | None = None

    def heard(self, at: float, room: str, sender: str, estate: str | None) -> None:
        """One more line belongs to this trouble."""
        self.last_at = max(self.last_at, at)
        self.rooms[room] = at
        self.speakers[sender] = at
        self.speakers.move_to_end(sender)
        if len(self.speakers) > MOST_SPEAKERS:
            self.speakers.popitem(last=False)
        self.lines += 1
        if estate:
            self.estates.add(estate)

    def says(self, topic: str, *, clearly: bool) -> None:
        """A line of this trouble speaks of a topic; one that names it clearly counts much more than an echo."""
        self.topics[topic] = self.topics.get(topic, 0.0) + (1.0 if clearly else ECHO)
        self.latest = topic
        if self.topics[topic] > self.topics.get(self.topic, 0.0):
            self.topic = topic

    def widen(self, topic: str) -> None:
        """From now on it is above all about ``topic``."""
        self.topics[topic] = self.topics.get(self.topic, 0.0) + 1.0
        self.topic = topic

    def places(self) -> set[str]:
        """The rooms, areas and roads that it touches."""
        return {*self.rooms, *self.estates, *self.roads, *((self.estate,) if self.estate else ())}

    def main_topics(self) -> list[str]:
        """The topics that make up at least a quarter of what is said."""
        quarter = sum(self.topics.values()) / 4
        return [t for t, n in self.topics.items() if n >= quarter] or [self.topic]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: whose, when, and what became of it."""

    at: float
    sender: str
    matter: str | None
    captured: bool
    act: str
    topic: str | None = None
    estate: str | None = None
    building: str | None = None
    advert: bool = False
    staff: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """When somebody spoke last, and whether it was caught."""

    at: float
    captured: bool


@dataclass(slots=True)
class RoomMemory:
    """The last lines of one room, when each of its speakers spoke last, and what each of them reported last."""

    lines: deque[Line] = field(default_factory=lambda: deque(maxlen=MOST_LINES))
    speakers: Speakers = field(default_factory=lambda: Speakers())
    reported_of: OrderedDict[str, Line] = field(default_factory=OrderedDict)

    def add(self, line: Line) -> None:
        """Remember one line."""
        self.lines.append(line)
        self.speakers.add(line)
        if line.matter is not None and line.captured:
            self.reported_of[line.sender] = line
            self.reported_of.move_to_end(line.sender)
            if len(self.reported_of) > MOST_SPEAKERS or line.at - self._oldest.at > REPORTED:
                self.reported_of.popitem(last=False)

    @property
    def _oldest(self) -> Line:
        return next(iter(self.reported_of.values()))


class Speakers:
    """When each of the last speakers of a room spoke, and whether that was caught.

    A city has 700,000 of them, so that each is two numbers (16 bytes) in a row: the hash of who, and when, negative when
    nothing was caught. Who spoke last stands last.
    """

    __slots__ = ("_when", "_who")

    def __init__(self) -> None:
        self._who, self._when = array("q"), array("d")

    def __len__(self) -> int:
        return len(self._who)

    def add(self, line: Line) -> None:
        """Somebody speaks."""
        who = hash(line.sender)
        if who in self._who:
            self._drop(self._who.index(who))
        self._who.append(who)
        self._when.append(line.at if line.captured else -line.at)
        if len(self._who) > MOST_SPEAKERS:
            self._drop(0)

    def last_of(self, sender: str) -> Last | None:
        """The last line of somebody."""
        who = hash(sender)
        if who not in self._who:
            return None
        at = self._when[self._who.index(who)]
        return Last(abs(at), at > 0)

    def _drop(self, n: int) -> None:
        del self._who[n]
        del self._when[n]


class Memory:
    """All rooms and all open troubles of one reader."""

    def __init__(self) -> None:
        self.troubles: OrderedDict[str, Trouble] = OrderedDict()
        self._rooms: OrderedDict[str, RoomMemory] = OrderedDict()
        self._places: dict[str, dict[str, Trouble]] = {}

    def room(self, room: str) -> RoomMemory:
        """The memory of one room, made when it is first heard of."""
        found = self._rooms.get(room)
        if found is None:
            found = self._rooms[room] = RoomMemory()
            if len(self._rooms) > MOST_ROOMS:
                self._rooms.popitem(last=False)
        return found

    def at(self, places: Collection[str], groups: Iterable[Collection[str]] = ()) -> list[Trouble]:
        """The troubles that touch one of some rooms, areas or roads, in no order: who chooses breaks ties by ``key``.

        ``groups`` are more places; of a large group only those are looked at where something is open.
        """
        found: dict[str, Trouble] = {}
        for group in (places, *groups):
            few = group if len(group) < len(self._places) else [p for p in self._places if p in group]
            for place in few:
                if here := self._places.get(place):
                    found.update(here)
        return list(found.values())

    def near(self, room: str, estates: Collection[str], at: float, longest: float = LONGEST) -> list[Trouble]:
        """The open troubles that were spoken of in a room or are about one of its estates, in no order."""
        return [t for t in self.at((room,), (estates,)) if at - t.last_at <= longest]

    def keep(self, trouble: Trouble) -> None:
        """Add a trouble, or move it to the end as the one heard of last."""
        self.troubles[trouble.key] = trouble
        self.troubles.move_to_end(trouble.key)
        for place in trouble.places():
            self._places.setdefault(place, {})[trouble.key] = trouble
        oldest = next(iter(self.troubles.values()))
        if len(self.troubles) > MOST_TROUBLES or trouble.last_at - oldest.last_at > LONGEST:
            self._forget(oldest)

    def _forget(self, trouble: Trouble) -> None:
        del self.troubles[trouble.key]
        for place in trouble.places():
            here = self._places[place]
            here.pop(trouble.key, None)
            if not here:
                del self._places[place]

    def preload(self, matter: Matter) -> None:
        """Take an open matter of the store, so that what follows can join it after a restart."""
        last = matter.last_at.timestamp()
        trouble = Trouble(
            matter.key, matter.service, matter.topic, matter.urgency, matter.estate, matter.opened_at.timestamp(), last
        )
        trouble.topics[matter.topic] = 1.0
        trouble.rooms.update(dict.fromkeys(matter.rooms, last))
        trouble.buildings.update(matter.buildings)
        trouble.estates.update({matter.estate} if matter.estate else ())
        trouble.lines, trouble.restored = max(1, matter.households), matter.restored
        self.keep(trouble)
