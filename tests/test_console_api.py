from __future__ import annotations

import pytest
from console_fakes import FakeHealth, an_app, ask
from console_scene import fill
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from console.ports import Part, PartKind
from models.errors import StoreFailed
from models.store import Store


@pytest.fixture
def app(store: Store) -> FastAPI:
    return an_app(store)


def test_the_process_says_that_it_lives_whatever_its_parts_do(store: Store) -> None:
    answer = ask(an_app(store, health=FakeHealth(fails=StoreFailed("gone", retry=False))), "/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_ready_lists_every_part(app: FastAPI) -> None:
    answer = ask(app, "/readyz")
    assert answer.status_code == 200
    found = answer.json()
    assert found["ready"] is True
    assert {"kind": "feed", "name": "water-folder", "ok": False, "vital": False, "detail": "连不上：超时"} in found[
        "parts"
    ]


def test_not_ready_is_503_and_still_lists_every_part(store: Store) -> None:
    down = Part(PartKind.CHANNEL, "wechat", False, "断开", vital=True)
    answer = ask(an_app(store, health=FakeHealth((down,), ready=False)), "/readyz")
    assert answer.status_code == 503
    assert [p["name"] for p in answer.json()["parts"]] == ["wechat"]


def test_a_store_that_does_not_answer_is_not_ready(store: Store) -> None:
    answer = ask(an_app(store, health=FakeHealth(fails=StoreFailed("disk full", retry=False))), "/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"][0] == {
        "kind": "store",
        "name": "store",
        "ok": False,
        "vital": True,
        "detail": "disk full",
    }


def test_metrics_are_prometheus_text(store: Store) -> None:
    store.call(fill)
    answer = ask(an_app(store), "/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = {f.name: f for f in text_string_to_metric_families(answer.text)}
    tickets = {s.labels["status"]: s.value for s in families["gridbot_tickets"].samples}
    assert (tickets["closed"], tickets["dispatched"], tickets["archived"]) == (5, 2, 0)


def test_figures_are_of_today_when_no_day_is_named(app: FastAPI) -> None:
    found = ask(app, "/api/v1/figures").json()
    assert (found["first"], found["last"]) == ("2025-06-10", "2025-06-10")
    assert found["satisfaction"] == {"part": 0, "whole": 0, "share": None}


def test_cuts_are_given_when_they_are_asked_for(app: FastAPI) -> None:
    plain = ask(app, "/api/v1/figures").json()
    assert (plain["cuts"], plain["lights"]) == ({}, [])
    found = ask(app, "/api/v1/figures", params={"by": ["member", "estate", "member"]}).json()
    assert set(found["cuts"]) == {"member", "estate"}
    assert ask(app, "/api/v1/figures", params={"by": "colour"}).status_code == 422


def test_figures_are_of_the_days_that_are_named(app: FastAPI) -> None:
    found = ask(app, "/api/v1/figures", params={"from": "2025-06-01", "to": "2025-06-09"}).json()
    assert (found["first"], found["last"]) == ("2025-06-01", "2025-06-09")
    from_then = ask(app, "/api/v1/figures", params={"from": "2025-06-01"}).json()
    assert from_then["last"] == "2025-06-10"
    on_that_day = ask(app, "/api/v1/figures", params={"to": "2025-06-01"}).json()
    assert (on_that_day["first"], on_that_day["last"]) == ("2025-06-01", "2025-06-01")


@pytest.mark.parametrize(
    "params", [{"from": "soon"}, {"from": "2025-06-02", "to": "2025-06-01"}, {"from": "0001-01-01"}]
)
def test_days_that_make_no_sense_are_refused(app: FastAPI, params: dict[str, str]) -> None:
    assert ask(app, "/api/v1/figures", params=params).status_code == 422


def test_the_api_describes_itself_and_pages_are_not_part_of_it(app: FastAPI) -> None:
    paths = ask(app, "/api/v1/openapi.json").json()["paths"]
    watched = {"/healthz", "/readyz", "/metrics"}
    assert watched < set(paths)
    assert {p for p in paths if not p.startswith("/api/v1/")} == watched
