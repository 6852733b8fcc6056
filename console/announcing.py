"""公告: paste or write one and see at once what is understood and who would hear what; publish, change, cancel, restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from console import reading
from console.desk import AtDesk, Desk
from console.gate import Seen
from console.noticerows import NoticeRow, notice_rows
from console.safety import checked_form
from console.shell import shell
from console.text import visible
from console.times import day_and_time
from models.areas import District
from models.login import Viewer
from models.notice import Notice
from models.store import Tx
from notices.match import match
from notices.parse import parse
from notices.plan import plan
from notices.preview import headline, preview
from notices.rights import DESK
from notices.take import Hour

LONGEST = 8000
_ROOMS = 60


def announcing_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/notices", notices, methods=["GET"])
    router.add_api_route("/notices", submit, methods=["POST"])
    router.add_api_route("/notices/read", understood, methods=["POST"])
    router.add_api_route("/notices/{number:int}/do", do, methods=["POST"])
    router.add_api_route("/fragments/notice-list", rows_only, methods=["GET"])
    return router


async def notices(desk: AtDesk, viewer: Seen) -> Response:
    """What waits, runs, comes and is over; and the place to write one."""
    return desk.page(
        "notices.html", **shell(desk, viewer, "/notices"), **await _rows(desk, viewer), said="", written=""
    )


async def rows_only(desk: AtDesk, viewer: Seen) -> Response:
    """The list alone."""
    return desk.page("_notice_list.html", **await _rows(desk, viewer))


async def understood(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """What would be understood of a text, and what each room would hear; nothing is kept."""
    form = await checked_form(request, viewer.form)
    text = form.get("text", "").strip()[:LONGEST]
    if not text:
        return HTMLResponse("")
    district = await desk.store.run(lambda tx: tx.district.load())
    return desk.page("_understood.html", **understanding(text, district, desk_hour(desk)))


async def submit(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """Keep it as a draft that waits for 发布, as if it had been sent to the bot."""
    form = await checked_form(request, viewer.form)
    text = form.get("text", "").strip()[:LONGEST]
    if desk.work is None or not text:
        raise HTTPException(422, "先写公告")
    said = await desk.work.do(viewer, f"发公告\n{text}")
    values = await _rows(desk, viewer)
    return desk.page("notices.html", **shell(desk, viewer, "/notices"), **values, said=said, written="")


WORDS = {
    "publish": "发布 {number}",
    "time": "改 {number} 时间 {text}",
    "place": "改 {number} 地点 {text}",
    "alias": "地名 {number} {text}",
    "drop": "作废 {number} {text}",
    "split": "拆开 {number}",
    "back": "公告 {number} 已恢复",
    "later": "公告 {number} 延到 {text}",
    "clarify": "澄清 {number} {text}",
}
"""What each button says in the words of chat."""
_BARE = frozenset({"publish", "split", "back"})


async def do(desk: AtDesk, request: Request, viewer: Seen, number: int) -> Response:
    """One of the deeds, in the words of chat."""
    form = await checked_form(request, viewer.form)
    word, text = form.get("deed", ""), " ".join(form.get("text", "").split())[:300]
    if desk.work is None or word not in WORDS or (word not in _BARE and not text):
        raise HTTPException(422, "没有这个动作，或还缺一句话")
    said = await desk.work.do(viewer, WORDS[word].format(number=number, text=text))
    if "hx-request" in request.headers:
        return HTMLResponse(f'<p class="said pre" role="status">{_escaped(desk, said)}</p>')
    return RedirectResponse(f"/notices/{number}", 303)


def _escaped(desk: Desk, text: str) -> str:
    return desk.templates.from_string("{{ text }}").render(text=text)


def desk_hour(desk: Desk) -> Hour:
    """Now, as notices count."""
    return Hour(desk.now(), desk.tz, desk.calendar)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a room would hear, and when first."""

    room: str
    at: str
    text: str
    later: int


