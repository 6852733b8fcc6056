"""What the bot answers to ratings and thanks."""

from __future__ import annotations

from dispatch.rights import Denial
from dispatch.wording import RATING, member_of, phone, state, what
from models.areas import District
from models.ticket import Ticket
from models.words import Rating

HOW_TO_RATE = "请回 1 满意、2 基本满意、3 不满意（带上工单号，或引用结果那条）。"


def thanks(ticket: Ticket, rating: Rating) -> str:
    """A good rating."""
    return f"工单 {ticket.number}：已记“{RATING[rating]}”，谢谢您。"


def welcome(ticket: Ticket | None) -> str:
    """Thanks are no rating."""
    more = f"工单 {ticket.number} 办得怎么样？回 1 满意、2 基本满意、3 不满意。" if ticket else ""
    return f"不客气，应该的。{more}"


def sorry(district: District, ticket: Ticket) -> str:
    """A bad rating: what happens now."""
    return (
        f"工单 {ticket.number}：已记“{RATING[Rating.UNSATISFIED]}”，对不起没办好，现在重办，"
        f"由{member_of(district, ticket).name}处理，会有人给您回电。值班电话 {phone(district, ticket)}。"
    )


def broken_again(district: District, ticket: Ticket) -> str:
    """The second look found it broken."""
    return (
        f"工单 {ticket.number}：记下又坏了，对不起，接着上次的单重办，由{member_of(district, ticket).name}再来修。"
        f"值班电话 {phone(district, ticket)}。"
    )


def may_not_rate(ticket: Ticket, why: Denial) -> str:
    """Only reporters, and nobody own work."""
    if why is Denial.OWN_WORK:
        return f"工单 {ticket.number} 是您经办的，请报事的居民来评价。"
    return f"工单 {ticket.number} 请报事的居民来评价，谢谢。"


def not_yet(district: District, ticket: Ticket) -> str:
    """Rated before it is done."""
    return f"工单 {ticket.number} 现在是“{state(ticket)}”，有了结果再请您评价。值班电话 {phone(district, ticket)}。"


def rated_before(ticket: Ticket) -> str:
    """The first one counts."""
    return f"工单 {ticket.number} 已经评价过了，谢谢；没修好请发：没修好 {ticket.number}。"


def rate_which(tickets: list[Ticket]) -> str:
    """Which one is rated?"""
    if not tickets:
        return "没有等您评价的工单；要评价请带上工单号，如：满意 12。"
    lines = [f"工单 {t.number} · {what(t)}" for t in tickets[:8]]
    return "\n".join(["是评价哪一件？", *lines, f"请带上工单号，如：满意 {tickets[0].number}"])
