"""公告 in the console: what is understood while one writes, what each room would hear, and the deeds in the words of chat."""

from __future__ import annotations

import pytest
from console_fakes import an_app, signed_in
from factories import NOW, a_district, a_notice, a_reach
from fastapi import FastAPI
from test_console_tickets import FakeWork

from console.announcing import WORDS, deeds_of
from console.desk import Doors
from models.store import Store
from models.words import Role

TEXT = "停电通知：因线路检修，2025年6月12日8:00至17:00，云亭新村1-5栋停电，请提前做好准备。润州供电 95598"


@pytest.fixture
def work() -> FakeWork:
    return FakeWork()


@pytest.fixture
def app(store: Store, work: FakeWork) -> FastAPI:
    store.call(lambda tx: tx.district.save(a_district(), NOW))
    return an_app(store, doors=Doors(ask=True, wall=lambda: NOW), work=work)


def test_while_one_writes_it_is_said_what_is_understood_and_who_would_hear_what(app: FastAPI, store: Store) -> None:
    text = signed_in(app, Role.DISPATCHER).post("/notices/read", text=TEXT).text
    assert "停电 · 计划" in text and "云亭新村" in text
    assert "云亭新村便民群" in text and "清荷苑邻里群" not in text
    assert store.call(lambda tx: tx.notices.recent(5)) == []


def test_what_is_no_announcement_is_said_to_be_none(app: FastAPI) -> None:
    text = signed_in(app, Role.DISPATCHER).post("/notices/read", text="今晚广场舞照常，大家早点来").text
    assert "不像" in text and "没有群会听到" in text


def test_a_text_that_is_handed_in_goes_the_way_of_the_desk(app: FastAPI, work: FakeWork) -> None:
    page = signed_in(app, Role.DISPATCHER).post("/notices", text=TEXT)
    assert work.told == [("a-dispatcher", f"发公告\n{TEXT}")]
    assert page.status_code == 200 and "好的" in page.text


def test_a_grid_worker_reads_notices_and_writes_none(app: FastAPI) -> None:
    worker = signed_in(app, Role.GRID_WORKER, areas=("yt-xc",))
    assert "发一条" not in worker.get("/notices").text
    assert worker.post("/notices", text=TEXT).status_code == 403


def test_the_page_of_a_draft_shows_what_each_room_would_hear_and_offers_to_publish(app: FastAPI, store: Store) -> None:
    store.call(lambda tx: tx.notices.add(a_notice(id=7, state="review", reach=(a_reach(),))))
    page = signed_in(app, Role.DISPATCHER).get("/notices/7").text
    assert "待人工" in page and "发布" in page and "读懂了什么" in page


@pytest.mark.parametrize("deed", WORDS)
def test_each_deed_is_said_in_the_words_of_chat(app: FastAPI, work: FakeWork, deed: str) -> None:
    dispatcher = signed_in(app, Role.DISPATCHER)
    assert dispatcher.post("/notices/7/do", deed=deed, text="某某").status_code == 303
    assert work.told == [("a-dispatcher", WORDS[deed].format(number=7, text="某某"))]


def test_a_deed_without_its_words_is_refused(app: FastAPI, work: FakeWork) -> None:
    assert signed_in(app, Role.DISPATCHER).post("/notices/7/do", deed="time").status_code == 422
    assert signed_in(app, Role.DISPATCHER).post("/notices/7/do", deed="nothing").status_code == 422
    assert work.told == []


def test_what_is_offered_follows_the_state() -> None:
    keys = lambda state: {key for key, _, _ in deeds_of(a_notice(state=state, unmatched=("望江楼",)))}  # noqa: E731
    assert {"publish", "alias", "drop"} <= keys("review") and "back" not in keys("review")
    assert {"back", "later", "clarify"} <= keys("published") and "publish" not in keys("published")
    assert keys("dropped") == set()
