"""What a room is answered from a notice: who said what, at which hour, and until when; ``可能`` when the place is not sure.

Only the utility's own statement is quoted, with source and hour; no time is ever promised by ourselves.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from models.areas import District
from models.notice import Block
from notices import days
from notices.answer import Cover
from notices.phrases import Telling, back, blocks_of, fact, hotline, place, source


def answer_text(cover: Cover, *, district: District, at_local: datetime, tz: ZoneInfo) -> str:
    """The whole answer, at its first asking."""
    telling = Telling(cover.notice, cover.reach, district, at_local, tz)
    said = f"{_quoted(cover, telling)}：{place(telling)} {_BODIES[cover.phase](cover, telling)}"
    return f"{said}{_other_building(cover, telling)}{_call(cover, district)}"


def brief_text(cover: Cover, *, district: District, at_local: datetime, tz: ZoneInfo) -> str:
    """The short answer, when the same was asked here before and nothing new has been stated."""
    telling = Telling(cover.notice, cover.reach, district, at_local, tz)
    said = f"{_BODIES[cover.phase](cover, telling)}{_other_building(cover, telling)}"
    return f"{said}（{_quoted(cover, telling)}，没有新的消息）{_call(cover, district)}"


def _call(cover: Cover, district: District) -> str:
    number = hotline(cover.notice, district)
    return f"。电话 {number}" if number else ""


def _quoted(cover: Cover, telling: Telling) -> str:
    said = cover.notice.published_at.astimezone(telling.tz).replace(tzinfo=None)
    return f"{source(cover.notice, telling.district)} {days.hour(said, telling.now.date())} 发布"


def _other_building(cover: Cover, telling: Telling) -> str:
    """That the building asked after is not named: never that it is not concerned."""
    if not cover.elsewhere:
        return ""
    return f"。公告没有写到 {cover.elsewhere} 号楼，以{source(cover.notice, telling.district)}通知为准"


def _maybe(telling: Telling) -> str:
    return ("" if telling.sure else "可能") + fact(telling)


def _running(cover: Cover, telling: Telling) -> str:
    ends = [b.end for b in blocks_of(cover.notice, cover.reach) if b.end and b.end >= telling.now]
    again = back(cover.notice.said.service)
    if not ends:
        return f"{_maybe(telling)}，{again}时间待{source(cover.notice, telling.district)}通知"
    return f"{_maybe(telling)}，预计 {days.hour(max(ends), telling.now.date())} {again}"


def _coming(cover: Cover, telling: Telling) -> str:
    blocks: list[Block] = blocks_of(cover.notice, cover.reach)
    ahead = [b for b in blocks if b.start and b.start > telling.now]
    said = "；".join(days.window(b.start, b.end, telling.now.date()) for b in ahead[:2])
    return f"{said} {_maybe(telling)}"


def _back(cover: Cover, telling: Telling) -> str:
    again = back(cover.notice.said.service).removeprefix("恢复")
    return f"已{again}。{fact(telling)}还没好的，请说一下楼号单元"


_BODIES = {"during": _running, "before": _coming, "after": _back}
