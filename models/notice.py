"""Announcements of the utilities: what one text says, and the thread of versions that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.words import Effect, NoticeStatus, Service


@dataclass(frozen=True, slots=True)
class Block:
    """A time block, **local naive** times of the district; either end may be unknown. ``areas`` are indices into the
    announcement's areas, None = all of them."""

    start: datetime | None
    end: datetime | None
    areas: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """An area as the announcement writes it. ``kind``: estate, building_range, road_section, bounded_region, line,
    town_or_district, unit, other. ``buildings``: None = all."""

    text: str
    kind: str
    effect: Effect = Effect.OFF
    buildings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """What one text says (pure reading, nothing matched yet). ``blocks`` hold local naive times."""

    is_notice: bool
    service: Service | None = None
    also: tuple[Service, ...] = ()
    status: NoticeStatus | None = None
    blocks: tuple[Block, ...] = ()
    areas: tuple[Affected, ...] = ()
    reason: str | None = None
    publisher: str | None = None
    hotline: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """An estate that a notice concerns. ``buildings``: None = all; ``sure`` is False when only a road, a line or a
    bounded region is known ("可能受影响"); ``effect`` off or reduced; ``area`` the index in the announcement's areas.
    ``score`` says how well the words fit, 0–100, and ``why`` what they were."""

    estate: str
    buildings: tuple[str, ...] | None
    effect: Effect
    sure: bool
    area: int
    why: str
    score: float = 100.0


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a notice thread. ``id`` names the thread, ``version`` counts from 1.

    ``ref`` is the feed's own id of the thing (a re-read changes nothing), ``digest`` of its content. ``state`` is
    ``published``, ``review`` (it waits for a person) or ``dropped`` (it counts for nothing). ``published_at`` is aware, UTC; the blocks inside ``said`` are local.
    """

    id: int
    version: int
    feed: str
    ref: str
    digest: str
    said: Announcement
    text: str
    published_at: datetime
    reach: tuple[Reach, ...] = ()
    member: str = ""
    state: str = "published"
    unmatched: tuple[str, ...] = ()

    def evolve(self, **changes: Any) -> Self:
        """The same notice with some fields changed."""
        return replace(self, **changes)

    @property
    def over(self) -> bool:
        """Whether the thread says that supply is back or that nothing will happen."""
        return self.said.status in (NoticeStatus.RESTORED, NoticeStatus.CANCELLED)

    @property
    def start(self) -> datetime | None:
        """The first start, local naive."""
        return min((b.start for b in self.said.blocks if b.start), default=None)

    @property
    def end(self) -> datetime | None:
        """The last stated end, local naive; None when a block has no end or nothing is stated."""
        ends = [b.end for b in self.said.blocks]
        return max((e for e in ends if e), default=None) if ends and all(ends) else None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """What a feed delivers: free ``text`` (already composed for structured feeds) with the feed's own ``ref``.

    ``published_at`` is aware, UTC. ``announcement`` is set by structured feeds whose fields need no reading.
    ``follows`` are refs of the same feed that this item names as what it continues.
    """

    feed: str
    ref: str
    text: str
    published_at: datetime
    member: str = ""
    announcement: Announcement | None = None
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """Where a feed stands after its last look. ``changed_at`` is when its content last changed; both times aware, UTC.

    ``etag`` and ``modified`` are what the server gave, ``digest`` of the content; a folder keeps the digests of the
    files that it has done there, a line each. ``failures`` counts failures in a row, ``error`` says the last one, or, of a look
    that worked, what was left unread.
    """

    feed: str
    ok: bool
    checked_at: datetime
    changed_at: datetime | None = None
    etag: str = ""
    modified: str = ""
    digest: str = ""
    error: str = ""
    failures: int = 0

    def evolve(self, **changes: Any) -> Self:
        """The same state with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Clarification:
    """What a member says of a claim that went round: ``text``, answered to repeats until ``until``.

    ``notice`` is the number under which the claim waits; ``by`` the person; both times aware, UTC.
    """

    notice: int
    service: Service
    text: str
    member: str
    by: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post that the plan wants: ``stage`` is publish, day_before, hour_before, start, change, extended, cancel, restore,
    overdue (a room is asked whether it is back) or ask (the member is, by its ``person``; ``room`` is then "").

    ``urgent`` posts pass quiet hours. ``due_at`` and ``expires_at`` are aware, UTC."""

    notice: int
    version: int
    stage: str
    room: str
    due_at: datetime
    expires_at: datetime
    text: str
    urgent: bool
    why: str
    person: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other post: it is said once."""
        return f"notice {self.notice} v{self.version} {self.stage} → {self.room or self.person}"
