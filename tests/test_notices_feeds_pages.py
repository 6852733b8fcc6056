"""Lists that go over several pages, and records that cannot be read among others that can."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from factories import NOW, a_district, after
from feed_server import Answer, Feed, feed_server

from models.notice import FeedState
from models.store import Store
from models.words import Service
from notices.feeds.json import JsonFeed
from notices.feeds.port import Fetched
from notices.feeds.shapes import STATE_GRID
from notices.feeds.web import Limits, Where
from notices.take import take_item

TZ = ZoneInfo("Asia/Shanghai")


def _fetch(server: Feed, state: FeedState | None = None, now: datetime = NOW, **changes: Any) -> Fetched:
    values: dict[str, Any] = {"where": server.url, "member": "power", "trusted": True}
    return asyncio.run(JsonFeed("供电公告", **(values | changes)).fetch(state, now))


def _json(value: object, **headers: str) -> Answer:
    return Answer(body=json.dumps(value, ensure_ascii=False).encode(), headers=headers)


def _outage(number: int, **changes: str) -> dict[str, str]:
    fields = {"poweroffId": f"PD-{number}", "typeName": "计划停电", "startTime": "2025-06-12 08:00:00"}
    return fields | {"stopTime": "2025-06-12 17:00:00", "scope": f"云亭新村{number}幢"} | changes


def _numbers(got: Fetched) -> list[str]:
    return [item.ref.removeprefix("PD-") for item in got.items]


def _grid(server: Feed, pages: int, of: int | None) -> Where:
    """The State Grid's list on so many pages of two, which says of how many (None = it does not)."""
    for page in range(1, pages + 1):
        model = {"pageModel": {"pageNow": page, "totalPage": of}} if of else {}
        rows = [_outage(2 * page - 1), _outage(2 * page)]
        server.pages[f"orgNo=50404&pageNow={page}"] = _json(model | {"seleList": rows})
    return Where(server.url, {"orgNo": "50404", "pageNow": "{page}"})


def test_a_list_is_read_to_the_last_page_that_it_counts() -> None:
    with feed_server(Answer(500)) as server:
        got = _fetch(server, where=_grid(server, 3, 3), shape=STATE_GRID)
        again = _fetch(server, got.state, after(hours=1), where=_grid(server, 3, 3), shape=STATE_GRID)
    assert (_numbers(got), got.state.ok, got.state.error) == ([*"123456"], True, "")
    assert [body for _, _, body in server.asked[:3]] == [b"orgNo=50404&pageNow=%d" % n for n in (1, 2, 3)]
    assert (len(server.asked), again.items, again.state.changed_at) == (6, (), NOW)


def test_a_change_on_a_later_page_is_seen() -> None:
    with feed_server(Answer(500)) as server:
        where = _grid(server, 2, 2)
        first = _fetch(server, where=where, shape=STATE_GRID)
        server.pages["orgNo=50404&pageNow=2"] = _json({"seleList": [_outage(3), _outage(4, infoStatusName="取消")]})
        again = _fetch(server, first.state, after(hours=1), where=where, shape=STATE_GRID)
    assert len(again.items) == 4
    assert again.state.changed_at == after(hours=1)


def test_a_list_that_does_not_count_ends_with_an_empty_page_or_with_one_that_comes_again() -> None:
    for last in ({"seleList": []}, {"seleList": None}, {"seleList": [_outage(3), _outage(4)]}):
        with feed_server(_json(last)) as server:
            got = _fetch(server, where=_grid(server, 2, None), shape=STATE_GRID)
        assert (_numbers(got), got.state.ok, len(server.asked)) == ([*"1234"], True, 3)


def test_pages_may_be_counted_from_nought_in_the_address() -> None:
    with feed_server(_json([])) as server:
        for page in range(2):
            server.pages[f"/feed.json?p={page}&size=1"] = _json([{"id": page, "text": f"云亭新村{page + 1}幢停水"}])
        got = _fetch(server, where=Where(server.url + "?p={page0}&size=1"))
    assert [item.ref for item in got.items] == ["0", "1"]


def test_the_address_of_the_next_page_is_followed_in_the_answer_or_in_its_head() -> None:
    for body, head in (({"next": "/feed.json?after=1"}, {}), ({}, {"Link": '</feed.json?after=1>; rel="next"'})):
        first = {"items": [{"id": 1, "text": "云亭新村停水"}], **body}
        with feed_server(_json(first, ETag='"v1"', **head)) as server:
            server.pages["/feed.json?after=1"] = _json({"items": [{"id": 2, "text": "清荷苑停水"}], "next": None})
            got = _fetch(server)
            _fetch(server, got.state, after(hours=1))
        assert [item.ref for item in got.items] == ["1", "2"]
        assert "if-none-match" not in server.asked[2][1], "the first page alone does not say that all stands as it was"


