"""The board and the page of a ticket: what is shown to whom, and that a button does what the words do in a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from console_fakes import an_app, signed_in
from console_scene import fill
from factories import NOW, a_district, a_ticket
from fastapi import FastAPI

from console.deeds import DEEDS, deeds_for, line_of
from console.desk import Doors
from keywords.commands import parse_command
from models.errors import Refused
from models.login import Viewer
from models.store import Store
from models.words import Action, Role, Status

ASKING = Doors(ask=True, wall=lambda: NOW)


@dataclass
class FakeWork:
    """Keeps what it was told; ``refuses`` is raised instead."""

    told: list[tuple[str, str]] = field(default_factory=list)
    refuses: str = ""

    async def do(self, viewer: Viewer, line: str) -> str:
        """Answer."""
        if self.refuses:
            raise Refused(self.refuses)
        self.told.append((viewer.name, line))
        return f"好的：{line}"


@pytest.fixture
def work() -> FakeWork:
    return FakeWork()


@pytest.fixture
def app(store: Store, work: FakeWork) -> FastAPI:
    store.call(fill)
    return an_app(store, doors=ASKING, work=work)


def test_the_board_shows_every_open_ticket_in_its_lane(app: FastAPI) -> None:
    text = signed_in(app, Role.DISPATCHER).get("/tickets").text
    assert all(f'href="/tickets/{n}"' in text for n in (1, 2))
    assert "处置中" in text and "待签收" in text


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [("urgency=P0", 2, 1), ("service=gas", 2, 1), ("area=qh-yuan", 2, 1), ("member=gas", 2, 1), ("topic=G01", 2, 1)],
)
def test_the_board_is_narrowed_by_what_stands_in_the_address(app: FastAPI, query: str, there: int, gone: int) -> None:
    for path in ("/tickets", "/fragments/board"):
        text = signed_in(app, Role.DISPATCHER).get(f"{path}?{query}").text
        assert f'href="/tickets/{there}"' in text
        assert f'href="/tickets/{gone}"' not in text


def test_a_filter_that_finds_nothing_says_so(app: FastAPI) -> None:
    assert "没有符合筛选的工单" in signed_in(app, Role.DISPATCHER).get("/tickets?area=nowhere").text


def test_asking_for_elsewhere_finds_nothing(app: FastAPI) -> None:
    worker = signed_in(app, Role.GRID_WORKER, areas=("la-jy",))
    assert 'href="/tickets/1"' not in worker.get("/tickets?area=yt-xc").text
    assert worker.get("/tickets/1").status_code == 404
    assert worker.post("/tickets/1/do", deed="办结").status_code == 404


def test_the_page_of_a_ticket_tells_its_whole_story(app: FastAPI, store: Store) -> None:
    page = signed_in(app, Role.DISPATCHER).get("/tickets/1").text
    said = store.call(lambda tx: tx.matters.reports("m-1"))
    assert said and all(r.masked in page for r in said)
    assert "户说过" in page


def test_who_looked_at_a_ticket_is_written_down(app: FastAPI, store: Store) -> None:
    signed_in(app, Role.DISPATCHER).get("/tickets/1")
    looked = [a for a in store.call(lambda tx: tx.audit.of("ticket 1")) if a.action == "looked"]
    assert [a.actor for a in looked] == ["login a-dispatcher"]


def test_a_button_says_what_would_be_typed_in_a_chat(app: FastAPI, work: FakeWork) -> None:
    found = signed_in(app, Role.DISPATCHER).post("/tickets/1/do", deed="完成", text="换了\n保险丝")
    assert work.told == [("a-dispatcher", "完成 1 换了 保险丝")]
    assert "好的：完成 1 换了 保险丝" in found.text


@pytest.mark.parametrize(("deed", "text"), [("完成", " "), ("删库", ""), ("进度", "长" * 201)])
def test_a_deed_that_is_none_or_lacks_its_words_is_refused(app: FastAPI, work: FakeWork, deed: str, text: str) -> None:
    assert signed_in(app, Role.DISPATCHER).post("/tickets/1/do", deed=deed, text=text).status_code == 422
    assert work.told == []


def test_what_the_bot_refuses_is_said(app: FastAPI, work: FakeWork) -> None:
    work.refuses = "没看懂"
    found = signed_in(app, Role.DISPATCHER).post("/tickets/1/do", deed="办结")
    assert (found.status_code, found.text) == (409, "没看懂")


def test_only_what_the_table_and_the_rights_allow_is_offered() -> None:
    district = a_district()
    worker = Viewer("w", Role.GRID_WORKER, ("yt-xc",))
    closed = deeds_for(worker, a_ticket(status=Status.CLOSED), district)
    running = {d.word for d in deeds_for(worker, a_ticket(status=Status.IN_PROGRESS), district)}
    assert not {d.word for d in closed} & {"接单", "完成", "到场"}
    assert {"完成", "到场"} <= running and "定责" not in running
    elsewhere = a_ticket(status=Status.IN_PROGRESS, estate="la-jy")
    assert deeds_for(worker, elsewhere, district) == []


def test_every_word_of_the_buttons_is_one_that_chat_understands() -> None:
    for deed in DEEDS:
        line = line_of(deed.word, 12, deed.hint.partition("：")[2] or ("13" if deed.like is Action.MERGE else "说明"))
        found = parse_command(
            line or "", now=NOW, tz=ZoneInfo("Asia/Shanghai"), to_bot=True, private=True, role=Role.DISPATCHER
        )
        assert found is not None and found.number in (12, 13), (deed.word, line, found)
