"""研判: lines that the reader doubted or a room in shadow proposed; one key says yes or no, and they become examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from console.desk import AtDesk, Desk
from console.gate import Seen
from console.names import SERVICES
from console.safety import checked_form
from console.shell import shell
from console.text import visible
from console.times import day_and_time
from dispatch.wording_topics import TOPICS
from models.areas import District
from models.login import Viewer
from models.sample import Sample, Source
from models.store import Tx
from models.topics import TOPIC_SERVICES

MOST = 50
_WHY = {Source.DOUBT: "拿不准", Source.SHADOW: "影子群的提议", Source.TICKET: "工单"}
_WORDS = {"yes": "是", "no": "不是"}


def review_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/review", review, methods=["GET"])
    router.add_api_route("/review/{number:int}", judge, methods=["POST"])
    return router


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line as it waits: masked, with what was made of it."""

    number: int
    room: str
    at: str
    text: str
    guess: str
    sure: int
    source: str
    why: tuple[str, ...]


async def review(desk: AtDesk, viewer: Seen) -> Response:
    """What waits, the oldest first, and how much has been judged."""
    return await _page(desk, viewer)


async def judge(desk: AtDesk, request: Request, viewer: Seen, number: int) -> Response:
    """Yes, no, or another topic, in the words of chat."""
    form = await checked_form(request, viewer.form)
    word = form.get("verdict", "")
    said = _WORDS.get(word) or (word if word in TOPIC_SERVICES else "")
    if desk.work is None or not said:
        raise HTTPException(422, "选是、不是，或一个类目")
    answer = await desk.work.do(viewer, f"核对 {number} {said}")
    if "hx-request" in request.headers:
        return HTMLResponse("")
    return RedirectResponse("/review", 303) if answer else Response(status_code=204)


async def _page(desk: Desk, viewer: Viewer) -> Response:
    waiting, judged, district = await desk.store.run(_read, viewer)
    doubts = [_doubt(s, district, desk) for s in waiting]
    topics = [(code, f"{code} {name}") for code, name in TOPICS.items()]
    values: dict[str, Any] = {"doubts": doubts, "judged": judged, "topics": topics, "may": desk.work is not None}
    return desk.page("review.html", **shell(desk, viewer, "/review"), **values)


def _read(tx: Tx, viewer: Viewer) -> tuple[list[Sample], int, District]:
    district = tx.district.load()
    waiting = [s for s in tx.samples.waiting(MOST * 4) if viewer.sees_room(district, s.room)]
    return waiting[:MOST], tx.samples.count_judged(), district


def _doubt(sample: Sample, district: District, desk: Desk) -> Doubt:
    room = district.room.get(sample.room)
    return Doubt(
        sample.id,
        room.topic if room else "私聊",
        day_and_time(sample.at, desk.now(), desk.tz),
        visible(sample.masked, 300),
        guess_name(sample.guess),
        round(sample.score * 100),
        _WHY[sample.source],
        tuple(visible(w, 120) for w in sample.why[:6]),
    )


def guess_name(guess: str) -> str:
    """``"E01 report P1"`` as a person says it; "" for no guess."""
    topic, _, rest = guess.partition(" ")
    if topic not in TOPIC_SERVICES:
        return ""
    urgency = rest.rpartition(" ")[2] if rest.endswith(("P0", "P1")) else ""
    return " · ".join(filter(None, (SERVICES[TOPIC_SERVICES[topic]], TOPICS.get(topic, topic), urgency)))
