"""What a feed is to the rest: something with a name that is asked now and then and gives items and its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from models.notice import FeedItem, FeedState


@dataclass(frozen=True, slots=True)
class Source:
    """Who gives the records: feed and member, the zone of its times, and the hour at which it was read (aware)."""

    feed: str
    member: str
    tz: ZoneInfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one look at a feed gave; no items when it failed or nothing changed (``state`` says which)."""

    items: tuple[FeedItem, ...]
    state: FeedState


class Feed(Protocol):
    """A source of announcements. ``member`` is the code of the member that speaks through it, ``trusted`` lets its
    items be posted without a person's look."""

    name: str
    member: str
    trusted: bool

    async def fetch(self, state: FeedState | None, now: datetime) -> Fetched:
        """Look once; never raises for what the source does wrong: the state says what it was."""
        ...


def transition(before: FeedState | None, after: FeedState) -> str | None:
    """``"down"`` when the feed has just failed, ``"back"`` when it has just recovered, else None."""
    was_ok = before is None or before.ok
    if was_ok == after.ok:
        return None
    return "back" if after.ok else "down"


def succeeded(
    name: str, before: FeedState | None, now: datetime, *, digest: str, etag: str = "", modified: str = ""
) -> FeedState:
    """The state after a look that worked."""
    changed = before is None or before.digest != digest
    changed_at = now if changed else before.changed_at if before else None
    return FeedState(name, True, now, changed_at, etag, modified, digest)


def failed(name: str, before: FeedState | None, now: datetime, error: str) -> FeedState:
    """The state after a look that did not: what was known stays known."""
    last = before or FeedState(name, True, now)
    return last.evolve(ok=False, checked_at=now, error=error, failures=last.failures + 1)


def unchanged(name: str, before: FeedState | None, now: datetime) -> FeedState:
    """The state after the source said that nothing has changed; what was left unread then is so still."""
    last = before or FeedState(name, True, now)
    return last.evolve(ok=True, checked_at=now, error=last.error if last.ok else "", failures=0)
