"""A conversation as text: the demo and the dialog tests are written in it.

One thing a line; ``#`` starts a comment::

    日期 2026-07-03                     the day of what follows
    07:12 room-01 3栋-张三：停水了吗？    someone speaks in a room (id or topic), local time HH:MM[:SS]
    07:15 @wx-02：接单 {工单}            staff speak to the bot in private; {工单} is the number last named there
    07:15 @wx-02：接单 {工单 停水}       … in a line of the bot with these words
    07:16 room-01 李奶奶 -> bot：满意     speaks to the bot (a mention)
    07:16 room-01 李奶奶 「工单 {工单}」：2   quotes a line of the bot that holds these words
    07:20 公告 water：因爆管……            the water member publishes an announcement
    07:17 room-01 3栋-张三 撤回：停水了吗？   takes back the last line of theirs that reads so
    07:18 room-01 8栋小吴 进群             somebody comes into the room ("机器人" = the bot itself)
    07:20 断线 … 07:40 连上               the bot hears nothing in between
    07:30 等                             the clock goes on to here
    > room-01：停水                      expected: since the last line the bot said this there (a part is enough; 、、 separates parts)
    > @wx-02：工单                       expected: privately to wx-02
    > 无                                 expected: nothing was said
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from models.errors import BadInput, Place

_LINE = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(.*)$")
_SAID = re.compile(
    r"^(?P<room>\S+)\s+(?P<who>[^：]+?)(?P<bot>\s*->\s*bot)?(?:\s*「(?P<quotes>[^」]+)」)?：(?P<text>.*)$"
)
_PRIVATE = re.compile(r"^@(?P<who>[^\s：]+)(?:\s*「(?P<quotes>[^」]+)」)?：(?P<text>.*)$")
_NOTICE = re.compile(r"^公告\s+(?P<who>[^\s：]+)：(?P<text>.*)$")
_RECALLED = re.compile(r"^(?P<room>\S+)\s+(?P<who>[^：]+?)\s+撤回：(?P<text>.*)$")
_JOINED = re.compile(r"^(?P<room>\S+)\s+(?P<who>[^：]+?)\s+进群$")
_CUTS = {"断线": False, "连上": True}
_EXPECT = re.compile(r"^>\s*(?P<where>[^\s：]+)：(?P<parts>.*)$")


@dataclass(frozen=True, slots=True)
class Said:
    """Someone speaks: ``room`` "" is a private chat of the staff member ``who``."""

    line: int
    at: datetime
    room: str
    who: str
    text: str
    to_bot: bool = False
    quotes: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Someone takes back their last line ``text``."""

    line: int
    at: datetime
    room: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody comes into a room; ``BOT`` is the bot itself."""

    line: int
    at: datetime
    room: str
    who: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The channel is cut off, or (``back``) connected again."""

    line: int
    at: datetime
    back: bool


@dataclass(frozen=True, slots=True)
class Published:
    """The member ``member`` publishes an announcement."""

    line: int
    at: datetime
    member: str
    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The clock goes on to ``at``."""

    line: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Expect:
    """What the bot must have said since the last line: in ``where`` (room id, or @person) all ``parts``; "" = nothing."""

    line: int
    where: str
    parts: tuple[str, ...]


Cue = Said | Recalled | Joined | Cut | Published | Wait | Expect
BOT = "机器人"


def read_script(text: str, file: str, *, day: date, tz: ZoneInfo) -> list[Cue]:
    """The cues of a script, times aware; BadInput names the line that cannot be read."""
    return list(_cues(text, file, day, tz))


def load_script(path: Path, *, day: date, tz: ZoneInfo) -> list[Cue]:
    """``read_script`` of a file."""
    return read_script(path.read_text(encoding="utf-8"), path.name, day=day, tz=tz)


def _cues(text: str, file: str, day: date, tz: ZoneInfo) -> Iterator[Cue]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("日期 "):
            day = date.fromisoformat(line.removeprefix("日期 ").strip())
        elif line == "次日":
            day += timedelta(days=1)
        else:
            yield _cue(line, number, file, day, tz)


def _cue(line: str, number: int, file: str, day: date, tz: ZoneInfo) -> Cue:
    if line.replace(" ", "") == ">无":
        return Expect(number, "", ())
    if expect := _EXPECT.match(line):
        return Expect(number, expect["where"], tuple(p.strip() for p in expect["parts"].split("、、")))
    timed = _LINE.match(line)
    if not timed:
        raise BadInput([(Place(file, number, value=line[:40]), "看不懂这一行")])
    at = datetime(day.year, day.month, day.day, int(timed[1]), int(timed[2]), int(timed[3] or 0), tzinfo=tz)
    return _timed(timed[4], number, file, at)


def _timed(rest: str, number: int, file: str, at: datetime) -> Cue:
    if rest == "等":
        return Wait(number, at)
    if rest in _CUTS:
        return Cut(number, at, _CUTS[rest])
    if recalled := _RECALLED.match(rest):
        return Recalled(number, at, recalled["room"], recalled["who"], recalled["text"])
    if joined := _JOINED.match(rest):
        return Joined(number, at, joined["room"], joined["who"])
    if notice := _NOTICE.match(rest):
        return Published(number, at, notice["who"], notice["text"].replace("\\n", "\n"))
    if private := _PRIVATE.match(rest):
        return Said(number, at, "", private["who"], private["text"], quotes=private["quotes"] or "")
    if said := _SAID.match(rest):
        return Said(
            number, at, said["room"], said["who"].strip(), said["text"], bool(said["bot"]), said["quotes"] or ""
        )
    raise BadInput([(Place(file, number, value=rest[:40]), "看不懂这一行")])
