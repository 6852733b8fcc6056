"""RSS and Atom: entries as announcements, in any charset, and never half of one."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories import NOW, after
from feed_server import Answer, Feed, feed_server

from models.notice import FeedState
from models.words import NoticeStatus, Service
from notices.feeds.markup import plain_text
from notices.feeds.port import Fetched
from notices.feeds.rss import RssFeed
from notices.parse import parse

SHAPES = Path(__file__).parent / "data" / "feeds"
RSS = (SHAPES / "outages.rss").read_text(encoding="utf-8")


def _fetch(server: Feed, state: FeedState | None = None, now: datetime = NOW) -> Fetched:
    return asyncio.run(RssFeed("停水公告", server.url, member="water").fetch(state, now))


def test_the_entries_of_rss_are_read() -> None:
    with feed_server(Answer(body=RSS.encode())) as server:
        planned, restored = _fetch(server).items
    assert (planned.ref, planned.member) == ("w-301", "water")
    assert planned.published_at == datetime(2025, 6, 10, 1, 30, tzinfo=UTC)
    assert planned.text.splitlines() == [
        "云亭新村计划停水通知",
        "因管道检修，定于6月12日8:00至17:00停水。",
        "停水范围 云亭新村1-5幢",
        "热线 0511-85550100",
    ]
    said = parse(planned.text, datetime(2025, 6, 10, 9, 30))  # noqa: DTZ001 (local)
    assert (said.service, said.status) == (Service.WATER, NoticeStatus.PLANNED)
    assert (restored.ref, restored.text) == ("http://127.0.0.1/water/302", "云亭新村1-5幢已恢复供水")
    assert restored.published_at == datetime(2025, 6, 10, 1, 50, tzinfo=UTC), "a time without a zone is local"


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_atom_is_read_whatever_its_prolog_says(charset: str) -> None:
    body = (SHAPES / "outages.atom").read_text(encoding="utf-8").encode(charset)
    with feed_server(Answer(body=body, headers={"Content-Type": "application/xml; charset=utf-8"})) as server:
        (entry,) = _fetch(server).items
    assert (entry.ref, entry.text) == ("urn:e-7", "计划停电\n6月12日8:00至17:00，清荷苑停电。")
    assert entry.published_at == datetime(2025, 6, 10, 1, 30, tzinfo=UTC)


def test_the_date_on_which_a_feed_was_built_is_no_news() -> None:
    with feed_server(Answer(body=RSS.encode())) as server:
        first = _fetch(server)
        server.answer = Answer(body=RSS.replace("02:00:00 GMT</last", "03:00:00 GMT</last").encode())
        again = _fetch(server, first.state, after(hours=1))
    assert (len(first.items), again.items, again.state.ok) == (2, (), True)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<!DOCTYPE html><html><body>请登录</body></html>", "不是 RSS"),
        ("", "不是 RSS"),
        ('{"data": []}', "不是 RSS"),
        (RSS[: RSS.index("停水。")], "断在半路"),
    ],
)
def test_what_is_no_feed_or_half_of_one_is_named(body: str, said: str) -> None:
    with feed_server(Answer(body=body.encode())) as server:
        got = _fetch(server)
    assert (got.items, got.state.ok) == ((), False)
    assert said in got.state.error


def test_an_entity_bomb_and_a_file_of_this_machine_give_nothing() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = f"{bomb}<rss version='2.0'><channel><item><title>停水 &b; &f;</title></item></channel></rss>"
    with feed_server(Answer(body=body.encode())) as server:
        got = _fetch(server)
    assert not any("root:" in item.text for item in got.items)


def test_an_announcement_is_never_from_the_future() -> None:
    with feed_server(Answer(body=RSS.replace("Tue, 10 Jun 2025 01:30", "Tue, 10 Jun 2031 01:30").encode())) as server:
        assert _fetch(server).items[0].published_at == NOW


def test_markup_becomes_lines() -> None:
    assert plain_text("<ul><li>停水</li><li>停电&amp;停气</li></ul>") == "停水\n停电&停气"
    assert plain_text("气压<0.1MPa，停气") == "气压<0.1MPa，停气"
