"""What is said about leave for a later hour: asked, given, refused. For staff only."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, place, stop, what, who
from models.areas import District
from models.deed import Approval
from models.ticket import Ticket
from models.words import Action

_NAMES = {Action.EXTEND: "延期", Action.SUSPEND: "挂账"}


def _wish(request: Approval, now: datetime, tz: ZoneInfo) -> str:
    until = "复查日" if request.action is Action.SUSPEND else "到"
    return f"{_NAMES[request.action]}{until} {hour(request.until, now, tz)}"


def request(district: District, ticket: Ticket, request: Approval, now: datetime, tz: ZoneInfo) -> str:
    """For who decides."""
    why = f"，原因：{request.reason}" if request.reason else "（没写原因）"
    return (
        f"【请批 工单 {ticket.number}】{place(district, ticket)}{what(ticket)}\n"
        f"{who(district, request.by)}申请{_wish(request, now, tz)}{why}。原定 {hour(ticket.resolve_by, now, tz)}\n"
        f"回复：同意 {ticket.number} ／ 不同意 {ticket.number} 原因"
    )


def asked(district: District, ticket: Ticket, request: Approval, now: datetime, tz: ZoneInfo) -> str:
    """For who asked."""
    names = "、".join(who(district, p) for p in request.asked)
    return f"工单 {ticket.number}：{_wish(request, now, tz)}，已报{names}批；批下来前仍按原时限。"


def asked_before(ticket: Ticket) -> str:
    """A double command."""
    return f"工单 {ticket.number}：这个申请已经报上去了，等批下来就告诉您，谢谢。"


def decided(ticket: Ticket, request: Approval, said: str, by: str, now: datetime, tz: ZoneInfo) -> str:
    """For both."""
    if request.granted:
        return f"工单 {ticket.number}：{by}已同意，{_wish(request, now, tz)}。"
    why = f"，原因：{stop(said)}" if said else "。"
    return f"工单 {ticket.number}：{by}没有同意{_NAMES[request.action]}{why}仍按原时限，有难处请和{by}商量。"


def not_yours(ticket: Ticket) -> str:
    """Somebody else decides."""
    return f"工单 {ticket.number} 的申请要网格长、社区、调度或您的上级来批，自己不能批自己的。"


def nothing_asked(number: int) -> str:
    """Nobody asked."""
    return f"工单 {number} 没有在等批的申请。"


def which(tickets: list[int]) -> str:
    """Several requests wait, or none."""
    if not tickets:
        return "没有等您批的申请。"
    return f"等您批的有工单 {'、'.join(map(str, tickets))}，请带上工单号，如：同意 {tickets[0]}。"