def test_pages_are_bounded_and_what_is_left_is_said() -> None:
    with feed_server(Answer(500)) as server:
        got = _fetch(server, where=_grid(server, 9, None), shape=STATE_GRID, limits=Limits(pages=3))
        where = _grid(server, 9, None)
        again = _fetch(server, got.state, after(hours=1), where=where, shape=STATE_GRID, limits=Limits(pages=3))
    assert (_numbers(got), got.state.ok) == ([*"123456"], True)
    assert got.state.error == "供电公告: 后面还有，只看了前 3 页（pages）"
    assert again.state.error == got.state.error


def test_a_list_of_several_pages_of_which_one_is_asked_for_says_so() -> None:
    with feed_server(_json({"pageModel": {"totalPage": 4}, "seleList": [_outage(1)]})) as server:
        got = _fetch(server, shape=STATE_GRID)
    assert (_numbers(got), got.state.ok) == (["1"], True)
    assert "一共 4 页，只看了第 1 页：在 url 或 form 里写 {page}" in got.state.error


def test_a_page_that_cannot_be_had_loses_none_of_those_before() -> None:
    with feed_server(Answer(503)) as server:
        got = _fetch(server, where=_grid(server, 2, 3), shape=STATE_GRID)
        server.pages["orgNo=50404&pageNow=3"] = _json({"seleList": [_outage(5)]})
        back = _fetch(server, got.state, after(minutes=1), where=_grid(server, 2, 3), shape=STATE_GRID)
    assert (_numbers(got), got.state.ok, got.state.failures) == ([*"1234"], False, 1)
    assert got.state.error == "供电公告: 服务器答 503（第 3 页）"
    assert (_numbers(back), back.state.ok) == ([*"12345"], True), back.state.error


def test_a_record_that_cannot_be_read_waits_for_a_person_and_the_others_are_published(store: Store) -> None:
    rows = [_outage(1), _outage(2, startTime="下周二"), "乱码", {"poweroffId": "PD-4", "scope": "清荷苑"}, _outage(5)]
    with feed_server(_json({"seleList": rows})) as server:
        got = _fetch(server, shape=STATE_GRID)
    assert got.state.ok
    taken = [
        store.call(take_item, item=item, district=a_district(), trusted=True, now=NOW, tz=TZ) for item in got.items
    ]
    kept = [notice for notice in taken if notice is not None]
    assert [n.state for n in kept] == ["published", "review", "review", "review", "published"]
    late, broken, renamed = kept[1:4]
    assert late.said.doubts[0] == "供电公告 [2] = '下周二': 时间读不懂"
    assert (late.ref, late.said.service, [r.estate for r in late.reach]) == ("PD-2", Service.POWER, ["yt-xc"])
    assert "停电时间：下周二 至 2025-06-12 17:00:00" in late.text
    assert (broken.said.doubts[0], broken.text) == ("供电公告 [3]: 这一条不是对象", '"乱码"')
    assert renamed.said.doubts[0].startswith("供电公告 [4]: 字段变了：没有 startTime")
    trail = store.call(lambda tx: tx.audit.of(f"notice {late.id}"))
    assert "供电公告 [2] = '下周二': 时间读不懂" in trail[0].reason


def test_a_record_that_was_put_right_takes_the_place_of_the_one_that_waited(store: Store) -> None:
    def look(**changes: str) -> list[tuple[int, int, str]]:
        with feed_server(_json({"seleList": [_outage(1), _outage(2, **changes)]})) as server:
            got = _fetch(server, shape=STATE_GRID)
        made = [store.call(take_item, item=i, district=a_district(), trusted=True, now=NOW, tz=TZ) for i in got.items]
        return [(n.id, n.version, n.state) for n in made if n]

    look(startTime="下周二")
    assert look() == [(2, 2, "published")]
    assert store.call(lambda tx: tx.notices.review()) == []


def test_a_source_of_which_nothing_can_be_read_has_failed() -> None:
    with feed_server(_json({"seleList": [_outage(1, startTime="x"), _outage(2, startTime="y")]})) as server:
        got = _fetch(server, shape=STATE_GRID)
    assert (got.items, got.state.ok) == ((), False)
    assert "[1] = 'x': 时间读不懂" in got.state.error


def test_other_names_of_a_place_do_not_hide_that_the_source_has_renamed_it() -> None:
    row = _outage(1, communityName="云亭社区", tgName="云亭2号台区", lineName="10kV云亭线")
    with feed_server(_json({"seleList": [row]})) as server:
        (item,) = _fetch(server, shape=STATE_GRID).items
        assert "停电线路：10kV云亭线、云亭2号台区" in item.text
        server.answer = _json({"seleList": [row | {"scope": ""}]})
        (wider,) = _fetch(server, shape=STATE_GRID).items
        assert "停电范围：云亭社区" in wider.text
        server.answer = _json({"seleList": [{("area" if k == "scope" else k): v for k, v in row.items()}]})
        renamed = _fetch(server, shape=STATE_GRID)
    assert "字段变了：没有 scope、poweroffArea" in renamed.state.error
