"""The feeds that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.feed_settings import Feed as FeedSettings
from bot.poller import Source
from bot.schedule import Cron, Interval, Schedule
from notices.feeds.cap import CapFeed
from notices.feeds.folder import FolderFeed
from notices.feeds.json import JsonFeed
from notices.feeds.port import Feed
from notices.feeds.rss import RssFeed
from notices.feeds.shapes import shaped
from notices.feeds.web import Limits, Where


def make_sources(feeds: Sequence[FeedSettings], tz: ZoneInfo) -> tuple[Source, ...]:
    """The feeds with their hours; BadFeed for a preset or a field that does not exist."""
    return tuple(Source(_feed(feed, tz), _schedule(feed, tz), patient=feed.kind != "folder") for feed in feeds)


def _schedule(feed: FeedSettings, tz: ZoneInfo) -> Schedule:
    return Cron(feed.cron, tz) if feed.cron else Interval(timedelta(minutes=feed.every))


def _feed(feed: FeedSettings, tz: ZoneInfo) -> Feed:
    said: dict[str, Any] = {"member": feed.member, "trusted": feed.trusted, "tz": tz}
    if feed.kind == "folder":
        return FolderFeed(feed.name, Path(feed.path), **said)
    where = Where(feed.url, feed.form or None)
    said["limits"] = Limits(feed.seconds, int(feed.megabytes * 1_000_000), pages=feed.pages)
    if feed.kind == "json":
        return JsonFeed(feed.name, where, shape=shaped(feed.preset, feed.fields), **said)
    return RssFeed(feed.name, where, **said) if feed.kind == "rss" else CapFeed(feed.name, where, **said)
