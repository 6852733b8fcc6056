"""What is said when supply comes back, or does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, member_of, phone, place, stop, what
from models.areas import District
from models.ticket import Ticket

SILENCE = "恢复后一天没有人回：情况不明，按未评价办结"
ALL_BACK = "居民都说恢复了"
AGAIN = {"E01": "来电", "W01": "来水", "G02": "通气", "H01": "来暖"}


def pending(district: District, ticket: Ticket, until: datetime, now: datetime, tz: ZoneInfo) -> str:
    """For the crew: restored by the word of the member."""
    return (
        f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：{stop(ticket.result)}"
        f"已恢复待确认，到 {hour(until, now, tz)} 没人说没好就办结（不算满意）。"
    )


def check_danger(district: District, ticket: Ticket, said: str) -> str:
    """For the crew of a danger."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：{stop(said)}紧急工单请现场核实后回：完成 {ticket.number} 做了什么"


def all_back(district: District, ticket: Ticket) -> str:
    """For the crew: the homes say so themselves."""
    return f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：说过的楼栋都回恢复了，已办结。有不对回：重办 {ticket.number} 原因"


def still_out(district: District, ticket: Ticket, building: str) -> str:
    """For the crew: not back after its time."""
    where = f"{building} 栋" if building else "有居民"
    return (
        f"工单 {ticket.number} {place(district, ticket)}{what(ticket)}：过了说的恢复时间，{where}说还没恢复。"
        f"回复：延期 {ticket.number} 新时间 原因 ／ 进度 {ticket.number} 情况"
    )


def is_it_back(district: District, ticket: Ticket, now: datetime, tz: ZoneInfo) -> str:
    """For a room, after the hour that the member stated."""
    again, member = AGAIN.get(ticket.topic, "恢复"), member_of(district, ticket)
    stated = f"{member.name}说 {hour(ticket.expected_at, now, tz)} 恢复，" if ticket.expected_at else ""
    return (
        f"【{again}了吗？】{place(district, ticket)}：{stated}还没有收到恢复的消息。"
        f"还没{again}的请说楼号，好了也请回一句“{again}了”（工单 {ticket.number}）。电话 {phone(district, ticket)}。"
    )


def by_notice(publisher: str, at: datetime, tz: ZoneInfo) -> str:
    """The result of a ticket that a notice of restoration ends."""
    return f"{publisher} {at.astimezone(tz):%H:%M} 发布已恢复"


def asks_rating(ticket: Ticket) -> str:
    """Behind the word of restoration, in the rooms of the sample."""
    return f"\n工单 {ticket.number} 办得怎么样？引用本条回 1 满意、2 基本满意、3 不满意。"


def reopened(households: int, merged: Sequence[int]) -> str:
    """Why it is worked on again, and which tickets of single homes it takes in."""
    taken = f"（工单 {'、'.join(map(str, merged))} 并入）" if merged else ""
    return f"说恢复以后仍有 {households} 户没有{taken}"
