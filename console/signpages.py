"""The way in and out: sign in, choose a password by a link, one's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from console import passwords, signing
from console.desk import AtDesk, Desk
from console.gate import COOKIE, Seen, drop_cookie, keep_cookie
from console.names import ROLES
from console.safety import checked_form
from console.times import day_and_time
from models.login import Login, Session, Viewer
from models.store import Tx

_WRONG = "登录名、密码或动态码不对"
_TOO_OFTEN = "试得太多了，过一刻钟再来"


def sign_pages() -> APIRouter:
    """The routes; none of them is part of the API."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    router.add_api_route("/signin", ask, methods=["GET"])
    router.add_api_route("/signin", sign_in, methods=["POST"])
    router.add_api_route("/signout", sign_out, methods=["POST"])
    router.add_api_route("/welcome/{secret}", welcome, methods=["GET"])
    router.add_api_route("/welcome/{secret}", choose, methods=["POST"])
    router.add_api_route("/me", me, methods=["GET"])
    router.add_api_route("/me/password", change_password, methods=["POST"])
    router.add_api_route("/me/second", second_on, methods=["POST"])
    router.add_api_route("/me/second/off", second_off, methods=["POST"])
    router.add_api_route("/me/sessions/end", end_others, methods=["POST"])
    return router


def own_path(wanted: str) -> str:
    """Where to go after signing in: a path of this site, else the first page. No way leads to another site."""
    parts = urlsplit(wanted)
    inside = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return wanted if inside and wanted.isprintable() else "/"


async def ask(desk: AtDesk, next: str = "/") -> Response:
    """The form."""
    return _form(desk, own_path(next))


async def sign_in(desk: AtDesk, request: Request) -> Response:
    """Name, password and code if one is asked for; slow on purpose, and deaf after too many failures."""
    form = await checked_form(request, desk.token)
    name, now = form.get("name", "").strip()[:64], desk.wall()
    address = request.client.host if request.client else ""
    if not await desk.store.run(signing.sign_in_allowed, name, address, now):
        return _form(desk, own_path(form.get("next", "")), _TOO_OFTEN, 429)
    login = await desk.store.run(signing.login_of, name)
    right = await passwords.matches(form.get("password", ""), login.secret if login else "")
    step = _step(desk, login, form.get("code", ""), now) if login else None
    if login is None or not right or (login.second and step is None):
        await desk.store.run(signing.sign_in_failed, name, address, now)
        return _form(desk, own_path(form.get("next", "")), _WRONG, 403)
    opened = await desk.store.run(signing.open_session, name, request.cookies.get(COOKIE, ""), now, step)
    answer = RedirectResponse(own_path(form.get("next", "")), 303)
    keep_cookie(answer, desk, opened.cookie)
    return answer


def _step(desk: Desk, login: Login, code: str, now: datetime) -> int | None:
    """The half minute of the code; None when the login has no second factor or the code is wrong."""
    return passwords.second_step(desk.doors.unseal(login.second), code, now) if login.second else None


