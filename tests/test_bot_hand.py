"""Groups without a bot over HTTP: a program brings in what was said and fetches what a person must post."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from console_fakes import an_app, ask
from fastapi import FastAPI
from test_bot_assisted import by_hand_in

from bot.hand import RimHand
from bot.settings import Settings
from models.privacy import Vault
from models.store import Store

KEY = "key-of-the-tests"
NOON = datetime.fromisoformat("2026-07-03T12:00:00+08:00")
LINES = [
    {"nick": "3栋-张三", "text": "停水了吗？", "at": "2026-07-03T11:50:00+08:00"},
    {"nick": "5栋-李四", "text": "我家也停水了，5栋", "at": "2026-07-03T11:51:00+08:00"},
    {"nick": "静待花开", "text": "今天天气不错"},
]


@pytest.fixture
def app(store: Store) -> FastAPI:
    district = by_hand_in("room-01")
    store.call(lambda tx: tx.district.save(district, NOON))
    hand = RimHand(
        settings=Settings(), store=store, vault=Vault(b"k" * 32), district=lambda: district, clock=lambda: NOON
    )
    return an_app(store, hand=hand, api_key=KEY, clock=lambda: NOON)


def call(app: FastAPI, path: str, body: Any = None, key: str = KEY) -> httpx.Response:
    """A GET, or with a body a POST."""
    head = {"authorization": f"Bearer {key}"} if key else {}
    return ask(app, f"/api/v1/hand{path}", "GET" if body is None else "POST", json=body, headers=head)


def test_what_was_said_becomes_a_ticket_and_a_text_that_somebody_posts(app: FastAPI, store: Store) -> None:
    heard = call(app, "/rooms/room-01/lines", {"lines": LINES, "by": "小李"})
    assert heard.status_code == 200
    assert heard.json() | {"waiting": 0} == {"read": 3, "too_old": 0, "caught": 2, "tickets": [1], "waiting": 0}
    [text, *_] = call(app, "/texts").json()
    assert text["room"] == "room-01"
    assert "停水" in text["text"]
    assert call(app, f"/texts/{text['number']}/settled", {"by": "小李"}).status_code == 204
    assert text["number"] not in [t["number"] for t in call(app, "/texts").json()]
    assert call(app, f"/texts/{text['number']}/settled", {"by": "小李"}).status_code == 409
    assert [a.actor for a in store.call(lambda tx: tx.audit.recent(1))] == ["小李"]


def test_the_same_lines_again_change_nothing(app: FastAPI, store: Store) -> None:
    first = call(app, "/rooms/room-01/lines", {"lines": LINES}).json()
    again = call(app, "/rooms/room-01/lines", {"lines": LINES}).json()
    assert (again["caught"], again["waiting"]) == (0, first["waiting"])
    assert len(store.call(lambda tx: tx.tickets.recent(10))) == 1


def test_a_text_that_is_not_to_be_said_is_dropped_with_its_reason(app: FastAPI, store: Store) -> None:
    call(app, "/rooms/room-01/lines", {"lines": LINES})
    [text, *_] = call(app, "/texts").json()
    assert call(app, f"/texts/{text['number']}/settled", {"why": "已当面说过"}).status_code == 204
    assert store.call(lambda tx: tx.outbox.by_id(text["number"])).last_error == "已当面说过"


def test_what_was_said_days_ago_calls_nobody_now(app: FastAPI) -> None:
    old = [LINES[0] | {"at": (NOON - timedelta(days=4)).isoformat()}]
    heard = call(app, "/rooms/room-01/lines", {"lines": old}).json()
    assert (heard["read"], heard["too_old"], heard["tickets"]) == (0, 1, [])


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/rooms/room-99/lines", {"lines": LINES}, 404),
        ("/rooms/room-02/lines", {"lines": LINES}, 409),
        ("/rooms/room-01/lines", {"lines": [LINES[0] | {"staff": "nobody"}]}, 404),
        ("/rooms/room-01/lines", {"lines": []}, 422),
        ("/rooms/room-01/lines", {"lines": [LINES[0] | {"at": "2026-07-03T11:50:00"}]}, 422),
        ("/rooms/room-01/lines", {"lines": [LINES[0] | {"nik": "x"}]}, 422),
        ("/texts/999/settled", {}, 404),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(app: FastAPI, path: str, body: Any, code: int) -> None:
    answer = call(app, path, body)
    assert answer.status_code == code
    assert answer.json()


def test_it_opens_only_to_the_key(app: FastAPI, store: Store) -> None:
    assert call(app, "/texts", key="").status_code == 401
    assert call(app, "/texts", key="wrong").status_code == 401
    assert call(an_app(store), "/texts").status_code == 403
    assert call(an_app(store, hand=app.state.desk.hand), "/texts").status_code == 403
