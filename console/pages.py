"""The first page, 今日, and the fragments of it that are read again when something changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.exceptions import HTTPException

from console import reading
from console.chatlines import EXAMPLES, Column, column
from console.desk import AtDesk, Desk
from console.figures import UTILITIES
from console.gate import Seen
from console.healthrow import health_row
from console.live import events
from console.names import SERVICES, slug
from console.noticerows import notice_rows
from console.ports import Chat, Practice
from console.safety import checked_form
from console.ticketcards import STAGES, lanes, late
from models.errors import NotFound
from models.login import Viewer


def pages() -> APIRouter:
    """The routes of the pages; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    shown: dict[str, Callable[..., Any]] = {
        "/": today,
        "/fragments/clock": clock,
        "/fragments/figures": figures,
        "/fragments/rooms": newcomers,
        "/fragments/rooms/{room_slug}": lines,
        "/fragments/tickets": tickets,
        "/fragments/notices": notices,
        "/fragments/health": health,
        "/events": stream,
    }
    for path, page in shown.items():
        router.add_api_route(path, page, methods=["GET"])
    router.add_api_route("/practice/say", say, methods=["POST"])
    return router


async def today(desk: AtDesk, viewer: Seen) -> Response:
    """今日: everything on one page."""
    parts = [await part(desk, viewer) for part in (_figures, _tickets, _notices)]
    values: dict[str, Any] = {k: v for part in (*parts, await _health(desk)) for k, v in part.items()}
    return desk.page("today.html", **_frame(desk, viewer), **values, columns=await _columns(desk, viewer))


async def clock(desk: AtDesk) -> Response:
    """The time in the head of the page."""
    return desk.page("_clock.html", now=desk.local_now())


async def figures(desk: AtDesk, viewer: Seen) -> Response:
    """The figures of the day."""
    return desk.page("_figures.html", **await _figures(desk, viewer))


async def tickets(desk: AtDesk, viewer: Seen) -> Response:
    """The board of tickets."""
    return desk.page("_tickets.html", **await _tickets(desk, viewer))


async def notices(desk: AtDesk, viewer: Seen) -> Response:
    """The list of notices."""
    return desk.page("_notices.html", **await _notices(desk, viewer))


async def health(desk: AtDesk) -> Response:
    """Channels, feeds and outbox."""
    return desk.page("_health.html", **await _health(desk))


async def lines(desk: AtDesk, viewer: Seen, room_slug: str) -> Response:
    """The lines of one room."""
    found = await _columns(desk, viewer, lambda chat: slug(chat.id) == room_slug)
    if not found:
        raise HTTPException(404, "没有这个群")
    return desk.page("_lines.html", column=found[0])


async def newcomers(desk: AtDesk, viewer: Seen, known: Annotated[list[str] | None, Query()] = None) -> Response:
    """The rooms that a page does not show yet; ``known`` are the slugs that it has."""
    found = await _columns(desk, viewer, lambda chat: slug(chat.id) not in (known or ()))
    return desk.page("_newcomers.html", columns=found, **_frame(desk, viewer))


async def stream(desk: AtDesk) -> Response:
    """What changed, as server-sent events."""
    return StreamingResponse(events(desk.live), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def say(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """Say something in a practice room as one of its people."""
    if desk.practice is None:
        raise HTTPException(404, "练习模式没有打开")
    form = await checked_form(request, viewer.form)
    room, text = form.get("room", ""), form.get("text", "").strip()
    if not text:
        raise HTTPException(422, "先写一句话")
    try:
        await desk.practice.say(room, form.get("person", ""), text)
    except NotFound:
        raise HTTPException(404, "没有这个群或这个人") from None
    return await _after(desk, request, viewer, room)


async def _after(desk: Desk, request: Request, viewer: Viewer, room: str) -> Response:
    if "hx-request" in request.headers:
        return await lines(desk, viewer, slug(room))
    return RedirectResponse(f"/#room-{slug(room)}", 303)


def _frame(desk: Desk, viewer: Viewer) -> dict[str, Any]:
    return {
        "title": desk.title,
        "now": desk.local_now(),
        "practice": desk.practice is not None,
        "token": viewer.form,
        "viewer": viewer,
        "examples": EXAMPLES,
    }


async def _figures(desk: Desk, viewer: Viewer) -> dict[str, Any]:
    day = desk.local_now().date()
    found = await desk.store.run(
        reading.figures_of, first=day, last=day, tz=desk.tz, now=desk.clock(), limits=desk.limits
    )
    waiting = await desk.store.run(reading.still_open, viewer)
    overdue = sum(late(t, desk.now()) for t in waiting)
    named = [(s, SERVICES[s], found.notices.get(s, 0)) for s in UTILITIES]
    return {"figures": found, "notice_counts": named, "overdue": overdue}


async def _tickets(desk: Desk, viewer: Viewer) -> dict[str, Any]:
    found = await desk.store.run(reading.board, viewer, today=desk.midnight())
    return {"lanes": lanes(found.tickets, found.district, desk.now(), desk.tz), "stages": STAGES}


async def _notices(desk: Desk, viewer: Viewer) -> dict[str, Any]:
    found = await desk.store.run(reading.posted, viewer)
    return {"notices": notice_rows(found.notices, found.told, found.district, desk.now(), desk.tz)}


async def _health(desk: Desk) -> dict[str, Any]:
    now = desk.now()
    readiness = await desk.health.readiness(now)
    return {"health": health_row(readiness, await desk.store.run(reading.traffic, now=now), now)}


async def _columns(desk: Desk, viewer: Viewer, wanted: Callable[[Chat], bool] = lambda _: True) -> list[Column]:
    if desk.practice is not None:
        return _practice_columns(desk, desk.practice, wanted)
    spoken = await desk.store.run(reading.spoken, viewer)
    return [column(chat, said, (), desk.now(), desk.tz) for chat, said in spoken if wanted(chat)]


def _practice_columns(desk: Desk, practice: Practice, wanted: Callable[[Chat], bool]) -> list[Column]:
    now = desk.now()
    return [
        column(chat, practice.transcript(chat.id, reading.LINES), practice.people(chat.id), now, desk.tz)
        for chat in practice.chats()
        if wanted(chat)
    ]
