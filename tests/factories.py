"""Nouns with defaults: a test names only what it is about. Times are aware, UTC; 2025-06-10 is a Tuesday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from models.areas import Area, District, Member, Person, Responsibility, Room
from models.capture import Capture
from models.matter import Matter, Report
from models.message import Message
from models.notice import Affected, Announcement, Block, FeedItem, FeedState, Notice, Reach
from models.outgoing import Outgoing
from models.sample import Sample
from models.suspicion import Suspicion
from models.ticket import Audit, Command, Ticket
from models.words import (
    Act,
    AreaKind,
    Effect,
    NoticeStatus,
    Priority,
    Role,
    RoomKind,
    Service,
    Status,
    Urgency,
)

NOW = datetime(2025, 6, 10, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai, a Tuesday."""

_numbers = count(1)


def after(**parts: float) -> datetime:
    """``NOW`` and some time, as of ``timedelta``."""
    return NOW + timedelta(**parts)


def a_message(text: str = "3栋停电了吗", **changes: Any) -> Message:
    """A resident's line in room-01; each has an id of its own."""
    base = Message(
        id=f"msg-{next(_numbers)}",
        channel="practice",
        room="room-01",
        sender="h-wang",
        nick="3栋-王",
        text=text,
        at=NOW,
    )
    return base.evolve(**changes)


def a_capture(**changes: Any) -> Capture:
    """A report of a power cut in building 3 that opens matter m-1."""
    base = Capture(
        captured=True, service=Service.POWER, topic="E01", act=Act.REPORT, urgency=Urgency.P2, estate="yt-xc",
        building="3", matter="m-1", opens=True, score=0.9, why=("停电",),
    )  # fmt: skip
    return base.evolve(**changes)


def a_matter(**changes: Any) -> Matter:
    """A power cut in building 3 of 云亭新村, spoken of by one household."""
    base = Matter(
        key="m-1", service=Service.POWER, topic="E01", urgency=Urgency.P2, estate="yt-xc", opened_at=NOW, last_at=NOW,
        buildings=("3",), rooms=("room-01",), households=1,
    )  # fmt: skip
    return base.evolve(**changes)


def a_report(**changes: Any) -> Report:
    """One line of matter m-1; each is of a message of its own."""
    values: dict[str, Any] = {
        "matter": "m-1",
        "channel": "practice",
        "message_id": f"msg-{next(_numbers)}",
        "room": "room-01",
        "sender": "h-wang",
        "household": "hh-1",
        "act": Act.REPORT.value,
        "estate": "yt-xc",
        "building": "3",
        "unit": None,
        "masked": "3栋停电了吗",
        "at": NOW,
        "why": ("停电",),
        "topic": "E01",
    }
    return Report(**(values | changes))


def a_card(**changes: Any) -> Suspicion:
    """A suspected power cut on 10kV云亭线, put before the power company ten minutes after it began."""
    base = Suspicion(
        number=0, cause="E01 10kV云亭线", service=Service.POWER, topic="E01", line="10kV云亭线", estates=("yt-xc",),
        member="power", opened_at=NOW, since=NOW - timedelta(minutes=10), households=5, asked=("wx-power",),
    )  # fmt: skip
    return base.evolve(**changes)


def a_ticket(**changes: Any) -> Ticket:
    """A ticket of matter m-1, captured, owned by the power company."""
    base = Ticket(
        number=0,
        matter="m-1",
        status=Status.CAPTURED,
        service=Service.POWER,
        topic="E01",
        urgency=Urgency.P2,
        created_at=NOW,
        room="room-01",
        estate="yt-xc",
        building="3",
        summary="云亭新村 3 栋 停电",
        reporter="h-wang",
        member="power",
        person="wx-power",
        worker="wx-worker",
    )
    return base.evolve(**changes)


def an_audit(**changes: Any) -> Audit:
    """The bot captured ticket 1."""
    values: dict[str, Any] = {"subject": "ticket 1", "action": "capture", "actor": "bot", "at": NOW}
    return Audit(**(values | changes))


def a_command(**changes: Any) -> Command:
    """接单 of ticket 1."""
    return Command(**({"verb": "sign", "number": 1} | changes))


def an_announcement(**changes: Any) -> Announcement:
    """A planned power cut tomorrow from 8:00 to 17:00 in 云亭新村 1-5 栋 (local naive times)."""
    values: dict[str, Any] = {
        "is_notice": True,
        "service": Service.POWER,
        "status": NoticeStatus.PLANNED,
        "blocks": (Block(datetime(2025, 6, 11, 8), datetime(2025, 6, 11, 17)),),  # noqa: DTZ001
        "areas": (Affected("云亭新村1-5栋", "building_range", buildings=("1", "2", "3", "4", "5")),),
        "reason": "线路检修",
        "publisher": "润州供电",
        "hotline": ("95598",),
    }
    return Announcement(**(values | changes))


def a_reach(**changes: Any) -> Reach:
    """Buildings 1 to 5 of 云亭新村 are off, for sure."""
    values: dict[str, Any] = {
        "estate": "yt-xc",
        "buildings": ("1", "2", "3", "4", "5"),
        "effect": Effect.OFF,
        "sure": True,
        "area": 0,
        "why": "小区名",
    }
    return Reach(**(values | changes))


