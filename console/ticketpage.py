"""One ticket: its whole story, and everything that its viewer may do to it."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from console.deeds import Deed, deeds_for, line_of
from console.desk import AtDesk, Desk
from console.gate import Seen
from console.names import STATUSES
from console.safety import checked_form
from console.shell import shell
from console.story import Story, story_of
from console.ticketcards import STAGES, card
from models.errors import NotFound
from models.login import Viewer
from models.store import Tx
from models.ticket import Audit


def ticket_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/tickets/{number:int}", ticket, methods=["GET"])
    router.add_api_route("/tickets/{number:int}/do", do, methods=["POST"])
    return router


async def ticket(desk: AtDesk, viewer: Seen, number: int) -> Response:
    """The page; whoever looks at what people said is written down."""
    return await _page(desk, viewer, number)


async def do(desk: AtDesk, request: Request, viewer: Seen, number: int) -> Response:
    """Do one of the deeds: the words go the way of a private chat, and the bot's answer stands on the page."""
    form = await checked_form(request, viewer.form)
    if desk.work is None:
        raise HTTPException(409, "这里只能看，不能办")
    line = line_of(form.get("deed", ""), number, form.get("text", ""))
    if line is None:
        raise HTTPException(422, "没有这个动作，或还缺一句话")
    await desk.store.run(_seen, viewer, number, None)
    said = await desk.work.do(viewer, line)
    return await _page(desk, viewer, number, said)


async def _page(desk: Desk, viewer: Viewer, number: int, said: str = "") -> Response:
    story = await desk.store.run(_seen, viewer, number, desk.now())
    now = desk.now()
    return desk.page(
        "ticket.html",
        **shell(desk, viewer, "/tickets"),
        t=card(story.ticket, story.district, now, desk.tz),
        status=STATUSES[story.ticket.status],
        stages=STAGES,
        said=said,
        deeds=_deeds(desk, viewer, story),
        **story_of(story, now, desk.tz),
    )


def _deeds(desk: Desk, viewer: Viewer, story: Story) -> list[Deed]:
    return deeds_for(viewer, story.ticket, story.district) if desk.work else []


def _seen(tx: Tx, viewer: Viewer, number: int, at: datetime | None) -> Story:
    """What is known of a ticket, if the viewer may see it; ``at``: note who looked (None = nobody looks)."""
    district, found = tx.district.load(), tx.tickets.get(number)
    if not viewer.sees_ticket(district, found):
        raise NotFound("ticket", str(number))
    if at:
        tx.audit.add(Audit(f"ticket {number}", "looked", viewer.person or f"login {viewer.name}", at, "console"))
    return Story.read(tx, found, district)
