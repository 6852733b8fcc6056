from __future__ import annotations

import pytest
from console_fakes import an_app, ask
from fastapi import FastAPI

from console.safety import HEADERS
from models.store import Store

PATHS = ("/", "/fragments/tickets", "/api/v1/figures", "/healthz", "/readyz", "/metrics", "/static/app.css", "/nowhere")


@pytest.fixture
def app(store: Store) -> FastAPI:
    return an_app(store)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_safe_headers(app: FastAPI, path: str) -> None:
    found = ask(app, path).headers
    assert {name: found.get(name) for name in HEADERS} == HEADERS


def test_pages_are_not_kept_and_static_files_are(app: FastAPI) -> None:
    desk = app.state.desk
    assert ask(app, "/").headers["cache-control"] == "no-store"
    assert "immutable" in ask(app, desk.templates.globals["static"]["app.css"]).headers["cache-control"]
    assert ask(app, "/static/app.css").headers["cache-control"] == "no-cache"


def test_every_file_that_the_page_names_is_there(app: FastAPI) -> None:
    for address in app.state.desk.templates.globals["static"].values():
        assert ask(app, address).status_code == 200


def test_a_host_name_of_others_is_refused(app: FastAPI) -> None:
    assert ask(app, "/", headers={"host": "evil.example"}).status_code == 400
    assert ask(app, "/", headers={"host": "localhost:8080"}).status_code == 200


def test_the_documentation_pages_are_off(app: FastAPI) -> None:
    assert ask(app, "/docs").status_code == 404
    assert ask(app, "/redoc").status_code == 404


def test_a_page_that_does_not_exist_is_said_in_the_form_of_the_question(app: FastAPI) -> None:
    assert "没有这一页" in ask(app, "/nowhere").text
    assert ask(app, "/api/v1/nowhere").json() == {"error": "没有这一页"}
    assert ask(app, "/nowhere", headers={"hx-request": "true"}).text == "没有这一页"


def test_a_way_out_of_the_static_folder_is_closed(app: FastAPI) -> None:
    assert ask(app, "/static/../app.py").status_code == 404
    assert ask(app, "/static/%2e%2e/app.py").status_code == 404


def test_two_applications_share_nothing(store: Store) -> None:
    assert an_app(store).state.desk.token != an_app(store).state.desk.token
