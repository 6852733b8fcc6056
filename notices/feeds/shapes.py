"""The fields of a structured announcement, under the names that utilities give them, and the item made of them.

Field names of State Grid and Shenzhen Water as read from public integrations; nothing was called live.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.errors import BadFeed, Place
from models.notice import Announcement, Block, FeedItem
from models.words import NoticeStatus, Service
from notices.doubts import BACKWARDS, without_time
from notices.feeds.markup import plain_text
from notices.feeds.moments import read_moment
from notices.parse import parse

Record = Mapping[str, object]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Under which names a feed gives what; the first name that holds something counts.

    ``rows`` are the keys under which the list of records may lie. A record needs one of ``text``, ``areas`` or
    ``title``; a record of none of these, or without one of the keys that the source ``always`` gives (empty or not),
    means that the source has changed its fields.
    """

    rows: Names = ("data", "items", "list", "rows", "records", "notices", "result")
    ref: Names = ("id", "ref", "编号", "序号")
    title: Names = ("title", "标题")
    text: Names = ("text", "content", "正文", "内容")
    published: Names = ("published_at", "publishedAt", "published", "date", "发布时间", "发布日期")
    start: Names = ("start", "开始时间", "停水开始时间", "停电开始时间", "开始")
    end: Names = ("end", "结束时间", "恢复时间", "预计恢复时间", "结束")
    areas: Names = ("areas", "area", "范围", "区域", "影响范围", "停水范围", "停电范围", "停气范围", "地点")
    line: Names = ("line", "线路", "停电线路")
    reason: Names = ("reason", "原因")
    service: Names = ("service", "服务", "类别")
    status: Names = ("status", "状态", "类型")
    publisher: Names = ("publisher", "发布单位", "单位")
    hotline: Names = ("hotline", "phone", "电话", "热线")
    kind: Service | None = None
    always: Names = ()


PLAIN = Shape()
STATE_GRID = Shape(
    rows=("seleList", "data", "list"),
    ref=("poweroffId", "powerOffId", "sgpoweroffId"),
    title=("typeName",),
    text=(),
    published=("pubTime", "publishTime"),
    start=("startTime",),
    end=("stopTime", "stopDate"),
    areas=("scope", "poweroffArea"),
    line=("lineName",),
    reason=("poweroffReason",),
    service=(),
    status=("infoStatusName", "typeName"),
    publisher=("orgName",),
    hotline=(),
    kind=Service.POWER,
    always=("start", "end", "areas"),
)
SHENZHEN_WATER = Shape(
    rows=("data",),
    ref=("id",),
    title=("title",),
    text=(),
    published=("createdOn",),
    start=("stopStartTime",),
    end=("stopEndTime",),
    areas=("position", "affectUser"),
    line=(),
    reason=("reason",),
    service=(),
    status=("stopwaterType",),
    publisher=(),
    hotline=(),
    kind=Service.WATER,
    always=("start", "end", "areas"),
)
PRESETS: dict[str, Shape] = {"plain": PLAIN, "state_grid": STATE_GRID, "shenzhen_water": SHENZHEN_WATER}


def shaped(preset: str, fields: Mapping[str, Sequence[str]]) -> Shape:
    """A preset with some of its names replaced: ``{"start": ["kssj"], "areas": ["tsfw"]}``; BadFeed for an unknown one."""
    if preset not in PRESETS:
        raise BadFeed([(Place("feeds", path="preset", value=preset), f"没有这种格式，有 {'、'.join(PRESETS)}")])
    strange = set(fields) - {*_FIELDS, "rows"}
    if strange:
        raise BadFeed([(Place("feeds", path="fields", value=min(strange)), f"没有这一项，有 {'、'.join(_FIELDS)}")])
    changes: dict[str, Any] = {name: tuple(names) for name, names in fields.items()}
    return replace(PRESETS[preset], **changes)


_SERVICES = {
    "电": Service.POWER,
    "水": Service.WATER,
    "气": Service.GAS,
    "路": Service.ROAD,
    "交通": Service.ROAD,
    "暖": Service.HEAT,
}
_STATUSES = (
    ("取消", NoticeStatus.CANCELLED),
    ("恢复", NoticeStatus.RESTORED),
    ("延", NoticeStatus.EXTENDED),
    ("改期|变更", NoticeStatus.RESCHEDULED),
    ("故障|抢修|突发|紧急|临时", NoticeStatus.EMERGENCY),
    ("计划|检修", NoticeStatus.PLANNED),
)
_WORDS = {Service.POWER: "停电", Service.WATER: "停水", Service.GAS: "停气", Service.ROAD: "封闭", Service.HEAT: "停暖"}


@dataclass(frozen=True, slots=True)
class Source:
    """Who gives the records: feed and member, the zone of its times, and the hour at which it was read (aware)."""

    feed: str
    member: str
    tz: ZoneInfo
    now: datetime


