"""What a room hears of a forward that no source of ours has published. Never whether it is true: that is the member's."""

from __future__ import annotations

from datetime import datetime

from models.areas import District, Member
from models.notice import Block, Clarification
from models.words import Effect, Service
from notices import days
from notices.phrases import what


def unverified(service: Service | None, member: Member | None) -> str:
    """Nothing official is known: whose line counts, and that the member is asked."""
    name = member.name if member else "该单位"
    line = f"热线 {member.hotline} " if member and member.hotline else "热线"
    word = what(service, Effect.OFF)
    return f"这条{word}消息待核实：未见官方公告，以{name}{line}为准。已请{name}核实，有结果在群里说。"


def old(
    service: Service | None, written: datetime | None, blocks: tuple[Block, ...], now: datetime, source: str
) -> str:
    """An announcement that is over: its date, what it was for, and that it no longer counts; times local, naive."""
    said = "；".join(filter(None, (days.window(b.start, b.end, now.date()) for b in blocks[:2])))
    from_when = f"{days.day(written.date(), now.date())} 的" if written else ""
    hours = f"，写的是 {said}" if said else ""
    return f"这是{source}{from_when}{what(service, Effect.OFF)}公告{hours}，已过期，不用照它准备。"


def clarified(said: Clarification, district: District, at: datetime, today: datetime) -> str:
    """The member's own words, with who says it and when (local, naive); what was claimed is not said again."""
    member = district.member.get(said.member)
    name = member.name if member else district.fallback.name
    call = (member.hotline if member else "") or district.fallback.hotline
    return f"【说明】{name} {days.hour(at, today.date())}：{said.text.rstrip('。')}。{f'电话 {call}' if call else ''}"