async def sign_out(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """End this browser's session."""
    await checked_form(request, viewer.form)
    if desk.doors.ask:
        await desk.store.run(signing.sign_out, viewer.name, request.cookies.get(COOKIE, ""), desk.wall())
    answer = RedirectResponse("/signin", 303)
    drop_cookie(answer)
    return answer


async def welcome(desk: AtDesk, secret: str) -> Response:
    """The page behind a one-time link."""
    login = await desk.store.run(signing.invited, secret, desk.wall())
    return _welcome(desk, secret, login.name)


async def choose(desk: AtDesk, request: Request, secret: str) -> Response:
    """Choose the password of a login by its link."""
    form = await checked_form(request, desk.token)
    login = await desk.store.run(signing.invited, secret, desk.wall())
    if said := _unfit(form, login.name):
        return _welcome(desk, secret, login.name, said)
    await desk.store.run(signing.choose_password, secret, await passwords.hashed(form["password"]), desk.wall())
    return RedirectResponse("/signin", 303)


async def me(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """One's own page: password, second factor, where one is signed in."""
    return await _me(desk, request, viewer)


async def change_password(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """A new password, for who knows the old one."""
    form, login = await _own(desk, request, viewer)
    if not await passwords.matches(form.get("old", ""), login.secret):
        return await _me(desk, request, viewer, "原来的密码不对", 403)
    if said := _unfit(form, viewer.name):
        return await _me(desk, request, viewer, said, 422)
    secret = await passwords.hashed(form["password"])
    await desk.store.run(signing.change_password, viewer.name, secret, request.cookies[COOKIE], desk.wall())
    return await _me(desk, request, viewer, "密码换好了，其他浏览器已退出")


async def second_on(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """Turn the second factor on: the secret shown on the page and a code that it made."""
    form, _ = await _own(desk, request, viewer)
    secret = form.get("secret", "")
    if passwords.second_step(secret, form.get("code", ""), desk.wall()) is None:
        return await _me(desk, request, viewer, "动态码不对，手机的时间准吗？", 422)
    await desk.store.run(signing.set_second, viewer.name, desk.doors.seal(secret), desk.wall())
    return await _me(desk, request, viewer, "动态码开了，下次登录要用")


async def second_off(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """Turn it off again, for who knows the password."""
    form, login = await _own(desk, request, viewer)
    if not await passwords.matches(form.get("old", ""), login.secret):
        return await _me(desk, request, viewer, "密码不对", 403)
    await desk.store.run(signing.set_second, viewer.name, b"", desk.wall())
    return await _me(desk, request, viewer, "动态码关了")


async def end_others(desk: AtDesk, request: Request, viewer: Seen) -> Response:
    """Sign every other browser of this login out."""
    await _own(desk, request, viewer)
    await desk.store.run(_end_others, viewer.name, request.cookies[COOKIE])
    return await _me(desk, request, viewer, "其他浏览器已退出")


def _end_others(tx: Tx, name: str, cookie: str) -> None:
    tx.logins.end_all(name, but=passwords.digest(cookie))


async def _own(desk: Desk, request: Request, viewer: Viewer) -> tuple[dict[str, str], Login]:
    form = await checked_form(request, viewer.form)
    if not desk.doors.ask:
        raise HTTPException(409, "练习模式不用登录，没有密码可改")
    return form, await desk.store.run(lambda tx: tx.logins.get(viewer.name))


def _unfit(form: dict[str, str], name: str) -> str:
    if form.get("password", "") != form.get("again", ""):
        return "两次写的不一样"
    return passwords.weak(form.get("password", ""), name)


def _form(desk: Desk, wanted: str, said: str = "", code: int = 200) -> Response:
    return desk.page("signin.html", code, title=desk.title, token=desk.token, next=wanted, said=said)


def _welcome(desk: Desk, secret: str, name: str, said: str = "") -> Response:
    values = {"title": desk.title, "token": desk.token, "secret": secret, "name": name, "said": said}
    return desk.page("welcome.html", 422 if said else 200, **values, shortest=passwords.SHORTEST)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody is signed in."""

    since: str
    seen: str
    this: bool


async def _me(desk: Desk, request: Request, viewer: Viewer, said: str = "", code: int = 200) -> Response:
    found = await desk.store.run(lambda tx: (tx.logins.find(viewer.name), tx.logins.sessions_of(viewer.name)))
    login, sessions = found
    this = passwords.digest(request.cookies.get(COOKIE, ""))
    secret = "" if login is None or login.second else passwords.second_secret()
    return desk.page(
        "me.html",
        code,
        title=desk.title,
        viewer=viewer,
        role=ROLES[viewer.role],
        login=login,
        said=said,
        secret=secret,
        address=passwords.second_address(secret, viewer.name, desk.title) if secret else "",
        browsers=[_browser(s, this, desk) for s in sessions],
        shortest=passwords.SHORTEST,
    )


def _browser(session: Session, this: str, desk: Desk) -> Browser:
    since, seen = (day_and_time(at, desk.wall(), desk.tz) for at in (session.made_at, session.seen_at))
    return Browser(since, seen, session.digest == this)