def item(record: Record, shape: Shape, source: Source, where: Place) -> FeedItem:
    """The item of one record; BadFeed names the place when a time cannot be read or nothing is known by its name."""
    _check(record, shape, where)
    known = {name: plain_text(first(record, getattr(shape, name))) for name in _FIELDS}
    if not (known["text"] or known["areas"] or known["title"]):
        raise BadFeed([(where, f"认不出字段：有 {_keys(record)}")])
    published = _time(known["published"], source.tz, where)
    start, end = (_time(known[k], source.tz, where) for k in ("start", "end"))
    text = known["text"] if known["text"] and not start else _composed(known, shape, start, end, source.tz)
    ref = known["ref"] or hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    made = FeedItem(source.feed, ref, text, min(published or source.now, source.now), source.member)
    return (
        replace(made, announcement=_announcement(made, known, shape, start, end, source.tz)) if start or end else made
    )


def names_of(shape: Shape) -> frozenset[str]:
    """Every name under which something is looked for."""
    return frozenset(name for field in _FIELDS for name in getattr(shape, field))


def _check(record: Record, shape: Shape, where: Place) -> None:
    wanted = (getattr(shape, field) for field in shape.always)
    if missing := next((names for names in wanted if not any(n in record for n in names)), None):
        raise BadFeed([(where, f"字段变了：没有 {'、'.join(missing)}，有 {_keys(record)}")])


def _keys(record: Record) -> str:
    return "、".join(map(str, list(record)[:12])) or "无"


_FIELDS = (
    "ref",
    "title",
    "text",
    "published",
    "start",
    "end",
    "areas",
    "line",
    "reason",
    "service",
    "status",
    "publisher",
    "hotline",
)


def first(record: Record, names: Sequence[str]) -> str:
    """The first of these fields that holds something, as text; lists are joined."""
    for name in names:
        value = record.get(name)
        if value not in (None, "", []):
            return "、".join(map(str, value)) if isinstance(value, list) else str(value).strip()
    return ""


def _service(known: Mapping[str, str], shape: Shape) -> Service | None:
    said = known["service"]
    if said in {s.value for s in Service}:
        return Service(said)
    text = said or known["title"] or known["status"]
    return shape.kind or next((s for word, s in _SERVICES.items() if word in text), None)


def _status(known: Mapping[str, str]) -> NoticeStatus | None:
    said = known["status"]
    if said in {s.value for s in NoticeStatus}:
        return NoticeStatus(said)
    return next((s for words, s in _STATUSES if re.search(words, f"{said} {known['title']}")), None)


def _composed(
    known: Mapping[str, str], shape: Shape, start: datetime | None, end: datetime | None, tz: ZoneInfo
) -> str:
    """The fields as an announcement that the grammar and people read."""
    service = _service(known, shape)
    word = _WORDS.get(service, "停供") if service else "停供"
    span = " 至 ".join(f"{t.astimezone(tz):%Y年%m月%d日 %H:%M}" for t in (start, end) if t)
    lines = [known["title"] or f"{word}通知", known["text"]]
    lines += [f"{word}时间：{span}" if span else "", f"{word}范围：{known['areas']}" if known["areas"] else ""]
    lines += [
        f"停电线路：{known['line']}" if known["line"] else "",
        f"{word}原因：{known['reason']}" if known["reason"] else "",
    ]
    lines += [
        known["status"] if known["status"] != known["title"] else "",
        f"电话 {known['hotline']}" if known["hotline"] else "",
        known["publisher"],
    ]
    return "\n".join(line for line in lines if line)


def _announcement(
    made: FeedItem, known: Mapping[str, str], shape: Shape, start: datetime | None, end: datetime | None, tz: ZoneInfo
) -> Announcement:
    """The reading of the composed text, in which the fields have the last word."""
    read = parse(made.text, _local(made.published_at, tz))
    block = Block(_local(start, tz) if start else None, _local(end, tz) if end else None)
    doubts = without_time(read.doubts)
    wrong = (BACKWARDS,) if start and end and end <= start else ()
    return replace(
        read,
        is_notice=True,
        service=_service(known, shape) or read.service,
        status=_status(known) or read.status or NoticeStatus.PLANNED,
        blocks=(block,),
        reason=known["reason"] or read.reason,
        publisher=known["publisher"] or read.publisher,
        hotline=(known["hotline"],) if known["hotline"] else read.hotline,
        doubts=(*doubts, *wrong),
        why=("来源给了字段", *read.why),
    )


def _local(at: datetime, tz: ZoneInfo) -> datetime:
    return at.astimezone(tz).replace(tzinfo=None)


def _time(value: str, tz: ZoneInfo, where: Place) -> datetime | None:
    """A moment, aware, UTC; None for an empty field; BadFeed names one that cannot be read."""
    if not value:
        return None
    read = read_moment(value, tz)
    if read is None:
        raise BadFeed([(Place(where.file, where.line, where.path, value), "时间读不懂")])
    return read
