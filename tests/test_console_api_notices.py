"""Utilities push notices: fields or text, a dry run, the same key twice, a change, a restoration, whom it reached."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from console_fakes import an_app, ask
from factories import NOW, a_district, after
from fastapi import FastAPI

from bot.around import around_of
from bot.console_work import RimAnnounces
from bot.settings import Settings
from console.desk import Doors
from console.keys import end_keys, make_key
from console.pace import MOST
from models.errors import Refused
from models.privacy import Vault
from models.store import Store, Tx

TEXT = "停电通知：因线路检修，2025年6月20日8:00至17:00，云亭新村1-5栋停电。润州供电 95598"
FIELDS = {
    "ref": "PD-1", "service": "power", "status": "planned", "areas": [{"name": "云亭新村", "buildings": ["1", "2"]}],
    "blocks": [{"start": "2025-06-20T08:00:00+08:00", "end": "2025-06-20T17:00:00+08:00"}], "reason": "线路检修",
    "publisher": "润州供电", "hotline": ["95598"],
}  # fmt: skip


class Sender:
    """A program of a utility with its key."""

    def __init__(self, app: FastAPI, key: str) -> None:
        self.app, self.key = app, key

    def ask(self, path: str, method: str = "GET", **options: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.key}"} | options.pop("headers", {})
        return ask(self.app, path, method, headers=headers, **options)

    def push(self, path: str = "", headers: dict[str, str] | None = None, **given: Any) -> httpx.Response:
        return self.ask(f"/api/v1/notices{path}", "POST", json=given, headers=headers or {})


@pytest.fixture
def app(store: Store) -> FastAPI:
    district, vault = a_district(), Vault(b"k" * 32)
    store.call(lambda tx: tx.district.save(district, NOW))
    around = lambda: around_of(Settings(), district, vault, NOW)  # noqa: E731
    announces = RimAnnounces(store=store, around=around, happened=lambda: None)
    return an_app(store, doors=Doors(ask=True, wall=lambda: NOW), announces=announces)


def a_key(store: Store, *scopes: str, name: str = "power-push") -> str:
    wanted = scopes or ("notices:write", "notices:read")
    return store.call(lambda tx: make_key(tx, name=name, scopes=wanted, member="power", by="test", now=NOW))


@pytest.fixture
def sender(app: FastAPI, store: Store) -> Sender:
    return Sender(app, a_key(store))


def test_fields_become_a_published_notice_that_its_rooms_will_hear(sender: Sender, store: Store) -> None:
    told = sender.push(**FIELDS).json()
    assert (told["state"], told["version"]) == ("published", 1)
    assert told["understood"]["estates"] == ["yt-xc"]
    assert [r["room"] for r in told["rooms"]] == ["云亭新村便民群"]
    rows = store.call(lambda tx: tx.outbox.of_notice(told["notice"]))
    assert {r.room for r in rows if r.room} == {"room-01"}
    assert store.call(lambda tx: tx.notices.latest(told["notice"])).member == "power"


def test_free_text_is_read(sender: Sender) -> None:
    told = sender.push(ref="PD-2", text=TEXT).json()
    assert told["state"] == "published"
    assert told["understood"]["service"] == "power"


def test_a_dry_run_says_everything_and_keeps_nothing(sender: Sender, store: Store) -> None:
    told = sender.push(**FIELDS, dry_run=True).json()
    assert (told["state"], told["notice"]) == ("dry_run", None)
    assert told["rooms"]
    assert store.call(lambda tx: tx.notices.recent(5)) == []


def test_the_same_key_twice_gets_the_same_answer_and_does_it_once(sender: Sender, store: Store) -> None:
    once = {"idempotency-key": "k-1"}
    first, again = sender.push(headers=once, **FIELDS), sender.push(headers=once, **FIELDS)
    assert first.json() == again.json()
    other = sender.push(headers=once, **(FIELDS | {"reason": "抢修"}))
    assert other.status_code == 409
    assert len(store.call(lambda tx: tx.notices.versions(first.json()["notice"]))) == 1


def test_the_same_number_again_is_a_new_version_or_nothing_new(sender: Sender) -> None:
    first = sender.push(**FIELDS).json()
    assert sender.push(**FIELDS).json()["state"] == "unchanged"
    later = [{"start": "2025-06-21T08:00:00+08:00", "end": "2025-06-21T17:00:00+08:00"}]
    moved = sender.push(**(FIELDS | {"blocks": later, "status": "rescheduled"})).json()
    assert (moved["notice"], moved["version"]) == (first["notice"], 2)


@pytest.mark.parametrize(("way", "status"), [("cancel", "cancelled"), ("restore", "restored")])
def test_it_is_called_off_and_it_is_over(sender: Sender, store: Store, way: str, status: str) -> None:
    number = sender.push(**FIELDS).json()["notice"]
    told = sender.push(f"/PD-1/{way}").json()
    assert (told["notice"], told["version"]) == (number, 2)
    assert store.call(lambda tx: tx.notices.latest(number)).said.status == status


def test_part_of_it_is_back(sender: Sender, store: Store) -> None:
    number = sender.push(**FIELDS).json()["notice"]
    sender.push("/PD-1/restore", areas=[{"name": "云亭新村", "buildings": ["1"]}])
    assert store.call(lambda tx: tx.notices.latest(number)).said.status == "partly_restored"


def test_a_sender_reads_whom_its_notice_reached_and_nobody_elses(sender: Sender, app: FastAPI, store: Store) -> None:
    sender.push(**FIELDS)
    told = sender.ask("/api/v1/notices/PD-1/coverage").json()
    assert (told["rooms_concerned"], told["rooms_reached"]) == (1, 0)
    assert [r["room"] for r in told["rooms"]] == ["云亭新村便民群"]
    other = Sender(app, a_key(store, name="gas-push"))
    assert other.ask("/api/v1/notices/PD-1/coverage").status_code == 404
    assert other.push("/PD-1/cancel").status_code == 404


@pytest.mark.parametrize(
    "given",
    [{"ref": "x"}, {"ref": "", "text": "停电"}, {"text": TEXT}, {"ref": "x", "text": TEXT, "colour": "red"},
     FIELDS | {"blocks": [{"start": "2025-06-20T08:00:00"}]}, FIELDS | {"service": "steam"}],
)  # fmt: skip
def test_what_is_wrong_is_named(sender: Sender, given: dict[str, Any]) -> None:
    found = sender.push(**given)
    assert found.status_code == 422
    assert found.json()["detail"][0]["loc"]


def test_a_key_opens_its_scopes_alone(app: FastAPI, store: Store) -> None:
    reader = Sender(app, a_key(store, "notices:read", name="reader"))
    assert reader.push(**FIELDS).status_code == 403
    assert Sender(app, "gk_wrong").push(**FIELDS).status_code == 401
    assert Sender(app, "").push(**FIELDS).status_code == 401


def test_a_new_key_of_the_same_name_lets_the_old_one_live_for_a_day(app: FastAPI, store: Store) -> None:
    old, new = a_key(store), a_key(store)
    assert Sender(app, old).push(**FIELDS).status_code == 200
    assert Sender(app, new).push(**FIELDS).status_code == 200
    later = an_app(store, doors=Doors(ask=True, wall=lambda: after(hours=25)))
    assert Sender(later, old).push(**FIELDS, dry_run=True).status_code == 401
    assert Sender(later, new).push(**FIELDS, dry_run=True).status_code == 200


def test_a_key_is_ended_at_once(app: FastAPI, store: Store) -> None:
    key = a_key(store)
    assert store.call(lambda tx: end_keys(tx, name="power-push", by="test", now=NOW)) == 1
    assert Sender(app, key).push(**FIELDS).status_code == 401


def test_the_key_stands_nowhere_in_the_store(store: Store) -> None:
    shown = a_key(store)
    assert all(shown not in (k.digest, k.name) for k in store.call(lambda tx: tx.programs.all()))


def test_a_key_asks_so_often_a_minute(sender: Sender) -> None:
    codes = [sender.ask("/api/v1/notices/none/coverage").status_code for _ in range(MOST + 1)]
    assert codes == [404] * MOST + [429]


def test_a_key_for_nothing_is_refused(store: Store) -> None:
    def make(tx: Tx) -> None:
        make_key(tx, name="x", scopes=("everything",), member="", by="test", now=NOW)

    with pytest.raises(Refused):
        store.call(make)


def test_a_program_reads_the_figures_with_its_scope(app: FastAPI, store: Store) -> None:
    assert Sender(app, a_key(store, "reports:read", name="bi")).ask("/api/v1/figures").status_code == 200
    assert Sender(app, a_key(store, "notices:read", name="reader")).ask("/api/v1/figures").status_code == 403
    assert ask(app, "/api/v1/figures").status_code == 401
