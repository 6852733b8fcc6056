"""A fault that its member states: a notice of its own, told like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.areas import District, Member
from models.errors import Refused
from models.notice import Affected, Announcement, Block, Notice, Reach
from models.store import Tx
from models.words import Effect, NoticeStatus, Service
from notices.match import match
from notices.parse import parse
from notices.phrases import what
from notices.take import Hour, note, say

Areas = tuple[tuple[Affected, ...], tuple[Reach, ...]]
"""What an announcement writes of places, and the estates that it reaches by that."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the member says: where (``reach`` with the ``areas`` that it points into), from when and, if it said so, until
    when; both local, naive."""

    service: Service
    member: Member
    areas: tuple[Affected, ...]
    reach: tuple[Reach, ...]
    start: datetime
    end: datetime | None
    reason: str = ""


def state_fault(tx: Tx, stated: Stated, *, feed: str, ref: str, actor: str, district: District, at: Hour) -> Notice:
    """Publish what a member states of a fault; the notice."""
    said = Announcement(
        is_notice=True,
        service=stated.service,
        status=NoticeStatus.EMERGENCY,
        blocks=(Block(stated.start, stated.end),),
        areas=stated.areas,
        reason=stated.reason or None,
        publisher=stated.member.name,
        hotline=(stated.member.hotline,) if stated.member.hotline else (),
        why=("成员单位确认居民的反映",),
    )
    notice = Notice(
        id=tx.notices.new_id(),
        version=1,
        feed=feed,
        ref=ref,
        digest="",
        said=said,
        text=_text(said, at),
        published_at=at.now,
        reach=stated.reach,
        member=stated.member.code,
    )
    tx.notices.add(notice)
    note(tx, notice, "state", actor, at.now, stated.reason)
    say(tx, notice, district, at)
    return notice


def _text(said: Announcement, at: Hour) -> str:
    """The announcement in words, as its page and 详情 show it."""
    name = what(said.service, Effect.OFF)
    end = said.blocks[0].end
    until = f"预计 {end:%m月%d日 %H:%M} 恢复" if end else f"恢复时间待{said.publisher}通知"
    why = f"原因：{said.reason}。" if said.reason else ""
    return f"{name}，正在抢修，{until}。范围：{'、'.join(a.text for a in said.areas)}。{why}{at.local:%m月%d日 %H:%M} {said.publisher}"


def whole_estates(codes: Sequence[str], district: District, *, sure: Sequence[str], why: str) -> Areas:
    """The estates as a whole; those in ``sure`` were heard of, the others are possibly concerned."""
    areas = tuple(Affected(district.name(code), "estate") for code in codes)
    reach = tuple(
        Reach(code, None, Effect.OFF, code in sure, n, why if code in sure else f"{why}，还没有人说")
        for n, code in enumerate(codes)
    )
    return areas, reach


def places_in(words: str, service: Service, district: District, at: Hour) -> Areas:
    """The places that a person of the staff names; Refused when none is of ours."""
    name = what(service, Effect.OFF)
    read = parse(f"{name}通知\n{name}范围：{words}\n{name}时间：明天8:00至9:00", at.local)
    said = replace(read, service=service)
    reach, _ = match(said, district)
    if not reach:
        raise Refused(words)
    return said.areas, reach
