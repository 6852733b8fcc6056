"""What a residents' group reads: the fact first, a duty number last, nobody named, no room numbers, no promises."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, member_of, phone, place, shown, state, stop, what
from dispatch.wording_safety import safety
from dispatch.wording_topics import CONSULTING, EXTENT, INDOORS, OUTAGES, PRIVATE, SERVICES
from models.areas import District
from models.ticket import Ticket
from models.words import Status

ASK_BUILDING = "请补一句：是几栋？"
ASK_PLACE = "请补一句：在什么位置？"
ASK_EXTENT = "请补一句：只有您家，还是整栋都这样？"
NUMBER_IN_ROOM = "电话请别发在群里，私聊发给我就行。"
RATE_HOW = "好了吗？引用本条回 1 满意、2 基本满意、3 不满意。"


def _head(district: District, ticket: Ticket) -> str:
    """Place and topic as a room may read them: a road has no building, a private matter no place nearer than its estate."""
    street = ticket.topic.startswith("R") or ticket.topic in PRIVATE
    return place(district, ticket.evolve(building=None) if street else ticket) + _what(ticket)


def _what(ticket: Ticket) -> str:
    """The topic; what is reported of others only as its service."""
    return SERVICES[ticket.service] if ticket.topic == "E12" else what(ticket)


def ask_back(ticket: Ticket, building: str | None) -> str:
    """The one thing that is still missing most: place, building, then extent; "" when nothing is."""
    if building is None and ticket.topic in INDOORS:
        return ASK_BUILDING
    if ticket.estate is None and ticket.topic not in CONSULTING | PRIVATE:
        return ASK_PLACE
    return ASK_EXTENT if ticket.topic in EXTENT and ticket.households < 2 else ""


def unheard(district: District, ticket: Ticket | None, media: str) -> str:
    """Asked once of somebody whose voice or picture message the bot cannot read."""
    how = "请长按转文字，" if media == "语音" else f"请用文字说一句{media}里是什么，"
    number = phone(district, ticket) if ticket else district.fallback.hotline or "12345"
    about = f"（工单 {ticket.number}）" if ticket else ""
    return f"{media}已转给工作人员{about}，机器人读不了{media}：{how}或打 {number}。"


def received(district: District, ticket: Ticket, ask: str = "") -> str:
    """Registered, who sees to it, and their number; one question at most."""
    member = member_of(district, ticket)
    verb = "协调" if ticket.by_default else "处理"
    when = "恢复时间以其发布为准，" if ticket.topic in OUTAGES else ""
    head = f"{_head(district, ticket)}：已登记（工单 {ticket.number}），由{member.name}{verb}，{when}有结果在群里说。"
    return f"{head}{ask}值班电话 {phone(district, ticket)}。"


def consulting(district: District, ticket: Ticket) -> str:
    """A question that is not about a fault: who answers it, and where to ask at once."""
    member = member_of(district, ticket)
    care = "户号、证件号请勿发在群里，" if ticket.topic in PRIVATE else ""
    return (
        f"{_what(ticket)}：已转{member.name}答复（工单 {ticket.number}）。"
        f"{care}急用请直接打{member.name}电话 {phone(district, ticket)}。"
    )


def being_asked(district: District, ticket: Ticket, ask: str) -> str:
    """A lone question whether supply is gone: it is being checked."""
    return (
        f"{_head(district, ticket)}：目前 {ticket.households} 户在问，正请网格员核实（工单 {ticket.number}）。"
        f"{ask}咨询电话 {phone(district, ticket)}。"
    )


def danger(district: District, ticket: Ticket) -> str:
    """The safety text first; then that staff have been told (never that anybody called)."""
    number = phone(district, ticket)
    told = f"已报{member_of(district, ticket).name}和网格员（工单 {ticket.number}），值班电话 {number}。"
    return f"{safety(ticket.topic, number)}{told}"


def result(district: District, ticket: Ticket, said: str, *, rate: bool) -> str:
    """What was done, and the question for a rating (only where it was reported); ``said`` is already masked."""
    detail = "已处理，涉及个人或邻里，细节不在群里说" if ticket.topic in PRIVATE else (said or "已处理")
    head = f"{_head(district, ticket)}处理结果：{stop(detail)}（工单 {ticket.number}）"
    return f"{head}{RATE_HOW if rate else ''}还有问题请打 {phone(district, ticket)}。"


def rate_after(district: District, tickets: list[Ticket]) -> str:
    """Asked in one text about all that was solved while ratings were paused."""
    if len(tickets) == 1:
        return f"应急期间办好的{_head(district, tickets[0])}（工单 {tickets[0].number}）：{RATE_HOW}"
    shown = "、".join(f"工单 {t.number} {_what(t)}" for t in tickets[:6])
    more = f"等 {len(tickets)} 件" if len(tickets) > 6 else ""
    last = tickets[-1].number
    return (
        f"应急期间办好的：{shown}{more}。好了吗？回：满意 {last}、基本满意 {last} 或 不满意 {last}（换成您那件的号）。"
    )


def changed_time(district: District, ticket: Ticket, by: str, said: str, now: datetime, tz: ZoneInfo) -> str:
    """A new hour, with its source and when they said it."""
    told = f"{by} {now.astimezone(tz):%H:%M} 告知"
    why = f"，原因：{said}" if said and ticket.topic not in PRIVATE else ""
    until = hour(ticket.resolve_by, now, tz)
    head = f"{_head(district, ticket)}：处理时间改为 {until}（{told}{why}；工单 {ticket.number}）。"
    return f"{head}值班电话 {phone(district, ticket)}。"


def called(district: District, ticket: Ticket, by: str, number: str, now: datetime, tz: ZoneInfo) -> str:
    """Who has rung an emergency line, said only after that person has confirmed it."""
    return (
        f"{by} 已拨打 {number}，{now.astimezone(tz):%H:%M}（工单 {ticket.number}）。"
        f"请保持安全距离。值班电话 {phone(district, ticket)}。"
    )


def nothing_found(district: District, ticket: Ticket) -> str:
    """Checked: there was nothing."""
    return (
        f"{_head(district, ticket)}：经核实没有发现异常（工单 {ticket.number}）。"
        f"如果还有问题，请在群里再说一声，或打 {phone(district, ticket)}。"
    )


def not_ours(district: District, ticket: Ticket, said: str) -> str:
    """Refused, kindly, with the reason and where to go."""
    return (
        f"{_what(ticket)}：这件事不在网格能办的范围，没能受理（工单 {ticket.number}）。"
        f"{'原因：' + stop(said) if said else ''}请打 {phone(district, ticket)} 咨询。"
    )


_NOW: dict[Status, str] = {
    Status.CAPTURED: "正在核实",
    Status.ACCEPTED: "已受理，正在派人",
    Status.DISPATCHED: "已派给{member}",
    Status.SIGNED: "{member}已接单",
    Status.SUSPENDED: "暂时办不了，先挂账跟踪",
    Status.REWORK: "正在重办，由{member}再处理",
    Status.DISMISSED: "经核实没有发现异常",
    Status.REJECTED: "没能受理",
}


def progress(district: District, ticket: Ticket) -> str:
    """Where a ticket stands, for who asked."""
    member = member_of(district, ticket)
    outside = ticket.status is Status.SUSPENDED and ticket.outside
    now_ = f"已转 {ticket.outside.split()[0]} 处理，正在跟进" if outside else _NOW.get(ticket.status, state(ticket))
    now_ = now_.format(member=member.name)
    when = "，恢复时间以其发布为准" if ticket.topic in OUTAGES and ticket.open and not ticket.resolved_at else ""
    told = ticket.result and ticket.topic not in PRIVATE
    done = f"：{stop(shown(district, ticket.result)).rstrip('。')}" if told else ""
    head = f"{_head(district, ticket)}：{now_}{done}{when}（工单 {ticket.number}）。"
    return f"{head}值班电话 {phone(district, ticket)}。"
