"""A made-up storm: one feeder of many estates fails, and its residents write within ten minutes. The same each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.areas import Area, District, Member, Person, Responsibility, Room
from models.message import Message
from models.words import AreaKind, Role, Service

STREET = "320900"
LINE = "10kV青山线"
WITHIN = timedelta(minutes=10)
_FIRST = "松柏梅兰竹菊桃李杏梨桂榆槐杉枫"
_SECOND = "鹤鹿鸥鹭雁鹊鸢"
_IN_A_COMMUNITY = 15
_HOMES = 30
"""Homes of a room that may write; who writes twice is still one household."""

_OPENING = ("停电了？", "停电了吗", "我家停电了", "怎么突然没电了", "家里没电了，是停电了吗")
_ECHOES = (
    *("+1", "我家也是", "我家也停电了", "也没电了", "同停电", "我们这栋也没电", "整栋都没电", "停电了"),
    *("什么时候来电", "我们单元也停了", "怎么还没来电", "又停电，急急急", "多久能来电啊"),
)
TALK = ("晚上吃什么", "有人拼团买桃子吗", "快递到了在门卫", "今天真热", "孩子作业发一下", "楼下谁的车挡路了")
"""What is said of other things."""


@dataclass(frozen=True, slots=True)
class Storm:
    """What is to happen: the district, the lines in order of time, and how many households write that it is so."""

    district: District
    lines: tuple[Message, ...]
    rooms: int


def storm(*, rooms: int, messages: int, at: datetime, seed: int = 5) -> Storm:
    """``messages`` lines in ``rooms`` rooms (two for each estate of one feeder) from ``at`` (aware) on, within ten minutes.

    One line in twenty speaks of something else.
    """
    place = stormy_district(rooms)
    dice = random.Random(seed)
    moments = sorted(dice.random() ** 1.5 * WITHIN for _ in range(messages))
    return Storm(place, tuple(_lines(place, moments, at, dice)), rooms)


def _lines(district: District, moments: list[timedelta], at: datetime, dice: random.Random) -> Iterator[Message]:
    spoken: set[str] = set()
    rooms = [r.id for r in district.rooms]
    for number, moment in enumerate(moments):
        room = rooms[number] if number < len(rooms) else dice.choice(rooms)
        home = dice.randrange(_HOMES)
        text = dice.choice(_OPENING if room not in spoken else TALK if dice.random() < 0.05 else _ECHOES)
        spoken.add(room)
        yield Message(
            id=f"storm-{number}", channel="practice", room=room, sender=f"{room}-{home}",
            nick=f"{home % 12 + 1}栋{home + 101}", text=text, at=at + moment,
        )  # fmt: skip


def stormy_district(rooms: int) -> District:
    """A street whose estates hang on one feeder, two rooms each, a grid worker for each community of fifteen."""
    estates = [_estate(n) for n in range((rooms + 1) // 2)]
    communities = [
        Area(f"{STREET}{n:03}", f"第{n + 1}社区", AreaKind.COMMUNITY, STREET)
        for n in range((len(estates) + _IN_A_COMMUNITY - 1) // _IN_A_COMMUNITY)
    ]
    return District(
        areas=(
            Area("3209", "试验区", AreaKind.DISTRICT),
            Area(STREET, "青山街道", AreaKind.STREET, "3209"),
            *communities,
            *estates,
        ),
        rooms=tuple(
            Room(f"room-{n}", f"{estates[n // 2].name}{n % 2 + 1}群", (estates[n // 2].code,)) for n in range(rooms)
        ),
        members=(
            Member("office", "青山街道办事处", hotline="12345", fallback=True),
            Member("power", "青山供电服务站", ("power",), "95598"),
            *(Member(s, f"青山{s}站", (s,), "12345") for s in ("water", "gas", "road")),
        ),
        people=(
            *(Person(f"wx-grid-{n}", f"网格员{n + 1}", Role.GRID_WORKER, (c.code,)) for n, c in enumerate(communities)),
            Person("wx-power", "供电小马", Role.MEMBER_STAFF, ("3209",), member="power"),
            Person("wx-duty", "街道值班老杜", Role.MEMBER_STAFF, (STREET,), member="office"),
            Person("wx-dispatch", "调度施敏", Role.DISPATCHER, (STREET,)),
        ),
        responsibilities=tuple(
            Responsibility("3209", s.value, s) for s in (Service.POWER, Service.WATER, Service.GAS, Service.ROAD)
        ),
    )


def _estate(number: int) -> Area:
    second, first = divmod(number, len(_FIRST))
    name = f"{_FIRST[first]}{_SECOND[second]}苑"
    parent = f"{STREET}{number // _IN_A_COMMUNITY:03}"
    buildings = tuple(str(n) for n in range(1, 13))
    return Area(
        f"e{number}", name, AreaKind.ESTATE, parent, buildings=buildings, roads=(f"{name[0]}路",), lines=(LINE,)
    )
