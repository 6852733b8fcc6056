"""What the member's own staff are asked and answered about a notice of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from models.areas import District
from notices import days
from notices.phrases import Telling, fact, last_end, place, source

_NAMED = 4


def asking_member(telling: Telling) -> str:
    """The stated end has passed without word: is it back, or until when is it?"""
    end = last_end(telling)
    hour = f"，公告写 {days.moment(end, telling.now.date())} 恢复" if end else ""
    number = telling.notice.id
    return (
        f"【请确认】公告 {number}：{_places(telling)} {fact(telling)}{hour}，还没有收到恢复的消息。恢复了吗？"
        f"回“公告 {number} 已恢复”，没有就回“公告 {number} 延到 20:00”（写新的时间），居民那边由我来说。"
    )


def many_waiting(feed: str) -> str:
    """That a source has left more to decide than is shown one by one."""
    return f"来源“{feed}”还有多条公告等您确认，发“待核实”看是哪些。"


def noted(number: int, what: str) -> str:
    """To who has said how a notice stands."""
    return f"公告 {number} 已记为{what}，有关的群会收到。"


def refused(number: int, why: str) -> str:
    """To who may not say so, or whose word cannot be read."""
    return f"公告 {number} 没有改：{why}。"


def sources(telling: Telling) -> str:
    """Whose notice it is."""
    return source(telling.notice, telling.district)


def _places(telling: Telling) -> str:
    estates = list(dict.fromkeys(r.estate for r in telling.reach))
    if len(estates) <= _NAMED:
        return place(telling)
    return f"{_names(telling.district, estates[:_NAMED])} 等 {len(estates)} 个小区"


def _names(district: District, estates: Sequence[str]) -> str:
    return "、".join(district.name(e) for e in estates)
