"""The page of one notice: for residents (``/n/12``, and ``/n/12.png`` as a picture), and for the staff whom it reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from console.announcing import notice_values
from console.desk import AtDesk, Desk
from console.figures import lead_text, percent
from console.gate import Seen
from console.shell import shell
from console.text import visible
from console.times import day_and_time, minutes
from models.areas import District
from models.errors import BadConfig, NotFound
from models.login import Viewer
from models.notice import Notice
from models.store import Tx
from models.words import Service
from notices.coverage import ledger_of
from notices.facts import NO_DAY, facts, headline
from notices.lead import lead_of
from notices.ledger import Entry, Ledger, stage_name
from notices.phrases import Telling

MOST_ROWS = 4000
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Row:
    """A room of the ledger as it is read."""

    room: str
    at: str
    by: str
    stage: str
    why: str


def notice_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/n/{number:int}.png", picture, methods=["GET"])
    router.add_api_route("/n/{number:int}", notice, methods=["GET"])
    router.add_api_route("/notices/{number:int}", reached, methods=["GET"])
    return router


async def notice(desk: AtDesk, number: int) -> Response:
    """What residents read: the facts, what was said before, the announcement's own words. Only what is published."""
    versions, district = await desk.store.run(_published, number)
    latest = versions[-1]
    telling = Telling(latest, latest.reach, district, desk.local_now().replace(tzinfo=None), desk.tz)
    return desk.page(
        "notice.html",
        title=desk.title,
        head=headline(telling),
        facts=facts(telling, NO_DAY),
        service=latest.said.service or Service.OTHER,
        text=visible(latest.text, LONGEST),
        number=number,
        version=latest.version,
        earlier=[_earlier(v, desk) for v in versions[:-1]],
    )


async def picture(desk: AtDesk, number: int, room: str = "") -> Response:
    """The poster, for a room's own places when one is named."""
    if desk.draws is None:
        raise HTTPException(404, "没有海报")
    try:
        return Response(await desk.draws.poster(number, room), media_type="image/png")
    except (BadConfig, OSError):
        raise HTTPException(503, "画不了海报：没有中文字体") from None


async def reached(desk: AtDesk, viewer: Seen, number: int) -> Response:
    """What the staff see: what is understood, what may be done, which rooms heard of it and why the others did not."""
    found, latest, district = await desk.store.run(_ledger, viewer, number)
    return desk.page(
        "coverage.html",
        **shell(desk, viewer, "/notices"),
        **notice_values(latest, district, desk, viewer),
        number=number,
        ledger=_told(found, latest, viewer, district, desk) if found else None,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The coverage of a notice as it is read."""

    rooms: str
    households: str
    uncounted: int
    spread: str
    lead: str
    rows: list[Row]


def _told(found: Ledger, latest: Notice, viewer: Viewer, district: District, desk: Desk) -> Told:
    lead = lead_of(latest, desk.tz, desk.limits)
    seen = [e for e in found.entries if viewer.member or viewer.sees_room(district, e.room)]
    spread = f"发布到最后一个群 {minutes(found.spread.total_seconds() / 60)}" if found.spread is not None else ""
    return Told(
        percent(found.rooms),
        percent(found.households),
        found.uncounted,
        spread or "还没有群听到",
        lead_text(lead) if lead else "",
        [_row(e, district, desk) for e in seen[:MOST_ROWS]],
    )


def _row(entry: Entry, district: District, desk: Desk) -> Row:
    room, person = district.room.get(entry.room), district.person.get(entry.by)
    at = day_and_time(entry.at, desk.now(), desk.tz) if entry.at else ""
    by = person.name if person else entry.by
    return Row(room.topic if room else entry.room, at, by, stage_name(entry.stage), entry.why)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that has been overtaken."""

    at: str
    text: str


def _earlier(version: Notice, desk: Desk) -> Earlier:
    at: datetime = version.published_at
    return Earlier(day_and_time(at, desk.now(), desk.tz), visible(version.text, 200))


def _published(tx: Tx, number: int) -> tuple[list[Notice], District]:
    versions = [n for n in tx.notices.versions(number) if n.state == "published"]
    if not versions:
        raise NotFound("notice", str(number))
    return versions, tx.district.load()


def _ledger(tx: Tx, viewer: Viewer, number: int) -> tuple[Ledger | None, Notice, District]:
    district, latest = tx.district.load(), tx.notices.standing(number)
    if not viewer.sees_notice(district, latest):
        raise NotFound("notice", str(number))
    return ledger_of(tx, number, district), latest, district
