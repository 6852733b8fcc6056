"""运维: channels, accounts and what they may still send, feeds, the outbox and what it gave up, gaps, audit, kill switch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from console import reading
from console.desk import AtDesk, Desk
from console.gate import Seen
from console.healthrow import health_row
from console.names import DELIVERIES, action_name
from console.ports import Part
from console.safety import checked_form
from console.shell import shell
from console.text import one_line
from console.times import day_and_time, span
from models.areas import District
from models.gap import Gap
from models.outgoing import Outgoing
from models.store import Tx
from models.ticket import Audit
from models.words import Delivery

_ENTRIES, _DEAD, _GAPS = 40, 20, 20
_GAPS_OF = timedelta(days=7)
_SWITCH = {"pause": "暂停机器人", "resume": "恢复机器人"}


def operation_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/operations", operations, methods=["GET"])
    router.add_api_route("/fragments/operations", panels, methods=["GET"])
    router.add_api_route("/operations/pause", switch, methods=["POST"])
    return router


async def operations(desk: AtDesk, viewer: Seen) -> Response:
    """The whole page."""
    return desk.page("operations.html", **shell(desk, viewer, "/operations"), **await _values(desk))


async def panels(desk: AtDesk, viewer: Seen) -> Response:
    """What changes by itself."""
    return desk.page("_operations.html", token=viewer.form, **await _values(desk))


async def switch(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """The kill switch, and its other side: what an admin would say in a chat."""
    form = await checked_form(request, viewer.form)
    line = _SWITCH.get(form.get("to", ""))
    if desk.work is None or line is None:
        raise HTTPException(409, "这里只能看，不能办")
    said = await desk.work.do(viewer, line)
    return desk.page("operations.html", **shell(desk, viewer, "/operations"), **await _values(desk, said))


@dataclass(frozen=True, slots=True)
class Machinery:
    """What the store knows of the machinery."""

    dead: tuple[Outgoing, ...]
    counts: dict[str, int]
    audit: tuple[Audit, ...]
    gaps: tuple[Gap, ...]
    district: District
    paused: bool


def _read(tx: Tx, now: datetime) -> Machinery:
    return Machinery(
        tuple(tx.outbox.dead()[-_DEAD:]),
        tx.outbox.counts(),
        tuple(tx.audit.recent(_ENTRIES)),
        tuple(tx.gaps.between(now - _GAPS_OF, now)[-_GAPS:]),
        tx.district.load(),
        bool(tx.flags.get("paused")),
    )


async def _values(desk: Desk, said: str = "") -> dict[str, Any]:
    now = desk.now()
    readiness = await desk.health.readiness(now)
    found = await desk.store.run(_read, now)
    traffic = await desk.store.run(reading.traffic, now=now)
    return {
        "said": said,
        "paused": found.paused,
        "health": health_row(readiness, traffic, now),
        "parts": [_part(p, desk) for p in readiness.parts],
        "outbox": [(DELIVERIES[Delivery(k)], n) for k, n in found.counts.items()],
        "dead": [_dead(o, found.district, desk) for o in reversed(found.dead)],
        "gaps": [_gap(g, found.district, desk) for g in reversed(found.gaps)],
        "audit": [_entry(a, found.district, desk) for a in found.audit],
    }


def _part(part: Part, desk: Desk) -> dict[str, Any]:
    since = f"{span(desk.now() - part.since)}前" if part.since else ""
    return {
        "name": part.name,
        "kind": part.kind,
        "ok": part.ok,
        "detail": part.detail,
        "since": since,
        "left": dict(part.left),
    }


def _dead(row: Outgoing, district: District, desk: Desk) -> dict[str, str]:
    room, person = district.room.get(row.room), district.person.get(row.person)
    to = room.topic if room else person.name if person else "私聊"
    return {
        "at": day_and_time(row.due_at, desk.now(), desk.tz),
        "to": to,
        "text": one_line(row.text, 60),
        "error": row.last_error,
    }


def _gap(gap: Gap, district: District, desk: Desk) -> dict[str, str]:
    room = district.room.get(gap.room)
    lasted = span(gap.ended - gap.began) + ("，还没回来" if gap.open else "")
    return {
        "room": room.topic if room else gap.room,
        "at": day_and_time(gap.began, desk.now(), desk.tz),
        "lasted": lasted,
    }


def _entry(entry: Audit, district: District, desk: Desk) -> dict[str, str]:
    person = district.person.get(entry.actor)
    who = (
        person.name
        if person
        else "机器人"
        if entry.actor == "bot"
        else entry.actor
        if len(entry.actor) < 32
        else "居民"
    )
    what = " ".join(filter(None, (action_name(entry.action), one_line(entry.reason, 60))))
    return {"at": day_and_time(entry.at, desk.now(), desk.tz), "who": who, "subject": entry.subject, "what": what}
