"""The one door of every route: who asks, and whether the rule of the route lets them in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from console.access import RULES, Gate, may
from console.desk import AtDesk, Desk
from console.keys import opened
from console.signing import LONGEST, viewer_of
from models.login import Viewer
from models.words import Role

COOKIE = "gridbot"
GUEST = "练习"
"""Who looks at a console that asks nobody to sign in: practice, on this machine alone."""


async def guard(request: Request, desk: AtDesk) -> None:
    """Find who asks, and let them pass or not; HTTPException 401 (nobody has signed in) or 403 (not with this role)."""
    rule = RULES[f"{request.method} {request.scope['route'].path}"]
    request.state.viewer = None
    if rule.gate is not Gate.SIGNED_IN:
        return
    viewer = await _found(request, desk)
    if viewer is None and rule.scope and (shown := request.headers.get("authorization", "")):
        await opened(desk, shown, rule.scope)
        return
    if viewer is None:
        raise HTTPException(401, "先登录")
    if not may(rule, viewer):
        raise HTTPException(403, "你的角色不能看这一页，也不能做这件事")
    request.state.viewer = viewer


async def _found(request: Request, desk: Desk) -> Viewer | None:
    if not desk.doors.ask:
        return Viewer(GUEST, Role.ADMIN, form=desk.token)
    cookie = request.cookies.get(COOKIE, "")
    return await desk.store.run(viewer_of, cookie, desk.wall()) if cookie else None


def viewer_in(request: Request) -> Viewer:
    """Who passed the door of a route that asks to sign in."""
    found: Viewer = request.state.viewer
    return found


Seen = Annotated[Viewer, Depends(viewer_in)]


def keep_cookie(answer: Response, desk: Desk, cookie: str) -> None:
    """Give a browser its session: out of reach of scripts and of other sites, gone with the session."""
    life = int(LONGEST.total_seconds())
    answer.set_cookie(COOKIE, cookie, max_age=life, httponly=True, samesite="lax", secure=desk.doors.secure, path="/")


def drop_cookie(answer: Response) -> None:
    """Take it back."""
    answer.delete_cookie(COOKIE, path="/")
