"""What a program says of an announcement, and what it is told: the shapes of ``/api/v1/notices``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from models.words import Effect, NoticeStatus, Service

LONGEST, MOST_AREAS, MOST_BLOCKS = 20_000, 500, 50
Text = Annotated[str, Field(max_length=400)]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BlockGiven(_Given):
    """A span of time, each end with its zone; either may be unknown."""

    start: Annotated[AwareDatetime | None, Field(examples=["2026-12-01T08:00:00+08:00"])] = None
    end: Annotated[AwareDatetime | None, Field(examples=["2026-12-01T17:00:00+08:00"])] = None


class AreaGiven(_Given):
    """A place as it is called; ``buildings`` when not all of it is meant."""

    name: Annotated[str, Field(min_length=1, max_length=200, examples=["柳汀新村"])]
    buildings: Annotated[list[Text] | None, Field(max_length=300, examples=[["1", "2", "3"]])] = None
    effect: Effect = Effect.OFF


class NoticeGiven(_Given):
    """An announcement: free ``text``, or fields, or both (then the fields count). ``ref`` is the sender's own number:
    the same number again is a new version of it. ``published_at`` with its zone; without it, now."""

    ref: Annotated[str, Field(min_length=1, max_length=100, examples=["PD-2026-1201-07"])]
    text: Annotated[str, Field(max_length=LONGEST)] = ""
    service: Service | None = None
    status: NoticeStatus | None = None
    blocks: Annotated[list[BlockGiven], Field(max_length=MOST_BLOCKS)] = []
    areas: Annotated[list[AreaGiven], Field(max_length=MOST_AREAS)] = []
    reason: Text = ""
    publisher: Text = ""
    hotline: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=10)] = []
    published_at: AwareDatetime | None = None
    follows: Annotated[list[Text], Field(max_length=20)] = []
    dry_run: Annotated[bool, Field(description="只说读懂了什么、会到哪些群，什么也不留")] = False

    @model_validator(mode="after")
    def _says_something(self) -> NoticeGiven:
        if not self.text.strip() and self.service is None:
            raise ValueError("要有 text，或者 service 和其他各项")
        return self


class RoomTold(BaseModel):
    """What a room would hear, and when first."""

    room: str
    at: str
    text: str


class NoticeTold(BaseModel):
    """What became of it. ``state``: published, review (it waits for a person), dropped, unchanged (nothing new) or none
    (no announcement); ``notice`` is its number, None while nothing is kept."""

    notice: int | None
    version: int | None
    state: str
    understood: dict[str, Any]
    rooms: list[RoomTold]


class RoomReached(BaseModel):
    """One room of the ledger; ``at`` None when it was not told, then ``why``."""

    room: str
    at: datetime | None
    stage: str
    why: str


class CoverageTold(BaseModel):
    """Whom a notice reached. Shares are 0–1, None when nobody was concerned."""

    notice: int
    rooms_concerned: int
    rooms_reached: int
    households_concerned: int
    households_reached: int
    seconds_to_last_room: float | None
    rooms: list[RoomReached]


class Followed(_Given):
    """Why; for a restoration, when supply was back. ``areas`` narrows a restoration to places (partly restored)."""

    reason: Text = ""
    at: AwareDatetime | None = None
    areas: Annotated[list[AreaGiven], Field(max_length=MOST_AREAS)] = []
    dry_run: bool = False
