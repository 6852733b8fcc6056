"""What is said about a quarrel over ownership (产权争议): facts of both sides, who leads, when both are there."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, member_of, phone, place, stop, what, who
from models.areas import District, Member
from models.ticket import Ticket


def which_boundary(ticket: Ticket, boundaries: tuple[str, ...]) -> str:
    """A return names the boundary and the evidence."""
    options = "  ".join(f"{n}）{name}" for n, name in enumerate(boundaries, start=1))
    return f"工单 {ticket.number} 退在哪条分界上？回数字加一句依据：\n{options}\n如：1 电表后开关烧坏"


def needs_evidence(ticket: Ticket, boundary: str) -> str:
    """The boundary is named, the evidence is not."""
    return (
        f"工单 {ticket.number} 退在“{boundary}”，请再写一句依据（现场看到了什么），或先发张照片再退。\n"
        f"如：退单 {ticket.number} {boundary} 电表出线烧断"
    )


def _named(district: District, ticket: Ticket) -> str:
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}"


def _members(district: District, ticket: Ticket) -> str:
    codes = dict.fromkeys((ticket.member, *ticket.co))
    return "、".join(district.member[c].name for c in codes if c in district.member)


def opened(district: District, ticket: Ticket) -> str:
    """For who returned it the second time."""
    return (
        f"{_named(district, ticket)}：已退过一次，现作产权争议处理，由{who(district, ticket.lead) or '社区'}牵头，"
        f"{_members(district, ticket)}联合到场；定责前仍由您这边联系居民。"
    )


def _claims(claims: list[tuple[str, str]]) -> str:
    return "\n".join(f"{by}：{stop(said)}" for by, said in claims)


def for_lead(district: District, ticket: Ticket, claims: list[tuple[str, str]], now: datetime, tz: ZoneInfo) -> str:
    """For the community."""
    n = ticket.number
    return (
        f"【产权争议 工单 {n}】{place(district, ticket)}{what(ticket)}\n{_claims(claims)}\n"
        f"请召集{_members(district, ticket)}联合到场，不晚于 {hour(ticket.arrive_by, now, tz)}。\n"
        f"回复：联合 {n} 明天上午9点 ／ 定责 {n} 单位 依据"
    )


def for_members(district: District, ticket: Ticket, claims: list[tuple[str, str]], now: datetime, tz: ZoneInfo) -> str:
    """For both members and the grid worker."""
    return (
        f"【产权争议 工单 {ticket.number}】{place(district, ticket)}{what(ticket)}\n{_claims(claims)}\n"
        f"由{who(district, ticket.lead) or '社区'}牵头，请{_members(district, ticket)}联合到场，"
        f"不晚于 {hour(ticket.arrive_by, now, tz)}。居民仍由{member_of(district, ticket).name}联系。"
    )


def for_room(district: District, ticket: Ticket) -> str:
    """One contact, no quarrel before the residents."""
    return (
        f"{place(district, ticket)}{what(ticket)}：要几家单位一起到现场看清楚，社区牵头，仍由"
        f"{member_of(district, ticket).name}和您联系（工单 {ticket.number}）。值班电话 {phone(district, ticket)}。"
    )


def when_joint(ticket: Ticket) -> str:
    """Say when."""
    return f"请写上联合到场的时间，如：联合 {ticket.number} 明天上午9点。"


def joint_at(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """The hour at which both are there."""
    return f"{_named(district, ticket)}：{hour(ticket.arrive_by, now, tz)} 联合到场（{_members(district, ticket)}）。"


def no_quarrel(ticket: Ticket) -> str:
    """Nothing to decide."""
    return f"工单 {ticket.number} 没有产权争议；要换单位请发：转派 {ticket.number} 单位。"


def decide_for(district: District, ticket: Ticket) -> str:
    """Nobody is called so."""
    return f"定给哪家？可以是：{'、'.join(m.name for m in district.members)}。如：定责 {ticket.number} 供电 表前线路。"


def decide_why(ticket: Ticket, member: Member) -> str:
    """The decision needs its ground."""
    return f"请写上依据，如：定责 {ticket.number} {member.name} 现场看在表前。"


def decided(district: District, ticket: Ticket, member: Member, said: str, now: datetime, tz: ZoneInfo) -> str:
    """The decision, and that it counts from now on."""
    written = "，以后同处同类归它" if ticket.estate else ""
    return (
        f"{_named(district, ticket)}：定责{member.name}{written}。依据：{stop(said)}"
        f"{hour(ticket.resolve_by, now, tz)} 前办完。回复：接单 {ticket.number} ／ 完成 {ticket.number} 做了什么"
    )
