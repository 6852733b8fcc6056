"""Every route, every role, every range of places: who passes, who does not, and that no route is forgotten."""

from __future__ import annotations

import pytest
from console_fakes import an_app, signed_in
from factories import NOW, a_district, a_notice, a_reach, a_ticket, an_outgoing
from fastapi import APIRouter, FastAPI

from console.access import RULES, Gate, Rule, may, routes_of, unruled
from console.desk import Doors
from console.names import slug
from models.login import Viewer
from models.store import Store, Tx
from models.words import Delivery, Role

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


SCOPES = {
    "everything": ((), {"yt-xc", "qh-yuan", "la-jy"}),
    "the district": (("321111",), {"yt-xc", "qh-yuan", "la-jy"}),
    "a community": (("321111900001",), {"yt-xc", "qh-yuan"}),
    "an estate": (("la-jy",), {"la-jy"}),
}
NAMES = {"yt-xc": "云亭新村", "qh-yuan": "清荷苑", "la-jy": "柳岸家园"}


@pytest.fixture
def filled(store: Store) -> FastAPI:
    """Tickets, notices and posts in each of three estates."""

    def fill_in(tx: Tx) -> None:
        tx.district.save(a_district(), NOW)
        for n, estate in enumerate(NAMES, 1):
            tx.tickets.add(a_ticket(matter=f"m-{n}", estate=estate, summary=f"{NAMES[estate]}停电"))
            tx.notices.add(
                a_notice(
                    id=n,
                    ref=f"r-{n}",
                    digest=f"d-{n}",
                    reach=(a_reach(estate=estate, why=NAMES[estate]),),
                    text=f"{NAMES[estate]}停电",
                )
            )
            tx.outbox.put(
                an_outgoing(key=f"k-{n}", room=f"room-0{n}", text="知道了", sent_at=NOW, status=Delivery.SENT)
            )

    store.call(fill_in)
    return an_app(store, practice=None, doors=ASKING)


@pytest.mark.parametrize("scope", SCOPES)
def test_each_page_of_places_shows_what_lies_in_the_areas_of_its_viewer(filled: FastAPI, scope: str) -> None:
    areas, seen = SCOPES[scope]
    for role in set(Role) - {Role.MEMBER_STAFF}:
        browser = signed_in(filled, role, areas=areas)
        for path in ("/", "/fragments/tickets", "/fragments/notices"):
            text = browser.get(path).text
            assert (role, path, {e for e, name in NAMES.items() if name in text}) == (role, path, seen)
        for n, estate in enumerate(NAMES, 1):
            found = 200 if estate in seen else 404
            assert browser.get(f"/notices/{n}").status_code == found
            assert browser.get(f"/fragments/rooms/{slug(f'room-0{n}')}").status_code == found


def test_staff_of_a_member_see_their_members_tickets_wherever_they_are(filled: FastAPI) -> None:
    ours = signed_in(filled, Role.MEMBER_STAFF, member="power").get("/fragments/tickets").text
    theirs = signed_in(filled, Role.MEMBER_STAFF, member="gas").get("/fragments/tickets").text
    assert all(name in ours for name in NAMES.values())
    assert not any(name in theirs for name in NAMES.values())
