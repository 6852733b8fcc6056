"""Every route, every role, every range of places: who passes, who does not, and that no route is forgotten."""

from __future__ import annotations

import pytest
from console_fakes import an_app, signed_in
from factories import NOW
from fastapi import APIRouter, FastAPI

from console.access import RULES, Gate, Rule, may, routes_of, unruled
from console.desk import Doors
from models.login import Viewer
from models.store import Store
from models.words import Role

ASKING = Doors(ask=True, wall=lambda: NOW)
FILLED = {
    "{secret}": "no-such-link", "{number:int}": "1", "{number}": "1", "{room}": "room-01", "{room_slug}": "none",
    "{name}": "somebody",
}  # fmt: skip


@pytest.fixture
def app(store: Store) -> FastAPI:
    return an_app(store, doors=ASKING)


def _path(route: str) -> str:
    for name, value in FILLED.items():
        route = route.replace(name, value)
    return route


def test_every_route_has_a_rule_and_every_rule_a_route(app: FastAPI) -> None:
    assert set(routes_of(app)) == set(RULES)


def test_an_application_with_a_route_that_has_no_rule_is_noticed(app: FastAPI) -> None:
    router = APIRouter()
    router.add_api_route("/forgotten", lambda: "", methods=["GET"])
    app.include_router(router)
    assert unruled(app) == ["GET /forgotten"]


CLOSED = sorted(r for r, rule in RULES.items() if rule.gate is Gate.SIGNED_IN)
ENDLESS = "GET /events"


def test_nobody_passes_who_has_not_signed_in(app: FastAPI) -> None:
    for route in CLOSED:
        method, path = route.split(" ")
        found = signed_in(app, None).request(method, _path(path))
        page = method == "GET" and not path.startswith("/api/")
        assert (route, found.status_code) == (route, 303 if page else 401)
        assert not page or found.headers["location"].startswith("/signin?next=")


@pytest.mark.parametrize("role", Role)
def test_each_role_passes_where_its_rule_says(app: FastAPI, role: Role) -> None:
    browser = signed_in(app, role)
    for route in CLOSED:
        method, path = route.split(" ")
        if route == ENDLESS and role in RULES[route].roles:
            continue
        found = browser.request(method, _path(path))
        refused = found.status_code == 403 and "你的角色" in found.text
        assert (route, refused) == (route, role not in RULES[route].roles)
        assert found.status_code < 500
        if route == "POST /signout":
            browser = signed_in(app, role)


def test_a_rule_asks_for_the_gate_and_for_the_role() -> None:
    rule = Rule(Gate.SIGNED_IN, frozenset({Role.ADMIN}))
    assert may(rule, Viewer("a", Role.ADMIN))
    assert not may(rule, Viewer("a", Role.GRID_WORKER))
    assert not may(rule, None)
    assert may(Rule(Gate.OPEN), None)
