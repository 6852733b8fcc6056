"""What the WeChat bench and the soak play on: a district bound to the gateway's rooms, free budgets, lines to say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from bot.replay import LogLine
from keywords.lexicon import default_lexicon
from keywords.reader import Reader
from models.areas import District
from models.message import Message

DISTRICT = "320000"
_BEGAN = datetime(2026, 7, 3, tzinfo=UTC)
_FIRST = "松柏梅兰竹菊桃李杏梨桂榆槐杉枫橡樟椿棠楠"
_SECOND = "鹤鹿鸥鹭雁鹊鸢凤龙麒云霞月星泉溪湖岚谷峰"
_ENDS = ("新村", "花苑", "家园")
_SERVICES = ("power", "water", "gas", "road", "property")
_STAFF = ("wx-staff-1", "wx-staff-2", "wx-staff-3")
# Said in a room of its own estate each opens a matter that is accepted and answered at once, and none is a danger.
TROUBLES = (
    "2栋下水道堵了，粪水往外冒",
    "门口的路灯不亮了，一排都黑的",
    "3栋楼道灯坏了不亮",
    "6栋一直跳闸",
    "7栋消火栓坏了一直滴水",
    "9栋充电桩坏了充不进去",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report and the room that it is said in."""

    room: str
    text: str


def room_id(number: int) -> str:
    """The id of the gateway's room ``number``, from 1."""
    return f"room{number}@chat"


def reports(rooms: int) -> Iterator[Report]:
    """All reports that are answered on a fresh store: room after room with one trouble, then with the next."""
    for text in TROUBLES:
        for number in range(1, rooms + 1):
            yield Report(room_id(number), text)


def ordinary(log: Sequence[LogLine], district: District, most: int) -> list[str]:
    """Up to ``most`` lines of a chat log that report nothing, and in which the reader sees nothing either.

    Not even right after each of the troubles, said in the same room by the same person or by another.
    """
    quiet = [line.message.text for line in log if line.gold and not line.gold["capture"]]
    texts = list(dict.fromkeys(filter(None, quiet)))[: most * 2]
    for trouble in TROUBLES:
        for sender in ("wx-1", "wx-2"):
            texts = _calm_after(trouble, sender, texts, district)
    return texts[:most]


def _calm_after(trouble: str, sender: str, texts: Sequence[str], district: District) -> list[str]:
    """Those of ``texts`` in which nothing is seen when ``sender`` says them after a report of wx-1."""
    reader, rooms = Reader(default_lexicon(), district), cycle(room.id for room in district.rooms)
    calm = []
    for number, (text, room) in enumerate(zip(texts, rooms, strict=False)):
        reader.read(_said(room, "wx-1", trouble, number))
        if not reader.read(_said(room, sender, text, number)).captured:
            calm.append(text)
    return calm


def _said(room: str, sender: str, text: str, number: int) -> Message:
    at = _BEGAN + timedelta(seconds=number)
    return Message(id=f"{sender} {number}", channel="bench", room=room, sender=sender, nick="", text=text, at=at)


def write_stage(folder: Path, rooms: int, changes: Mapping[str, Any] | None = None) -> Path:
    """Write config.yaml and district.yaml into ``folder``; the path of the first. ``changes`` go over its settings.

    The account reads ``WECHAT_ENDPOINT`` and ``WECHAT_TOKEN``. Budgets, cool-down and quiet hours hold nothing up.
    """
    (folder / "district.yaml").write_text(json.dumps(_district(rooms), ensure_ascii=False), encoding="utf-8")
    settings = {
        "live": True,
        "database": f"sqlite:///{folder}/bench.db",
        "district": str(folder / "district.yaml"),
        "key_file": str(folder / "key"),
        "data_dir": str(folder),
        "web": {"port": 0},
        "wechat": {"accounts": [{"name": "bench", "endpoint": "env:WECHAT_ENDPOINT", "token": "env:WECHAT_TOKEN"}]},
        "reading": {"speak_after_staff_minutes": 0, "cool_down_minutes": 0},
        "quiet_hours": {"start": "00:00", "end": "00:00"},
        "budget": {
            "per_minute": 1_000_000,
            "per_hour": 1_000_000,
            "per_day": 1_000_000,
            "same_target_seconds": 0,
            "other_target_seconds": 0,
            "warm_up_hours": 0,
        },
        "etiquette": {"texts_a_matter": 1000, "texts_a_room_a_day": 1000},
        "outbox": {"attempts": 1000, "first_retry_seconds": 1, "longest_retry_seconds": 5},
        **(changes or {}),
    }
    config = folder / "config.yaml"
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return config


def _district(rooms: int) -> dict[str, Any]:
    """``rooms`` estates in communities of ten, a room each; members, staff and responsibilities for every service."""
    communities = [
        {"code": f"{DISTRICT}{n:03}", "name": f"第{n + 1}社区", "kind": "community", "parent": DISTRICT}
        for n in range((rooms + 9) // 10)
    ]
    estates = [
        {
            "code": f"e{n}",
            "name": _name(n),
            "kind": "estate",
            "parent": f"{DISTRICT}{n // 10:03}",
            "buildings": "1-20",
        }
        for n in range(rooms)
    ]
    return {
        "areas": [{"code": DISTRICT, "name": "试验区", "kind": "district"}, *communities, *estates],
        "rooms": [{"id": room_id(n + 1), "topic": f"{_name(n)}便民群", "areas": [f"e{n}"]} for n in range(rooms)],
        "members": [
            {"code": "office", "name": "试验街道", "hotline": "12345", "fallback": True},
            *({"code": s, "name": f"试验{s}站", "services": [s], "hotline": "12345"} for s in _SERVICES),
        ],
        "people": [
            {"id": _STAFF[0], "name": "网格员甲", "role": "grid_worker", "areas": [DISTRICT]},
            {"id": _STAFF[1], "name": "电工乙", "role": "member_staff", "member": "power", "areas": [DISTRICT]},
            {"id": _STAFF[2], "name": "调度丙", "role": "dispatcher", "areas": [DISTRICT]},
        ],
        "responsibilities": [{"service": s, "area": DISTRICT, "member": s} for s in _SERVICES if s != "property"],
    }


def _name(number: int) -> str:
    """A name of its own for each of up to 1,200 estates."""
    rest, second = divmod(number, len(_SECOND))
    end, first = divmod(rest, len(_FIRST))
    return f"{_FIRST[first]}{_SECOND[second]}{_ENDS[end]}"
