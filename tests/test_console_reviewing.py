"""研判: what waits is shown to those whose rooms it comes from, and one press judges it."""

from __future__ import annotations

import pytest
from console_fakes import an_app, signed_in
from factories import NOW, a_district
from fastapi import FastAPI
from test_console_tickets import FakeWork

from console.desk import Doors
from console.reviewing import guess_name
from models.sample import Sample, Source
from models.store import Store, Tx
from models.words import Role


@pytest.fixture
def work() -> FakeWork:
    return FakeWork()


@pytest.fixture
def app(store: Store, work: FakeWork) -> FastAPI:
    def fill_in(tx: Tx) -> None:
        tx.district.save(a_district(), NOW)
        tx.samples.add(Sample("wechat", "m-1", "room-01", "灯又不亮", NOW, "E11 report P2", 0.41, ("n-gram 灯又",)))
        tx.samples.add(Sample("wechat", "m-2", "room-03", "水好像小了", NOW, "", 0.3, source=Source.SHADOW))

    store.call(fill_in)
    return an_app(store, doors=Doors(ask=True, wall=lambda: NOW), work=work)


def test_what_waits_is_shown_with_what_was_made_of_it(app: FastAPI) -> None:
    page = signed_in(app, Role.DISPATCHER).get("/review").text
    for shown in ("灯又不亮", "41%", "n-gram 灯又", "影子群的提议", "没有猜是哪一类"):
        assert shown in page


def test_a_worker_sees_the_lines_of_their_rooms(app: FastAPI) -> None:
    page = signed_in(app, Role.GRID_WORKER, areas=("la-jy",)).get("/review").text
    assert "水好像小了" in page and "灯又不亮" not in page


@pytest.mark.parametrize(("verdict", "said"), [("yes", "核对 1 是"), ("no", "核对 1 不是"), ("E01", "核对 1 E01")])
def test_one_press_says_what_one_would_say_in_chat(app: FastAPI, work: FakeWork, verdict: str, said: str) -> None:
    assert signed_in(app, Role.DISPATCHER).post("/review/1", verdict=verdict).status_code == 303
    assert work.told == [("a-dispatcher", said)]


def test_no_verdict_is_none(app: FastAPI, work: FakeWork) -> None:
    assert signed_in(app, Role.DISPATCHER).post("/review/1", verdict="E99").status_code == 422
    assert work.told == []


def test_an_empty_tray_says_why_it_is_empty(store: Store) -> None:
    assert "没有等人看的话" in signed_in(an_app(store), None).get("/review").text


def test_a_guess_is_said_in_words() -> None:
    assert guess_name("E01 report P1") == "电 · 停电 · P1"
    assert guess_name("") == ""
