"""The API of the utilities: push a notice (fields or free text), change, cancel and restore it, read whom it reached."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from console.announcing import desk_hour, rooms_told
from console.desk import AtDesk, Desk
from console.keys import MayReadNotices, MayWriteNotices
from console.notices_given import (
    AreaGiven,
    BlockGiven,
    CoverageTold,
    Followed,
    NoticeGiven,
    NoticeTold,
    RoomReached,
    RoomTold,
)
from models.areas import District
from models.errors import NotFound
from models.login import Answered, ApiKey
from models.notice import Affected, Announcement, Block, FeedItem, Notice
from models.store import Tx
from models.words import NoticeStatus, Service
from notices.coverage import ledger_of
from notices.ledger import Ledger, stage_name
from notices.match import match
from notices.parse import parse

IdempotencyKey = Annotated[str, Header(max_length=100, description="同一个键再发一次，得到同一个答复，不会再做一次")]


def notices_api() -> APIRouter:
    """The routes under ``/api/v1/notices``."""
    said: dict[int | str, dict[str, Any]] = {
        401: {"description": "no key, or a wrong one"},
        403: {"description": "a key without this scope"},
        404: {"description": "no such notice of this sender"},
        409: {"description": "the Idempotency-Key was used for another request"},
        429: {"description": "too many requests in a minute"},
    }
    router = APIRouter(prefix="/api/v1/notices", tags=["notices"], responses=said)
    router.add_api_route("", push, methods=["POST"], response_model=NoticeTold)
    router.add_api_route("/{ref}/cancel", cancel, methods=["POST"], response_model=NoticeTold)
    router.add_api_route("/{ref}/restore", restore, methods=["POST"], response_model=NoticeTold)
    router.add_api_route("/{ref}/coverage", coverage, methods=["GET"], response_model=CoverageTold)
    return router


async def push(desk: AtDesk, key: MayWriteNotices, given: NoticeGiven, idempotency_key: IdempotencyKey = "") -> Any:
    """Push an announcement or a new version of one."""
    return await _once(desk, key, idempotency_key, given, given)


async def cancel(
    desk: AtDesk, key: MayWriteNotices, ref: str, given: Followed, idempotency_key: IdempotencyKey = ""
) -> Any:
    """It will not happen."""
    return await _follow(desk, key, ref, given, NoticeStatus.CANCELLED, idempotency_key)


async def restore(
    desk: AtDesk, key: MayWriteNotices, ref: str, given: Followed, idempotency_key: IdempotencyKey = ""
) -> Any:
    """Supply is back."""
    status = NoticeStatus.PARTLY_RESTORED if given.areas else NoticeStatus.RESTORED
    return await _follow(desk, key, ref, given, status, idempotency_key)


async def coverage(desk: AtDesk, key: MayReadNotices, ref: str) -> Any:
    """Which rooms and how many households were told, when, and why the others were not."""
    found, number, district = await desk.store.run(_ledger, feed_of(key), ref)
    return _covered(found, number, district)


async def _follow(desk: Desk, key: ApiKey, ref: str, given: Followed, status: NoticeStatus, token: str) -> JSONResponse:
    before = await desk.store.run(_standing, feed_of(key), ref)
    made = NoticeGiven(
        ref=ref,
        service=before.said.service or Service.OTHER,
        status=status,
        blocks=[BlockGiven(end=given.at)] if given.at else [],
        areas=given.areas or [_as_given(a) for a in before.said.areas],
        reason=given.reason or before.said.reason or "",
        publisher=before.said.publisher or "",
        hotline=list(before.said.hotline),
        dry_run=given.dry_run,
    )
    return await _once(desk, key, token, given, made, before=before)


def _as_given(area: Affected) -> AreaGiven:
    return AreaGiven(name=area.text, buildings=list(area.buildings) if area.buildings else None, effect=area.effect)


async def _once(
    desk: Desk, key: ApiKey, token: str, asked: BaseModel, given: NoticeGiven, before: Notice | None = None
) -> JSONResponse:
    """Do it, or give the answer that the same request had before."""
    digest = sha256(f"{given.ref}\n{asked.model_dump_json()}".encode()).hexdigest()
    had = await desk.store.run(lambda tx: tx.programs.answer(key.digest, token)) if token else None
    if had and had.asked != digest:
        raise HTTPException(409, "这个 Idempotency-Key 用在了另一个请求上")
    if had:
        return JSONResponse(json.loads(had.answer), had.status)
    told = await _taken(desk, key, given, before)
    if token and not given.dry_run:
        row = Answered(key.digest, token, digest, 200, told.model_dump_json(), desk.wall())
        await desk.store.run(lambda tx: tx.programs.remember(row))
    return JSONResponse(json.loads(told.model_dump_json()))


async def _taken(desk: Desk, key: ApiKey, given: NoticeGiven, before: Notice | None) -> NoticeTold:
    item = item_of(given, key, desk.now(), desk.tz)
    district = await desk.store.run(lambda tx: tx.district.load())
    shown = _understood(item, desk, district, before)
    if given.dry_run:
        return shown
    if desk.announces is None:
        raise HTTPException(409, "这里不收公告")
    made = await desk.announces.take(item, trusted=True)
    if made is None:
        state = "unchanged" if shown.state != "none" else "none"
        return NoticeTold(notice=None, version=None, state=state, understood=shown.understood, rooms=[])
    rooms = shown.rooms if made.state == "published" else []
    return NoticeTold(notice=made.id, version=made.version, state=made.state, understood=shown.understood, rooms=rooms)


def feed_of(key: ApiKey) -> str:
    """Under which name a key's notices are kept: versions of one sender never mix with another's."""
    return f"api:{key.name}"


def item_of(given: NoticeGiven, key: ApiKey, now: datetime, tz: ZoneInfo) -> FeedItem:
    """What the sender gave, as any other feed would deliver it."""
    at = given.published_at or now
    said = announcement_of(given, tz) if given.service else None
    text = given.text.strip() or _text_of(given, tz)
    return FeedItem(feed_of(key), given.ref, text, at, key.member, said, tuple(given.follows))


def announcement_of(given: NoticeGiven, tz: ZoneInfo) -> Announcement:
    """The fields as an announcement; times become local naive ones of the district."""
    return Announcement(
        is_notice=True,
        service=given.service,
        status=given.status or NoticeStatus.PLANNED,
        blocks=tuple(Block(_local(b.start, tz), _local(b.end, tz)) for b in given.blocks),
        areas=tuple(_affected(a) for a in given.areas),
        reason=given.reason or None,
        publisher=given.publisher or None,
        hotline=tuple(given.hotline),
        why=("接口给的各项",),
    )


def _affected(area: AreaGiven) -> Affected:
    return Affected(area.name, "estate", area.effect, tuple(area.buildings) if area.buildings else None)


def _local(at: datetime | None, tz: ZoneInfo) -> datetime | None:
    return at.astimezone(tz).replace(tzinfo=None) if at else None


def _text_of(given: NoticeGiven, tz: ZoneInfo) -> str:
    times = "；".join(f"{_shown(b.start, tz)} 至 {_shown(b.end, tz)}" for b in given.blocks)
    places = "、".join(a.name for a in given.areas)
    return " ".join(filter(None, (given.publisher, given.reason, times, places)))


def _shown(at: datetime | None, tz: ZoneInfo) -> str:
    return f"{_local(at, tz):%Y-%m-%d %H:%M}" if at else "待定"


def _understood(item: FeedItem, desk: Desk, district: District, before: Notice | None) -> NoticeTold:
    """What is understood and who would hear what; nothing is kept."""
    at = desk_hour(desk)
    said = item.announcement or parse(item.text, at.local)
    reach, unmatched = match(said, district)
    notice = Notice(0, 1, item.feed, item.ref, "", said, item.text, at.now, reach=reach, unmatched=unmatched)
    rooms = [] if before else [RoomTold(room=h.room, at=h.at, text=h.text) for h in rooms_told(notice, district, at)]
    understood = {
        "service": said.service,
        "status": said.status,
        "blocks": [{"start": _iso(b.start), "end": _iso(b.end)} for b in said.blocks],
        "estates": sorted({r.estate for r in reach}),
        "unmatched": list(unmatched),
        "doubts": list(said.doubts),
    }
    return NoticeTold(
        notice=None, version=None, state="dry_run" if said.is_notice else "none", understood=understood, rooms=rooms
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def _standing(tx: Tx, feed: str, ref: str) -> Notice:
    found = tx.notices.by_ref(feed, ref)
    if found is None:
        raise NotFound("notice", ref)
    return found


def _ledger(tx: Tx, feed: str, ref: str) -> tuple[Ledger | None, int, District]:
    notice, district = _standing(tx, feed, ref), tx.district.load()
    return ledger_of(tx, notice.id, district), notice.id, district


def _covered(found: Ledger | None, number: int, district: District) -> CoverageTold:
    entries = found.entries if found else ()
    rooms = [
        RoomReached(room=district.room[e.room].topic if e.room in district.room else e.room, at=e.at or None,
                    stage=stage_name(e.stage), why=e.why)
        for e in entries
    ]  # fmt: skip
    return CoverageTold(
        notice=number,
        rooms_concerned=found.rooms.whole if found else 0,
        rooms_reached=found.rooms.part if found else 0,
        households_concerned=found.households.whole if found else 0,
        households_reached=found.households.part if found else 0,
        seconds_to_last_room=found.spread.total_seconds() if found and found.spread is not None else None,
        rooms=rooms,
    )
