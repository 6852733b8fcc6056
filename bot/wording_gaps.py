"""What staff and rooms are told when a room went unheard: since when, until when, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.wording import duty_number
from dispatch.wording import hour
from models.areas import District
from models.gap import Gap

_ROOMS = 20
_WINDOWS = 3


def window(began: datetime, ended: datetime, now: datetime, tz: ZoneInfo) -> str:
    """``今天 10:02–10:41``, ``昨天 23:50–今天 00:20``."""
    first, last = hour(began, now, tz), hour(ended, now, tz)
    same_day = began.astimezone(tz).date() == ended.astimezone(tz).date()
    return f"{first}–{last.split()[-1] if same_day else last}"


def for_staff(district: District, gaps: Sequence[Gap], now: datetime, tz: ZoneInfo) -> str:
    """Which rooms of theirs went unheard, for how long and why; rooms with the same hours stand together."""
    together: dict[tuple[datetime, datetime, str], list[str]] = defaultdict(list)
    for gap in gaps:
        together[gap.began, gap.ended, gap.reason].append(gap.room)
    lines = [_line(district, *hours, rooms, now, tz) for hours, rooms in together.items()]
    return "\n".join(
        [
            "【没听到】机器人断线，下面的群有一段话没听到，也取不回来：",
            *lines,
            "请翻看这些群，有人说过水、电、气、路的事，就在群里说一句，机器人照常登记。",
        ]
    )


def _line(
    district: District, began: datetime, ended: datetime, reason: str, rooms: Sequence[str], now: datetime, tz: ZoneInfo
) -> str:
    names = "、".join(district.room[room].topic if room in district.room else room for room in rooms[:_ROOMS])
    more = f" 等 {len(rooms)} 个群" if len(rooms) > _ROOMS else ""
    minutes = round((ended - began).total_seconds() / 60)
    return f"{window(began, ended, now, tz)}（{minutes} 分钟，{reason}）：{names}{more}"


def for_room(district: District, gaps: Sequence[Gap], tickets: Sequence[int], now: datetime, tz: ZoneInfo) -> str:
    """That it was away, that what is open goes on, and what to do; ``tickets`` are the open ones of the room."""
    windows = "、".join(window(g.began, g.ended, now, tz) for g in gaps[-_WINDOWS:])
    going_on = f"已登记的（工单 {'、'.join(map(str, tickets[:_WINDOWS]))}）照常在办。" if tickets else ""
    return (
        f"{windows} 机器人掉线，没听到群里的话。{going_on}"
        f"这段时间说过水、电、气、路的事，请再说一句；着急请打值班电话 {duty_number(district)}。"
    )
