"""What a room hears of a forward that no source of ours has published. Never whether it is true: that is the member's."""

from __future__ import annotations

from datetime import datetime

from models.areas import District, Member
from models.notice import Block, Clarification, Notice
from models.words import Effect, NoticeStatus, Service
from notices import days
from notices.phrases import what


def unverified(service: Service | None, member: Member | None, left_open: str = "") -> str:
    """Nothing official is known: whose line counts, and that the member is asked; ``left_open`` is what the text itself
    does not say of its days."""
    name = member.name if member else "该单位"
    line = f"热线 {member.hotline} " if member and member.hotline else "热线"
    word = what(service, Effect.OFF)
    unsaid = f"{left_open}，" if left_open else ""
    return f"这条{word}消息待核实：{unsaid}未见官方公告，以{name}{line}为准。已请{name}核实，有结果在群里说。"


def old(
    service: Service | None,
    written: datetime | None,
    blocks: tuple[Block, ...],
    now: datetime,
    source: str,
    left_open: str = "",
) -> str:
    """An announcement that is over: its date, what it was for, and that it no longer counts; times local, naive."""
    said = "；".join(filter(None, (days.window(b.start, b.end, now.date()) for b in blocks[:2])))
    day = days.day(written.date(), now.date()) if written else ""
    whose = " ".join(filter(None, (source, day)))
    hours = f"，写的是 {said}{f'（{left_open}）' if left_open else ''}" if said else ""
    return f"这是{f'{whose} 的' if whose else ''}{what(service, Effect.OFF)}公告{hours}，已过期，不用照它准备。"


def of_its_day(notice: Notice, published: datetime, now: datetime, source: str) -> str:
    """A notice that says 今天 or 明天 and is passed on later: when it was published, and which days it meant."""
    said = "；".join(filter(None, (days.window(b.start, b.end, now.date()) for b in notice.said.blocks[:2])))
    word = what(notice.said.service, Effect.OFF)
    return f"这是{source} {days.moment(published, now.date())} 发布的{word}公告，说的是 {said}。"


def superseded(earlier: datetime, latest: Notice, published: datetime, now: datetime, source: str) -> str:
    """A version that is passed on after a later one came: what holds now."""
    word = what(latest.said.service, Effect.OFF)
    when = "；".join(filter(None, (days.window(b.start, b.end, now.date()) for b in latest.said.blocks[:2])))
    match latest.said.status:
        case NoticeStatus.CANCELLED:
            holds = "已取消"
        case NoticeStatus.RESTORED:
            holds = "已恢复"
        case _:
            holds = f"现在说的是 {when}" if when else "有更新"
    return (
        f"这是{source} {days.moment(earlier, now.date())} 发布的{word}公告，"
        f"{days.moment(published, now.date())} 有新公告：{holds}。"
    )


def clarified(said: Clarification, district: District, at: datetime, today: datetime) -> str:
    """The member's own words, with who says it and when (local, naive); what was claimed is not said again."""
    member = district.member.get(said.member)
    name = member.name if member else district.fallback.name
    call = (member.hotline if member else "") or district.fallback.hotline
    return f"【说明】{name} {days.hour(at, today.date())}：{said.text.rstrip('。')}。{f'电话 {call}' if call else ''}"
