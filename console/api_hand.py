"""The API of groups where no bot may be: a program brings in what was said, and fetches what a person must post."""

from __future__ import annotations

from datetime import datetime
from secrets import compare_digest
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from console.desk import AtDesk
from console.ports import Brought, Hand

_CLOSED = "这个接口没有打开（config.yaml 的 web.api_key）"
_NOT_YOURS = "密钥不对"
_AT_ONCE, _LONGEST = 500, 100_000


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LineGiven(_Given):
    """A line as it was said. ``at`` with its zone; without it, just now. ``staff`` vouches for a nickname by person id."""

    nick: Annotated[str, Field(min_length=1, max_length=64, examples=["3栋-张三"])]
    text: Annotated[str, Field(min_length=1, max_length=_LONGEST, examples=["停水了吗？"])]
    at: Annotated[AwareDatetime | None, Field(examples=["2026-07-03T09:01:00+08:00"])] = None
    staff: Annotated[str, Field(max_length=64)] = ""
    quotes: Annotated[str, Field(max_length=_LONGEST)] = ""


class LinesGiven(_Given):
    """What was said in one group, in order; ``by`` is who brings it."""

    lines: Annotated[list[LineGiven], Field(min_length=1, max_length=_AT_ONCE)]
    by: Annotated[str, Field(min_length=1, max_length=64)] = "api"


class HeardTold(BaseModel):
    """How many lines were taken in, were too old (3 days), and mattered; the tickets; how many texts wait now."""

    read: int
    too_old: int
    caught: int
    tickets: list[int]
    waiting: int


class TextTold(BaseModel):
    """A text to be posted by a person; times are aware."""

    number: int
    room: str
    where: str
    text: str
    due_at: datetime
    expires_at: datetime | None
    danger: bool


class Settled(_Given):
    """Who posted it; with ``why``, who decided that it is not said."""

    by: Annotated[str, Field(min_length=1, max_length=64)] = "api"
    why: Annotated[str, Field(max_length=200)] = ""


def opened(desk: AtDesk, authorization: Annotated[str, Header(max_length=500)] = "") -> Hand:
    """The port, for who shows the key: ``Authorization: Bearer …``. 403 while the API is closed, 401 without the key."""
    if desk.hand is None or not desk.api_key:
        raise HTTPException(403, _CLOSED)
    if not compare_digest(authorization.encode(), f"Bearer {desk.api_key}".encode()):
        raise HTTPException(401, _NOT_YOURS, {"WWW-Authenticate": "Bearer"})
    return desk.hand


Opened = Annotated[Hand, Depends(opened)]
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"description": "wrong key"},
    403: {"description": "closed"},
    404: {"description": "no such room, person or text"},
    409: {"description": "a group in which the bot listens itself, or a text that does not wait"},
}


def hand_api() -> APIRouter:
    """The routes under ``/api/v1/hand``."""
    router = APIRouter(prefix="/api/v1/hand", tags=["groups without a bot"], responses=_REFUSALS)
    router.add_api_route("/rooms/{room}/lines", hear, methods=["POST"], response_model=HeardTold)
    router.add_api_route("/texts", waiting, methods=["GET"], response_model=list[TextTold])
    router.add_api_route("/texts/{number}/settled", settle, methods=["POST"], status_code=204)
    return router


async def hear(room: str, given: LinesGiven, hand: Opened) -> Any:
    """Bring in lines; the same lines brought again change nothing."""
    lines = [Brought(line.nick, line.text, line.at, line.staff, line.quotes) for line in given.lines]
    return await hand.hear(room, lines, given.by)


async def waiting(hand: Opened) -> Any:
    """What waits to be posted, the most urgent first."""
    return await hand.waiting()


async def settle(number: int, given: Settled, hand: Opened) -> None:
    """Tick a text off as posted, or with ``why`` as not to be said."""
    if given.why:
        await hand.dropped(number, given.by, given.why)
    else:
        await hand.posted(number, given.by)
