"""What staff read in private: number, place, what, deadline, and the two commonest replies."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, line, member_of, next_deadline, place, state, stop, what, who
from dispatch.wording_safety import GUARDED
from models.areas import District
from models.ticket import Ticket
from models.words import Urgency

CLOCK = {"respond": "接单", "contact": "联系", "arrive": "到场", "resolve": "修复", "confirm": "确认", "review": "复查"}


def _head(district: District, ticket: Ticket, mark: str = "") -> str:
    many = f"（{ticket.households} 户）" if ticket.households > 1 else ""
    label = f"紧急 工单 {ticket.number}" if ticket.urgency is Urgency.P0 else f"工单 {ticket.number}"
    return f"【{mark}{label}】{ticket.urgency} {what(ticket)} · {place(district, ticket)}{many}"


def _limits(ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    if ticket.held_at:
        return "应急期间，暂停计时"
    named = [
        ("接单", ticket.respond_by if not ticket.signed_at else None),
        ("联系", ticket.contact_by if not ticket.contacted_at else None),
        ("到场", ticket.arrive_by if not ticket.arrived_at else None),
        ("办完", ticket.resolve_by),
    ]
    return "，".join(f"{name}不晚于 {hour(by, now, tz)}" for name, by in named if by)


def dispatched(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """A ticket for the member's person and the grid worker."""
    member = member_of(district, ticket)
    owner = "无责任单位，由" + member.name + "兜底" if ticket.by_default else member.name
    people = "，".join(filter(None, [who(district, ticket.person), who(district, ticket.worker)]))
    call = "" if ticket.person else f"（没有登记联系人，请打 {member.hotline}）"
    lines = [
        _head(district, ticket),
        f"内容：{ticket.summary}" if ticket.summary else "",
        f"时限：{_limits(ticket, now, tz)}",
        f"代报：住户不用微信，要联系请找{who(district, ticket.proxy)}" if ticket.proxy else "",
        f"责任：{owner}{call}{'（' + people + '）' if people else ''}",
        _guard(ticket),
        f"回复：接单 {ticket.number} ／ 完成 {ticket.number} 做了什么",
    ]
    return "\n".join(filter(None, lines))


def also(text: str, ticket: Ticket) -> str:
    """The same for a member that helps."""
    head = text.rpartition("\n")[0]
    return f"{head}\n您这边协办，完成由主办报。回复：到场 {ticket.number} ／ 进度 {ticket.number} 情况"


def _guard(ticket: Ticket) -> str:
    if ticket.urgency is not Urgency.P0:
        return ""
    near = "请就近的网格员在安全距离外看守现场。" if ticket.topic in GUARDED else ""
    return f"{near}需要 110／119／120 请马上拨打，打过后回：进度 {ticket.number} 已拨打 119"


def to_confirm(district: District, ticket: Ticket) -> str:
    """A lone question that a worker should check."""
    said = f"\n原话：{ticket.summary}" if ticket.summary else ""
    return f"{_head(district, ticket, '待确认 ')}{said}\n回复：受理 {ticket.number}（属实） ／ 误报 {ticket.number}"


def unheard(district: District, ticket: Ticket, media: str) -> str:
    """The reporter sent something that the bot cannot read."""
    return f"{_head(district, ticket)}\n报的人又发了{media}，机器人读不了，请到群里看一眼。"


def unheard_in(room: str, media: str) -> str:
    """Somebody spoke to the bot by something that it cannot read, and no ticket is known."""
    return f"“{room}”群里有人 @机器人 发了{media}，机器人读不了，请到群里看一眼。"


def more_households(district: District, ticket: Ticket) -> str:
    """The count has grown."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：已有 {ticket.households} 户反映。"


def more_urgent(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """The urgency has risen."""
    return (
        f"工单 {ticket.number} 升为 {ticket.urgency}：{place(district, ticket)}{what(ticket)}，{ticket.households} 户。"
        f"{_limits(ticket, now, tz)}。回复：接单 {ticket.number} ／ 到场 {ticket.number}"
    )


def urged(district: District, ticket: Ticket) -> str:
    """Residents ask when."""
    return (
        f"工单 {ticket.number} 有人催：{place(district, ticket)}{what(ticket)}，现在是“{state(ticket)}”。"
        f"回复：进度 {ticket.number} 情况 ／ 完成 {ticket.number} 做了什么"
    )


def said_restored(district: District, ticket: Ticket, building: str) -> str:
    """Residents say that supply is back."""
    where = f"{building} 栋" if building else "居民"
    return (
        f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：{where}反馈已恢复，请核实。"
        f"全部好了回：完成 {ticket.number} 做了什么 ／ 还没好回：进度 {ticket.number} 情况"
    )


def partly_restored(ticket: Ticket, building: str) -> str:
    """One of several buildings is back, by the word of the staff."""
    return f"工单 {ticket.number}：已记 {building} 栋恢复。全部恢复后请回：完成 {ticket.number} 做了什么"


def returned(district: District, ticket: Ticket, by: str, said: str) -> str:
    """A ticket came back; somebody must assign it anew."""
    return (
        f"{_head(district, ticket, '退单 ')}\n{by}退回：{stop(said)}\n"
        f"回复：转派 {ticket.number} 单位或人名 ／ 不予受理 {ticket.number} 原因"
    )


def resolved(district: District, ticket: Ticket, by: str) -> str:
    """For the other one who works on it."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：{by}报完成：{stop(ticket.result)}"


