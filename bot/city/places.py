"""The city itself: streets, communities, estates with their facts, rooms, members, staff, rosters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from models.areas import Area, District, Member, Person, Responsibility, Room, Roster
from models.words import AreaKind, Role, Service

CITY = "320000"
MEMBERS = {Service.POWER: "power", Service.WATER: "water", Service.GAS: "gas", Service.ROAD: "road"}
NOUNS = {Service.POWER: "停电", Service.WATER: "停水", Service.GAS: "停气"}
ESTATES, ROOMS, RESIDENTS = 10_000, 3_500, 200
"""Of a whole city; ``RESIDENTS`` sit in each room: 700,000."""
ACCOUNTS = 10
"""How many accounts share the rooms."""

_FIRST = "松柏梅兰竹菊桃李杏梨桂榆槐杉枫橡樟椿棠楠"
_SECOND = "鹤鹿鸥鹭雁鹊鸢凤龙麒云霞月星泉溪湖岚谷峰"
_THIRD = "东西南北中安福和平瑞"
_ENDS = ("新村", "花苑", "家园")
_IN_COMMUNITY, _IN_STREET, _IN_LINE, _IN_MAIN, _IN_ROAD, _IN_PROPERTY = 50, 250, 40, 430, 20, 25
_HOUSEHOLDS = 400
_TITLES = {Service.POWER: "供电", Service.WATER: "供水", Service.GAS: "燃气", Service.ROAD: "市政"}
_SHIFTS = (("08:00", "20:00"), ("20:00", "08:00"))


def city(estates: int = ESTATES, rooms: int = ROOMS) -> District:
    """So many estates in communities of fifty and streets of five communities, served by so many rooms.

    Each room has its grid worker, each community its leader and its secretary, each street a dispatcher and a crew of
    every utility on two shifts; three estates of five have a property company, one company for twenty-five estates.
    """
    places = tuple(_estate(n) for n in range(estates))
    streets, communities = _count(estates, _IN_STREET), _count(estates, _IN_COMMUNITY)
    return District(
        areas=(*_wide(streets, communities), *places),
        rooms=tuple(_rooms(places, rooms)),
        members=(*_members(), *(Member(_company(n), f"第{n + 1}物业", ("property",), "96001") for n in range(_count(estates, _IN_PROPERTY)))),
        people=(
            *_grid_workers(places, rooms),
            *chain.from_iterable(_leaders(n) for n in range(communities)),
            *chain.from_iterable(_street_staff(n) for n in range(streets)),
            *(_property_staff(places, n) for n in range(_count(estates, _IN_PROPERTY))),
            Person("wx-admin", "管理员", Role.ADMIN, (CITY,)),
        ),
        responsibilities=tuple(Responsibility(CITY, code, s) for s, code in MEMBERS.items()),
        rosters=tuple(chain.from_iterable(_rosters(n) for n in range(streets))),
    )  # fmt: skip


def main_of(estate: int) -> str:
    """The line that feeds an estate's own one, and 429 others: 150 rooms are dark when it fails."""
    return f"110kV{name_of(estate // _IN_MAIN)[:3]}线"


def _count(whole: int, part: int) -> int:
    return (whole + part - 1) // part


def _street(n: int) -> str:
    return f"{CITY}s{n:03}"


def _community(n: int) -> str:
    return f"{CITY}{n:04}"


def _company(n: int) -> str:
    return f"property-{n}"


