"""The fields of a structured announcement, under the names that utilities give them.

Field names of State Grid and Shenzhen Water as read from public integrations; nothing was called live.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.errors import BadFeed, Place
from models.words import Service

Record = Mapping[str, object]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Under which names a feed gives what; the first name that holds something counts.

    ``rows`` are the keys under which the list of records may lie. A record needs one of ``text``, ``areas`` or
    ``title``; a record of none of these, or without one of the keys that the source ``always`` gives for a field (empty or not),
    means that the source has changed its fields. ``when`` are times in words, for where start and end are not given;
    of ``line`` every name counts. ``pages`` say how many pages there are, ``next`` holds the address of the next one.
    """

    rows: Names = ("data", "items", "list", "rows", "records", "notices", "result")
    ref: Names = ("id", "ref", "编号", "序号")
    title: Names = ("title", "标题")
    text: Names = ("text", "content", "正文", "内容")
    published: Names = ("published_at", "publishedAt", "published", "date", "发布时间", "发布日期")
    start: Names = ("start", "开始时间", "停水开始时间", "停电开始时间", "开始")
    end: Names = ("end", "结束时间", "恢复时间", "预计恢复时间", "结束")
    when: Names = ("when", "time", "时间", "停水时间", "停电时间", "停气时间", "停暖时间", "封闭时间")
    areas: Names = ("areas", "area", "范围", "区域", "影响范围", "停水范围", "停电范围", "停气范围", "地点")
    line: Names = ("line", "线路", "停电线路")
    reason: Names = ("reason", "原因")
    service: Names = ("service", "服务", "类别")
    status: Names = ("status", "状态", "类型")
    publisher: Names = ("publisher", "发布单位", "单位")
    hotline: Names = ("hotline", "phone", "电话", "热线")
    kind: Service | None = None
    always: tuple[tuple[str, Names], ...] = ()
    pages: Names = ("pages", "totalPage", "totalPages", "total_pages", "pageTotal", "总页数")
    next: Names = ("next", "nextPage", "next_page", "nextLink", "next_url", "下一页")


FIELDS = (
    "ref",
    "title",
    "text",
    "published",
    "start",
    "end",
    "when",
    "areas",
    "line",
    "reason",
    "service",
    "status",
    "publisher",
    "hotline",
)


PLAIN = Shape()
STATE_GRID = Shape(
    rows=("seleList", "data", "list"),
    ref=("poweroffId", "powerOffId", "sgpoweroffId"),
    title=("typeName",),
    text=(),
    published=("pubTime", "publishTime"),
    start=("startTime",),
    end=("stopTime", "stopDate"),
    when=(),
    areas=("scope", "poweroffArea", "villageName", "roadName", "communityName", "streetName"),
    line=("lineName", "pubTranName", "tgName"),
    reason=("poweroffReason",),
    service=(),
    status=("infoStatusName", "typeName"),
    publisher=("orgName",),
    hotline=(),
    kind=Service.POWER,
    always=(("start", ("startTime",)), ("end", ("stopTime", "stopDate")), ("areas", ("scope", "poweroffArea"))),
)
SHENZHEN_WATER = Shape(
    rows=("data",),
    ref=("id",),
    title=("title",),
    text=(),
    published=("createdOn",),
    start=("stopStartTime",),
    end=("stopEndTime",),
    when=("stoptime",),
    areas=("position", "affectUser"),
    line=(),
    reason=("reason",),
    service=(),
    status=("stopwaterType",),
    publisher=(),
    hotline=(),
    kind=Service.WATER,
    always=(("start", ("stopStartTime",)), ("end", ("stopEndTime",)), ("areas", ("position", "affectUser"))),
)
PRESETS: dict[str, Shape] = {"plain": PLAIN, "state_grid": STATE_GRID, "shenzhen_water": SHENZHEN_WATER}


def shaped(preset: str, fields: Mapping[str, Sequence[str]]) -> Shape:
    """A preset with some of its names replaced: ``{"start": ["kssj"], "areas": ["tsfw"]}``; BadFeed for an unknown one."""
    if preset not in PRESETS:
        raise BadFeed([(Place("feeds", path="preset", value=preset), f"没有这种格式，有 {'、'.join(PRESETS)}")])
    strange = set(fields) - {*FIELDS, "rows"}
    if strange:
        raise BadFeed([(Place("feeds", path="fields", value=min(strange)), f"没有这一项，有 {'、'.join(FIELDS)}")])
    known = PRESETS[preset]
    changes: dict[str, Any] = {name: tuple(names) for name, names in fields.items()}
    always = tuple((field, changes.get(field, names)) for field, names in known.always)
    return replace(known, always=always, **changes)


def names_of(shape: Shape) -> frozenset[str]:
    """Every name under which something is looked for."""
    return frozenset(name for field in FIELDS for name in getattr(shape, field))


def first(record: Record, names: Sequence[str]) -> str:
    """The first of these fields that holds something, as text; lists are joined."""
    for name in names:
        value = record.get(name)
        if value not in (None, "", []):
            return "、".join(map(str, value)) if isinstance(value, list) else str(value).strip()
    return ""
