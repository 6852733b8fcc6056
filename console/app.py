"""The web application: pages for people, an API for machines. The rim makes it, binds it and stops it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from console.access import unruled
from console.announcing import announcing_pages
from console.api import api
from console.api_hand import hand_api
from console.api_notices import notices_api
from console.boardpages import board_pages
from console.desk import STATIC, Desk
from console.gate import guard
from console.loginpages import login_pages
from console.noticepages import notice_pages
from console.operations import operation_pages
from console.pages import pages
from console.reviewing import review_pages
from console.safety import SafeHeaders
from console.signpages import sign_pages
from console.ticketpage import ticket_pages
from models.errors import NotFound, Refused, StoreFailed

LOOPBACK = ("127.0.0.1", "localhost")
ROUTES = (
    pages, notice_pages, sign_pages, login_pages, board_pages, ticket_pages, announcing_pages, review_pages,
    operation_pages, api, hand_api, notices_api,
)  # fmt: skip


def make_app(desk: Desk, *, hosts: Sequence[str] = LOOPBACK) -> FastAPI:
    """The console over what lies on the desk.

    ``hosts`` are the names by which it may be asked, which keeps foreign pages from reaching a loopback address by a name
    of their own; ``("*",)`` allows all. RuntimeError when a route has no rule of access.
    """
    app = FastAPI(
        title=desk.title,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(guard)],
    )
    app.state.desk = desk
    for routes in ROUTES:
        app.include_router(routes())
    if wrong := unruled(app):
        raise RuntimeError(f"routes and rules of access differ: {wrong}")
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
        return PlainTextResponse(text, status, {"HX-Refresh": "true"} if status == 401 else None)
    if status == 401:
        return RedirectResponse(f"/signin?{urlencode({'next': _asked(request)})}", 303)
    desk: Desk = request.app.state.desk
    return desk.page("error.html", status, title=desk.title, status=status, text=text)


def _asked(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


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
