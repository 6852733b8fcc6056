"""The item made of one record of a structured feed, and what becomes of a record that cannot be read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from models.errors import BadFeed, Place
from models.notice import Announcement, Block, FeedItem
from models.words import NoticeStatus, Service
from notices.doubts import BACKWARDS, without_time
from notices.feeds.markup import plain_text
from notices.feeds.moments import read_moment
from notices.feeds.port import Source
from notices.feeds.shapes import FIELDS, Record, Shape, first
from notices.parse import parse

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
    ("部分恢复|部分送电|部分供水", NoticeStatus.PARTLY_RESTORED),
    ("恢复|已送电|送电完成|已供水|已通气|已完成", NoticeStatus.RESTORED),
    ("延", NoticeStatus.EXTENDED),
    ("改期|变更", NoticeStatus.RESCHEDULED),
    ("故障|抢修|突发|紧急|临时", NoticeStatus.EMERGENCY),
    ("计划|检修", NoticeStatus.PLANNED),
)
_LONGEST = 2_000
_WORDS = {Service.POWER: "停电", Service.WATER: "停水", Service.GAS: "停气", Service.ROAD: "封闭", Service.HEAT: "停暖"}


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it stands in a source: where, and what is wrong with it at first sight ("" = nothing)."""

    where: Place
    record: object
    wrong: str = ""


def items_of(rows: Iterable[Row], shape: Shape, source: Source) -> Iterator[FeedItem]:
    """The items of the records of one answer or file.

    One that cannot be read becomes an item that waits for a person, with its place and the reason as its doubt, while
    the others are taken. Where none can be read the source has changed its form: BadFeed.
    """
    tried = [(row, _tried(row, shape, source)) for row in rows]
    wrong = [made for _, made in tried if isinstance(made, BadFeed)]
    if wrong and len(wrong) == len(tried):
        raise wrong[0]
    for row, made in tried:
        yield _unread(row.record, shape, source, made) if isinstance(made, BadFeed) else made


def _tried(row: Row, shape: Shape, source: Source) -> FeedItem | BadFeed:
    if row.wrong or not isinstance(row.record, Mapping):
        return BadFeed([(row.where, row.wrong or "这一条不是对象")])
    try:
        return item(row.record, shape, source, row.where)
    except BadFeed as error:
        return error


def _unread(record: object, shape: Shape, source: Source, error: BadFeed) -> FeedItem:
    """What is known of a record that could not be read, for a person to put right."""
    fields = record if isinstance(record, Mapping) else {}
    known = _known(fields, shape)
    written = " 至 ".join(filter(None, (known["start"], known["end"])))
    text = _composed(known, shape, written) if known["text"] or known["areas"] or known["title"] else _raw(record)
    return waiting(source, known["ref"], text, _service(known, shape), error)


def waiting(source: Source, ref: str, text: str, service: Service | None, error: BadFeed) -> FeedItem:
    """An item that no one may post by itself: ``error`` says what could not be read, and where."""
    read = parse(text, _local(source.now, source.tz))
    said = replace(read, is_notice=True, service=service or read.service, doubts=(str(error), *read.doubts))
    return FeedItem(source.feed, ref or _ref(text), text, source.now, source.member, said)


def _raw(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, default=str)[:_LONGEST]


def item(record: Record, shape: Shape, source: Source, where: Place) -> FeedItem:
    """The item of one record; BadFeed names the place when a time cannot be read or nothing is known by its name."""
    _check(record, shape, where)
    known = _known(record, shape)
    if not (known["text"] or known["areas"] or known["title"]):
        raise BadFeed([(where, f"认不出字段：有 {_keys(record)}")])
    published = _time(known["published"], source.tz, where)
    start, end = (_time(known[k], source.tz, where) for k in ("start", "end"))
    span = " 至 ".join(f"{t.astimezone(source.tz):%Y年%m月%d日 %H:%M}" for t in (start, end) if t)
    whole = known["text"] and not start
    text = known["text"] if whole else _composed(known, shape, span or known["when"])
    made = FeedItem(
        source.feed, known["ref"] or _ref(text), text, min(published or source.now, source.now), source.member
    )
    return (
        replace(made, announcement=_announcement(made, known, shape, start, end, source.tz)) if start or end else made
    )


def _known(record: Record, shape: Shape) -> dict[str, str]:
    """What a record holds, by our names; of the lines all that it names."""
    known = {name: plain_text(first(record, getattr(shape, name))) for name in FIELDS}
    lines = (plain_text(first(record, (name,))) for name in shape.line)
    return known | {"line": "、".join(dict.fromkeys(filter(None, lines)))}


def _ref(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _check(record: Record, shape: Shape, where: Place) -> None:
    wanted = (names for _, names in shape.always)
    if missing := next((names for names in wanted if not any(n in record for n in names)), None):
        raise BadFeed([(where, f"字段变了：没有 {'、'.join(missing)}，有 {_keys(record)}")])


def _keys(record: Record) -> str:
    return "、".join(map(str, list(record)[:12])) or "无"


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


def _composed(known: Mapping[str, str], shape: Shape, span: str) -> str:
    """The fields as an announcement that the grammar and people read; ``span`` are its times."""
    service = _service(known, shape)
    word = _WORDS.get(service, "停供") if service else "停供"
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
