"""Whether the reader stays as fast when a district has a thousand times the estates, or a room a long history."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from statistics import median

from bot.cli.figure import Figure
from keywords.lexicon import Lexicon, default_lexicon
from keywords.reader import Reader
from models.areas import Area, District, Room
from models.message import Message
from models.words import AreaKind

FEW, MANY = 10, 10_000
SHORT = 100
_MINUTE = timedelta(minutes=1)
_NAMES = "柳汀云台金星清荷梅岭竹园松江桃源桂苑兰亭枫桥石河畔湖滨山文华光东南中锦绣翠微明珠"
_ENDS = ("新村", "花苑", "家园", "苑", "小区", "里")
_COMMUNITY = 20
"""How many estates share a community and a road."""
_SPEAKERS = 400
_TURN = 50


def growing(messages: Sequence[Message], rounds: int, lines: int) -> Iterator[Figure]:
    """Throughput with many estates as a share of that with few; the same for a room's long history and a short one."""
    lexicon = default_lexicon()
    few, many = estates(FEW, messages), estates(MANY, messages)
    shares = [_share(Reader(lexicon, few), Reader(lexicon, many), messages) for _ in range(rounds)]
    yield Figure(f"小区从 {FEW} 个到 {MANY:,} 个", f"剩 {median(shares):.0%}", "连着读的速度；要在 90% 以上")
    share = median(_by_history(lexicon, few, messages, rounds, lines))
    yield Figure(f"一个群的历史从 {SHORT} 行到 {lines:,} 行", f"剩 {share:.0%}", "一分钟一行；要在 90% 以上")


def estates(count: int, messages: Sequence[Message]) -> District:
    """A district of so many estates with made-up names; the rooms of some messages are bound to estates of it."""
    chance = random.Random(count)
    areas = [Area("d", "区", AreaKind.DISTRICT)]
    for n in range(count):
        if n % _COMMUNITY == 0:
            areas.append(Area(f"c{n // _COMMUNITY}", f"第{n // _COMMUNITY}社区", AreaKind.COMMUNITY, "d"))
        areas.append(_estate(n, chance))
    rooms = sorted({m.room for m in messages})
    return District(areas=tuple(areas), rooms=tuple(Room(r, r, (f"e{n % count}",)) for n, r in enumerate(rooms)))


def _estate(n: int, chance: random.Random) -> Area:
    name = "".join(chance.sample(_NAMES, 3)) + chance.choice(_ENDS)
    buildings = tuple(str(b) for b in range(1, 31))
    road = (f"{_NAMES[n // _COMMUNITY % len(_NAMES)]}{n // _COMMUNITY}路",)
    return Area(f"e{n}", name, AreaKind.ESTATE, f"c{n // _COMMUNITY}", buildings=buildings, roads=road)


def _by_history(
    lexicon: Lexicon, district: District, messages: Sequence[Message], rounds: int, lines: int
) -> Iterator[float]:
    """One reader hears everything; beside it, each round, a new one that has heard the last ``SHORT`` lines only."""
    old = Reader(lexicon, district)
    for message in _talk(messages, 0, lines):
        old.read(message)
    for n in range(rounds):
        start = lines + n * len(messages)
        young = Reader(lexicon, district)
        for message in _talk(messages, start - SHORT, start):
            young.read(message)
        batch = list(_talk(messages, start, start + len(messages)))
        yield _share(young, old, batch)


def _talk(messages: Sequence[Message], start: int, end: int) -> Iterator[Message]:
    """Lines ``start`` to ``end`` of one endless room: the log again and again, a minute a line."""
    first = messages[0]
    for n in range(start, end):
        said = messages[n % len(messages)]
        yield said.evolve(id=f"line-{n}", room=first.room, sender=f"{n % _SPEAKERS}", at=first.at + n * _MINUTE)


def _share(one: Reader, other: Reader, messages: Sequence[Message]) -> float:
    """How fast ``other`` reads the same lines, as a share of how fast ``one`` does; in turns, ``_TURN`` lines each."""
    took = [0.0, 0.0]
    for n in range(0, len(messages), _TURN):
        some = messages[n : n + _TURN]
        for which in (0, 1) if n // _TURN % 2 else (1, 0):
            took[which] += _seconds((one, other)[which], some)
    return took[0] / took[1]


def _seconds(reader: Reader, messages: Sequence[Message]) -> float:
    began = time.process_time()
    for message in messages:
        reader.read(message)
    return time.process_time() - began
