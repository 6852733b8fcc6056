"""When feeds are due: intervals, cron lines in the district's zone, and patience with what fails."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, a_feed_state, after

from bot.feed_settings import Feed
from bot.poller import Source
from bot.schedule import Cron, Interval, after_failures
from bot.sources import make_sources
from models.errors import BadFeed
from notices.feeds.cap import CapFeed
from notices.feeds.folder import FolderFeed
from notices.feeds.json import JsonFeed
from notices.feeds.rss import RssFeed

TZ = ZoneInfo("Asia/Shanghai")


def _local(at: datetime) -> str:
    return f"{at.astimezone(TZ):%m-%d %H:%M}"


def test_a_cron_line_counts_in_the_zone_of_the_district() -> None:
    times = Cron("30 7,19 * * *", TZ)
    first = times.after(NOW)
    assert [_local(first), _local(times.after(first))] == ["06-10 19:30", "06-11 07:30"]


@pytest.mark.parametrize("line", ["* * *", "61 * * * *", "每天"])
def test_a_line_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        Cron(line, TZ)


def test_patience_grows_with_failures_up_to_an_hour() -> None:
    waits = [after_failures(NOW, n) - NOW for n in (1, 2, 3, 6, 7, 1000)]
    assert [w.total_seconds() / 60 for w in waits] == [1, 2, 4, 32, 60, 60]


def test_a_folder_with_one_bad_file_is_looked_at_as_before() -> None:
    sources = make_sources(
        [
            Feed(name="a", kind="folder", path="in", every=1),
            Feed(name="b", kind="rss", url="http://127.0.0.1/", cron="0 * * * *"),
            Feed(name="c", kind="cap", url="http://127.0.0.1/"),
            Feed(name="d", kind="json", url="http://127.0.0.1/", preset="state_grid", fields={"areas": "qy"}),
        ],
        TZ,
    )
    assert [type(s.feed) for s in sources] == [FolderFeed, RssFeed, CapFeed, JsonFeed]
    broken = a_feed_state(ok=False, failures=9)
    assert [s.due(broken) for s in sources] == [after(minutes=1)] + [after(hours=1)] * 3
    assert [s.due(a_feed_state()) for s in sources] == [after(minutes=1), after(hours=1)] + [after(minutes=30)] * 2
    assert sources[0].due(None) is None


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadFeed, match="没有这一项"):
        make_sources([Feed(name="d", kind="json", url="http://127.0.0.1/", fields={"begin": "kssj"})], TZ)


def test_a_source_is_due_by_its_schedule() -> None:
    source = Source(JsonFeed("x", "http://127.0.0.1/"), Interval(timedelta(minutes=5)))
    assert source.due(a_feed_state()) == after(minutes=5)