def a_notice(**changes: Any) -> Notice:
    """Version 1 of thread 1, published, reaching 云亭新村."""
    base = Notice(
        id=1,
        version=1,
        feed="power-web",
        ref="n-1",
        digest="d-1",
        said=an_announcement(),
        text="计划停电:6月11日8:00-17:00,云亭新村1-5栋",
        published_at=NOW,
        reach=(a_reach(),),
        member="power",
    )
    return base.evolve(**changes)


def a_feed_item(**changes: Any) -> FeedItem:
    """What a feed delivers for ``a_notice``."""
    values: dict[str, Any] = {
        "feed": "power-web",
        "ref": "n-1",
        "text": "计划停电:6月11日8:00-17:00,云亭新村1-5栋停电",
        "published_at": NOW,
        "member": "power",
    }
    return FeedItem(**(values | changes))


def a_feed_state(**changes: Any) -> FeedState:
    """A feed that answered just now."""
    values: dict[str, Any] = {"feed": "power-web", "ok": True, "checked_at": NOW}
    return FeedState(**(values | changes))


def an_outgoing(**changes: Any) -> Outgoing:
    """A reply for room-01 that may leave now; each has a key of its own."""
    base = Outgoing(
        key=f"reply {next(_numbers)}",
        text="收到,已记录。",
        room="room-01",
        person="",
        priority=Priority.REPLY,
        due_at=NOW,
        topic="E01",
    )
    return base.evolve(**changes)


def a_sample(**changes: Any) -> Sample:
    """A doubtful line that waits for a verdict."""
    base = Sample(
        channel="practice", message_id=f"msg-{next(_numbers)}", room="room-01", masked="又没了", at=NOW, score=0.4
    )
    return base.evolve(**changes)


def a_district(**changes: Any) -> District:
    """A small district: 润州区, one street, two communities, three estates, three residents' rooms and a staff room."""
    values: dict[str, Any] = {
        "areas": _areas(),
        "rooms": _rooms(),
        "members": _members(),
        "people": _people(),
        "responsibilities": _responsibilities(),
    }
    return District(**(values | changes))


def _estate(code: str, name: str, parent: str, buildings: int, road: str, line: str) -> Area:
    numbers = tuple(str(n) for n in range(1, buildings + 1))
    return Area(
        code, name, AreaKind.ESTATE, parent, aliases=(name[:2],), buildings=numbers, roads=(road,), lines=(line,)
    )


def _areas() -> tuple[Area, ...]:
    return (
        Area("321111", "润州区", AreaKind.DISTRICT, aliases=("润州",)),
        Area("321111900", "云亭街道", AreaKind.STREET, "321111"),
        Area("321111900001", "云亭社区", AreaKind.COMMUNITY, "321111900", roads=("云亭路",)),
        Area("321111900002", "柳岸社区", AreaKind.COMMUNITY, "321111900", roads=("柳岸路",)),
        _estate("yt-xc", "云亭新村", "321111900001", 24, "云亭路", "10kV云亭线"),
        _estate("qh-yuan", "清荷苑", "321111900001", 9, "清荷路", "10kV清荷线"),
        _estate("la-jy", "柳岸家园", "321111900002", 12, "柳岸路", "10kV柳岸线"),
    )


def _rooms() -> tuple[Room, ...]:
    return (
        Room("room-01", "云亭新村便民群", ("yt-xc",)),
        Room("room-02", "清荷苑邻里群", ("qh-yuan",)),
        Room("room-03", "柳岸家园业主群", ("la-jy",)),
        Room("room-staff", "云亭街道网格工作群", ("321111900",), kind=RoomKind.STAFF),
    )


def _members() -> tuple[Member, ...]:
    return (
        Member("street-office", "云亭街道办事处", hotline="12345", fallback=True),
        Member("power", "润州供电", ("power",), "95598"),
        Member("water", "润州供水", ("water",), "0511-85550100"),
        Member("gas", "润州燃气", ("gas",), "0511-85550119"),
        Member("municipal", "润州市政", ("road",), "12345"),
        Member("property", "安居物业", ("property",), "0511-85550166"),
    )


def _people() -> tuple[Person, ...]:
    staff = Role.MEMBER_STAFF
    return (
        Person("wx-worker", "网格员小林", Role.GRID_WORKER, ("yt-xc", "qh-yuan")),
        Person("wx-worker2", "网格员小秦", Role.GRID_WORKER, ("la-jy",)),
        Person("wx-power", "供电小马", staff, ("321111",), member="power"),
        Person("wx-water", "供水老耿", staff, ("321111",), member="water"),
        Person("wx-gas", "燃气陆工", staff, ("321111",), member="gas"),
        Person("wx-road", "市政陈工", staff, ("321111",), member="municipal"),
        Person("wx-property", "物业小郑", staff, ("yt-xc",), member="property"),
        Person("wx-dispatcher", "调度施敏", Role.DISPATCHER, ("321111",)),
        Person("wx-admin", "管理员周正", Role.ADMIN, ("321111",)),
    )


def _responsibilities() -> tuple[Responsibility, ...]:
    return (
        Responsibility("321111", "power", Service.POWER),
        Responsibility("321111", "water", Service.WATER),
        Responsibility("321111", "gas", Service.GAS),
        Responsibility("321111", "municipal", Service.ROAD),
        Responsibility("yt-xc", "property", topic="E11"),
        Responsibility("yt-xc", "property", topic="W11", buildings=("1", "2", "3")),
    )
