"""What is said about calls that are owed: for the staff, and kindly for who was not met."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.rights import Denial
from dispatch.wording import hour, member_of, phone, place, stop, what, who
from models.areas import District
from models.opinion import UNHAPPY, CallBack
from models.ticket import Ticket


def _named(district: District, ticket: Ticket) -> str:
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}"


def _how(ticket: Ticket) -> str:
    n = ticket.number
    return f"要号码回：电话 {n} ／ 打过回：回电 {n} 说了什么（没打通：回电 {n} 没人接）"


def please_ring(district: District, ticket: Ticket, kind: str, said: str) -> str:
    """The task."""
    if kind == UNHAPPY:
        why = f"居民评价不满意{'：' + stop(said) if said else '。'}请您给报事人回个电话，问清哪里没办好。"
    else:
        why = f"两次上门未遇{'：' + stop(said) if said else '。'}请打电话和住户约个时间。"
    return f"【待回电 {_named(district, ticket)}】\n{why}\n{_how(ticket)}"


def please_ring_too(ticket: Ticket) -> str:
    """The same, added to the news that it goes back to work."""
    return f"请您给报事人回个电话，问清哪里没办好。{_how(ticket)}"


def late(district: District, ticket: Ticket, call: CallBack, now: datetime, tz: ZoneInfo) -> str:
    """Nobody has rung in time: for the next level."""
    names = "、".join(who(district, p) for p in call.asked)
    why = "居民不满意" if call.kind == UNHAPPY else "两次上门未遇"
    return (
        f"【待回电 {_named(district, ticket)}】\n{why}，{hour(call.at, now, tz)} 起等回电，{names}还没有打通。"
        f"请督促，或您来打。\n{_how(ticket)}"
    )


def noted(district: District, ticket: Ticket, by: str, now: datetime, tz: ZoneInfo) -> str:
    """Recorded, with caller and hour."""
    return f"工单 {ticket.number}：已记回电（{who(district, by)} {now.astimezone(tz):%H:%M}），谢谢。"


def tried(ticket: Ticket, call: CallBack, now: datetime, tz: ZoneInfo) -> str:
    """Nobody took the call."""
    return f"工单 {ticket.number}：已记第 {call.tries} 次没打通，请在 {hour(call.chase_at, now, tz)} 前再打一次。"


def what_came_of_it(ticket: Ticket) -> str:
    """Say it in a few words."""
    return f"请写一句电话里怎么说的，如：回电 {ticket.number} 明早再去看（没打通就写：回电 {ticket.number} 没人接）。"


def not_yours(ticket: Ticket, why: str) -> str:
    """Not this person."""
    if why == Denial.OWN_WORK:
        return f"工单 {ticket.number} 是您经办的，请网格员或调度来打这个电话。"
    return f"工单 {ticket.number} 的回电由那边的网格员或调度来打。"


def nothing_owed(ticket: Ticket) -> str:
    """No call is owed."""
    return f"工单 {ticket.number} 没有要回的电话；问满不满意请发：电话回访 {ticket.number} 满意。"


def which(tickets: list[int]) -> str:
    """Several, or none."""
    if not tickets:
        return "没有等您回的电话。"
    return f"等您回电的有工单 {'、'.join(map(str, tickets))}，请带上工单号，如：回电 {tickets[0]} 说了什么。"


def second_visit(names: str, times: int) -> str:
    """Added for who stood before the door again."""
    return f"第 {times} 次上门未遇，已请{names}打电话约时间，也告诉住户了。"


def not_met(district: District, ticket: Ticket, times: list[datetime], now: datetime, tz: ZoneInfo) -> str:
    """To the resident, where others may read it: not where, for a room need not know who is out."""
    when = "、".join(hour(at, now, tz) for at in times)
    return (
        f"您好，工单 {ticket.number}（{what(ticket)}）师傅{len(times)} 次上门（{when}）没能遇上。请打"
        f"{member_of(district, ticket).name}约个方便的时间，我们按您的时间再去：{phone(district, ticket)}。"
    )
