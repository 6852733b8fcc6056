"""Fakes of the console's ports, and a neighbourhood at work for the pages to show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from factories import NOW
from fastapi import FastAPI

from console.app import make_app
from console.desk import Desk
from console.gate import COOKIE
from console.live import Changes
from console.ports import Chat, Line, Part, PartKind, Persona, Readiness
from console.signing import open_session, viewer_of
from models.errors import NotFound, StoreFailed
from models.login import Login
from models.store import Store, Tx
from models.words import Role, RoomKind

TZ = ZoneInfo("Asia/Shanghai")
SITE = "http://127.0.0.1:8080"
PARTS = (
    Part(PartKind.STORE, "SQLite", True, vital=True),
    Part(PartKind.CHANNEL, "practice", True, "只在本机", NOW - timedelta(hours=2), vital=True),
    Part(PartKind.FEED, "power-web", True, "", NOW - timedelta(minutes=3)),
    Part(PartKind.FEED, "water-folder", False, "连不上：超时", NOW - timedelta(hours=5)),
    Part(PartKind.CALENDAR, "节假日 2025", True),
    Part(PartKind.VERSION, "0.1.0", True),
)


@dataclass
class FakeHealth:
    """The parts as they are set; ``fails`` is raised instead."""

    parts: tuple[Part, ...] = PARTS
    ready: bool = True
    fails: StoreFailed | None = None

    async def readiness(self, now: datetime) -> Readiness:
        """What was set."""
        if self.fails:
            raise self.fails
        return Readiness(self.ready, self.parts)


@dataclass
class FakePractice:
    """Rooms in memory; every line is told to ``tell``, and ``answer`` makes the bot's line (None = silence)."""

    rooms: dict[str, Chat] = field(default_factory=dict)
    cast: dict[str, list[Persona]] = field(default_factory=dict)
    said: dict[str, list[Line]] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda _: None
    answer: Callable[[str], str | None] = lambda _: None
    clock: Callable[[], datetime] = lambda: NOW

    def chats(self) -> Sequence[Chat]:
        """All rooms, in the order in which they were put in."""
        return list(self.rooms.values())

    def people(self, room: str) -> Sequence[Persona]:
        """The cast of a room."""
        return self.cast.get(self._known(room), [])

    async def say(self, room: str, person: str, text: str) -> None:
        """Keep the line, and the bot's answer."""
        who = next((p for p in self.people(room) if p.id == person), None)
        if who is None:
            raise NotFound("person", person)
        self._add(room, Line(self.clock(), who.nick, who.role, text, why=("命中词：停电",) if "停" in text else ()))
        if reply := self.answer(text):
            self._add(room, Line(self.clock(), "bot", None, reply, by_bot=True, why=("群里有人问停复", "没有公告覆盖")))

    def transcript(self, room: str, limit: int) -> Sequence[Line]:
        """The last lines of a room."""
        return self.said.get(self._known(room), [])[-limit:]

    def _add(self, room: str, line: Line) -> None:
        self.said.setdefault(room, []).append(line)
        self.tell(f"room {room}")

    def _known(self, room: str) -> str:
        if room not in self.rooms:
            raise NotFound("room", room)
        return room


class FakeLive:
    """Says what it was given, then ends."""

    def __init__(self, *subjects: str) -> None:
        self._subjects = subjects

    async def changes(self) -> AsyncIterator[str]:
        """The subjects, one after the other."""
        for subject in self._subjects:
            yield subject


def a_practice(**changes: Any) -> FakePractice:
    """Two residents' rooms and a private chat, each with people to be, and nothing said yet."""
    residents = [
        Persona("r-zhang", "3栋-张三"),
        Persona("r-li", "5栋 李姐"),
        Persona("wx-worker", "网格员小林", Role.GRID_WORKER),
    ]
    values: dict[str, Any] = {
        "rooms": {
            "room-01": Chat("room-01", "云亭新村便民群"),
            "room-02": Chat("room-02", "清荷苑邻里群"),
            "@wx-power": Chat("@wx-power", "供电小马", RoomKind.MEMBER, private=True),
        },
        "cast": {
            "room-01": residents,
            "room-02": [Persona("r-zhou", "2809")],
            "@wx-power": [Persona("wx-power", "供电小马", Role.MEMBER_STAFF)],
        },
    }
    return FakePractice(**(values | changes))


def an_app(store: Store, **changes: Any) -> FastAPI:
    """The console over ``store`` with fakes for the rest."""
    values: dict[str, Any] = {
        "health": FakeHealth(),
        "practice": a_practice(),
        "live": Changes(),
        "clock": lambda: NOW,
        "tz": TZ,
        "title": "润州区",
    }
    return make_app(Desk(store=store, **(values | changes)))


def ask(app: FastAPI, path: str, method: str = "GET", **options: Any) -> httpx.Response:
    """One request to the application, without a socket."""

    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            return await client.request(method, path, **options)

    return asyncio.run(once())


@dataclass(frozen=True)
class Browser:
    """A browser that holds a cookie ("" = none) and knows what its forms carry."""

    app: FastAPI
    cookie: str = ""
    form: str = ""

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, from this site."""
        headers = {"origin": SITE} | ({"cookie": f"{COOKIE}={self.cookie}"} if self.cookie else {})
        return ask(self.app, path, method, headers=headers | options.pop("headers", {}), **options)

    def get(self, path: str) -> httpx.Response:
        """Look at a page."""
        return self.request("GET", path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of this browser."""
        return self.request("POST", path, data={"token": self.form} | fields)


def signed_in(app: FastAPI, role: Role | None, **changes: Any) -> Browser:
    """A browser in which somebody with a role (None = nobody) has signed in."""
    desk = app.state.desk
    if role is None:
        return Browser(app, form=desk.token)
    login = Login(**({"name": f"a-{role}", "role": role, "made_at": NOW, "made_by": "test"} | changes))

    def enter(tx: Tx) -> Browser:
        tx.logins.put(login)
        cookie = open_session(tx, login.name, "", desk.wall()).cookie
        found = viewer_of(tx, cookie, desk.wall())
        return Browser(app, cookie, found.form if found else "")

    return desk.store.call(enter)
