"""The web application: pages for people, an API for machines. The rim makes it, binds it and stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from console.api import api
from console.api_hand import hand_api
from console.desk import STATIC, Desk
from console.noticepages import notice_pages
from console.pages import pages
from console.ports import Draws, Hand, Health, Live, Practice
from console.safety import SafeHeaders
from dispatch.lights import GRADING, Grading
from models.errors import NotFound, Refused, StoreFailed
from models.store import Store
from notices.lead import LIMITS, Limits

LOOPBACK = ("127.0.0.1", "localhost")


def make_app(
    *,
    store: Store,
    health: Health,
    practice: Practice | None,
    live: Live,
    clock: Callable[[], datetime],
    tz: ZoneInfo,
    title: str,
    hosts: Sequence[str] = LOOPBACK,
    hand: Hand | None = None,
    api_key: str = "",
    draws: Draws | None = None,
    limits: Limits = LIMITS,
    grading: Grading = GRADING,
) -> FastAPI:
    """The console over a store. ``clock`` gives aware UTC (in practice mode the practice clock).

    ``practice`` None makes the rooms read-only. ``hosts`` are the names by which it may be asked, which keeps foreign
    pages from reaching a loopback address by a name of their own; ``("*",)`` allows all. ``api_key`` opens the API
    of groups without a bot, which ``hand`` serves; "" leaves it closed. ``draws`` makes posters of notices, ``limits``
    say how early they must be out.
    """
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.desk = Desk(store, health, practice, live, clock, tz, title, hand, api_key, draws, limits, grading)
    app.include_router(pages())
    app.include_router(notice_pages())
    app.include_router(api())
    app.include_router(hand_api())
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(SafeHeaders)
    for kind in (HTTPException, NotFound, Refused, StoreFailed, Exception):
        app.add_exception_handler(kind, _answer)
    return app


def _answer(request: Request, error: Exception) -> Response:
    """An error as the asker can read it: JSON for machines, a sentence for a fragment, a page for a person."""
    status, text = _said(error)
    if request.url.path.startswith(("/api/", "/readyz", "/metrics")):
        return JSONResponse({"error": text}, status)
    if "hx-request" in request.headers or request.method != "GET":
        return PlainTextResponse(text, status)
    desk: Desk = request.app.state.desk
    return desk.page("error.html", status, title=desk.title, status=status, text=text)


def _said(error: Exception) -> tuple[int, str]:
    match error:
        case HTTPException():
            return error.status_code, "没有这一页" if error.detail == "Not Found" else error.detail
        case NotFound():
            return 404, "没有找到"
        case Refused():
            return 409, str(error) if type(error) is Refused else "现在不能这样做"
        case StoreFailed():
            return 503, "数据库暂时不可用，请稍后再试"
    return 500, "出了点问题，已经记下"
