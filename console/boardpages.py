"""工单: the tickets in their lanes, narrowed by area, member, topic, urgency and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from console.desk import AtDesk, Desk
from console.gate import Seen
from console.names import SERVICES
from console.shell import shell
from console.ticketcards import LANES, STAGES, Lane, lane_of
from dispatch.wording_topics import TOPICS
from models.areas import District
from models.login import Viewer
from models.store import Tx
from models.ticket import Search, Ticket
from models.words import Role, Status, Urgency

AT_ONCE = 30
Word = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, as it stands in the address; "" does not narrow."""

    area: str = ""
    member: str = ""
    topic: str = ""
    service: str = ""
    urgency: str = ""
    mine: str = ""

    @property
    def address(self) -> str:
        """The same as a query, without what is empty."""
        return urlencode({k: getattr(self, k) for k in self.__slots__ if getattr(self, k)})


def board_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/tickets", board, methods=["GET"])
    router.add_api_route("/fragments/board", lanes_only, methods=["GET"])
    return router


async def board(
    desk: AtDesk,
    viewer: Seen,
    area: Word = "",
    member: Word = "",
    topic: Word = "",
    service: Word = "",
    urgency: Word = "",
    mine: Word = "",
) -> Response:
    """The whole page."""
    wanted = Wanted(area, member, topic, service, urgency, mine)
    return desk.page("board.html", **shell(desk, viewer, "/tickets"), **await _values(desk, viewer, wanted))


async def lanes_only(
    desk: AtDesk,
    viewer: Seen,
    area: Word = "",
    member: Word = "",
    topic: Word = "",
    service: Word = "",
    urgency: Word = "",
    mine: Word = "",
) -> Response:
    """The lanes alone, read again when something changed."""
    wanted = Wanted(area, member, topic, service, urgency, mine)
    return desk.page("_board.html", **await _values(desk, viewer, wanted))


async def _values(desk: Desk, viewer: Viewer, wanted: Wanted) -> dict[str, Any]:
    found = await desk.store.run(_read, viewer, wanted, desk.midnight())
    now, district = desk.now(), found.district
    lanes = [
        lane_of(key, name, found.tickets[key], district, now, desk.tz, sum(found.counts.get(s, 0) for s in held))
        for key, name, held in LANES
    ]
    return {"lanes": lanes, "stages": STAGES, "wanted": wanted, **_choices(district, viewer), **_sums(lanes)}


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets of each lane, how many stand in each status, and the district that names them."""

    tickets: Mapping[str, list[Ticket]]
    counts: Mapping[Status, int]
    district: District


def _read(tx: Tx, viewer: Viewer, wanted: Wanted, midnight: datetime) -> Found:
    district = tx.district.load()
    search = _search(viewer, wanted, district, midnight)
    tickets = {key: tx.tickets.pressing(search, tuple(held), AT_ONCE) for key, _, held in LANES}
    return Found(tickets, tx.tickets.how_many(search), district)


def _search(viewer: Viewer, wanted: Wanted, district: District, midnight: datetime) -> Search:
    """What the address asks for, as far as the viewer may see it; whoever asks for elsewhere finds nothing."""
    return Search(
        areas=areas_of(viewer, district, wanted.area),
        member=viewer.member if viewer.role is Role.MEMBER_STAFF else wanted.member,
        topic=wanted.topic,
        service=wanted.service,
        urgency=wanted.urgency,
        of=viewer.person if wanted.mine else "",
        since=midnight,
    )


def areas_of(viewer: Viewer, district: District, wanted: str) -> tuple[str, ...] | None:
    """The codes of the areas that are meant: ``wanted`` and what lies in it, of what the viewer sees; None = all."""
    own = () if viewer.role is Role.MEMBER_STAFF else viewer.areas
    if not wanted and not own:
        return None
    asked = set(district.codes_in(wanted)) if wanted else None
    seen = {code for area in own for code in district.codes_in(area)} if own else None
    found = asked & seen if asked is not None and seen is not None else (seen if asked is None else asked)
    return tuple(sorted(found or ()))


def _choices(district: District, viewer: Viewer) -> dict[str, Any]:
    top = [a for a in district.areas if viewer.sees(district, a.code)]
    return {
        "areas": [(a.code, a.name) for a in top[:400]],
        "members": [(m.code, m.name) for m in district.members],
        "topics": TOPICS.items(),
        "services": SERVICES.items(),
        "urgencies": tuple(Urgency),
    }


def _sums(lanes: list[Lane]) -> dict[str, Any]:
    return {"total": sum(lane.count for lane in lanes), "late": sum(lane.late for lane in lanes)}
