"""What is said about reports for people without WeChat (代报): to the staff only, who telephone."""

from __future__ import annotations

from dispatch.wording import member_of, place, stop, what, who
from dispatch.wording_safety import safety
from models.areas import District
from models.ticket import Ticket
from models.words import Urgency

NOT_UNDERSTOOD = "没听懂是什么事。请写：代报 小区 几栋 谁家 什么事，如：代报 3栋 王奶奶 家里没水。"
WHICH_ESTATE = "请写上小区名，如：代报 柳汀新村 3栋 王奶奶 家里没水。"


def taken(district: District, ticket: Ticket, *, by: str) -> str:
    """Registered; what the one who telephones should say of a danger first."""
    danger = f"请先电话告诉住户：{safety(ticket.topic, '119')}\n" if ticket.urgency is Urgency.P0 else ""
    head = f"{danger}工单 {ticket.number} {place(district, ticket)}{what(ticket)}："
    if ticket.proxy != by:
        return f"{head}已有人报过，并进去一起办（{ticket.households} 户）。有结果您在群里或发“查 {ticket.number}”看。"
    return f"{head}已代报，由{member_of(district, ticket).name}处理；有结果告诉您，请您电话转告住户。"


def result(district: District, ticket: Ticket) -> str:
    """The result, to be told by telephone, and how the answer comes back."""
    n = ticket.number
    return (
        f"工单 {n}（代报）{place(district, ticket)}{what(ticket)}处理结果：{stop(ticket.result or '已处理')}\n"
        f"请电话告诉住户，问一句好了没有，再回：电话回访 {n} 满意（基本满意、不满意）住户的话"
    )


def how_called(ticket: Ticket) -> str:
    """A call-back without a rating."""
    return f"请写上住户怎么说，如：电话回访 {ticket.number} 满意 王奶奶说水来了。"


def own_work(ticket: Ticket) -> str:
    """Nobody rates own work, by telephone neither."""
    return f"工单 {ticket.number} 是您经办的，请社区或调度的同事打这个电话。"


def noted(district: District, by: str, hour: str) -> str:
    """The comment that is kept with the rating: who rang, and when."""
    return f"电话回访（{who(district, by)} {hour}）"