def understanding(text: str, district: District, at: Hour) -> dict[str, Any]:
    """Values of ``_understood.html``: the facts line by line as chat shows them, and what each room would hear."""
    said = parse(text, at.local, as_one=True)
    reach, unmatched = match(said, district)
    notice = Notice(0, 1, "console", "", "", said, text, at.now, state="review", reach=reach, unmatched=unmatched)
    lines = preview(notice, district, at).split("\n")[1:]
    lines = [x for x in lines if not x.startswith(("回复：", "群里会说："))]
    is_notice = parse(text, at.local).is_notice
    return {"is_notice": is_notice, "head": headline(notice), "lines": lines, "rooms": rooms_told(notice, district, at)}


def rooms_told(notice: Notice, district: District, at: Hour) -> list[Heard]:
    """What each room would hear of a version if it were published now, the first ones first."""
    posts = plan(
        notice.evolve(state="published"), district=district, previous=None, now=at.now, tz=at.tz, calendar=at.calendar
    )
    by_room: dict[str, list[Any]] = {}
    for post in posts:
        if post.room:
            by_room.setdefault(post.room, []).append(post)
    return [_heard(room, found, district, at) for room, found in list(by_room.items())[:_ROOMS]]


def _heard(room: str, posts: Sequence[Any], district: District, at: Hour) -> Heard:
    first = posts[0]
    when = day_and_time(max(first.due_at, at.now), at.now, at.tz)
    return Heard(district.room[room].topic, when, first.text, len(posts) - 1)


def _read(tx: Tx, viewer: Viewer) -> reading.Posted:
    return reading.posted(tx, viewer, most=60)


async def _rows(desk: Desk, viewer: Viewer) -> dict[str, Any]:
    found = await desk.store.run(_read, viewer)
    rows = notice_rows(found.notices, found.told, found.district, desk.now(), desk.tz)
    return {"groups": grouped(rows), "may_write": desk.work is not None and viewer.role in DESK}


def grouped(rows: Sequence[NoticeRow]) -> list[tuple[str, list[NoticeRow]]]:
    """What waits for a person, what is or comes, what is over; empty groups are left out."""
    kinds = (("待人工", ("review",)), ("进行中和将至", ("now", "coming")), ("过去的", ("over", "restored", "off")))
    found = [(name, [r for r in rows if r.phase in phases]) for name, phases in kinds]
    return [(name, held) for name, held in found if held]


def notice_values(notice: Notice, district: District, desk: Desk, viewer: Viewer) -> dict[str, Any]:
    """Values of the page of one notice: what is understood, what each room would hear, what may be done."""
    at = desk_hour(desk)
    may = desk.work is not None and viewer.role in DESK
    return {
        "lines": [x for x in preview(notice, district, at).split("\n") if not x.startswith(("回复：", "群里会说："))],
        "heard": rooms_told(notice, district, at) if notice.state == "review" else [],
        "state": notice.state,
        "text": visible(notice.text, LONGEST),
        "deeds": deeds_of(notice) if may else [],
        "unmatched": notice.unmatched,
    }


def deeds_of(notice: Notice) -> list[tuple[str, str, str]]:
    """What may be done now: key, name, hint ("" = a plain button)."""
    later = [
        ("time", "改时间", "7月4日 9:00-17:00"),
        ("place", "改地点", "柳汀新村 1-12 栋"),
        ("drop", "作废", "为什么"),
    ]
    if notice.state == "review":
        teach = [("alias", "教地名", f"{notice.unmatched[0]}=小区名")] if notice.unmatched else []
        return [("publish", "发布", ""), *later, *teach]
    if notice.state != "published":
        return []
    return [
        ("back", "已恢复", ""),
        ("later", "延到", "20:00"),
        *later,
        ("split", "拆开", ""),
        ("clarify", "澄清", "原话 到周五"),
    ]
