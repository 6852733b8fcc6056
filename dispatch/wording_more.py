"""What is said when others are called in: outside systems, co-operating members, whistle, supervision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, member_of, place, state, stop, what, who
from models.areas import District, Member
from models.ticket import Ticket


def _named(district: District, ticket: Ticket) -> str:
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}"


def say_reference(ticket: Ticket) -> str:
    """Which system, which number."""
    return f"请写上转到哪里、那边的单号，如：转外部 {ticket.number} 95598 20261124001。"


def same_reference(ticket: Ticket, twin: Ticket) -> str:
    """The number stands at another ticket."""
    return f"这个外部单号已经挂在工单 {twin.number} 上了；是同一件事请发：并单 {ticket.number} 到 {twin.number}。"


def linked(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """Linked, and followed."""
    n = ticket.number
    return (
        f"{_named(district, ticket)}：已转外部（{ticket.outside}），不再重复派单；{hour(ticket.resolve_by, now, tz)} "
        f"跟进一次。那边办好了回：完成 {n} 结果；那边退回来了回：续办 {n}。"
    )


def follow(district: District, ticket: Ticket) -> str:
    """The review of what an outside system has."""
    n = ticket.number
    return (
        f"{_named(district, ticket)} 在外部（{ticket.outside}），请问一下进展。"
        f"回复：完成 {n} 结果 ／ 进度 {n} 情况 ／ 续办 {n}（那边退回）"
    )


def helps_already(ticket: Ticket, member: Member) -> str:
    """It does so already."""
    return f"工单 {ticket.number}：{member.name}已经在办了。"


def asked_to_help(district: District, ticket: Ticket, by: str, said: str) -> str:
    """For the co-operating member's person."""
    why = f"\n要做的：{stop(said)}" if said else ""
    return (
        f"【协办 工单 {ticket.number}】{ticket.urgency} {what(ticket)} · {place(district, ticket)}\n"
        f"主办 {member_of(district, ticket).name}，{by}请您这边协办。{why}\n"
        f"回复：到场 {ticket.number} ／ 进度 {ticket.number} 情况（完成由主办报）"
    )


def helps(district: District, ticket: Ticket, member: Member, people: list[str]) -> str:
    """It is asked to help."""
    names = "、".join(who(district, p) for p in people) or f"（没有登记联系人，请打 {member.hotline}）"
    return f"{_named(district, ticket)}：已请{member.name}协办（{names}），主办仍是{member_of(district, ticket).name}。"


def why_whistle(ticket: Ticket) -> str:
    """Say what is needed."""
    return f"请写一句要上面帮什么，如：吹哨 {ticket.number} 要封半幅路，请街道协调。"


def nobody_above(ticket: Ticket) -> str:
    """Nobody is above."""
    return f"工单 {ticket.number} 上面没有登记的人了，请直接打电话。"


def whistled(district: District, ticket: Ticket, by: str, said: str) -> str:
    """For the level that is called."""
    return (
        f"【吹哨 工单 {ticket.number}】{ticket.urgency} {what(ticket)} · {place(district, ticket)}（{state(ticket)}）\n"
        f"{by}：{stop(said)}\n回复：接单 {ticket.number}（报到） ／ 协办 {ticket.number} 单位 ／ 吹哨 {ticket.number} 原因"
    )


def whistle_heard(ticket: Ticket, names: str) -> str:
    """For who blew it."""
    return f"工单 {ticket.number}：已吹哨，叫了{names}。"


def flag_stands(ticket: Ticket) -> str:
    """The flag is as wanted."""
    return f"工单 {ticket.number} {'已经在督办了' if ticket.supervised else '没有在督办'}。"


def supervised(district: District, ticket: Ticket, by: str, said: str) -> str:
    """For the crew."""
    why = f"：{stop(said)}" if said else "。"
    return f"{_named(district, ticket)}：{by}列入督办{why}请优先办，有进展回：进度 {ticket.number} 情况"


def hot_spot(district: District, ticket: Ticket, days: int, before: Sequence[int]) -> str:
    """For who stands above the crew: the same came again at the same place."""
    numbers = "、".join(map(str, before[-5:]))
    return (
        f"{_named(district, ticket)}：{days} 天内同处同类第 {len(before) + 1} 次（前面是工单 {numbers}），已自动列入督办。"
        f"请查一查是不是同一个原因、要谁来根治。回复：查 {ticket.number} ／ 吹哨 {ticket.number} 要什么 ／ 解除督办 {ticket.number}"
    )


def flagged(ticket: Ticket) -> str:
    """For who set it."""
    return f"工单 {ticket.number}：{'已列入督办，责任人已收到' if ticket.supervised else '已解除督办'}。"
