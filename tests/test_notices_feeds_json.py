"""A JSON feed against a server that misbehaves: it never raises, and says what was wrong."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from factories import NOW, after
from feed_server import Answer, Feed, feed_server

from models.errors import BadFeed
from models.notice import Block, FeedState
from models.words import NoticeStatus, Service
from notices.feeds.json import JsonFeed
from notices.feeds.port import Fetched
from notices.feeds.shapes import SHENZHEN_WATER, STATE_GRID, shaped
from notices.feeds.web import Limits, Where

SHAPES = Path(__file__).parent / "data" / "feeds"


def _feed(server: Feed, **changes: Any) -> JsonFeed:
    values: dict[str, Any] = {"where": server.url, "member": "power", "trusted": True}
    return JsonFeed("供电公告", **(values | changes))


def _fetch(server: Feed, state: FeedState | None = None, now: datetime = NOW, **changes: Any) -> Fetched:
    return asyncio.run(_feed(server, **changes).fetch(state, now))


def _file(name: str) -> Answer:
    return Answer(body=(SHAPES / name).read_bytes())


def test_our_own_form_is_read() -> None:
    with feed_server(_file("plain.json")) as server:
        got = _fetch(server)
    text, fields = got.items
    assert got.state.ok
    assert got.state.changed_at == NOW
    assert (text.feed, text.ref, text.member, text.announcement) == ("供电公告", "n-1", "power", None)
    assert text.published_at == datetime(2025, 6, 10, 1, 30, tzinfo=UTC)
    assert fields.announcement is not None
    assert (fields.announcement.service, fields.announcement.status) == (Service.GAS, NoticeStatus.PLANNED)
    assert [a.text for a in fields.announcement.areas] == ["清荷苑", "柳岸家园3-5幢"]
    assert fields.announcement.hotline == ("0511-85550119",)


def test_the_state_grid_list_is_read() -> None:
    with feed_server(_file("state_grid.json")) as server:
        planned, cancelled = _fetch(server, shape=STATE_GRID).items
    said = planned.announcement
    assert said is not None
    assert (planned.ref, said.service, said.status, said.reason) == (
        "PD-1001",
        Service.POWER,
        NoticeStatus.PLANNED,
        "线路检修",
    )
    assert [(b.start, b.end) for b in said.blocks] == [(datetime(2025, 6, 12, 8), datetime(2025, 6, 12, 17))]  # noqa: DTZ001
    assert {"云亭新村1-5幢", "清荷苑", "10kV云亭线"} <= {a.text for a in said.areas}
    assert cancelled.announcement is not None
    assert cancelled.announcement.status is NoticeStatus.CANCELLED


def test_the_shenzhen_water_list_is_read() -> None:
    with feed_server(_file("shenzhen_water.json")) as server:
        (item,) = _fetch(server, shape=SHENZHEN_WATER).items
    assert item.announcement is not None
    assert (item.announcement.service, item.announcement.reason) == (Service.WATER, "管道更新")
    assert item.published_at == datetime(2025, 6, 10, 1, tzinfo=UTC)
    assert {"云亭新村", "云亭路沿线"} <= {a.text for a in item.announcement.areas}


def test_an_unchanged_answer_gives_nothing_by_etag_or_by_content() -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Tue, 10 Jun 2025 00:00:00 GMT"}
    with feed_server(Answer(body=(SHAPES / "plain.json").read_bytes(), headers=headers)) as server:
        first = _fetch(server)
        again = _fetch(server, first.state, after(minutes=30))
        server.answer = Answer(304, b"")
        third = _fetch(server, again.state, after(hours=1))
    assert (again.items, third.items) == ((), ())
    assert third.state.ok
    assert (third.state.checked_at, third.state.changed_at) == (after(hours=1), NOW)
    _, asked, _ = server.asked[-1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', headers["Last-Modified"])


def test_gbk_is_read_with_and_without_a_word_of_it() -> None:
    body = json.dumps([{"id": 1, "text": "云亭新村停水"}], ensure_ascii=False).encode("gb18030")
    for headers in (
        {},
        {"Content-Type": "application/json; charset=gbk"},
        {"Content-Type": "text/plain; charset=utf-8"},
    ):
        with feed_server(Answer(body=body, headers=headers)) as server:
            (item,) = _fetch(server).items
        assert item.text == "云亭新村停水"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(500, b"oops"), "服务器答 500"),
        (Answer(404, b""), "服务器答 404"),
        (Answer(body=b"<!DOCTYPE html><html>login</html>"), "得到的是网页，不是 JSON"),
        (Answer(body=b'{"data": [{"text": "a"}'), "不是完整的 JSON"),
        (Answer(body=b""), "不是完整的 JSON"),
        (Answer(body=b"[" * 100_000), "嵌套太深"),
        (Answer(body=b"\xff\xfe\x00\x80\xff"), "不是 UTF-8，也不是 GBK"),
        (Answer(body=b'{"message": "ok"}'), "没有找到列表：有 message"),
        (Answer(body=b'{"data": "none"}'), "列表里应是一条条对象"),
        (Answer(body='[{"bianhao": 1, "neirong": "停水"}]'.encode()), "认不出字段：有 bianhao、neirong"),
        (Answer(body=b'[{"id": 1, "title": "x", "start": "soon"}]'), "[1] = 'soon': 时间读不懂"),
        (Answer(body=b"[]", cut=True), "答到一半断了"),
        (Answer(302, b"", {"Location": "/feed.json"}), "跳转太多"),
        (Answer(302, b"", {"Location": "gopher://x/"}), "UnsupportedProtocol"),
        (Answer(302, b"", {"Location": "http://127.0.0.1:1/"}), "连不上"),
    ],
)
def test_what_goes_wrong_is_named(answer: Answer, said: str) -> None:
    with feed_server(answer) as server:
        got = _fetch(server)
    assert (got.items, got.state.ok, got.state.failures) == ((), False, 1)
    assert said in got.state.error
    assert got.state.error.startswith("供电公告")


def test_a_server_that_says_nothing_is_left_after_its_time() -> None:
    with feed_server(Answer(silent=True)) as server:
        got = _fetch(server, limits=Limits(seconds=0.05))
    assert "超时" in got.state.error


def test_a_server_that_drips_is_left_after_the_same_time() -> None:
    with feed_server(Answer(body=b"[" + b" " * 500 + b"]", drip=True)) as server:
        got = _fetch(server, limits=Limits(seconds=0.2))
    assert "超时" in got.state.error
    assert server.written < 100


def test_fifty_megabytes_are_not_read_to_their_end() -> None:
    with feed_server(Answer(body=b" " * 1_000_000, times=50)) as server:
        got = _fetch(server)
    assert "太大" in got.state.error
    assert server.written < 20_000_000


def test_what_a_preset_always_gives_is_missed_when_the_source_renames_it() -> None:
    body = (SHAPES / "state_grid.json").read_text(encoding="utf-8").replace('"stopTime"', '"endTime"')
    body = body.replace('"stopDate"', '"endDate"')
    with feed_server(Answer(body=body.encode())) as server:
        got = _fetch(server, shape=STATE_GRID)
    assert (got.items, got.state.ok) == ((), False)
    assert "字段变了：没有 stopTime、stopDate" in got.state.error


def test_names_of_fields_can_be_given() -> None:
    body = [
        {"bh": 7, "tsfw": "云亭新村1-5幢", "kssj": "2025年6月12日 8:00", "jssj": "2025-06-12 17:00:00", "lx": "停水"}
    ]
    fields = {"ref": ["bh"], "areas": ["tsfw"], "start": ["kssj"], "end": ["jssj"], "service": ["lx"]}
    with feed_server(Answer(body=json.dumps({"rows": body}).encode())) as server:
        (item,) = _fetch(server, shape=shaped("plain", fields)).items
    assert item.announcement is not None
    assert (item.ref, item.announcement.service) == ("7", Service.WATER)
    assert item.announcement.blocks == (Block(datetime(2025, 6, 12, 8), datetime(2025, 6, 12, 17)),)  # noqa: DTZ001
    with pytest.raises(BadFeed, match="没有这一项"):
        shaped("plain", {"begin": ["kssj"]})


def test_the_days_of_a_request_are_filled_in() -> None:
    with feed_server() as server:
        _fetch(server, where=Where(server.url + "?from={today}", {"to": "{today+7}", "n": "{x}"}))
    path, _, body = server.asked[0]
    assert (path, body) == ("/feed.json?from=2025-06-10", b"to=2025-06-17&n=%7Bx%7D")


def test_the_hour_at_which_a_server_answers_is_no_news() -> None:
    record = '{"nowTime": "%s", "id": 1, "text": "云亭新村停水"}'
    with feed_server(Answer(body=f"[{record % '08:00'}]".encode())) as server:
        first = _fetch(server)
        server.answer = Answer(body=f"[{record % '09:00'}]".encode())
        again = _fetch(server, first.state, after(hours=1))
    assert (len(first.items), again.items, again.state.changed_at) == (1, (), NOW)


def test_a_server_that_is_not_there_is_named() -> None:
    with feed_server() as server:
        gone = server
    assert "连不上" in _fetch(gone).state.error


def test_an_answer_that_is_too_large_is_left() -> None:
    with feed_server(Answer(body=b"[" + b" " * 50_000 + b"]")) as server:
        got = _fetch(server, limits=Limits(size=10_000))
    assert "太大" in got.state.error


def test_a_failure_keeps_what_was_known_and_the_next_success_clears_it() -> None:
    with feed_server(_file("plain.json")) as server:
        good = _fetch(server).state
        server.answer = Answer(500)
        bad = _fetch(server, good, after(minutes=5)).state
        worse = _fetch(server, bad, after(minutes=10)).state
        server.answer = _file("plain.json")
        back = _fetch(server, worse, after(minutes=15)).state
    assert (bad.digest, bad.changed_at, bad.failures, worse.failures) == (good.digest, NOW, 1, 2)
    assert (back.ok, back.error, back.failures, back.changed_at) == (True, "", 0, NOW)


def test_a_form_is_posted() -> None:
    with feed_server(_file("state_grid.json")) as server:
        _fetch(server, where=Where(server.url, {"orgNo": "50404"}), shape=STATE_GRID)
    assert server.asked[0][2] == b"orgNo=50404"


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(BadFeed, match="没有这种格式"):
        shaped("nobody", {})
