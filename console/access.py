"""Who may ask for which page: one rule a route, all of them here. A route without a rule does not start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from models.login import Viewer
from models.words import Role
from notices.rights import DESK

R = Role


class Gate(StrEnum):
    """What a route asks before it looks at roles."""

    OPEN = "open"
    """Anybody: health, the notices that residents read, the way in."""
    KEY = "key"
    """A machine that shows a key of its own."""
    SIGNED_IN = "signed_in"
    """Somebody of the staff."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``roles`` may use the route (of who signed in); ``by_area`` says that it shows or changes things of places.

    A route ``by_area`` shows a viewer only what lies in the viewer's areas; things of elsewhere are not found. Figures
    are of the whole district for everybody: they hold nothing of a person. ``scope`` opens it to a program's key too.
    """

    gate: Gate
    roles: frozenset[Role] = frozenset()
    by_area: bool = False
    scope: str = ""


STAFF = frozenset(Role)
OFFICE = frozenset({R.DISPATCHER, R.ADMIN})
ADMINS = frozenset({R.ADMIN})

_OPEN, _KEY = Rule(Gate.OPEN), Rule(Gate.KEY)
_ANY = Rule(Gate.SIGNED_IN, STAFF)
_FIGURES = Rule(Gate.SIGNED_IN, STAFF, scope="reports:read")
_PLACES = Rule(Gate.SIGNED_IN, STAFF, by_area=True)
_OFFICE = Rule(Gate.SIGNED_IN, OFFICE)
_DESK = Rule(Gate.SIGNED_IN, DESK)
_JUDGES = Rule(Gate.SIGNED_IN, STAFF - {R.MEMBER_STAFF, R.BUILDING_HEAD}, by_area=True)
_ADMIN = Rule(Gate.SIGNED_IN, ADMINS)

RULES: dict[str, Rule] = {
    "GET /healthz": _OPEN,
    "GET /readyz": _OPEN,
    "GET /metrics": _OPEN,
    "GET /signin": _OPEN,
    "POST /signin": _OPEN,
    "GET /welcome/{secret}": _OPEN,
    "POST /welcome/{secret}": _OPEN,
    "GET /n/{number:int}": _OPEN,
    "GET /n/{number:int}.png": _OPEN,
    "POST /api/v1/hand/rooms/{room}/lines": _KEY,
    "GET /api/v1/hand/texts": _KEY,
    "POST /api/v1/hand/texts/{number}/settled": _KEY,
    "POST /api/v1/notices": _KEY,
    "POST /api/v1/notices/{ref}/cancel": _KEY,
    "POST /api/v1/notices/{ref}/restore": _KEY,
    "GET /api/v1/notices/{ref}/coverage": _KEY,
    "POST /signout": _ANY,
    "GET /me": _ANY,
    "POST /me/password": _ANY,
    "POST /me/second": _ANY,
    "POST /me/second/off": _ANY,
    "POST /me/sessions/end": _ANY,
    "GET /": _PLACES,
    "GET /events": _ANY,
    "GET /fragments/clock": _ANY,
    "GET /fragments/figures": _ANY,
    "GET /fragments/rooms": _PLACES,
    "GET /fragments/rooms/{room_slug}": _PLACES,
    "GET /fragments/tickets": _PLACES,
    "GET /fragments/notices": _PLACES,
    "GET /fragments/health": _ANY,
    "POST /practice/say": _ANY,
    "GET /notices/{number:int}": _PLACES,
    "GET /api/v1/figures": _FIGURES,
    "GET /tickets": _PLACES,
    "GET /fragments/board": _PLACES,
    "GET /tickets/{number:int}": _PLACES,
    "POST /tickets/{number:int}/do": _PLACES,
    "GET /notices": _PLACES,
    "POST /notices": _DESK,
    "POST /notices/read": _DESK,
    "POST /notices/{number:int}/do": _DESK,
    "GET /fragments/notice-list": _PLACES,
    "GET /review": _JUDGES,
    "POST /review/{number:int}": _JUDGES,
    "GET /operations": _OFFICE,
    "GET /fragments/operations": _OFFICE,
    "POST /operations/pause": _OFFICE,
    "GET /logins": _ADMIN,
    "POST /logins": _ADMIN,
    "POST /logins/{name}/link": _ADMIN,
    "POST /logins/{name}/stop": _ADMIN,
}


def routes_of(app: FastAPI) -> Iterator[str]:
    """What can be asked of an application, as ``"GET /path"``; static files and its own description are everybody's."""
    for found in iter_route_contexts(app.routes):
        if isinstance(found.original_route, APIRoute):
            yield from (f"{method} {found.path}" for method in sorted(found.methods or ()))


def unruled(app: FastAPI) -> list[str]:
    """Routes without a rule, and rules without a route: both are mistakes."""
    asked = set(routes_of(app))
    return sorted(asked ^ set(RULES))


def may(rule: Rule, viewer: Viewer | None) -> bool:
    """Whether a viewer (None = nobody has signed in) passes; keys are asked by their own routes."""
    return rule.gate is not Gate.SIGNED_IN or (viewer is not None and viewer.role in rule.roles)
