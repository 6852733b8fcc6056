"""Indexes that lead to CAP files: each file once, what cannot be had is asked for again, what cannot be read waits."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path

import pytest
from factories import NOW, after
from feed_server import Answer, Feed, feed_server

from models.notice import FeedState
from notices.feeds.cap import CapFeed
from notices.feeds.port import Fetched
from notices.feeds.web import Limits

CAP = (Path(__file__).parent / "data" / "feeds" / "planned.cap.xml").read_text(encoding="utf-8")


def _fetch(server: Feed, state: FeedState | None = None, now: datetime = NOW, pages: int = 20) -> Fetched:
    limits = Limits(pages=pages)
    return asyncio.run(CapFeed("燃气", server.url, member="gas", limits=limits).fetch(state, now))


def _alert(number: int) -> Answer:
    return Answer(body=CAP.replace("RZ-GAS-0007", f"RZ-GAS-{number:04}").encode())


def _atom(*numbers: int, stamp: str = "2025-06-10T09:00:00+08:00") -> str:
    entries = "".join(
        f"<entry><id>u:{n}</id><title>停气</title><updated>{stamp}</updated><link href='/page/{n}.html'/>"
        f"<link type='application/cap+xml' href='{n}.xml'/></entry>"
        for n in numbers
    )
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{entries}</feed>"


def _rss(*numbers: int) -> str:
    entries = "".join(f"<item><title>停气</title><link>/{n}.xml</link></item>" for n in numbers)
    return f"<rss version='2.0'><channel><title>x</title>{entries}</channel></rss>"


def _objects(*numbers: int) -> str:
    return json.dumps({"alerts": [{"headline": "停气", "capUrl": f"/{n}.xml"} for n in numbers]})


def _strings(*numbers: int) -> str:
    return json.dumps([f"{n}.xml" for n in numbers])


@pytest.mark.parametrize("index", [_atom, _rss, _objects, _strings])
def test_an_index_is_followed_and_each_file_is_fetched_once(index: object) -> None:
    assert callable(index)
    with feed_server(Answer(body=index(1, 2).encode())) as server:
        server.pages |= {f"/{n}.xml": _alert(n) for n in (1, 2, 3)}
        first = _fetch(server)
        same = _fetch(server, first.state, after(minutes=10))
        server.answer = Answer(body=index(3, 1, 2).encode())
        more = _fetch(server, same.state, after(minutes=20))
    assert [i.ref for i in first.items] == ["RZ-GAS-0001", "RZ-GAS-0002"]
    assert (same.items, [i.ref for i in more.items]) == ((), ["RZ-GAS-0003"])
    asked = [path for path, _, _ in server.asked if path.endswith(".xml")]
    assert (asked, more.state.ok, more.state.changed_at) == (["/1.xml", "/2.xml", "/3.xml"], True, after(minutes=20))


def test_a_file_that_the_index_calls_changed_is_fetched_again() -> None:
    with feed_server(Answer(body=_atom(1).encode())) as server:
        server.pages["/1.xml"] = _alert(1)
        first = _fetch(server)
        server.answer = Answer(body=_atom(1, stamp="2025-06-10T11:00:00+08:00").encode())
        again = _fetch(server, first.state, after(hours=2))
    assert [i.ref for i in again.items] == ["RZ-GAS-0001"]


def test_a_file_that_cannot_be_had_is_asked_for_again_and_the_others_are_taken() -> None:
    with feed_server(Answer(body=_atom(1, 2).encode(), headers={"ETag": '"v"'})) as server:
        server.pages |= {"/1.xml": Answer(503), "/2.xml": _alert(2)}
        first = _fetch(server)
        server.pages["/1.xml"] = _alert(1)
        back = _fetch(server, first.state, after(minutes=1))
    assert [i.ref for i in first.items] == ["RZ-GAS-0002"]
    assert (first.state.ok, first.state.error) == (False, "燃气: 服务器答 503（1.xml）")
    assert ([i.ref for i in back.items], back.state.ok, back.state.failures) == (["RZ-GAS-0001"], True, 0)


def test_a_file_that_cannot_be_read_waits_for_a_person_with_its_name() -> None:
    with feed_server(Answer(body=_atom(1, 2).encode())) as server:
        server.pages |= {"/1.xml": Answer(body=CAP[:600].encode()), "/2.xml": _alert(2)}
        got = _fetch(server)
        again = _fetch(server, got.state, after(hours=1))
    broken, whole = got.items
    assert broken.announcement is not None
    assert broken.announcement.doubts[0].startswith("燃气 1.xml")
    assert "不是完整的 XML" in broken.announcement.doubts[0]
    assert (whole.ref, got.state.ok, again.items) == ("RZ-GAS-0002", True, ())


def test_an_index_of_which_nothing_can_be_read_has_failed_and_is_tried_again() -> None:
    with feed_server(Answer(body=_atom(1, 2).encode())) as server:
        server.pages |= {f"/{n}.xml": Answer(body=b"<html>login</html>") for n in (1, 2)}
        got = _fetch(server)
        server.pages["/1.xml"] = _alert(1)
        back = _fetch(server, got.state, after(hours=1))
    assert (got.items, got.state.ok) == ((), False)
    assert "不是 CAP" in got.state.error
    assert "RZ-GAS-0001" in [i.ref for i in back.items]


def test_a_long_index_is_read_a_part_at_a_time() -> None:
    with feed_server(Answer(body=_atom(1, 2, 3).encode(), headers={"ETag": '"v"'})) as server:
        server.pages |= {f"/{n}.xml": _alert(n) for n in (1, 2, 3)}
        first = _fetch(server, pages=2)
        second = _fetch(server, first.state, after(minutes=10), pages=2)
        third = _fetch(server, second.state, after(minutes=20), pages=2)
    assert [len(f.items) for f in (first, second, third)] == [2, 1, 0]
    assert all(f.state.ok for f in (first, second, third))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"message": "ok"}', "没有找到列表"),
        ('{"alerts": [{"headline": "停气"}]}', "列表里没有链接"),
        ('{"alerts": "none"}', "列表里没有链接"),
        ('{"alerts": [', "不是完整的 JSON"),
        (_atom(1)[:150], "断在半路"),
    ],
)
def test_what_is_no_index_is_named(body: str, said: str) -> None:
    with feed_server(Answer(body=body.encode())) as server:
        got = _fetch(server)
    assert (got.items, got.state.ok) == ((), False)
    assert said in got.state.error


def test_links_to_files_of_this_machine_are_not_followed() -> None:
    with feed_server(Answer(body=b'["file:///etc/passwd", "gopher://x/"]')) as server:
        got = _fetch(server)
    assert (got.items, got.state.ok, len(server.asked)) == ((), True, 1)