def _wide(streets: int, communities: int) -> Iterator[Area]:
    yield Area(CITY, "试验市", AreaKind.DISTRICT, aliases=("全市",))
    for n in range(streets):
        yield Area(_street(n), f"第{n + 1}街道", AreaKind.STREET, CITY)
    for n in range(communities):
        yield Area(_community(n), f"第{n + 1}社区", AreaKind.COMMUNITY, _street(n * _IN_COMMUNITY // _IN_STREET))


def _estate(n: int) -> Area:
    return Area(
        f"e{n}",
        name_of(n),
        AreaKind.ESTATE,
        _community(n // _IN_COMMUNITY),
        buildings=tuple(str(b) for b in range(1, 21)),
        roads=(f"{name_of(n // _IN_ROAD)[:2]}路",),
        lines=(f"10kV{name_of(n // _IN_LINE)[:3]}线", main_of(n)),
        households=_HOUSEHOLDS,
        extra=tuple(_facts(n)),
    )


def _facts(n: int) -> Iterator[tuple[str, str]]:
    """Two estates of five have no property company; one of ten a transformer of its own, one of ten a common meter."""
    yield "floors", "1-16: 6, 17-20: 18"
    yield "supply", {3: "专变", 7: "合表"}.get(n % 10, "公变")
    if n % 5 < 3:
        yield "property", _company(n // _IN_PROPERTY)
        yield "secondary_water", _company(n // _IN_PROPERTY)
    yield "sewers", "private" if n % 5 == 1 else "public"
    yield "lamps", "private" if n % 5 == 2 else "public"


def name_of(number: int) -> str:
    """A name of its own for each of up to 12,000 estates."""
    rest, second = divmod(number, len(_SECOND))
    rest, first = divmod(rest, len(_FIRST))
    end, third = divmod(rest, len(_THIRD))
    return f"{_FIRST[first]}{_SECOND[second]}{_THIRD[third]}{_ENDS[end]}"


def _served(places: tuple[Area, ...], rooms: int) -> list[tuple[str, ...]]:
    """For each room the codes of its estates."""
    served: list[list[str]] = [[] for _ in range(rooms)]
    for n, place in enumerate(places):
        served[n * rooms // len(places)].append(place.code)
    return [tuple(codes) for codes in served]


def _rooms(places: tuple[Area, ...], rooms: int) -> Iterator[Room]:
    for n, codes in enumerate(_served(places, rooms)):
        yield Room(f"room-{n}", f"便民{n}群", codes, account=f"bench-{n % ACCOUNTS}")


def _members() -> Iterator[Member]:
    yield Member("office", "试验市网格中心", hotline="12345", fallback=True)
    for service, code in MEMBERS.items():
        yield Member(code, f"试验{_TITLES[service]}公司", (service,), "96000")


def _grid_workers(places: tuple[Area, ...], rooms: int) -> Iterator[Person]:
    for n, codes in enumerate(_served(places, rooms)):
        yield Person(f"wx-grid-{n}", f"网格员{n}号", Role.GRID_WORKER, codes)


def _leaders(n: int) -> Iterator[Person]:
    area = (_community(n),)
    yield Person(f"wx-leader-{n}", f"网格长{n}号", Role.GRID_LEADER, area)
    yield Person(f"wx-secretary-{n}", f"书记{n}号", Role.SECRETARY, area)


def _street_staff(n: int) -> Iterator[Person]:
    area = (_street(n),)
    yield Person(f"wx-dispatcher-{n}", f"调度{n}号", Role.DISPATCHER, area)
    yield Person(f"wx-office-{n}", f"街道{n}号", Role.MEMBER_STAFF, area, member="office")
    for service, code in MEMBERS.items():
        chief = f"wx-{code}-{n}-chief"
        yield Person(chief, f"{_TITLES[service]}{n}站长", Role.MEMBER_STAFF, area, member=code)
        for shift in ("day", "night"):
            one = f"wx-{code}-{n}-{shift}"
            yield Person(one, f"{_TITLES[service]}{n}{shift[0]}班", Role.MEMBER_STAFF, area, member=code, chief=chief)


def _property_staff(places: tuple[Area, ...], n: int) -> Person:
    mine = places[n * _IN_PROPERTY : (n + 1) * _IN_PROPERTY]
    areas = tuple(p.code for p in mine if ("property", _company(n)) in p.extra)
    return Person(f"wx-property-{n}", f"物业{n}号", Role.MEMBER_STAFF, areas, member=_company(n))


def _rosters(n: int) -> Iterator[Roster]:
    for code in MEMBERS.values():
        for shift, (start, end) in zip(("day", "night"), _SHIFTS, strict=True):
            yield Roster(code, f"wx-{code}-{n}-{shift}", area=_street(n), start=start, end=end)
