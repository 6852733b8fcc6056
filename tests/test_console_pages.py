from __future__ import annotations

from typing import Any

import pytest
from console_fakes import SITE, FakeHealth, FakeLive, a_practice, an_app, ask
from console_scene import fill
from console_talk import morning
from factories import NOW, a_district, an_outgoing
from fastapi import FastAPI
from httpx import Response

from console.names import slug
from console.ports import Chat, Line
from models.errors import StoreFailed
from models.store import Store, Tx
from models.words import Delivery

ROOM = slug("room-01")
FRAGMENTS = ("clock", "figures", "tickets", "notices", "health", f"rooms/{ROOM}", "rooms")
NASTY = (
    "<script>alert(1)</script>",
    "\u202e倒着写\u2066",
    "😀" * 50,
    "停\x00电\x1b[0m",
    "停" * 100_000,
    '"><img src=x>',
)


@pytest.fixture
def app(store: Store) -> FastAPI:
    return an_app(store)


def say(app: FastAPI, text: str = "停电了？", headers: dict[str, str] | None = None, **fields: str) -> Response:
    data = {"token": app.state.desk.token, "room": "room-01", "person": "r-zhang", "text": text} | fields
    sent = {"origin": SITE, "hx-request": "true"} if headers is None else headers
    return ask(app, "/practice/say", "POST", data=data, headers=sent)


def test_the_first_page_shows_rooms_tickets_notices_and_health(store: Store) -> None:
    store.call(fill)
    page = ask(an_app(store, practice=morning(a_practice())), "/")
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    for shown in (
        "云亭新村便民群",
        "先出门，再看手机",
        "楼道里有煤气味",
        "响应 超 2 分",
        "可能受影响",
        "发送失败 1",
        "练习模式",
    ):
        assert shown in page.text


def test_an_empty_store_says_what_will_come(app: FastAPI) -> None:
    page = ask(app, "/").text
    for shown in ("还没有人说话", "今天还没有工单", "还没有公告"):
        assert shown in page


def test_no_room_at_all_says_where_rooms_come_from(store: Store) -> None:
    assert "导入 district.yaml" in ask(an_app(store, practice=a_practice(rooms={})), "/").text
    assert "机器人还没有在群里说过话" in ask(an_app(store, practice=None), "/").text


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_is_a_part_and_no_page(app: FastAPI, name: str) -> None:
    answer = ask(app, f"/fragments/{name}")
    assert answer.status_code == 200
    assert "<html" not in answer.text


def test_rooms_that_the_page_has_are_not_given_again(app: FastAPI) -> None:
    known = [slug("room-01"), slug("room-02")]
    answer = ask(app, "/fragments/rooms", params={"known": known}).text
    assert "供电小马" in answer
    assert "云亭新村便民群" not in answer
    everything = [*known, slug("@wx-power")]
    assert not ask(app, "/fragments/rooms", params={"known": everything}).text.strip()


def test_an_unknown_room_is_not_found(app: FastAPI) -> None:
    assert ask(app, "/fragments/rooms/nowhere").status_code == 404


def test_what_is_said_is_shown_at_once(app: FastAPI) -> None:
    answer = say(app, "5栋又停水了")
    assert answer.status_code == 200
    assert "5栋又停水了" in answer.text
    assert "怎么理解的" in answer.text


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_is_shown_harmless(app: FastAPI, text: str) -> None:
    answer = say(app, text)
    assert answer.status_code == 200
    for bad in ("<script", "<img src=x", "\u202e", "\x00", "\x1b"):
        assert bad not in answer.text
    assert len(answer.text) < 10_000


def test_without_scripts_the_form_comes_back_to_its_room(app: FastAPI) -> None:
    answer = say(app, headers={"origin": SITE})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/#room-{ROOM}"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999"])
def test_a_form_of_another_site_is_refused(app: FastAPI, origin: str) -> None:
    assert say(app, headers={"origin": origin}).status_code == 403
    assert app.state.desk.practice.said == {}


def test_a_form_without_origin_or_with_an_old_token_is_refused(app: FastAPI) -> None:
    assert say(app, headers={}).status_code == 403
    assert say(app, token="old").status_code == 403
    assert say(app, token="过期").status_code == 403


def test_only_forms_of_a_bearable_size_are_read(app: FastAPI) -> None:
    assert say(app, "停" * 400_000).status_code == 413
    answer = ask(app, "/practice/say", "POST", json={}, headers={"origin": SITE})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"text": "  "}, 422), ({"room": "nowhere"}, 404), ({"person": "nobody"}, 404)],
)
def test_a_wrong_saying_is_explained_in_a_sentence(app: FastAPI, fields: dict[str, str], status: int) -> None:
    answer = say(app, **fields)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")


def test_bytes_that_are_no_text_go_through(app: FastAPI) -> None:
    body = f"token={app.state.desk.token}&room=room-01&person=r-zhang&text=%FF%FEab".encode()
    headers = {"origin": SITE, "hx-request": "true", "content-type": "application/x-www-form-urlencoded"}
    answer = ask(app, "/practice/say", "POST", content=body, headers=headers)
    assert "\ufffd\ufffdab" in answer.text


def test_nobody_can_speak_when_practice_is_off(store: Store) -> None:
    assert say(an_app(store, practice=None)).status_code == 404


def test_without_practice_the_rooms_show_what_the_bot_said(store: Store) -> None:
    def prepare(tx: Tx) -> None:
        tx.district.save(a_district(), NOW)
        tx.outbox.put(an_outgoing(text="已开工单 7", status=Delivery.SENT, sent_at=NOW, why="新事项"))
        tx.outbox.put(an_outgoing(text="还没发出"))

    store.call(prepare)
    page = ask(an_app(store, practice=None), "/").text
    assert "已开工单 7" in page
    assert "新事项" in page
    assert "还没发出" not in page
    assert "<form" not in page


def test_a_private_chat_of_the_practice_rooms_is_a_column_too(store: Store) -> None:
    chats = {"@w": Chat("@w", "网格员小林", private=True)}
    practice = a_practice(rooms=chats, cast={}, said={"@w": [Line(NOW, "bot", None, "请接单", by_bot=True)]})
    page = ask(an_app(store, practice=practice), "/").text
    assert "私聊" in page
    assert "请接单" in page


def test_the_stream_names_what_changed(store: Store) -> None:
    answer = ask(an_app(store, live=FakeLive("room room-01", "tickets")), "/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert f"event: room-{ROOM}\ndata: 1\n\n" in answer.text


@pytest.mark.parametrize("failure", [StoreFailed("locked", retry=True), RuntimeError("secret detail")])
def test_a_failure_is_a_page_without_its_trace(store: Store, failure: Any) -> None:
    page = ask(an_app(store, health=FakeHealth(fails=failure)), "/")
    assert page.status_code in (500, 503)
    assert "回到今日" in page.text
    for detail in ("locked", "secret", "Traceback"):
        assert detail not in page.text
