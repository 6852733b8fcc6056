"""Signing in as a browser does it: the first link, passwords, sessions that end, second factors, too many tries."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from console_fakes import Browser, an_app, signed_in
from factories import NOW
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from console import passwords, signing
from console.desk import Doors
from console.gate import COOKIE
from console.signpages import own_path
from models.store import Store
from models.words import Role

GOOD = "长长的一句密码 2025"


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def app(store: Store, time: Time) -> FastAPI:
    return an_app(store, doors=Doors(ask=True, wall=time))


def enter(app: FastAPI, name: str, password: str, **fields: str) -> Browser:
    """Sign in by the form; the browser holds what it was given."""
    nobody = signed_in(app, None)
    answer = nobody.post("/signin", name=name, password=password, **fields)
    cookie = answer.cookies.get(COOKIE, "")
    viewer = app.state.desk.store.call(signing.viewer_of, cookie, app.state.desk.wall())
    return Browser(app, cookie, viewer.form if viewer else "")


def with_password(app: FastAPI, time: Time, name: str = signing.FIRST) -> None:
    """The first admin, who has chosen a password by the link."""
    link = app.state.desk.store.call(signing.first_link, time())
    found = signed_in(app, None).post(f"/welcome/{link}", password=GOOD, again=GOOD)
    assert found.status_code == 303


def test_the_first_admin_comes_in_by_a_link_that_works_once(app: FastAPI, time: Time) -> None:
    link = app.state.desk.store.call(signing.first_link, time())
    assert "admin" in signed_in(app, None).get(f"/welcome/{link}").text
    assert signed_in(app, None).post(f"/welcome/{link}", password=GOOD, again=GOOD).status_code == 303
    assert signed_in(app, None).get(f"/welcome/{link}").status_code == 404
    assert app.state.desk.store.call(signing.first_link, time()) is None
    assert enter(app, "admin", GOOD).get("/").status_code == 200


def test_a_link_grows_old_and_a_newer_one_replaces_it(app: FastAPI, time: Time) -> None:
    first = app.state.desk.store.call(signing.first_link, time())
    second = app.state.desk.store.call(signing.first_link, time())
    assert signed_in(app, None).get(f"/welcome/{first}").status_code == 404
    time.pass_by(hours=25)
    assert signed_in(app, None).get(f"/welcome/{second}").status_code == 404


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "admin-admin-admin"])
def test_a_password_that_is_guessed_at_once_is_refused(app: FastAPI, time: Time, password: str) -> None:
    link = app.state.desk.store.call(signing.first_link, time())
    assert signed_in(app, None).post(f"/welcome/{link}", password=password, again=password).status_code == 422
    assert signed_in(app, None).get(f"/welcome/{link}").status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_told_alike(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    nobody = signed_in(app, None)
    wrong = nobody.post("/signin", name="admin", password="not this one")
    unknown = nobody.post("/signin", name="nobody", password="not this one")
    assert (wrong.status_code, unknown.status_code) == (403, 403)
    assert re.sub("admin|nobody", "", wrong.text) == re.sub("admin|nobody", "", unknown.text)


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    nobody = signed_in(app, None)
    for _ in range(signing.MOST_BY_NAME):
        assert nobody.post("/signin", name="admin", password="not this one").status_code == 403
    assert nobody.post("/signin", name="admin", password=GOOD).status_code == 429
    time.pass_by(minutes=16)
    assert nobody.post("/signin", name="admin", password=GOOD).status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(app: FastAPI, time: Time, store: Store) -> None:
    with_password(app, time)
    said = signed_in(app, None).post("/signin", name="admin", password=GOOD).headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=lax" in said and "secure" not in said
    behind_tls = an_app(store, doors=Doors(ask=True, wall=time, secure=True))
    assert (
        "secure"
        in signed_in(behind_tls, None).post("/signin", name="admin", password=GOOD).headers["set-cookie"].lower()
    )


def test_a_session_ends_when_it_is_idle_and_after_a_working_day(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    browser = enter(app, "admin", GOOD)
    time.pass_by(hours=1, minutes=59)
    assert browser.get("/").status_code == 200
    time.pass_by(hours=2, minutes=1)
    assert browser.get("/").status_code == 303
    browser = enter(app, "admin", GOOD)
    for _ in range(12):
        time.pass_by(minutes=59)
        assert browser.get("/").status_code == 200
    time.pass_by(minutes=20)
    assert browser.get("/").status_code == 303


def test_signing_in_again_gives_up_the_old_session(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    first = enter(app, "admin", GOOD)
    second = first.request("POST", "/signin", data={"token": app.state.desk.token, "name": "admin", "password": GOOD})
    assert second.cookies[COOKIE] != first.cookie
    assert first.get("/").status_code == 303


def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    browser = enter(app, "admin", GOOD)
    assert browser.post("/signout").status_code == 303
    assert browser.get("/").status_code == 303


def test_a_form_of_another_session_or_site_changes_nothing(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    browser = enter(app, "admin", GOOD)
    assert browser.post("/signout", token="another").status_code == 403
    assert (
        browser.request(
            "POST", "/signout", data={"token": browser.form}, headers={"origin": "http://evil.example"}
        ).status_code
        == 403
    )
    assert browser.get("/").status_code == 200


def test_a_changed_password_signs_the_other_browsers_out(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    here, there = enter(app, "admin", GOOD), enter(app, "admin", GOOD)
    assert here.post("/me/password", old="wrong", password=GOOD + "!", again=GOOD + "!").status_code == 403
    assert here.post("/me/password", old=GOOD, password=GOOD + "!", again=GOOD + "!").status_code == 200
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 303)


def test_with_a_second_factor_a_code_is_needed_and_good_once(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    browser, secret = enter(app, "admin", GOOD), passwords.second_secret()
    code = lambda: pyotp.TOTP(secret).at(time())  # noqa: E731
    assert browser.post("/me/second", secret=secret, code="000000").status_code == 422
    assert browser.post("/me/second", secret=secret, code=code()).status_code == 200
    assert enter(app, "admin", GOOD).cookie == ""
    assert enter(app, "admin", GOOD, code=code()).cookie
    assert signed_in(app, None).post("/signin", name="admin", password=GOOD, code=code()).status_code == 409
    time.pass_by(seconds=30)
    assert enter(app, "admin", GOOD, code=code()).cookie


def test_an_admin_makes_a_login_hands_out_its_link_and_stops_it(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    admin = enter(app, "admin", GOOD)
    page = admin.post("/logins", name="dispatch-1", role=Role.DISPATCHER).text
    link = re.search(r"/welcome/[\w-]+", page)
    assert link
    assert signed_in(app, None).post(link[0], password=GOOD, again=GOOD).status_code == 303
    theirs = enter(app, "dispatch-1", GOOD)
    assert theirs.get("/").status_code == 200
    assert theirs.get("/logins").status_code == 403
    assert admin.post("/logins/dispatch-1/stop").status_code == 303
    assert theirs.get("/").status_code == 303
    assert enter(app, "dispatch-1", GOOD).cookie == ""


def test_one_cannot_stop_oneself(app: FastAPI, time: Time) -> None:
    with_password(app, time)
    assert enter(app, "admin", GOOD).post("/logins/admin/stop").status_code == 409


def test_everything_that_was_done_to_a_login_is_in_the_audit(app: FastAPI, time: Time, store: Store) -> None:
    with_password(app, time)
    enter(app, "admin", GOOD).post("/signout")
    done = [a.action for a in store.call(lambda tx: tx.audit.of("login admin"))]
    assert done == ["link_made", "password_chosen", "sign_in", "sign_out"]


def test_neither_password_nor_cookie_is_in_the_database(app: FastAPI, time: Time, store: Store) -> None:
    with_password(app, time)
    browser = enter(app, "admin", GOOD)
    login = store.call(lambda tx: tx.logins.get("admin"))
    sessions = store.call(lambda tx: tx.logins.sessions_of("admin"))
    assert GOOD not in login.secret and login.secret.startswith("$argon2")
    assert browser.cookie not in {s.digest for s in sessions}


def test_the_keeper_drops_what_no_longer_opens(app: FastAPI, time: Time, store: Store) -> None:
    with_password(app, time)
    enter(app, "admin", GOOD)
    signed_in(app, None).post("/signin", name="admin", password="wrong wrong")
    time.pass_by(days=3)
    assert store.call(signing.purge, time()) == 4
    assert store.call(lambda tx: tx.logins.sessions_of("admin")) == []


@given(st.text())
def test_no_way_after_signing_in_leads_to_another_site(wanted: str) -> None:
    assert own_path(wanted) == "/" or (wanted[0] == "/" and wanted[1:2] not in ("/", "\\"))


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x", ""]
)
def test_known_tricks_lead_to_the_first_page(wanted: str) -> None:
    assert own_path(wanted) == "/"


def test_in_practice_nobody_is_asked_to_sign_in(store: Store) -> None:
    app = an_app(store)
    assert signed_in(app, None).get("/").status_code == 200
    assert "练习模式不用登录" in signed_in(app, None).get("/me").text
