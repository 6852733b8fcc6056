"""A day of the city's talk: how many lines, when, in which room, by whom; the troubles of the day, and two storms.

A function of the seed and the day: the same lines at each run. Nothing is held but the lines of what goes on.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from bot.city.places import RESIDENTS
from bot.city.talk import STORMS, TROUBLES, ordinary, said
from bot.replay import LogLine
from models.areas import District
from models.message import Message

MESSAGES, MATTER, STORM_LINES, STORM_ROOMS = 350_000, 1_400, 4_000, 150
"""Of a day of the whole city: all lines, those of ordinary troubles among them, those of a storm, and its rooms."""
_STORM_LASTS = timedelta(minutes=10)
_STORMS_AT = (timedelta(hours=13, minutes=20), timedelta(hours=19, minutes=5))
_HOURS = (6, 3, 2, 1, 1, 3, 20, 45, 60, 62, 60, 66, 70, 56, 50, 52, 55, 66, 84, 96, 92, 70, 40, 16)
"""How the lines spread over the hours of a day (parts)."""
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗"
_MINUTES = 24 * 60
CHANNEL = "city"


@dataclass(frozen=True, slots=True)
class Line:
    """A line before it is a message; ``matters`` says that it is to be caught."""

    at: datetime
    room: int
    resident: int
    building: int
    text: str
    matters: bool


@dataclass(frozen=True)
class Day:
    """One day. ``midnight`` is when it begins (aware); ``messages`` are all of its lines, the troubles' among them.

    ``share`` of a whole city's troubles and storms happen (a small day for a test has few).
    """

    district: District
    midnight: datetime
    number: int
    messages: int = MESSAGES
    seed: int = 1

    @cached_property
    def share(self) -> float:
        """How much of a city's day it is."""
        return self.messages / MESSAGES

    def lines(self) -> Iterator[LogLine]:
        """The lines in their order; ``gold`` says which are to be caught."""
        troubles = sorted(self.troubles(), key=lambda line: line.at)
        chatter = self._chatter(max(0, self.messages - len(troubles)))
        for n, line in enumerate(heapq.merge(chatter, troubles, key=lambda line: line.at)):
            yield LogLine(self._message(line, n), {"capture": line.matters})

    def troubles(self) -> list[Line]:
        """The lines that are to be caught, in no order."""
        chance = Random(f"{self.seed} {self.number} troubles")
        wanted = max(1, round(MATTER * self.share))
        lines: list[Line] = []
        while len(lines) < wanted:
            lines += self._one(chance)[: wanted - len(lines)]
        for which, at in enumerate(_STORMS_AT):
            lines += self._storm(which, self.midnight + at)
        return lines

    def _one(self, chance: Random) -> list[Line]:
        """One trouble: the first line, and what the neighbours say within the hour."""
        [kind] = chance.choices(TROUBLES, [t.share for t in TROUBLES])
        room, building = chance.randrange(self._rooms), chance.randint(1, 20)
        at = self.midnight + timedelta(minutes=self._minute(chance), seconds=chance.uniform(0, 60))
        lines = [Line(at, room, chance.randrange(RESIDENTS), building, said(kind.first, building, chance), True)]
        for _ in range(chance.randint(0, 2 * kind.lines - 2) if kind.more else 0):
            at += timedelta(minutes=chance.expovariate(0.3))
            lines.append(Line(at, room, chance.randrange(RESIDENTS), building, said(kind.more, building, chance), True))
        last = self.midnight + timedelta(days=1) - timedelta(seconds=1)
        return [line for line in lines if line.at <= last]

    def _storm(self, which: int, at: datetime) -> Iterator[Line]:
        """A main fails: its rooms write within ten minutes, most of them in the first four."""
        chance = Random(f"{self.seed} {self.number} storm {which}")
        kind, rooms = STORMS[which], self._struck(chance)
        for n in range(round(STORM_LINES * self.share)):
            after = _STORM_LASTS * chance.betavariate(1.3, 3)
            room, building = chance.choice(rooms), chance.randint(1, 20)
            texts = kind.first if chance.random() < 0.25 or n < len(rooms) else kind.more
            yield Line(at + after, room, chance.randrange(RESIDENTS), building, said(texts, building, chance), True)

    def _struck(self, chance: Random) -> list[int]:
        """The rooms of one main."""
        most = max(1, round(STORM_ROOMS * min(1.0, self._rooms / 3_500)))
        first = chance.randrange(max(1, self._rooms // most)) * most
        return list(range(first, min(first + most, self._rooms)))

    def _chatter(self, count: int) -> Iterator[Line]:
        chance = Random(f"{self.seed} {self.number} chatter")
        for minute, many in enumerate(_spread(count)):
            begins = self.midnight + timedelta(minutes=minute)
            for second in sorted(chance.uniform(0, 60) for _ in range(many)):
                room, resident = self._somebody(chance)
                at = begins + timedelta(seconds=second)
                yield Line(at, room, resident, resident % 20 + 1, ordinary(chance), False)

    def _somebody(self, chance: Random) -> tuple[int, int]:
        """A room, the lively ones more often; a resident of it, the talkative ones more often."""
        return int(self._rooms * chance.random() ** 1.5), int(RESIDENTS * chance.random() ** 1.5)

    def _minute(self, chance: Random) -> int:
        [hour] = chance.choices(range(24), _HOURS)
        return hour * 60 + chance.randrange(60)

    @property
    def _rooms(self) -> int:
        return len(self.district.rooms)

    def _message(self, line: Line, n: int) -> Message:
        room = self.district.rooms[line.room].id
        flat = f"{line.resident % 6 + 1}0{line.resident % 4 + 1}"
        nick = f"{self._home(line)}{line.building}-{flat}{_SURNAMES[line.resident % len(_SURNAMES)]}"
        sender = f"{room} {line.resident}"
        return Message(f"d{self.number}-{n}", CHANNEL, room, sender, nick, line.text, line.at)

    def _home(self, line: Line) -> str:
        """Two residents of three write the name of their estate, since a room has several."""
        estates = self.district.rooms[line.room].areas
        return self.district.area[estates[line.building % len(estates)]].name if line.resident % 3 else ""


def _spread(count: int) -> Iterator[int]:
    """How many lines each minute of a day has: ``count`` in all."""
    minutes = [_HOURS[m // 60] for m in range(_MINUTES)]
    whole, done = sum(minutes), 0
    for so_far in accumulate(minutes):
        until = count * so_far // whole
        yield until - done
        done = until