def rework(district: District, ticket: Ticket, said: str, now: datetime, tz: ZoneInfo) -> str:
    """Not fixed, or not satisfied."""
    why = f"\n反映：{stop(said)}" if said else ""
    return (
        f"{_head(district, ticket, f'重办第 {ticket.reworks} 次 ')}{why}\n时限：{_limits(ticket, now, tz)}\n"
        f"请先电话联系报事人。回复：接单 {ticket.number} ／ 完成 {ticket.number} 做了什么"
    )


def called(district: District, ticket: Ticket, by: str, number: str, now: datetime, tz: ZoneInfo) -> str:
    """Who has rung, so that nobody rings twice."""
    return f"{_head(district, ticket)}\n{by} 已拨打 {number}，{now.astimezone(tz):%H:%M}，不用重复打。"


def undone(district: District, ticket: Ticket) -> str:
    """What was told before does not hold."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：刚才那条撤销了，现在是“{state(ticket)}”。"


def taken_off(district: District, ticket: Ticket, why: str) -> str:
    """Nothing more to do."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}不用处理了：{stop(why)}"


def to_close(district: District, ticket: Ticket) -> str:
    """A P0 waits for a person to close it."""
    return (
        f"{_head(district, ticket, '待办结 ')}\n结果：{stop(ticket.result)}紧急工单须人工办结。\n"
        f"回复：办结 {ticket.number} ／ 重办 {ticket.number} 原因"
    )


def reminder(
    district: District, ticket: Ticket, clock: str, stage: str, by: datetime, now: datetime, tz: ZoneInfo
) -> str:
    """A deadline comes near (``half``, ``soon``), is there (``due``) or is past (``over…``)."""
    label = CLOCK[clock]
    when = hour(by, now, tz)
    if clock == "respond" and ticket.urgency is Urgency.P0:
        return (
            f"{_head(district, ticket)}\n{when} 了还没有人确认，请马上接手。{_guard(ticket)}\n{_replies(ticket, clock)}"
        )
    how = {
        "half": f"{label}时限过半，{when} 前",
        "soon": f"{label}时限快到，{when} 前",
        "due": f"{label}时限已到（{when}）",
    }
    text = how.get(stage, f"{label}已超时（应在 {when} 前），请督促；您来盯就回：收到 {ticket.number}")
    return f"{_head(district, ticket)}\n{text}。{_replies(ticket, clock)}"


def _replies(ticket: Ticket, clock: str) -> str:
    n = ticket.number
    return {
        "respond": f"回复：接单 {n} ／ 退单 {n} 原因",
        "contact": f"回复：已联系 {n} ／ 没人在家 {n}",
        "arrive": f"回复：到场 {n} ／ 延期 {n} 时间 原因",
        "confirm": f"回复：受理 {n}（属实） ／ 误报 {n}",
        "review": f"回复：续办 {n} ／ 延期 {n} 新日期 原因",
    }.get(clock, f"回复：完成 {n} 做了什么 ／ 延期 {n} 时间 原因")


def my_list(district: District, tickets: list[Ticket], now: datetime, tz: ZoneInfo, shown: int = 8) -> str:
    """The open tickets of a person, the most pressing first."""
    if not tickets:
        return "您手上没有未完成的工单。"
    ordered = sorted(tickets, key=lambda t: (t.urgency, next_deadline(t) or t.created_at, t.number))
    lines = [line(district, t, now, tz) for t in ordered[:shown]]
    more = [f"……还有 {len(tickets) - shown} 件"] if len(tickets) > shown else []
    return "\n".join([f"您手上有 {len(tickets)} 件：", *lines, *more])
