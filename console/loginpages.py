"""Who may sign in, for the admin: make a login, hand out its link, stop it."""

from __future__ import annotations

import re
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from console import signing
from console.desk import AtDesk, Desk
from console.gate import Seen
from console.names import ROLES
from console.safety import checked_form
from models.areas import District
from models.login import Login, Viewer
from models.store import Tx
from models.words import Role

NAME = re.compile(r"[\w.@-]{2,40}")


def login_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/logins", logins, methods=["GET"])
    router.add_api_route("/logins", make, methods=["POST"])
    router.add_api_route("/logins/{name}/link", link, methods=["POST"])
    router.add_api_route("/logins/{name}/stop", stop, methods=["POST"])
    return router


async def logins(desk: AtDesk, viewer: Seen) -> Response:
    """Every login, and the form for a new one."""
    return await _page(desk, viewer)


async def make(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """A new login; its link is shown once."""
    form = await checked_form(request, viewer.form)
    login = await desk.store.run(_read, form, viewer.name, desk.wall())
    secret = await desk.store.run(signing.make_login, login, viewer.name, desk.wall())
    return await _page(desk, viewer, secret, login.name)


async def link(desk: AtDesk, request: Request, viewer: Seen, name: str) -> Response:
    """A new link for somebody who forgot their password."""
    await checked_form(request, viewer.form)
    secret = await desk.store.run(signing.make_link, name, viewer.name, desk.wall())
    return await _page(desk, viewer, secret, name)


async def stop(desk: AtDesk, request: Request, viewer: Seen, name: str) -> Response:
    """End a login and its sessions at once."""
    await checked_form(request, viewer.form)
    await desk.store.run(signing.stop_login, name, viewer.name, desk.wall())
    return RedirectResponse("/logins", 303)


def _read(tx: Tx, form: dict[str, str], by: str, now: datetime) -> Login:
    """The login that a form describes: one of the staff, or a role and areas of its own; HTTPException 422."""
    name, district = form.get("name", "").strip(), tx.district.load()
    if not NAME.fullmatch(name):
        raise HTTPException(422, "登录名用 2 到 40 个字母、数字、汉字或 . @ -")
    person = district.person.get(form.get("person", ""))
    if person is not None:
        return Login(name, person.role, now, by, person.id, person.areas, person.member)
    areas = tuple(form.get("areas", "").replace("、", " ").replace(",", " ").split())
    unknown = [code for code in areas if code not in district.area]
    if unknown:
        raise HTTPException(422, f"没有这个地方的代码：{'、'.join(unknown)}")
    return Login(name, _role(form), now, by, areas=areas)


def _role(form: dict[str, str]) -> Role:
    try:
        role = Role(form.get("role", ""))
    except ValueError:
        raise HTTPException(422, "选一个角色") from None
    if role is Role.MEMBER_STAFF:
        raise HTTPException(422, "联盟单位的人先写进辖区（people），再在这里选他")
    return role


async def _page(desk: Desk, viewer: Viewer, secret: str = "", name: str = "") -> Response:
    found, district = await desk.store.run(lambda tx: (tx.logins.all(), tx.district.load()))
    return desk.page(
        "logins.html",
        title=desk.title,
        viewer=viewer,
        logins=[(login, ROLES[login.role], _where(login, district)) for login in found],
        roles=ROLES.items(),
        people=district.people,
        link=f"/welcome/{secret}" if secret else "",
        name=name,
    )


def _where(login: Login, district: District) -> str:
    return "、".join(district.name(a) for a in login.areas) or "全部"
